import { badRequest } from './apiError';
import { counterStart } from './ids';
import type { Json, Message } from './model';

export interface StoredMessage {
	bot: string;
	fromBot: boolean;
	message: Message;
	/** Text or caption as the bot sent it, markup and all. */
	source?: string;
	parse_mode?: string;
	/** `api`, or `webhook` for a method in the answer of a webhook. */
	via?: 'api' | 'webhook';
	/** Time in ms. */
	at: number;
	options?: Json;
	deleted?: true;
}

/** All messages of all chats. Ids count per bot and chat. */
export class MessageStore {
	private messages: StoredMessage[] = [];
	private lastIds = new Map<string, number>();

	nextId(bot: string, chatId: number): number {
		const key = `${bot}/${chatId}`;
		const id = (this.lastIds.get(key) ?? counterStart()) + 1;
		this.lastIds.set(key, id);
		return id;
	}

	add(message: StoredMessage): StoredMessage {
		this.messages.push(message);
		return message;
	}

	find(bot: string, chatId: number, messageId: number): StoredMessage | undefined {
		return this.messages.find(
			(m) =>
				m.bot === bot &&
				m.message.chat.id === chatId &&
				m.message.message_id === messageId &&
				!m.deleted,
		);
	}

	/** @throws {ApiError} 400 `<role> not found` */
	get(bot: string, chatId: number, messageId: number, role: string): StoredMessage {
		const found = this.find(bot, chatId, messageId);
		if (!found) throw badRequest(`${role} not found`);
		return found;
	}

	/** Newest message of the bot in the chat that the test accepts. */
	lastOfBot(bot: string, chatId: number, test: (message: Message) => boolean): Message | undefined {
		return this.messages.findLast(
			(m) =>
				m.fromBot && m.bot === bot && m.message.chat.id === chatId && !m.deleted && test(m.message),
		)?.message;
	}

	/** Everything that the bots sent, oldest first, for the state. */
	sent(): Json[] {
		return this.messages
			.filter((m) => m.fromBot)
			.map(({ bot, message, source, parse_mode, via, at, options, deleted }) => ({
				bot,
				chat_id: message.chat.id,
				message_id: message.message_id,
				text: message.text ?? message.caption ?? '',
				source,
				parse_mode,
				reply_markup: message.reply_markup ?? options?.reply_markup,
				at,
				via,
				...options,
				...(deleted ? { deleted } : {}),
				message,
			}));
	}

	/** Ids go on: receivers remember them. */
	clear(): void {
		this.messages = [];
	}
}
