import type { FormattedText, MessageEntity } from '../model';
import { byteOffset, checkedLink, entityError } from './scan';

const TAGS: Record<string, string> = {
	a: 'text_link',
	b: 'bold',
	strong: 'bold',
	i: 'italic',
	em: 'italic',
	s: 'strikethrough',
	strike: 'strikethrough',
	del: 'strikethrough',
	u: 'underline',
	ins: 'underline',
	span: 'spoiler',
	'tg-spoiler': 'spoiler',
	'tg-emoji': 'custom_emoji',
	pre: 'pre',
	code: 'code',
	blockquote: 'blockquote',
};
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** A name, and a value that may lack its closing quote. */
const ATTRIBUTE = /^\s*([^\s=>/"']+)\s*(?:=\s*("[^"]*"?|'[^']*'?|[A-Za-z0-9.-]*))?/;

interface Open {
	tag: string;
	attributes: Record<string, string>;
	offset: number;
}

/**
 * `HTML`, after TDLib's parse_html: known tags only, each closed in its order; `&lt;`, `&gt;`, `&amp;`,
 * `&quot;` and numbered characters are decoded, any other `&` stays.
 *
 * @throws {ApiError} 400 `can't parse entities: …`
 */
export function parseHtml(source: string): FormattedText {
	const entities: MessageEntity[] = [];
	const open: Open[] = [];
	let text = '';
	for (let i = 0; i < source.length;) {
		if (source[i] !== '<') {
			const { char, length } = decoded(source, i);
			text += char;
			i += length;
			continue;
		}
		const at = byteOffset(source, i);
		if (source[i + 1] === '/') {
			i = closeTag(source, i, at, text, open, entities);
		} else {
			const start = readStartTag(source, i, at);
			open.push({ tag: start.tag, attributes: start.attributes, offset: text.length });
			i = start.next;
		}
	}
	const left = open.at(-1);
	if (left) throw entityError(`Can't find end tag corresponding to start tag "${left.tag}"`);
	entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
	return { text, entities };
}

function readStartTag(source: string, begin: number, at: number) {
	const tagName = /^[^\s>]*/.exec(source.slice(begin + 1))![0];
	let i = begin + 1 + tagName.length;
	if (i >= source.length) throw entityError(`Unclosed start tag at byte offset ${at}`);
	const tag = tagName.toLowerCase();
	if (!Object.hasOwn(TAGS, tag)) {
		throw entityError(`Unsupported start tag "${tag}" at byte offset ${at}`);
	}
	const attributes: Record<string, string> = {};
	for (;;) {
		const rest = source.slice(i);
		const space = /^\s*/.exec(rest)![0].length;
		if (rest[space] === '>') {
			i += space + 1;
			break;
		}
		const attribute = ATTRIBUTE.exec(rest);
		if (!attribute) {
			throw entityError(`Empty attribute name in the tag "${tag}" at byte offset ${at}`);
		}
		const [whole, name, value] = attribute;
		const after = rest[whole.length];
		if (after === undefined) {
			const which = value === undefined ? ` "${tag}"` : '';
			throw entityError(`Unclosed start tag${which} at byte offset ${at}`);
		}
		if (value !== undefined && !/^["']/.test(value) && !/[\s>]/.test(after)) {
			const begin = byteOffset(source, i + whole.length - value.length);
			throw entityError(`Unexpected end of name token at byte offset ${begin}`);
		}
		attributes[name] = decodeAll((value ?? '').replace(/^(["'])([\s\S]*)\1$/, '$2'));
		i += whole.length;
	}
	if (tag === 'span' && attributes.class !== 'tg-spoiler') {
		throw entityError(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`);
	}
	return { tag, attributes, next: i };
}

/** @returns where the text goes on */
function closeTag(
	source: string,
	begin: number,
	at: number,
	text: string,
	open: Open[],
	entities: MessageEntity[],
): number {
	const top = open.pop();
	if (!top) throw entityError(`Unexpected end tag at byte offset ${at}`);
	const end = /^([^\s>]*)\s*(>?)/.exec(source.slice(begin + 2))!;
	if (end[2] !== '>') throw entityError(`Unclosed end tag at byte offset ${at}`);
	const name = end[1].toLowerCase();
	if (name !== '' && name !== top.tag) {
		throw entityError(
			`Unmatched end tag at byte offset ${at}, expected "</${top.tag}>", found "</${name}>"`,
		);
	}
	if (text.length > top.offset) addEntity(top, text, entities);
	return begin + 2 + end[0].length;
}

function addEntity(
	{ tag, attributes, offset }: Open,
	text: string,
	entities: MessageEntity[],
): void {
	const entity: MessageEntity = { offset, length: text.length - offset, type: TAGS[tag] };
	const language = /^language-(.+)$/.exec(attributes.class ?? '')?.[1];
	if (tag === 'a') {
		const url = checkedLink(attributes.href || text.slice(offset));
		if (url === undefined) return;
		entity.url = url;
	}
	if (tag === 'tg-emoji') {
		if (!/^[1-9]\d*$/.test(attributes['emoji-id'] ?? '')) {
			throw entityError('Invalid custom emoji identifier specified');
		}
		entity.custom_emoji_id = attributes['emoji-id'];
	}
	if (tag === 'code' && language) entity.language = language;
	if (tag === 'blockquote' && 'expandable' in attributes) entity.type = 'expandable_blockquote';
	const last = entities.at(-1);
	const sameCode =
		tag === 'pre' &&
		last?.type === 'code' &&
		last.language !== undefined &&
		last.offset === offset &&
		last.length === entity.length;
	// <pre><code class="language-…"> is one block with a language.
	if (sameCode) last.type = 'pre';
	else entities.push(entity);
}

function decoded(source: string, i: number): { char: string; length: number } {
	const found =
		source[i] === '&' ? /^&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));?/i.exec(source.slice(i)) : null;
	if (!found) return { char: source[i], length: 1 };
	if (found[3] !== undefined) {
		const char = NAMED[found[3]];
		return char ? { char, length: found[0].length } : { char: '&', length: 1 };
	}
	const code = found[1] ? Number.parseInt(found[1], 10) : Number.parseInt(found[2], 16);
	if (!(code > 0 && code < 0x10ffff)) return { char: '&', length: 1 };
	return { char: String.fromCodePoint(code), length: found[0].length };
}

function decodeAll(value: string): string {
	let result = '';
	for (let i = 0; i < value.length;) {
		const { char, length } = decoded(value, i);
		result += char;
		i += length;
	}
	return result;
}
