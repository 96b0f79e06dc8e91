import { VendorError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/keyedMutex';
import type { TelegramApi } from './client';
import { NEW_CHAT_ID } from './errors';
import type { SentMessage } from './schema';
import { splitText } from '../domain/split';

export interface OutgoingText {
	chatId: number | string;
	text: string;
	/** Undefined sends plain text. */
	parseMode?: string;
	/** Send the text as it is when Telegram cannot read its markup. */
	plainOnMarkupError: boolean;
	/** Of the first part. */
	replyToMessageId?: number;
	/** Of the last part. */
	replyMarkup?: Record<string, unknown>;
	/** Of every part: further fields of sendMessage. */
	fields: Record<string, unknown>;
}

export interface SentText {
	/** In the order of the parts. */
	messages: SentMessage[];
	/** The group has a new id; the message went there. */
	migratedTo?: number;
	/** True when Telegram could not read the markup and got the text as it is. */
	markupDropped?: true;
}

/** In this process, what goes to one chat keeps its order, also when executions run in parallel. */
const chats = new KeyedMutex();

/**
 * Sends a text, in several messages when it is long. A text with markup is not split, for its tags would
 * break: Telegram refuses it as `too_long`.
 *
 * @throws {VendorError} `partly_sent` when some parts are out and the rest is not
 */
export async function sendText(api: TelegramApi, message: OutgoingText): Promise<SentText> {
	return await chats.run(`${api.account}|${message.chatId}`, async () => {
		const delivery = new Delivery(api, message);
		if (!message.parseMode) return await delivery.plain();
		return await delivery.marked().catch(async (error: unknown) => {
			const isMarkup = error instanceof VendorError && error.code === 'markup';
			if (!isMarkup || !message.plainOnMarkupError) return await Promise.reject(error);
			return { ...(await delivery.plain()), markupDropped: true as const };
		});
	});
}

class Delivery {
	private migratedTo?: number;

	constructor(
		private readonly api: TelegramApi,
		private readonly message: OutgoingText,
	) {}

	async marked(): Promise<SentText> {
		const { text, parseMode } = this.message;
		return await this.parts([text], { parse_mode: parseMode });
	}

	async plain(): Promise<SentText> {
		// Telegram refuses blank messages, and cuts outer white space anyway.
		const parts = splitText(this.message.text).filter((part) => part.trim() !== '');
		return await this.parts(parts, {});
	}

	private async parts(parts: string[], more: object): Promise<SentText> {
		const { fields, replyToMessageId, replyMarkup } = this.message;
		const messages: SentMessage[] = [];
		for (const [index, text] of parts.entries()) {
			const isFirst = index === 0;
			const isLast = index === parts.length - 1;
			const reply = { message_id: replyToMessageId, allow_sending_without_reply: true };
			const body = {
				...fields,
				...more,
				text,
				...(isFirst && replyToMessageId !== undefined ? { reply_parameters: reply } : {}),
				...(isLast && replyMarkup ? { reply_markup: replyMarkup } : {}),
			};
			const sent = await this.send(body).catch(
				async (error: unknown) => await Promise.reject(partlySent(error, index, parts.length)),
			);
			messages.push(sent);
		}
		return { messages, ...(this.migratedTo === undefined ? {} : { migratedTo: this.migratedTo }) };
	}

	/** Follows a group to its new id, once. */
	private async send(body: { text: string }): Promise<SentMessage> {
		const chatId = this.migratedTo ?? this.message.chatId;
		const sending = this.api.sendMessage({ ...body, chat_id: chatId });
		return await sending.catch(async (error: unknown) => {
			const newId = error instanceof VendorError ? error.elements?.[NEW_CHAT_ID] : undefined;
			if (newId === undefined || this.migratedTo !== undefined) return await Promise.reject(error);
			this.migratedTo = Number(newId);
			return await this.api.sendMessage({ ...body, chat_id: this.migratedTo });
		});
	}
}

/** `unknown`, so that no flow repeats the parts that are out. */
function partlySent(error: unknown, sent: number, total: number): unknown {
	if (sent === 0 || !(error instanceof VendorError)) return error;
	return new VendorError(`Only ${sent} of ${total} parts were sent. ${error.message}`, {
		code: 'partly_sent',
		outcome: 'unknown',
		httpStatus: error.httpStatus,
		hint: `The client has the first ${sent} of ${total} parts: do not send the whole text again. ${error.hint ?? ''}`.trim(),
	});
}
