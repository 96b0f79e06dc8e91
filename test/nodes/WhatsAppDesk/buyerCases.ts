import type { OperationCase } from '../operationCases';

const MOMENT = '2026-03-02T09:00:00.000Z';
const NOW = { now: MOMENT };
const WORD = { id: 1, scope: 'whatsapp-stop', owner: MOMENT };

/** What buyers answer, and what becomes of messages to them. */
export const BUYER_CASES: Record<string, OperationCase> = {
	'consent.nextStep': {
		needed: { mine: JSON.stringify(WORD), words: JSON.stringify([WORD]), clients: '[]' },
	},
	'consent.readAnswer': { needed: { settings: '[]' }, options: NOW },
	'delivery.applyAck': {
		needed: { ack: '{"messageKey":"3EB0","status":"read"}', rows: '[]' },
		options: NOW,
	},
	'delivery.sessionAlert': { needed: { session: 'default', status: 'FAILED' } },
};
