import type { Delivery } from '../shared/webhookSender';
import { only, orNull, source, text, texts, time, userId, whole } from './emitChecks';
import { DEFAULT_MANAGER_ID, managersOf } from './fixtures';
import type { Chat, Json, Message } from './model';
import type { SendOptions } from './webhooks';
import type { World } from './world';

export interface Written {
	chatId: string;
	messageId: string;
	sent: Delivery[];
}

const BOTH = ['chat_id', 'text', 'attachments', 'comment', 'at'];

/**
 * A client writes in a messenger, or under a post. His chat in that messenger is used again; `newChat` starts another.
 * A forged event (`secret`) leaves nothing behind.
 */
export async function clientWrites(
	world: World,
	fields: Json,
	options: SendOptions,
): Promise<Written> {
	only(fields, [...BOTH, 'user_id', 'nick', 'name', 'source', 'newChat']);
	const { book } = world;
	const isForged = options.secret !== undefined;
	const content = contentOf(fields);
	const nick = orNull(fields, 'nick', text);
	const name = text(fields, 'name');

	let chat = chatOfClient(world, fields, nick);
	if (!chat) {
		chat = book.build({
			userId: userId(fields, 'user_id') ?? world.ids.user(),
			initialSource: source(fields, 'source') ?? 'instagram',
			createdAt: content.at ?? new Date().toISOString(),
		});
		if (!isForged) book.add(chat);
	}
	if (!isForged) {
		// The messenger tells the present name with each message.
		chat.userName = name ?? chat.userName;
		chat.userNickName = nick === undefined ? chat.userNickName : nick;
	}
	const message = book.buildMessage(chat, { ...content, sentBy: chat.userId, via: 'emit' });
	return await write(world, chat, message, options);
}

/** A human answers in the CRM. */
export async function managerWrites(
	world: World,
	fields: Json,
	options: SendOptions,
): Promise<Written> {
	only(fields, [...BOTH, 'manager']);
	const managerId = whole(fields, 'manager') ?? DEFAULT_MANAGER_ID;
	const manager = managersOf(world.switches).find(({ id }) => id === managerId);
	if (!manager) throw new TypeError(`there is no manager ${managerId}`);
	const chat = chatNamed(world, fields);
	if (!chat) throw new TypeError('chat_id is needed');
	const message = world.book.buildMessage(chat, {
		...contentOf(fields),
		sentBy: chat.ownerId,
		managerName: manager.user.fullname,
		via: 'emit',
	});
	return await write(world, chat, message, options);
}

async function write(
	world: World,
	chat: Chat,
	message: Message,
	options: SendOptions,
): Promise<Written> {
	if (options.secret === undefined) world.book.addMessage(chat, message);
	const sent = await world.webhooks.announce(chat, message, options);
	return { chatId: chat.id, messageId: message.id, sent };
}

function contentOf(fields: Json) {
	const content = text(fields, 'text') ?? '';
	const attachments = texts(fields, 'attachments') ?? [];
	if (content === '' && attachments.length === 0) {
		throw new TypeError('text or attachments are needed');
	}
	return {
		...(content === '' ? {} : { text: content }),
		attachments,
		isComment: fields.comment === true,
		at: time(fields, 'at'),
	};
}

function chatNamed(world: World, fields: Json): Chat | undefined {
	const id = text(fields, 'chat_id');
	const chat = world.book.find(id);
	if (id !== undefined && !chat) throw new TypeError(`there is no chat ${id}`);
	return chat;
}

/** The newest chat of this person in this messenger: by user id, or when there is none by nick name. */
function chatOfClient(
	world: World,
	fields: Json,
	nick: string | null | undefined,
): Chat | undefined {
	if (fields.chat_id !== undefined) return chatNamed(world, fields);
	if (fields.newChat === true) return undefined;
	const id = userId(fields, 'user_id');
	const initialSource = source(fields, 'source') ?? 'instagram';
	return world.book.chats.findLast(
		(chat) =>
			chat.initialSource === initialSource &&
			(id === undefined
				? typeof nick === 'string' && bare(chat.userNickName) === bare(nick)
				: chat.userId === id),
	);
}

function bare(nick: string | null): string | undefined {
	return nick?.replace(/^@/, '').toLowerCase();
}
