import { OWNERS, managersOf } from './fixtures';
import type { Chat, Message, Via } from './model';
import { notFound } from './problems';
import type { World } from './world';

type NewMessage = Pick<Message, 'sentBy' | 'via'> &
	Partial<Pick<Message, 'text' | 'managerName' | 'attachments' | 'isComment'>> & { at?: string };

const AD_INFO = {
	adId: '9900000000000001',
	adTitle: 'Літня акція',
	source: 'ADS',
	type: 'OPEN_THREAD',
};

/** The chats of the account with their messages (sitniks sheet §2). */
export class ChatBook {
	chats: Chat[] = [];

	constructor(private readonly world: World) {}

	/** Those that the API shows by now, newest activity first. */
	visible(): Chat[] {
		const now = Date.now();
		return this.chats
			.filter(({ visibleAt }) => visibleAt <= now)
			.toReversed()
			.toSorted((a, b) => order(b.lastMessageCreatedAt, a.lastMessageCreatedAt));
	}

	/** The chat of a path. @throws {SitniksError} 404 */
	byPath(params: unknown): Chat {
		const { id } = params as { id: string };
		const chat = this.find(id);
		if (!chat || chat.visibleAt > Date.now()) throw notFound('Chat not found');
		return chat;
	}

	find(id: unknown): Chat | undefined {
		return this.chats.find((chat) => chat.id === id);
	}

	/** A chat that is nowhere yet. */
	build(fields: Partial<Chat> = {}): Chat {
		const { ids, switches } = this.world;
		const now = new Date().toISOString();
		const initialSource = fields.initialSource ?? 'instagram';
		return {
			id: ids.hex(),
			userId: ids.user(),
			userName: 'Клієнт',
			userNickName: null,
			...OWNERS[initialSource],
			initialSource,
			status: switches.statuses[0] ?? '',
			tags: [],
			assignedManagerName: null,
			assignedManagerId: null,
			clientId: null,
			createdAt: now,
			updatedAt: now,
			lastMessageCreatedAt: fields.createdAt ?? now,
			visibleAt: Date.now() + switches.appearAfterMs,
			messages: [],
			notes: [],
			statusHistory: [],
			managerHistory: [],
			...fields,
		};
	}

	/** A message that is nowhere yet. The first one that a client sends may come from an advertisement. */
	buildMessage(chat: Chat, { at, ...fields }: NewMessage): Message {
		const id = this.world.ids.hex();
		const time = at ?? new Date().toISOString();
		const isFirst = !chat.messages.some(({ sentBy }) => sentBy === chat.userId);
		const isFromAd =
			isFirst && fields.sentBy === chat.userId && chat.initialSource !== 'telegram_bot';
		return {
			attachments: [],
			isComment: false,
			...fields,
			id,
			messageType: fields.text ? 'text' : 'file',
			...(isFromAd && !fields.isComment ? { adInfo: AD_INFO } : {}),
			...(fields.isComment ? { commentId: `c-${id.slice(-8)}` } : {}),
			createdAt: time,
			updatedAt: time,
		};
	}

	add(chat: Chat): Chat {
		this.chats.push(chat);
		return chat;
	}

	addMessage(chat: Chat, message: Message): Message {
		if (order(message.createdAt, chat.lastMessageCreatedAt) > 0) {
			chat.lastMessageCreatedAt = message.createdAt;
		}
		chat.messages.push(message);
		touch(chat);
		return message;
	}

	setStatus(chat: Chat, status: string, via: Via): void {
		chat.status = status;
		chat.statusHistory.push({ status, at: Date.now(), via });
		touch(chat);
	}

	/** An id that is not in the list of managers stays without a name, as B saw it. */
	assign(chat: Chat, managerId: number | null, via: Via): void {
		const manager = managersOf(this.world.switches).find(({ id }) => id === managerId);
		chat.assignedManagerId = managerId;
		chat.assignedManagerName = manager?.user.fullname ?? null;
		chat.managerHistory.push({ managerId, at: Date.now(), via });
		touch(chat);
	}
}

export function touch(chat: Chat): void {
	chat.updatedAt = new Date().toISOString();
}

/** Messages of a client, comments included. */
export function fromClient(chat: Chat): Message[] {
	return chat.messages.filter(({ sentBy }) => sentBy === chat.userId);
}

/** Compares ISO times, the earlier first. */
export function order(a: string, b: string): number {
	return Date.parse(a) - Date.parse(b);
}
