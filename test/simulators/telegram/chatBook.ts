import { badRequest, forbidden, ApiError } from './apiError';
import type { BotAccount, ChatType, Json, Message, TelegramUser } from './model';
import type { Membership, Switches } from './switches';

/** The admin of the sandbox: a private chat that is known to both bots from the start and after a reset. */
export const ADMIN_CHAT_ID = 700000001;

export interface Chat {
	id: number;
	type: ChatType;
	title?: string;
	username?: string;
	first_name?: string;
	last_name?: string;
	membership: Membership;
	is_bot: boolean;
	/** Bots that the person wrote to. */
	startedBots: Set<string>;
	blockedBots: Set<string>;
}

/** What the bots know about chats, and who may be written to (telegram sheet §3, error texts). */
export class ChatBook {
	private chats = new Map<number, Chat>();

	constructor(
		private readonly switches: () => Switches,
		private readonly botIds: string[],
	) {
		this.reset();
	}

	reset(): void {
		this.chats.clear();
		this.learn({ id: ADMIN_CHAT_ID, type: 'private', first_name: 'Admin', username: 'shop_admin' });
	}

	all(): Chat[] {
		return [...this.chats.values()];
	}

	get(id: number): Chat | undefined {
		return this.chats.get(id);
	}

	/** Adds or changes a chat that everybody knows, for the switch `knownChats`. */
	learn(chat: Partial<Chat> & Pick<Chat, 'id' | 'type'>): Chat {
		const started = chat.type === 'private' && !chat.is_bot ? this.botIds : [];
		return this.put(chat, started);
	}

	/** Somebody was seen in a group: known by name, but without a dialogue of their own. */
	meet(user: TelegramUser): Chat {
		const { id, first_name, last_name, username, is_bot } = user;
		return this.put({ id, type: 'private', first_name, last_name, username, is_bot }, []);
	}

	/** Writing to a bot in private opens the dialogue with it. */
	start(user: TelegramUser, bot: string): Chat {
		const chat = this.meet(user);
		chat.startedBots.add(bot);
		return chat;
	}

	/**
	 * The chat of a call's `chat_id`.
	 *
	 * @param purpose `send` also checks that the bot may write there
	 * @throws {ApiError} 400 or 403
	 */
	find(bot: BotAccount, chatId: string, purpose: 'send' | 'edit' | 'read'): Chat {
		if (!chatId) throw badRequest('chat_id is empty');
		const chat = chatId.startsWith('@')
			? this.all().find((c) => c.type !== 'private' && c.username === chatId.slice(1))
			: this.chats.get(Number.parseInt(chatId, 10));
		if (!chat) throw this.unknown(chatId);
		if (chat.type === 'private') this.checkPrivate(bot, chat, purpose);
		else this.checkGroup(chat, purpose);
		const refusal = this.switches().refusals[String(chat.id)];
		if (purpose === 'send' && refusal !== undefined) throw refused(refusal);
		return chat;
	}

	private unknown(chatId: string): ApiError {
		const newId = this.switches().upgradedGroups[chatId];
		if (newId !== undefined) return upgraded(newId);
		return Number.parseInt(chatId, 10) > 0 && this.switches().initiateText
			? forbidden("bot can't initiate conversation with a user")
			: badRequest('chat not found');
	}

	private checkPrivate(bot: BotAccount, chat: Chat, purpose: string): void {
		const { deactivated, blocked } = this.switches();
		if (purpose === 'read') return;
		if (deactivated.includes(chat.id)) throw forbidden('user is deactivated');
		if (purpose === 'edit') return;
		if (chat.is_bot) throw forbidden("bots can't send messages to bots");
		if (!chat.startedBots.has(bot.id)) {
			throw forbidden("bot can't initiate conversation with a user");
		}
		if (chat.blockedBots.has(bot.id) || blocked.includes(chat.id)) {
			throw forbidden('bot was blocked by the user');
		}
	}

	private checkGroup(chat: Chat, purpose: string): void {
		const newId = this.switches().upgradedGroups[String(chat.id)];
		if (newId !== undefined && purpose === 'send') throw upgraded(newId);
		if (purpose === 'read') return;
		if (chat.membership === 'kicked') throw forbidden(`bot was kicked from the ${chat.type} chat`);
		if (chat.membership === 'left') throw forbidden(`bot is not a member of the ${chat.type} chat`);
		if (chat.membership === 'deleted') throw forbidden('the group chat was deleted');
	}

	private put(chat: Partial<Chat> & Pick<Chat, 'id' | 'type'>, started: string[]): Chat {
		const known = this.chats.get(chat.id);
		const given = Object.entries(chat).filter(([, value]) => value !== undefined);
		const next: Chat = {
			...{ membership: 'member', is_bot: false },
			...known,
			...(Object.fromEntries(given) as typeof chat),
			startedBots: new Set([...(known?.startedBots ?? []), ...started]),
			blockedBots: known?.blockedBots ?? new Set(),
		};
		this.chats.set(chat.id, next);
		return next;
	}
}

function upgraded(newId: number): ApiError {
	const text = 'Bad Request: group chat was upgraded to a supergroup chat';
	return new ApiError(400, text, { migrate_to_chat_id: newId });
}

/** The chat as messages carry it. */
export function chatOf({
	id,
	first_name,
	last_name,
	username,
	title,
	type,
}: Chat): Message['chat'] {
	const fields = { id, title, first_name, last_name, username, type };
	const given = Object.entries(fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(given) as Message['chat'];
}

/** The answer of getChat: the chat with the fields that are always there. */
export function fullChatOf(chat: Chat): Json {
	const active = chat.username ? { active_usernames: [chat.username] } : {};
	return { ...chatOf(chat), ...active, accent_color_id: 0, max_reaction_count: 11 };
}

/** Words that a test has chosen. */
function refused(text: string): ApiError {
	const words = /^Forbidden: (.*)$/s.exec(text)?.[1];
	return words === undefined ? badRequest(text) : forbidden(words);
}
