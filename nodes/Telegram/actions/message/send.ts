import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { plainText } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { parseChatId } from '../../domain/chatId';
import { connect } from '../../api/connect';
import { replyMarkup, type KeyboardKind } from '../../domain/keyboard';
import { sendText, type SentText } from '../../api/sendText';

export { sendFields as description } from './fields';

/** Only what the user chose. */
type Options = Partial<{
	callbackQueryId: unknown;
	linkPreview: boolean;
	oneTimeKeyboard: boolean;
	parseMode: string;
	plainOnMarkupError: boolean;
	protectContent: boolean;
	replyToMessageId: unknown;
	silent: boolean;
	skipEmpty: boolean;
}>;

/**
 * Sends a text. Gives `{chat_id, message_id, message_ids, parts, sent_at}`: ids of the chat and of the last
 * part, all ids, their number, an ISO time; `migrated_to_chat_id` when the group has a new id, and
 * `markup_dropped` when Telegram could not read the markup; `{chat_id, parts: 0}` for a skipped empty text.
 */
export const execute: OperationExecute = async function (itemIndex) {
	const parameter = (name: string) => this.getNodeParameter(name, itemIndex, '') as unknown;
	const options = this.getNodeParameter('options', itemIndex, {}) as Options;
	const text = plainText(parameter('text'));
	const isEmpty = text.trim() === '';
	if (isEmpty && !options.skipEmpty) {
		throw new InputError('it is empty', 'Text', 'Write what to send.');
	}
	const chatId = parseChatId(parameter('chatId'));
	const message = {
		chatId,
		text,
		parseMode: parseModeOf(options),
		plainOnMarkupError: options.plainOnMarkupError !== false,
		replyToMessageId: messageIdOf(options.replyToMessageId),
		replyMarkup: replyMarkup({
			kind: parameter('keyboard') as KeyboardKind,
			buttonRows: plainText(parameter('buttonRows')),
			contactLabel: plainText(parameter('contactLabel')),
			oneTime: options.oneTimeKeyboard,
		}),
		fields: fieldsOf(options),
	};
	const api = await connect(this);
	const output = isEmpty
		? { chat_id: String(chatId), parts: 0 }
		: outputOf(await sendText(api, message));
	const pressed = plainText(options.callbackQueryId).trim();
	// The text is out: a sign that goes on must not make a failure of it.
	if (pressed !== '') await api.answerCallbackQuery({ callback_query_id: pressed }).catch(() => {});
	return output;
};

function fieldsOf({ linkPreview, protectContent, silent }: Options): Record<string, unknown> {
	return {
		link_preview_options: { is_disabled: !linkPreview },
		...(protectContent === undefined ? {} : { protect_content: protectContent }),
		...(silent === undefined ? {} : { disable_notification: silent }),
	};
}

function parseModeOf({ parseMode = 'none' }: Options): string | undefined {
	return parseMode === 'none' ? undefined : parseMode;
}

/** @throws {InputError} */
function messageIdOf(value: unknown): number | undefined {
	const text = plainText(value).trim();
	if (text === '') return undefined;
	if (/^\d{1,15}$/.test(text)) return Number(text);
	const hint = 'Use the message_id of an update or of an earlier Message: Send.';
	throw new InputError('this is no message ID', 'Reply To Message ID', hint);
}

function outputOf({ messages, migratedTo, markupDropped }: SentText): IDataObject {
	const last = messages[messages.length - 1];
	return {
		chat_id: String(last.chat.id),
		message_id: last.message_id,
		message_ids: messages.map(({ message_id }) => message_id),
		parts: messages.length,
		sent_at: new Date(last.date * 1000).toISOString(),
		...(migratedTo === undefined ? {} : { migrated_to_chat_id: String(migratedTo) }),
		...(markupDropped ? { markup_dropped: true } : {}),
	};
}
