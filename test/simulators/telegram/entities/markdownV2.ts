import type { FormattedText, MessageEntity } from '../model';
import { byteOffset, checkedLink, codeBlockStart, entityError } from './scan';

const RESERVED = '_*[]()~`>#+-=|{}.!\n';
/** Names in error texts and in the API. */
const NAMES = {
	Bold: 'bold',
	Italic: 'italic',
	Underline: 'underline',
	Strikethrough: 'strikethrough',
	Spoiler: 'spoiler',
	Code: 'code',
	Pre: 'pre',
	PreCode: 'pre',
	TextUrl: 'text_link',
	CustomEmoji: 'custom_emoji',
	BlockQuote: 'blockquote',
};
type Kind = keyof typeof NAMES;
/** Closing mark of each kind. A quote ends with its line. */
const ENDS: Record<Kind, string> = {
	Bold: '*',
	Italic: '_',
	Underline: '__',
	Strikethrough: '~',
	Spoiler: '||',
	Code: '`',
	Pre: '```',
	PreCode: '```',
	TextUrl: ']',
	CustomEmoji: ']',
	BlockQuote: '',
};

interface Open {
	kind: Kind;
	language: string;
	offset: number;
	at: number;
}

/**
 * `MarkdownV2`, after TDLib's parse_markdown_v2: nesting, and every reserved character must be escaped.
 *
 * @throws {ApiError} 400 `can't parse entities: …`
 */
export function parseMarkdownV2(source: string): FormattedText {
	return new MarkdownV2Parser(source).parse();
}

class MarkdownV2Parser {
	private text = '';
	private entities: MessageEntity[] = [];
	private open: Open[] = [];
	private i = 0;
	private inQuote = false;
	private lineStart = true;

	constructor(private readonly source: string) {}

	parse(): FormattedText {
		for (; this.i < this.source.length; this.i++) this.step();
		if (this.inQuote) this.closeQuote(this.source.length);
		if (this.open.length > 0) throw this.unclosed(this.open[this.open.length - 1]);
		this.entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
		return { text: this.text, entities: this.entities };
	}

	private step(): void {
		const char = this.source[this.i];
		const next = this.source[this.i + 1] ?? '';
		if (char === '\\' && next !== '' && next > '\0' && next <= '~') {
			this.i++;
			this.add(next);
			return;
		}
		const top = this.open.at(-1);
		const inCode = top !== undefined && ['Code', 'Pre', 'PreCode'].includes(top.kind);
		if (!(inCode ? '`' : RESERVED).includes(char)) return this.add(char);

		const quoteEnds = this.inQuote && char === '\n' && next !== '>';
		if (quoteEnds) {
			this.closeQuote(this.i);
			this.add('\n');
			return;
		}
		if (top && this.ends(top)) return this.close(top);
		this.begin(char, next);
	}

	private add(char: string): void {
		this.text += char;
		if (char !== '\r') this.lineStart = char === '\n';
	}

	private ends({ kind }: Open): boolean {
		const mark = ENDS[kind];
		if (mark === '' || !this.source.startsWith(mark, this.i)) return false;
		// `__` is never the end of an italic text.
		return kind !== 'Italic' || this.source[this.i + 1] !== '_';
	}

	private begin(char: string, next: string): void {
		const at = this.i;
		let kind: Kind | undefined;
		let language = '';
		if (char === '\n') return this.add('\n');
		if (char === '>' && this.lineStart) {
			if (this.inQuote) return;
			this.inQuote = true;
			kind = 'BlockQuote';
		} else if (char === '`' && this.source.startsWith('```', at)) {
			const start = codeBlockStart(this.source, at + 3);
			language = start.language;
			kind = language ? 'PreCode' : 'Pre';
			this.i = start.next - 1;
		} else if (char === '_') kind = next === '_' ? 'Underline' : 'Italic';
		else if (char === '*') kind = 'Bold';
		else if (char === '~') kind = 'Strikethrough';
		else if (char === '`') kind = 'Code';
		else if (char === '[') kind = 'TextUrl';
		else if (char === '|' && next === '|') kind = 'Spoiler';
		else if (char === '!' && next === '[') kind = 'CustomEmoji';
		if (!kind) {
			throw entityError(
				`Character '${char}' is reserved and must be escaped with the preceding '\\'`,
			);
		}
		if (kind === 'Underline' || kind === 'Spoiler' || kind === 'CustomEmoji') this.i++;
		this.open.push({ kind, language, offset: this.text.length, at });
	}

	private close(top: Open): void {
		this.open.pop();
		const entity: MessageEntity = {
			offset: top.offset,
			length: this.text.length - top.offset,
			type: NAMES[top.kind],
		};
		if (top.language) entity.language = top.language;
		this.i += ENDS[top.kind].length - 1;
		if (top.kind === 'TextUrl') {
			const shown = this.text.slice(top.offset);
			const url = checkedLink(this.source[this.i + 1] === '(' ? this.address() : shown);
			if (url === undefined) return;
			entity.url = url;
		}
		if (top.kind === 'CustomEmoji') {
			const text = 'The entity must contain a tg://emoji or tg://time URL';
			if (this.source[this.i + 1] !== '(') throw entityError(text);
			const emoji = /^tg:\/\/emoji\?id=(\d+)$/.exec(this.address());
			if (!emoji) throw entityError('Invalid tg://emoji or tg://time URL specified');
			entity.custom_emoji_id = emoji[1];
		}
		if (entity.length > 0) this.entities.push(entity);
	}

	/** Reads `(…)` after a closing bracket. */
	private address(): string {
		this.i += 2;
		const begin = this.i;
		let url = '';
		while (this.i < this.source.length && this.source[this.i] !== ')') {
			if (this.source[this.i] === '\\' && this.i + 1 < this.source.length) this.i++;
			url += this.source[this.i++];
		}
		if (this.i >= this.source.length) {
			const at = byteOffset(this.source, begin);
			throw entityError(`Can't find end of a URL at byte offset ${at}`);
		}
		return url;
	}

	/** A quote whose last line ends with `||` is expandable. */
	private closeQuote(end: number): void {
		let top = this.open[this.open.length - 1];
		const expandable = top.kind === 'Spoiler' && top.at === end - 2;
		if (expandable) {
			this.open.pop();
			top = this.open[this.open.length - 1];
		}
		if (top.kind !== 'BlockQuote') throw this.unclosed(top);
		this.open.pop();
		this.inQuote = false;
		const length = this.text.length - top.offset;
		const type = expandable ? 'expandable_blockquote' : 'blockquote';
		if (length > 0) this.entities.push({ offset: top.offset, length, type });
	}

	private unclosed({ kind, at }: Open) {
		const offset = byteOffset(this.source, at);
		return entityError(`Can't find end of ${kind} entity at byte offset ${offset}`);
	}
}
