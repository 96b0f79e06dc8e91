import { textOf, type Row } from '../../../shared/rows';
import { phoneOf, phonePattern, userOf, type Identity } from './person';
import { whoseRow } from './whose';

/** Where rows of a person may stand: conditions of a *Data Table* node. */
export interface Trace {
	/** The table's own id: n8n looks a name up by "contains", which may find another table. */
	table_id: string;
	table: string;
	column: string;
	condition: 'eq' | 'like';
	value: string;
}

/** Nicknames are short: what is longer than this by `like` is a number that no other number contains by chance. */
const SURE_DIGITS = 7;

/**
 * All places of all tables where the person may stand.
 *
 * @param tables rows `{id, name}` of the list of tables; one that is not there is left out
 */
export function tracesOf(identity: Identity, tables: Row[]): Trace[] {
	const ids = new Map(tables.map(({ id, name }) => [textOf(name), textOf(id)]));
	const traces: Trace[] = [];
	const look = (
		places: Array<[table: string, column: string]>,
		condition: Trace['condition'],
		values: string[],
	) => {
		for (const [table, column] of places) {
			const table_id = ids.get(table);
			if (!table_id) continue;
			for (const value of values) traces.push({ table_id, table, column, condition, value });
		}
	};
	const { phones, telegramIds, usernames, contacts } = identity;
	look(PHONES, 'like', phones.map(phonePattern));
	look(
		TEXTS,
		'like',
		phones.map((phone) => `${phonePattern(phone)}%`),
	);
	look(ACCOUNTS, 'eq', telegramIds);
	look(USERS, 'eq', telegramIds.map(userOf));
	const sure = telegramIds.filter((id) => id.length >= SURE_DIGITS);
	look(
		[['processed_events', 'event_key']],
		'like',
		sure.map((id) => `%${id}%`),
	);
	look(NAMES, 'eq', usernames);
	look([['payment_events', 'contact_id']], 'eq', contacts);
	return traces;
}

const PHONES: Array<[string, string]> = [
	['clients', 'phone'],
	['relay_messages', 'phone'],
	['whatsapp_messages_log', 'customer_phone'],
	['payment_events', 'phone'],
];
/** Orders and questions that went to the admins, payloads, keys of alerts and of stop words. */
const TEXTS: Array<[string, string]> = [
	['relay_messages', 'text'],
	['payment_events', 'payload'],
	['processed_events', 'event_key'],
];
const ACCOUNTS: Array<[string, string]> = [
	['clients', 'telegram_id'],
	['relay_messages', 'telegram_id'],
	['relay_messages', 'chat_id'],
	['payment_events', 'telegram_id'],
	['sitniks_stages', 'contact_id'],
];
const USERS: Array<[string, string]> = [
	['dialogues', 'user_id'],
	['sitniks_stages', 'user_id'],
	['sitniks_chat_mappings', 'user_id'],
];
const NAMES: Array<[string, string]> = [
	['dialogues', 'username'],
	['sitniks_stages', 'telegram_username'],
	['sitniks_chat_mappings', 'telegram_username'],
];

/** What becomes of a row. */
export type What =
	| 'delete'
	/** A message of the WhatsApp log: its order stays, so that it is not written to again. */
	| 'message'
	/** A recorded payment: its id and sum stay. */
	| 'payment'
	/** The phone in somebody else's card. */
	| 'phone'
	/** A payment that is not recorded yet: it stays as it is. */
	| 'stays'
	/** Somebody else's row that names the person: it stays as it is. */
	| 'others';

/** One row and what becomes of it. */
export interface Step {
	what: What;
	table_id: string;
	table: string;
	id: number;
	/** The status as it was read. */
	status: string;
	/** Whether it is a card that holds an opt-out of WhatsApp. */
	is_opted_out: boolean;
	/** The phone of that opt-out, whosever card it is: STOP goes to any card with the phone. `''` for none. */
	opted_out_phone: string;
}

const RECORDED = ['success', 'duplicate', 'skipped'];

/**
 * What becomes of the rows that were found, each once.
 *
 * @param isOwn whether a card of `clients` is the person's own
 */
export function stepsOf(
	found: Array<{ trace: Trace; row: Row }>,
	identity: Identity,
	isOwn: (card: Row) => boolean,
): Step[] {
	const steps = new Map<string, Step>();
	for (const { trace, row } of found) {
		const id = Number(row.id);
		const whose = whoseRow(trace, row, identity);
		if (!(id > 0) || whose === 'nobody') continue;
		const { table, table_id } = trace;
		const key = `${table}:${id}`;
		// One sure trace is enough.
		if (whose === 'another' && steps.has(key)) continue;
		const what = whose === 'another' ? 'others' : whatOf(table, row, isOwn);
		const status = textOf(row.status);
		steps.set(key, { what, table_id, table, id, status, ...optOutOf(table, row) });
	}
	return [...steps.values()];
}

function optOutOf(table: string, row: Row): Pick<Step, 'is_opted_out' | 'opted_out_phone'> {
	const is_opted_out = table === 'clients' && row.whatsapp_opt_out === true;
	return {
		is_opted_out,
		opted_out_phone: is_opted_out ? phoneOf(row.phone) || textOf(row.phone) : '',
	};
}

function whatOf(table: string, row: Row, isOwn: (card: Row) => boolean): What {
	if (table === 'clients') return isOwn(row) ? 'delete' : 'phone';
	if (table === 'whatsapp_messages_log') return 'message';
	if (table !== 'payment_events') return 'delete';
	return RECORDED.includes(textOf(row.status)) ? 'payment' : 'stays';
}
