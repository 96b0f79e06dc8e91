import type { Variables } from './variables';

/**
 * How a template is written:
 * - `{name}` is replaced by the variable; a name has letters, digits, `_`, `-`, dots and spaces and starts
 *   with a letter. Any other text in braces (`{ }`, `{12}`) stays as it is.
 * - `{{` and `}}` stand for one literal brace. `{{user_name}}` is refused: who writes it means
 *   the variable, and the customer would read its name.
 */
export interface Problem {
	code:
		| 'empty_template'
		| 'empty_message'
		| 'unknown_variable'
		| 'doubled_braces'
		| 'unclosed_variable'
		| 'too_long';
	message: string;
	/** The variable that is meant, or an unknown one as it was written. */
	name?: string;
	/** For an unknown one: the variable that is most like it. */
	proposal?: string;
	/** For a message that is too long: characters that it has, and that are allowed. */
	length?: number;
	limit?: number;
}

export interface CheckResult {
	valid: boolean;
	problems: Problem[];
	/** Names used in the template, each once, in order. */
	used: string[];
	/** The message with these variables. */
	text: string;
	/** Characters of the message. */
	length: number;
}

/** `text`: as it is printed, or the name of a variable. */
type Token = { kind: 'text' | 'variable' | 'doubled'; text: string };

/** WhatsApp's limits, in characters: of a text and of the words under a picture or file. */
export const WHATSAPP_TEXT_LIMIT = 65_536;
export const WHATSAPP_CAPTION_LIMIT = 1024;

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.-]*(?: +[\p{L}\p{N}_.-]+)*`;
const SYNTAX = new RegExp(
	String.raw`\{\{ *(?<doubled>${NAME}) *\}\}|(?<brace>\{\{|\}\})|\{ *(?<variable>${NAME}) *\}`,
	'gu',
);
/** What people write when they know the field of the order, not the variable. */
const ALIASES: Variables = {
	customer_name: 'user_name',
	name: 'user_name',
	order_id: 'order_num',
	order_number: 'order_num',
	quantity: 'item_qty',
	product: 'product_name',
	shop: 'shop_name',
	total_price: 'total_amount',
	amount: 'total_amount',
	phone: 'customer_phone',
	date: 'order_date',
	delivery: 'delivery_type',
};

/**
 * Puts the variables into the template and says what is wrong with it. Never throws. The text of a
 * template with problems must not be sent.
 *
 * @param maxLength in characters
 */
export function checkTemplate(
	template: string,
	variables: Variables,
	maxLength: number,
): CheckResult {
	const tokens = tokenize(withoutControls(template));
	const known = Object.keys(variables);
	const text = render(tokens, variables);
	const length = [...text].length;
	const problems = tokens.flatMap((token) => problemsOf(token, known));
	if (template.trim() === '') {
		problems.push({ code: 'empty_template', message: 'The template is empty.' });
	} else if (text.trim() === '') {
		problems.push({ code: 'empty_message', message: 'Nothing is left of it with this order.' });
	}
	if (length > maxLength) {
		const message = `The message has ${length} characters, ${maxLength} are allowed.`;
		problems.push({ code: 'too_long', message, length, limit: maxLength });
	}
	const names = tokens.filter((token) => token.kind === 'variable').map((token) => token.text);
	return { valid: problems.length === 0, problems, used: [...new Set(names)], text, length };
}

function tokenize(template: string): Token[] {
	const tokens: Token[] = [];
	let literal = '';
	let end = 0;
	for (const match of template.matchAll(SYNTAX)) {
		const { doubled, brace, variable } = match.groups ?? {};
		literal += template.slice(end, match.index) + (brace?.[0] ?? '');
		end = match.index + match[0].length;
		if (brace) continue;
		tokens.push({ kind: 'text', text: literal });
		literal = '';
		if (doubled) tokens.push({ kind: 'doubled', text: match[0].slice(1, -1) });
		else tokens.push({ kind: 'variable', text: variable });
	}
	tokens.push({ kind: 'text', text: literal + template.slice(end) });
	return tokens;
}

/** One pass over the template: a value is never read as a template itself. */
function render(tokens: Token[], variables: Variables): string {
	return tokens
		.map(({ kind, text }) => {
			if (kind !== 'variable') return text;
			return Object.hasOwn(variables, text) ? variables[text] : `{${text}}`;
		})
		.join('');
}

function problemsOf({ kind, text }: Token, known: string[]): Problem[] {
	if (kind === 'variable' && !known.includes(text)) {
		const near = nearest(text, known);
		const question = near && ` Did you mean {${near}}?`;
		const message = `There is no variable {${text}}.${question} To print a brace, double it.`;
		return [{ code: 'unknown_variable', message, name: text, ...(near && { proposal: near }) }];
	}
	if (kind === 'doubled') {
		const name = text.slice(1, -1).trim();
		const near = nearest(name, known);
		if (distance(name.toLowerCase(), near.toLowerCase()) > 2) return [];
		const message = `Write {${near}} with single braces instead of {{${name}}}.`;
		return [{ code: 'doubled_braces', message, name: near }];
	}
	if (kind !== 'text') return [];
	// Invisible characters come along when a text is copied from a web page.
	return [...text.replace(/\p{Cf}/gu, '').matchAll(/\{\s*([\p{L}\p{N}_]+)/gu)]
		.filter(([, name]) => known.includes(name))
		.map(([, name]) => ({
			code: 'unclosed_variable' as const,
			message: `Write {${name}} anew: one brace on each side and only the name between them.`,
			name,
		}));
}

/** The known name that is most like what was written. */
function nearest(written: string, known: string[]): string {
	if (known.includes(written)) return written;
	const name = written.toLowerCase().replace(/[ .-]+/g, '_');
	const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
	if (alias !== undefined && known.includes(alias)) return alias;
	const ranked = known.map((candidate) => ({
		candidate,
		away: distance(name, candidate.toLowerCase()),
	}));
	return ranked.sort((a, b) => a.away - b.away)[0]?.candidate ?? '';
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const current = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
			current.push(Math.min(previous[j] + 1, current[j - 1] + 1, replaced));
		}
		previous = current;
	}
	return previous[b.length];
}

function withoutControls(template: string): string {
	return template
		.replace(/\r\n?/g, '\n')
		.replace(/\t/g, ' ')
		.replace(/(?!\n)\p{Cc}/gu, '');
}
