import { buyer, STATUS } from '../../workflows/support/sitniks';
import type { Collected } from '../collect/collected';
import type { PlannedDialogue, Stage } from '../plan/plan';
import type { Invariant } from './invariant';

const NAMES: Record<Stage, string> = {
	first_touch: STATUS.first,
	invoice_sent: STATUS.invoice,
	escalation: STATUS.human,
};

/** Each stage once in the table, done; in Sitniks in order, the last one in the end. */
export const broughtHome: Invariant = {
	name: 'each stage is in Sitniks, in order',
	check: (collected) => {
		const { dialogues } = collected.plan;
		const count = dialogues.reduce((sum, { stages }) => sum + stages.length, 0);
		return {
			seen: `${count} stages`,
			findings: dialogues.flatMap((dialogue) => brought(dialogue, collected)),
		};
	},
};

function brought(dialogue: PlannedDialogue, { tables, sitniks, played }: Collected): string[] {
	const chatId = played.sitniksChats[dialogue.buyer];
	const user =
		dialogue.network === 'telegram'
			? `telegram:${buyer(dialogue.buyer).id}`
			: `instagram:${chatId}`;
	const rows = tables.sitniks_stages.filter(({ user_id }) => user_id === user);
	const found = rows.map(({ stage, status }) => `${stage} ${status}`).join(', ');
	const wanted = dialogue.stages.map((stage) => `${stage} done`).join(', ');
	if (found !== wanted) return [`${user}: rows are "${found}", not "${wanted}"`];
	const statuses = sitniks.chats.find(({ id }) => id === chatId)?.statuses ?? [];
	// A run that dies between setting a status and noting it sets it once more: that is harmless.
	const seen = statuses.filter((status, index) => status !== statuses[index - 1]).join(', ');
	const due = dialogue.stages.map((stage) => NAMES[stage]).join(', ');
	return seen === due ? [] : [`${user}: Sitniks has seen "${seen}", not "${due}"`];
}
