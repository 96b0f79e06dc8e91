import { InputError } from '../../shared/errors';

/**
 * A chat's id (a number, negative for groups) or the `@name` of a channel (telegram sheet §3).
 * There is no way from a phone to a chat.
 *
 * @throws {InputError}
 */
export function parseChatId(value: unknown): number | string {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	if (/^-?\d{1,15}$/.test(text)) return Number(text);
	if (/^@[A-Za-z]\w{2,}$/.test(text)) return text;
	const problem = text === '' ? 'it is empty' : 'this is no chat ID';
	const hint =
		'Use message.chat.id of an update, or the @name of a channel. A phone is no chat ID.';
	throw new InputError(problem, 'Chat ID', hint);
}
