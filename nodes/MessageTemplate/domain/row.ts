import type { Writer } from '../../shared/enteredRow';
import { isOrderKind } from '../../shared/orderKinds';
import { publicAddress, type AddressProblem } from '../../shared/publicAddress';
import { textOf, type Row } from '../../shared/rows';
import type { CheckResult, Problem } from './template';

/** Columns of a row of `whatsapp_templates` that people and programs fill in; the store is chosen, not typed. */
export interface EnteredTemplate {
	template_name: string;
	order_kind: string;
	template_text: string;
	/** An http address, or empty. */
	media_url: string;
	weight: number;
	is_active: boolean;
}

/** What is wrong with a column, for `rowWords.ts` to put in words. */
export type RowProblem =
	| { field: 'template_name' | 'template_text'; rule: 'no text' }
	| { field: 'template_name' | 'media_url'; rule: 'long'; most: number }
	| { field: 'order_kind'; rule: 'no kind'; written: string }
	| { field: 'media_url'; rule: AddressProblem }
	| { field: 'weight'; rule: 'no weight'; most: number }
	| { field: 'is_active'; rule: 'no boolean' }
	| { field: 'template_text'; rule: 'no template'; problems: Problem[]; isCaption: boolean };

export interface RowEntry {
	/** What was entered, by column. A name and a text are always needed. */
	entered: Row;
	/** The row as it stands: what a program leaves out stays as it was. Without an id the template is new. */
	saved: Row;
	by: Writer;
	/** The setting `allow_private_media`: files over http and of one's own network. */
	allowPrivateMedia?: boolean;
	/** Checks the text with a sample order, as the words under a picture or file or alone. */
	check: (text: string, isCaption: boolean) => CheckResult;
}

export interface CheckedRow {
	problems: RowProblem[];
	/** The row to save; makes sense without problems only. */
	row: EnteredTemplate;
	/** The message with the sample order. */
	preview: string;
	/** Characters of the message. */
	length: number;
}

const LONGEST_NAME = 255;
const LONGEST_ADDRESS = 2000;
const GREATEST_WEIGHT = 1_000_000;
const NEW = { order_kind: 'new', media_url: '', weight: 1, is_active: true };

/** The rules of a row of `whatsapp_templates`; all problems at once, in the order in which they are told. */
export function checkRow(entry: RowEntry): CheckedRow {
	const { entered, saved, by, check } = entry;
	const row = rowOf(entered, textOf(saved.id) === '' ? NEW : saved, by);
	const isCaption = row.media_url !== '';
	const { problems: wrong, text, length } = check(row.template_text, isCaption);
	const ofText: RowProblem[] =
		wrong.length === 0
			? []
			: [{ field: 'template_text', rule: 'no template', problems: wrong, isCaption }];
	const others = [...addressProblems(row, entry), ...weightProblems(entered, row, by)];
	const problems =
		by === 'owner'
			? [...nameProblems(entered, row), ...kindProblems(row), ...ofText, ...others]
			: [
					...nameProblems(entered, row),
					...missingText(entered),
					...(isGiven(entered, 'order_kind') ? kindProblems(entered) : []),
					...others,
					...wrongSwitch(entered),
					...(missingText(entered).length > 0 ? [] : ofText),
				];
	return { problems, row, preview: text, length };
}

function rowOf(entered: Row, saved: Row, by: Writer): EnteredTemplate {
	const text = typeof entered.template_text === 'string' ? entered.template_text : '';
	const { weight, is_active: isActive } = entered;
	return {
		template_name: typeof entered.template_name === 'string' ? entered.template_name.trim() : '',
		order_kind: String(entered.order_kind ?? saved.order_kind ?? ''),
		template_text: by === 'owner' ? text.trim().replace(/\r\n?/g, '\n') : text,
		media_url: textOf(entered.media_url ?? saved.media_url),
		weight: by === 'owner' ? typedWeight(weight) : jsonWeight(weight, saved),
		is_active: typeof isActive === 'boolean' ? isActive : saved.is_active === true,
	};
}

/** `2,5` is how a number is written in Russian; NaN for what is no number. */
function typedWeight(value: unknown): number {
	const typed = textOf(value).replace(',', '.');
	return typed === '' ? NaN : Number(typed);
}

function jsonWeight(value: unknown, saved: Row): number {
	return typeof value === 'number' ? value : Number(saved.weight ?? NEW.weight);
}

const isGiven = (entered: Row, column: keyof EnteredTemplate) => (entered[column] ?? null) !== null;

function nameProblems({ template_name: name }: Row, row: EnteredTemplate): RowProblem[] {
	const field = 'template_name';
	if (typeof name !== 'string' || row.template_name === '') return [{ field, rule: 'no text' }];
	if (row.template_name.length <= LONGEST_NAME) return [];
	return [{ field, rule: 'long', most: LONGEST_NAME }];
}

function missingText({ template_text: text }: Row): RowProblem[] {
	return typeof text === 'string' ? [] : [{ field: 'template_text', rule: 'no text' }];
}

function kindProblems({ order_kind: kind }: Row | EnteredTemplate): RowProblem[] {
	if (isOrderKind(kind)) return [];
	return [{ field: 'order_kind', rule: 'no kind', written: textOf(kind) }];
}

function addressProblems(
	row: EnteredTemplate,
	{ entered, by, allowPrivateMedia }: RowEntry,
): RowProblem[] {
	const field = 'media_url';
	if (!isGiven(entered, field)) return [];
	const { media_url: address } = entered;
	// Front ends of the API may have spaces in their addresses; a person who types one has made a mistake.
	const isMistyped = by === 'owner' && /\s/.test(row.media_url);
	if (typeof address !== 'string' || isMistyped) return [{ field, rule: 'no address' }];
	const read = row.media_url === '' ? undefined : publicAddress(row.media_url, allowPrivateMedia);
	if (read?.ok === false) return [{ field, rule: read.problem }];
	return address.length > LONGEST_ADDRESS ? [{ field, rule: 'long', most: LONGEST_ADDRESS }] : [];
}

function weightProblems(entered: Row, row: EnteredTemplate, by: Writer): RowProblem[] {
	const value = by === 'program' ? entered.weight : row.weight;
	if (by === 'program' && !isGiven(entered, 'weight')) return [];
	if (typeof value === 'number' && value >= 0 && value <= GREATEST_WEIGHT) return [];
	return [{ field: 'weight', rule: 'no weight', most: GREATEST_WEIGHT }];
}

function wrongSwitch(entered: Row): RowProblem[] {
	const isRight = !isGiven(entered, 'is_active') || typeof entered.is_active === 'boolean';
	return isRight ? [] : [{ field: 'is_active', rule: 'no boolean' }];
}
