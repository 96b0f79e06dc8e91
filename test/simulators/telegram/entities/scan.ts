import { badRequest, type ApiError } from '../apiError';

/** Errors count bytes of UTF-8, entities count UTF-16 units. */
export const byteOffset = (text: string, index: number) =>
	Buffer.byteLength(text.slice(0, index), 'utf8');

export const entityError = (text: string): ApiError => badRequest(`can't parse entities: ${text}`);

export const isSpace = (char: string | undefined) =>
	char !== undefined && /[ \t\r\n\0\v]/.test(char);

/**
 * The address of a link, or undefined when Telegram would not make it one (then the text stays plain).
 * Links to users become mentions there; the simulator leaves those plain, too.
 */
export function checkedLink(url: string): string | undefined {
	if (/^(https?|ton|tonsite):\/\/[^\s/]+/i.test(url)) return url;
	if (/^tg:\/\/(?!user)\S+/i.test(url)) return url;
	return /^[\w-]+(\.[\w-]+)+([/?#:]\S*)?$/.test(url) ? `http://${url}` : undefined;
}

/** The language and the first line break of a code block that starts at `index`. */
export function codeBlockStart(text: string, index: number): { language: string; next: number } {
	let end = index;
	while (end < text.length && !isSpace(text[end]) && text[end] !== '`') end++;
	let language = '';
	let next = index;
	if (end !== index && end < text.length && text[end] !== '`') {
		language = text.slice(index, end);
		next = end;
	}
	if (text[next] === '\n' || text[next] === '\r') {
		const pair =
			(text[next + 1] === '\n' || text[next + 1] === '\r') && text[next] !== text[next + 1];
		next += pair ? 2 : 1;
	}
	return { language, next };
}
