import type { IDataObject } from 'n8n-workflow';

import { phoneOf } from './phone';
import type { SharedContact, UpdateFacts } from './readUpdate';
import type { Decision, RouterSettings } from './route';

/** The largest time that a date can hold, in seconds. */
const MAX_SECONDS = 8.64e12;

/** One flat item: where the message goes, who wrote it, and what it says. Ids of people are texts. */
export function outputJson(
	facts: UpdateFacts,
	{ route, reason, command, known, button }: Decision,
	{ dialogStep, country }: Pick<RouterSettings, 'dialogStep' | 'country'>,
): IDataObject {
	const { user, media, contact } = facts;
	const isPrivate = facts.chatType === 'private';
	return {
		route,
		reason,
		update_id: facts.updateId,
		chat_id: facts.chatId,
		chat_type: facts.chatType,
		// A private chat has the id of its person.
		user_id: user?.id || (isPrivate ? facts.chatId : ''),
		username: user?.username ?? '',
		first_name: user?.first_name ?? '',
		last_name: user?.last_name ?? '',
		full_name: [user?.first_name, user?.last_name].filter(Boolean).join(' '),
		language: user?.language_code ?? '',
		message_id: facts.messageId,
		sent_at: isoTime(facts.date),
		text: facts.text,
		text_for_manager: [media?.note, facts.text].filter(Boolean).join(' '),
		command: command?.name ?? '',
		argument: command?.argument ?? '',
		known,
		button: button?.name ?? '',
		label: button?.label ?? '',
		dialog_step: dialogStep,
		media: media?.kind ?? '',
		media_note: media?.note ?? '',
		file_id: media?.fileId ?? '',
		phone_in_message: phoneOf(facts, country),
		contact: contact && contactJson(contact),
		callback_query_id: facts.callback?.id ?? '',
		membership: facts.membership,
	};
}

function contactJson(contact: SharedContact): IDataObject {
	return {
		phone: contact.phone,
		own: contact.own,
		user_id: contact.userId,
		first_name: contact.firstName,
		last_name: contact.lastName,
	};
}

function isoTime(seconds: number | null): string {
	const isTime = seconds !== null && seconds > 0 && seconds <= MAX_SECONDS;
	return isTime ? new Date(seconds * 1000).toISOString() : '';
}
