import { textOf, type Row } from '../rows';
import { daysOf, LIFETIMES, type Kind } from './lifetimes';

const DAY = 24 * 3_600_000;
/** A picture of a QR code is good for ten minutes. */
const QR_DAYS = 1;

/** Rows that are old: the conditions of a *Data Table* node. */
export interface OldRows {
	/** `blank` empties the cells about the person and leaves the row. */
	what: 'delete' | 'blank';
	/** The table's own id: n8n looks a name up by "contains", which may find another table. */
	table_id: string;
	table: string;
	column: string;
	condition: 'eq' | 'like';
	value: string;
	/** The column with the time. */
	time: 'createdAt' | 'updatedAt';
	/** ISO; what is older is meant. */
	before: string;
}

interface Rule {
	kind: Kind;
	table: string;
	column: string;
	/** Only finished ones. What waits, is in work or in doubt is never old. */
	values: string[];
	time?: 'createdAt';
	what?: 'blank';
}

/** A row that nobody touches for so long is done: there is no status to look at. */
const ANY = '%';

export const RULES: Rule[] = [
	{
		kind: 'payments',
		table: 'payment_events',
		column: 'status',
		values: ['success', 'duplicate', 'skipped'],
		// Emptying the payload is a change of the row, too.
		time: 'createdAt',
	},
	{
		kind: 'paymentDetails',
		table: 'payment_events',
		column: 'status',
		values: ['success', 'duplicate', 'skipped'],
		what: 'blank',
	},
	{
		kind: 'messages',
		table: 'relay_messages',
		column: 'status',
		values: ['sent', 'echo', 'failed'],
	},
	{
		kind: 'whatsapp',
		table: 'whatsapp_messages_log',
		column: 'status',
		values: ['sent', 'delivered', 'read', 'failed', 'no_phone', 'opted_out'],
	},
	{
		kind: 'stages',
		table: 'sitniks_stages',
		column: 'status',
		values: ['done', 'partly', 'failed', 'skipped'],
	},
	{ kind: 'dialogues', table: 'dialogues', column: 'user_id', values: [ANY] },
	{ kind: 'dialogues', table: 'sitniks_chat_mappings', column: 'user_id', values: [ANY] },
	{
		kind: 'alerts',
		table: 'processed_events',
		column: 'scope',
		values: ['alert', 'whatsapp-report'],
	},
	{
		kind: 'stopWords',
		table: 'processed_events',
		column: 'scope',
		values: ['whatsapp-stop', 'whatsapp-start'],
	},
];

export interface OldPlan {
	old: OldRows[];
	/** Settings that do not count as they are written, in words for the admin. */
	problems: string[];
}

/**
 * Which rows are old now. Tables that are not there are left out.
 *
 * @param settings rows of `bot_settings`
 * @param tables rows `{id, name}` of the list of tables
 * @param now in milliseconds since 1970
 */
export function oldRows(settings: Row[], tables: Row[], now: number): OldPlan {
	const ids = new Map(tables.map(({ id, name }) => [textOf(name), textOf(id)]));
	const kinds = Object.keys(LIFETIMES) as Kind[];
	const counted = new Map(kinds.map((kind) => [kind, daysOf(kind, settings)]));
	const before = (days: number) => new Date(now - days * DAY).toISOString();

	const old = RULES.flatMap(({ kind, table, column, values, time, what }): OldRows[] => {
		const found = ids.get(table);
		if (!found) return [];
		return values.map((value) => ({
			what: what ?? 'delete',
			table_id: found,
			table,
			column,
			condition: value === ANY ? 'like' : 'eq',
			value,
			time: time ?? 'updatedAt',
			before: before(counted.get(kind)!.days),
		}));
	});
	const events = ids.get('processed_events');
	if (events) old.push(qrTokens(events, before(QR_DAYS)));
	return { old, problems: [...counted.values()].flatMap(({ problem }) => problem ?? []) };
}

function qrTokens(table_id: string, before: string): OldRows {
	const table = 'processed_events';
	const where = { column: 'scope', condition: 'eq', value: 'qr', time: 'updatedAt' } as const;
	return { what: 'delete', table_id, table, ...where, before };
}
