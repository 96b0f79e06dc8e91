import { only, orNull, source, text, texts, time, userId, whole } from './emitChecks';
import { touch } from './chatBook';
import type { Chat, Json } from './model';
import type { World } from './world';

const CHAT_KEYS = [
	...['id', 'userId', 'userName', 'userNickName', 'ownerId', 'ownerName', 'initialSource'],
	...['status', 'tags', 'assignedManagerId', 'assignedManagerName', 'clientId'],
	...['createdAt', 'lastMessageCreatedAt'],
];
const NICKS = ['iryna', 'olha', 'maksym', 'sofiia', 'taras', 'bohdan', 'yulia', 'nazar'];

/**
 * Adds a chat, or changes the one with this `id` as a human in the CRM does; statuses and managers need not be known.
 * Webhooks tell of messages only, so nobody hears of it.
 */
export function seedChat(world: World, fields: Json): string {
	only(fields, CHAT_KEYS);
	const { book } = world;
	const plain = plainFields(fields);
	const managerId = orNull(fields, 'assignedManagerId', whole);
	const managerName = orNull(fields, 'assignedManagerName', text);
	const status = text(fields, 'status');

	const known = book.find(plain.id);
	const chat = known ?? book.add(book.build(status === undefined ? plain : { ...plain, status }));
	if (known) {
		Object.assign(known, plain);
		if (status !== undefined) book.setStatus(known, status, 'emit');
		touch(known);
	}
	if (managerId !== undefined) book.assign(chat, managerId, 'emit');
	if (managerName !== undefined) chat.assignedManagerName = managerName;
	return chat.id;
}

/** What is set as it is; only the fields that were given. */
function plainFields(fields: Json): Partial<Chat> {
	const id = text(fields, 'id');
	if (id !== undefined && !/^[0-9a-f]{24}$/.test(id)) {
		throw new TypeError('id: 24 hexadecimal digits');
	}
	const all = {
		id,
		userId: userId(fields, 'userId'),
		userName: text(fields, 'userName'),
		userNickName: orNull(fields, 'userNickName', text),
		ownerId: userId(fields, 'ownerId'),
		ownerName: text(fields, 'ownerName'),
		initialSource: source(fields, 'initialSource'),
		tags: texts(fields, 'tags'),
		clientId: orNull(fields, 'clientId', whole),
		createdAt: time(fields, 'createdAt'),
		lastMessageCreatedAt: time(fields, 'lastMessageCreatedAt'),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * Adds `chats` fillers, each with one message of its client; nobody is told. The last one is the newest:
 * its time is `at` (now), each one before it is `everyMs` (0) older.
 */
export function seedChats(world: World, body: Json): string[] {
	const count = whole(body, 'chats') ?? 0;
	const everyMs = whole(body, 'everyMs') ?? 0;
	const newest = Date.parse(time(body, 'at') ?? new Date().toISOString());
	const initialSource = source(body, 'source') ?? 'instagram';
	const status = text(body, 'status');
	const { book } = world;
	return Array.from({ length: count }, (_, index) => {
		const number = index + 1;
		const createdAt = new Date(newest - (count - number) * everyMs).toISOString();
		const chat = book.build({
			userName: `Покупець ${number}`,
			userNickName: `${NICKS[index % NICKS.length]}_${world.ids.number()}`,
			initialSource,
			createdAt,
			...(status === undefined ? {} : { status }),
		});
		book.add(chat);
		const content = {
			text: 'Добрий день',
			sentBy: chat.userId,
			via: 'emit',
			at: createdAt,
		} as const;
		book.addMessage(chat, book.buildMessage(chat, content));
		return chat.id;
	});
}
