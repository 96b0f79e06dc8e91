import type { Row } from '../../../../nodes/shared/rows';

export const NOW = Date.parse('2026-03-02T09:00:00.000Z');
const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const ago = (ms: number): string => new Date(NOW - ms).toISOString();

/** A client's card whose number is proved. */
export const CLIENT: Row = {
	id: 7,
	telegram_id: '500',
	phone: '+79995550001',
	full_name: 'Ира Примерова',
	telegram_username: 'ira',
	phone_confirmed: true,
	wahelp_user_id: '301',
	amo_contact_id: 7000001,
	amo_lead_id: null,
	in_manager_chat: false,
	manager_last_message_at: null,
	bot_blocked: false,
};
export const UNPROVED: Row = { ...CLIENT, phone_confirmed: false };

/** What a client wrote, on its way to a manager. */
export function toCrm(more: Row = {}): Row {
	return {
		id: 1,
		target: 'wahelp',
		chat_id: '500',
		telegram_id: '500',
		phone: '+79995550001',
		text: 'Где мой заказ?',
		source: 'client',
		event_key: 'telegram:900001',
		status: 'pending',
		attempts: 0,
		createdAt: ago(5 * SECOND),
		vendor_message_id: null,
		...more,
	};
}

/** What a manager wrote in Wahelp, on its way to the client. */
export function toClient(more: Row = {}): Row {
	return {
		...toCrm(),
		id: 2,
		target: 'client',
		text: 'Уже едет',
		source: 'operator',
		source_id: '77',
		event_key: 'wahelp:77',
		...more,
	};
}

export const settings = (values: Record<string, string>): Row[] =>
	Object.entries(values).map(([key, value], index) => ({ id: index + 1, key, value }));
