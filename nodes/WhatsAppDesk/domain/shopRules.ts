import type { Writer } from '../../shared/enteredRow';
import { textOf, type Row } from '../../shared/rows';
import { isSessionName } from '../../shared/sessionName';

/** Columns of a row of `whatsapp_settings` that people and programs fill in. */
export interface Shop {
	store_id: string;
	shop_name: string;
	waha_session_name: string;
	is_enabled: boolean;
	daily_limit: number;
	/** `22:00`, or empty: no quiet hours. */
	quiet_from: string;
	quiet_to: string;
	min_delay_seconds: number;
	max_delay_seconds: number;
}

export type NumberColumn = 'daily_limit' | 'min_delay_seconds' | 'max_delay_seconds';
export type QuietColumn = 'quiet_from' | 'quiet_to';

/** What is wrong with a column, for `shopWords.ts` to put in words. */
export type ShopProblem =
	| { field: keyof Shop | 'waha_server_url'; rule: 'no text' }
	| { field: 'is_enabled'; rule: 'no boolean' }
	| { field: 'store_id' | 'shop_name'; rule: 'empty' }
	| { field: 'store_id'; rule: 'no code' }
	| { field: 'store_id'; rule: 'taken'; by: Row }
	| { field: 'shop_name'; rule: 'long'; most: number; length: number }
	| { field: 'waha_session_name'; rule: 'no session'; most: number }
	| { field: NumberColumn; rule: 'no number'; least: number; most: number }
	| { field: QuietColumn; rule: 'no time'; written: string }
	| { field: QuietColumn; rule: 'half' }
	| { field: 'quiet_to'; rule: 'no length' }
	| { field: 'max_delay_seconds'; rule: 'turned'; least: number; most: number }
	| { field: 'waha_server_url'; rule: 'other server' };

export interface ShopEntry {
	/** What was entered, by column. What is missing or null stays as it was. */
	entered: Row;
	/** The row as it stands; without a `store_id` the shop is new. */
	saved: Row;
	by: Writer;
	/** All shops: the code of a new one must differ. */
	shops: Row[];
	/** The server that the flow works with, where it is known. */
	wahaAddress: string;
}

export interface CheckedShop {
	problems: ShopProblem[];
	/** The row to save; makes sense without problems only. */
	row: Shop;
}

/** A new shop's values. */
export const USUAL = {
	waha_session_name: 'default',
	is_enabled: true,
	daily_limit: 200,
	min_delay_seconds: 30,
	max_delay_seconds: 60,
};

/** The form asks for more than the API, whose front ends are written already. */
const LIMITS = {
	owner: { name: 100, session: 64, daily_limit: [1, 100_000] },
	program: { name: 255, session: 100, daily_limit: [0, 1_000_000] },
};
/** More, and a sending run would take longer than its lease. */
const DELAY = [0, 540];
const NUMBERS: NumberColumn[] = ['daily_limit', 'min_delay_seconds', 'max_delay_seconds'];
const QUIET: QuietColumn[] = ['quiet_from', 'quiet_to'];
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const TYPED_CLOCK = /^([01]?\d|2[0-3])[:.-]([0-5]\d)$/;

/** The rules of a row of `whatsapp_settings`; all problems at once. */
export function checkShop({ entered, saved, by, shops, wahaAddress }: ShopEntry): CheckedShop {
	const row = shopOf(entered, saved, by);
	const numbers = numberProblems(entered, row, by);
	const problems = [
		...(by === 'program' ? wrongTypes(entered) : []),
		...(by === 'owner' && isNew(saved) ? codeProblems(row.store_id, shops) : []),
		...nameProblems(row.shop_name, by),
		...sessionProblems(row.waha_session_name, by),
		...numbers,
		...quietProblems(row, by),
		...(numbers.some(({ field }) => field !== 'daily_limit') ? [] : delayProblems(row)),
		...(by === 'program' ? serverProblems(entered, wahaAddress) : []),
	];
	return { problems: onePerField(problems), row };
}

/** The session of a shop: an empty cell is WAHA's own first one. */
export function sessionOf(shop: Row): string {
	return textOf(shop.waha_session_name) || USUAL.waha_session_name;
}

export function isNew(saved: Row): boolean {
	return textOf(saved.store_id) === '';
}

/** Numbers that cannot be read are NaN. */
function shopOf(entered: Row, saved: Row, by: Writer): Shop {
	const text = (column: keyof Shop) => textOf(entered[column] ?? saved[column]);
	const name = text('shop_name');
	const quiet = (column: QuietColumn) => (by === 'owner' ? typedClock(text(column)) : text(column));
	const number = (column: NumberColumn) =>
		numberOf(entered[column], by, saved[column] ?? USUAL[column]);
	return {
		store_id: textOf(isNew(saved) ? entered.store_id : saved.store_id),
		shop_name: by === 'owner' ? name.replace(/\s+/g, ' ') : name,
		waha_session_name: text('waha_session_name') || (by === 'owner' ? '' : USUAL.waha_session_name),
		is_enabled: enabledOf(entered.is_enabled) ?? enabledOf(saved.is_enabled) ?? USUAL.is_enabled,
		daily_limit: number('daily_limit'),
		quiet_from: quiet('quiet_from'),
		quiet_to: quiet('quiet_to'),
		min_delay_seconds: number('min_delay_seconds'),
		max_delay_seconds: number('max_delay_seconds'),
	};
}

/** A program that gives no number is told so; until then the row keeps what it has. */
function numberOf(entered: unknown, by: Writer, otherwise: unknown): number {
	if (by === 'program') return typeof entered === 'number' ? entered : Number(otherwise);
	if (entered === undefined || entered === null) return Number(otherwise);
	return /^\d{1,6}$/.test(textOf(entered)) ? Number(textOf(entered)) : NaN;
}

/** A cell, a boolean of JSON, or the answer of a drop-down; undefined for anything else. */
function enabledOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	return { Да: true, Нет: false }[textOf(value)];
}

/** `9.00` as `09:00`; what is no time stays as it was typed. */
function typedClock(typed: string): string {
	const [, hours, minutes] = TYPED_CLOCK.exec(typed) ?? [];
	return hours ? `${hours.padStart(2, '0')}:${minutes}` : typed;
}

const isGiven = (entered: Row, column: string): boolean => (entered[column] ?? null) !== null;

function wrongTypes(entered: Row): ShopProblem[] {
	const texts = ['waha_server_url', 'waha_session_name', 'shop_name', ...QUIET] as const;
	const noTexts = texts
		.filter((field) => isGiven(entered, field) && typeof entered[field] !== 'string')
		.map((field): ShopProblem => ({ field, rule: 'no text' }));
	const isBoolean = !isGiven(entered, 'is_enabled') || typeof entered.is_enabled === 'boolean';
	return isBoolean ? noTexts : [...noTexts, { field: 'is_enabled', rule: 'no boolean' }];
}

function codeProblems(code: string, shops: Row[]): ShopProblem[] {
	const field = 'store_id';
	if (code === '') return [{ field, rule: 'empty' }];
	if (!/^[A-Za-z0-9_-]{1,64}$/.test(code)) return [{ field, rule: 'no code' }];
	const lower = code.toLowerCase();
	const by = shops.find((shop) => textOf(shop.store_id).toLowerCase() === lower);
	return by ? [{ field, rule: 'taken', by }] : [];
}

function nameProblems({ length }: string, by: Writer): ShopProblem[] {
	const field = 'shop_name';
	if (by === 'owner' && length === 0) return [{ field, rule: 'empty' }];
	const most = LIMITS[by].name;
	return length > most ? [{ field, rule: 'long', most, length }] : [];
}

function sessionProblems(session: string, by: Writer): ShopProblem[] {
	const most = LIMITS[by].session;
	if (isSessionName(session) && session.length <= most) return [];
	return [{ field: 'waha_session_name', rule: 'no session', most }];
}

function numberProblems(entered: Row, row: Shop, by: Writer): ShopProblem[] {
	return NUMBERS.flatMap((field): ShopProblem[] => {
		const [least, most] = field === 'daily_limit' ? LIMITS[by].daily_limit : DELAY;
		const value = by === 'program' && isGiven(entered, field) ? entered[field] : row[field];
		const isRight = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
		const isOld = by === 'program' && !isGiven(entered, field);
		return isRight || isOld ? [] : [{ field, rule: 'no number', least, most }];
	});
}

function quietProblems({ quiet_from, quiet_to }: Shop, by: Writer): ShopProblem[] {
	const clocks = { quiet_from, quiet_to };
	const problems = QUIET.filter((field) => clocks[field] !== '' && !CLOCK.test(clocks[field])).map(
		(field): ShopProblem => ({ field, rule: 'no time', written: clocks[field] }),
	);
	if ((quiet_from === '') !== (quiet_to === '')) {
		problems.push({ field: quiet_from === '' ? 'quiet_from' : 'quiet_to', rule: 'half' });
	} else if (by === 'owner' && quiet_from !== '' && quiet_from === quiet_to) {
		problems.push({ field: 'quiet_to', rule: 'no length' });
	}
	return problems;
}

function delayProblems({ min_delay_seconds: least, max_delay_seconds: most }: Shop): ShopProblem[] {
	return least > most ? [{ field: 'max_delay_seconds', rule: 'turned', least, most }] : [];
}

/** The server's address stands in the credential: it may be told, not changed. */
function serverProblems({ waha_server_url: url }: Row, wahaAddress: string): ShopProblem[] {
	const bare = (address: string) => address.trim().replace(/\/+$/, '').toLowerCase();
	if (typeof url !== 'string' || url.trim() === '' || wahaAddress === '') return [];
	return bare(url) === bare(wahaAddress)
		? []
		: [{ field: 'waha_server_url', rule: 'other server' }];
}

/** The first problem of a field tells enough. */
function onePerField(problems: ShopProblem[]): ShopProblem[] {
	const fields = new Set<string>();
	return problems.filter(({ field }) => !fields.has(field) && fields.add(field));
}
