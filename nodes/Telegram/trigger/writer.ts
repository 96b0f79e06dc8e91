import { fieldsOf, textOf } from '../../shared/values';

/**
 * Who did it in which chat, so that each person of a group has a quota of their own. Undefined for what is
 * not counted: that the bot was blocked or added is told once, and must not be lost.
 */
export function writerOf(update: Record<string, unknown>): string | undefined {
	const { message, edited_message, channel_post, callback_query } = update;
	const press = fieldsOf(callback_query);
	const told = fieldsOf(message ?? edited_message ?? channel_post ?? press.message);
	const chat = textOf(fieldsOf(told.chat).id);
	const person = textOf(fieldsOf(press.from ?? told.from).id);
	return chat === '' && person === '' ? undefined : `${chat}|${person}`;
}
