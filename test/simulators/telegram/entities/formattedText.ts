import { badRequest } from '../apiError';
import type { FormattedText, MessageEntity } from '../model';
import type { Params } from '../params';
import { parseHtml } from './html';
import { parseMarkdown } from './markdown';
import { parseMarkdownV2 } from './markdownV2';

const MAX_SOURCE_BYTES = 1 << 15;
const PARSERS: Record<string, (source: string) => FormattedText> = {
	markdown: parseMarkdown,
	markdownv2: parseMarkdownV2,
	html: parseHtml,
};

/**
 * The `text` or `caption` of a call with its markup parsed and its outer white space cut.
 *
 * @throws {ApiError} 400 for bad markup, an unknown mode or a source above 32 KB
 */
export function formattedText(params: Params, field: 'text' | 'caption'): FormattedText {
	const source = params.text(field);
	if (Buffer.byteLength(source) > MAX_SOURCE_BYTES) throw badRequest('text is too long');
	const mode = params.text('parse_mode').toLowerCase();
	if (source !== '' && mode !== '' && mode !== 'none') {
		if (!Object.hasOwn(PARSERS, mode)) throw badRequest('unsupported parse_mode');
		return withFoundEntities(trimmed(PARSERS[mode](source)));
	}
	const given = params.json(field === 'text' ? 'entities' : 'caption_entities', 'entities');
	const entities = Array.isArray(given) ? (given as MessageEntity[]) : [];
	return withFoundEntities(trimmed({ text: source, entities }));
}

/** Commands are marked by the server, in anybody's text. */
export function withFoundEntities({ text, entities }: FormattedText): FormattedText {
	const commands = [...text.matchAll(/(?<=^|\s)\/[A-Za-z0-9_]{1,64}(@\w+)?(?=\s|$)/g)]
		.map((match) => ({ type: 'bot_command', offset: match.index, length: match[0].length }))
		.filter((found) => !entities.some((e) => overlap(e, found)));
	const all = [...entities, ...commands].sort((a, b) => a.offset - b.offset || b.length - a.length);
	return { text, entities: all };
}

const overlap = (a: MessageEntity, b: MessageEntity) =>
	a.offset < b.offset + b.length && b.offset < a.offset + a.length;

function trimmed({ text, entities }: FormattedText): FormattedText {
	const end = text.trimEnd().length;
	const firstEntity = Math.min(text.length, ...entities.map((e) => e.offset));
	const leading = /^[ \n]*/.exec(text.slice(0, Math.min(firstEntity, end)))![0].length;
	return {
		text: text.slice(leading, end),
		entities: entities
			.map((e) => ({
				...e,
				offset: e.offset - leading,
				length: Math.min(e.length, end - e.offset),
			}))
			.filter((e) => e.length > 0),
	};
}
