import { createHash } from 'crypto';

import { InputError } from '../../shared/errors';
import { textOf, type Row } from '../../shared/rows';
import { fieldsOf, isObject } from '../../shared/values';

/** What a client wrote, in one shape for all channels. */
export type Message = {
	/** `telegram`, `instagram` … */
	channel: string;
	/** Whose dialogue it is: `<channel>:<number>`. */
	user_id: string;
	/** Where Telegram's answer goes; `''` when the caller sends it. */
	chat_id: string;
	/** The person's number in the network. */
	contact_id: string;
	username: string;
	/** The username, if it is one of Telegram. */
	telegram_username: string;
	/** The username, if it is one of Instagram. */
	instagram_username: string;
	name: string;
	text: string;
	/** Whether there is a picture or a file, such as a receipt. */
	media: boolean;
	/** Known when the message came through Sitniks. */
	sitniks_chat_id: string;
	/** The same for a repeated message, and for no other one. */
	event_key: string;
	/** It is the first one beyond the trigger's quota of the chat: those that follow do not come. */
	over_quota: boolean;
};

/**
 * Reads a message from an update of Telegram, an event of *Sitniks CRM Trigger* or the fields of a caller.
 *
 * @param runKey stands for a message that says too little to be known again
 * @returns undefined for what the dialogue does not answer: groups, bots, comments, messages of the page
 * @throws {InputError} when nobody can tell whose dialogue it is
 */
export function readMessage(given: Row, runKey: string): Message | undefined {
	if (isObject(given.message)) return ofTelegram(given.message, given, runKey);
	if ('kind' in given && 'chat_id' in given) return ofSitniks(given, runKey);
	const message = messageOf({
		...given,
		media: given.media === true || textOf(given.media) === 'true',
		chat_id: '',
		event_key: textOf(given.event_key) || `run:${runKey}`,
	});
	if (message.user_id !== '') return message;
	const hint = 'Give the user_id of the client: one dialogue belongs to one user_id.';
	throw new InputError('user_id is missing', 'Message', hint);
}

function ofTelegram(message: Row, update: Row, runKey: string): Message | undefined {
	const [chat, from, contact] = [message.chat, message.from, message.contact].map(fieldsOf);
	if (chat.type !== 'private' || from.is_bot === true || textOf(from.id) === '') return undefined;
	return messageOf({
		channel: 'telegram',
		user_id: `telegram:${textOf(from.id)}`,
		chat_id: chat.id,
		contact_id: from.id,
		username: from.username,
		name: [from.first_name, from.last_name].filter(Boolean).join(' '),
		text: message.text ?? message.caption ?? contact.phone_number,
		media: Boolean(message.photo ?? message.document),
		event_key: `telegram:${textOf(update.update_id) || runKey}`,
		over_quota: update.over_quota,
	});
}

function ofSitniks(event: Row, runKey: string): Message | undefined {
	if (event.kind !== 'message') return undefined;
	// `telegram_bot` is Telegram.
	const channel = (textOf(event.source) || 'instagram').replace(/_.*/, '');
	const user_id = `${channel}:${textOf(event.chat_id)}`;
	return messageOf({
		channel,
		user_id,
		contact_id: event.user_id,
		username: event.nick_name,
		name: event.user_name,
		text: event.text,
		media: textOf(event.text) === '',
		sitniks_chat_id: event.chat_id,
		event_key: `${user_id}:${textOf(event.message_id) || sentKey(event) || runKey}`,
	});
}

/** Sitniks' webhooks have no message id: the same words of the same moment are the same message. */
function sentKey({ sent_at, text, attachments }: Row): string {
	if (textOf(sent_at) === '') return '';
	const said = JSON.stringify([sent_at, text, attachments]);
	return createHash('sha256').update(said).digest('hex').slice(0, 32);
}

function messageOf(given: Row): Message {
	const text = (name: string) => textOf(given[name]);
	const channel = text('channel');
	const username = text('username');
	return {
		channel,
		user_id: text('user_id'),
		chat_id: text('chat_id'),
		contact_id: text('contact_id'),
		username,
		telegram_username: channel === 'telegram' ? username : '',
		instagram_username: channel === 'instagram' ? username : '',
		name: text('name'),
		text: text('text'),
		media: given.media === true,
		sitniks_chat_id: text('sitniks_chat_id'),
		event_key: text('event_key'),
		over_quota: given.over_quota === true,
	};
}
