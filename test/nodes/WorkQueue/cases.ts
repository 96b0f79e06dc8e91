import { WorkQueue } from '../../../nodes/WorkQueue/WorkQueue.node';
import type { NodeUnderTest } from '../operationCases';

const MOMENT = '2026-03-02T09:00:00.000Z';
const waiting = (index: number) => ({
	id: index + 1,
	status: 'pending',
	telegram_id: `10${index}`,
	createdAt: MOMENT,
	updatedAt: MOMENT,
});

export const WORK_QUEUE: NodeUnderTest = {
	name: 'Work Queue',
	NodeClass: WorkQueue,
	local: [],
	operations: {
		confirmClaim: {
			needed: { myRow: JSON.stringify({ id: 1 }), me: 'run-1' },
			inputOf: (index) => ({
				...waiting(index),
				...(index === 0 ? { status: 'sending', owner: 'run-1' } : {}),
			}),
			makesOne: true,
		},
		listOld: {
			needed: { settings: '[]', tables: JSON.stringify([{ id: 'T1', name: 'dialogues' }]) },
			options: { now: MOMENT },
			makesOne: true,
		},
		readSettings: { needed: {}, makesOne: true },
		selectDue: {
			needed: { laneColumns: 'telegram_id' },
			// Their default is an expression of n8n's editor.
			options: { now: MOMENT, timeZone: 'Asia/Almaty', maximumAge: 0 },
			inputOf: waiting,
		},
		settle: { needed: { row: JSON.stringify({ id: 1, status: 'pending' }) } },
	},
};
