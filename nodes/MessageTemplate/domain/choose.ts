import { createHash } from 'crypto';

/** One row of the table `whatsapp_templates`. */
export interface TemplateRow {
	id: string | number;
	storeId: string;
	name: string;
	/** As `kindOf` writes it; '' stands for any kind. */
	orderKind: string;
	text: string;
	mediaUrl: string;
	weight: number;
	isActive: boolean;
	createdAt: string;
}

export interface Wanted {
	storeId: string;
	/** As `kindsOf` gives them: the most special first. */
	orderKinds: string[];
	/** The same key always gets the same template, as long as the rows stay the same. */
	stableKey: string;
}

/** A kind as it is compared: `Kaspi Delivery` is `kaspi_delivery`. */
export function kindOf(value: unknown): string {
	return trimmed(value).toLowerCase().replace(/\s+/g, '_');
}

/** The kinds of an array or of a comma-separated list, without empty ones. Never throws. */
export function kindsOf(value: unknown): string[] {
	const list: unknown[] = Array.isArray(value) ? value : trimmed(value).split(',');
	return list.map(kindOf).filter((kind) => kind !== '');
}

/** A row as n8n's Data Table, a spreadsheet or Postgres gives it. Never throws. */
export function templateRow(row: Record<string, unknown>): TemplateRow {
	const weight = Number(trimmed(row.weight));
	return {
		id: typeof row.id === 'number' ? row.id : trimmed(row.id),
		storeId: trimmed(row.store_id),
		name: trimmed(row.template_name),
		orderKind: kindOf(row.order_kind),
		text: typeof row.template_text === 'string' ? row.template_text : '',
		mediaUrl: trimmed(row.media_url),
		weight: Number.isFinite(weight) && weight > 0 ? weight : 0,
		isActive: ['true', '1'].includes(trimmed(row.is_active).toLowerCase()),
		createdAt: trimmed(row.createdAt ?? row.created_at),
	};
}

/**
 * The template for a store and the kinds of an order. Active rows with a text only; the most specific
 * wins: of the store's own rows those of the first kind, of the next ones, of any kind; then the same of
 * the rows without a store. Among equals the rows with a weight share the orders by it (an A/B test);
 * without weights the newest row wins.
 */
export function chooseTemplate(rows: TemplateRow[], wanted: Wanted): TemplateRow | undefined {
	const usable = rows.filter((row) => row.isActive && row.text.trim() !== '');
	const kinds = [...wanted.orderKinds, ''];
	const levels = [wanted.storeId, ''].flatMap((storeId) => kinds.map((kind) => [storeId, kind]));
	for (const [storeId, orderKind] of levels) {
		const equals = usable.filter((r) => r.storeId === storeId && r.orderKind === orderKind);
		// The order in which a table lists its rows must not change the choice.
		equals.sort(byAge);
		const weighted = equals.filter((row) => row.weight > 0);
		if (weighted.length > 0) return byWeight(weighted, wanted.stableKey);
		if (equals.length > 0) return equals[equals.length - 1];
	}
	return undefined;
}

/** Row by the share of the key; rows are in a fixed order. */
function byWeight(rows: TemplateRow[], stableKey: string): TemplateRow {
	const total = rows.reduce((sum, row) => sum + row.weight, 0);
	// 48 bits of the hash: evenly spread from 0 to 1, exact in a double.
	const share = createHash('sha256').update(stableKey).digest().readUIntBE(0, 6) / 2 ** 48;
	let reached = 0;
	for (const row of rows) {
		reached += row.weight;
		if (share * total < reached) return row;
	}
	return rows[rows.length - 1];
}

/**
 * Oldest first: by number of the row; by time of creation where ids are UUIDs; then by content, so
 * that even rows without id and time have one order.
 */
function byAge(a: TemplateRow, b: TemplateRow): number {
	const numbers = numberOf(a.id) - numberOf(b.id);
	if (numbers) return numbers;
	const times = numberOf(Date.parse(a.createdAt)) - numberOf(Date.parse(b.createdAt));
	if (times) return times;
	return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** What is no number comes first; two of them differ by NaN, which counts as equal. */
function numberOf(value: string | number): number {
	const number = value === '' ? NaN : Number(value);
	return Number.isNaN(number) ? -Infinity : number;
}

function trimmed(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}
