import type { FormattedText, MessageEntity } from '../model';
import { byteOffset, checkedLink, codeBlockStart, entityError } from './scan';

const TYPES: Record<string, string> = { _: 'italic', '*': 'bold', '`': 'code', '[': 'text_link' };

/**
 * Legacy `Markdown`, after TDLib's parse_markdown: no nesting, an unbalanced `_`, `*`, `` ` `` or `[` fails.
 *
 * @throws {ApiError} 400 `can't parse entities: …`
 */
export function parseMarkdown(source: string): FormattedText {
	const entities: MessageEntity[] = [];
	let text = '';
	for (let i = 0; i < source.length; i++) {
		const char = source[i];
		if (char === '\\' && source[i + 1] in TYPES) {
			text += source[++i];
			continue;
		}
		if (!(char in TYPES)) {
			text += char;
			continue;
		}
		const begin = i++;
		const isBlock = char === '`' && source[i] === '`' && source[i + 1] === '`';
		let language = '';
		if (isBlock) ({ language, next: i } = codeBlockStart(source, i + 2));

		const end = source.indexOf(isBlock ? '```' : char === '[' ? ']' : char, i);
		if (end < 0) {
			const at = byteOffset(source, begin);
			throw entityError(`Can't find end of the entity starting at byte offset ${at}`);
		}
		const offset = text.length;
		const inner = source.slice(i, end);
		text += inner;
		i = isBlock ? end + 2 : end;

		let url: string | undefined;
		if (char === '[') ({ url, next: i } = linkAddress(source, end, inner));
		if (inner === '' || (char === '[' && url === undefined)) continue;
		const entity: MessageEntity = {
			offset,
			length: inner.length,
			type: isBlock ? 'pre' : TYPES[char],
		};
		if (url !== undefined) entity.url = url;
		if (language) entity.language = language;
		entities.push(entity);
	}
	return { text, entities };
}

/** `next` is the last character of the link; an unclosed `(` reaches to the end of the text. */
function linkAddress(source: string, closing: number, inner: string) {
	if (source[closing + 1] !== '(')
		return { url: inner ? checkedLink(inner) : undefined, next: closing };
	const found = source.indexOf(')', closing + 2);
	const end = found < 0 ? source.length : found;
	return { url: checkedLink(source.slice(closing + 2, end)), next: end };
}
