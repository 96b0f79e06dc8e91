import { chatOf, type Chat } from './chatBook';
import { withFoundEntities } from './entities/formattedText';
import { documentOf, photoSizes } from './fileStore';
import { counterStart, nowSeconds } from './ids';
import type { BotAccount, Json, Message, TelegramUser } from './model';
import { asksForContact, inlineButtons } from './replyMarkup';
import type { World } from './world';

const MAX_CALLBACK_BYTES = 64;
let lastCallbackNumber = 0;

/**
 * `{"message": …}`: text, or any other field of a message (`caption`, `sticker`, `voice` …) as given.
 * `photo` and `document` may have `content` (base64) and `file_name`: the file can then be downloaded.
 */
export function messagePayload(world: World, bot: BotAccount, body: Json, forged: boolean): Json {
	const { chat_id, from, text, photo, document, ...rest } = body;
	const fields: Json = { ...rest };
	if (typeof text === 'string') {
		const { entities } = withFoundEntities({ text, entities: [] });
		Object.assign(fields, { text, ...(entities.length > 0 ? { entities } : {}) });
	}
	if (photo) fields.photo = photoSizes(receivedFile(world, 'photos', photo as Json));
	if (document) fields.document = documentOf(receivedFile(world, 'documents', document as Json));
	if (Object.keys(fields).length === 0) throw new TypeError('message: text or another field');
	return { message: newMessage(world, bot, { chat_id, from }, fields, forged) };
}

/**
 * `{"contact": …}`: the own number by the button, or any card sent by hand. Telegram sets `user_id`; null
 * leaves it out, as for people without Telegram (telegram sheet §7).
 */
export function contactPayload(world: World, bot: BotAccount, body: Json, forged: boolean): Json {
	const from = userOf(world, body.from);
	if (typeof body.phone_number !== 'string') throw new TypeError('contact: phone_number is a text');
	const user_id = body.user_id === undefined ? from.id : body.user_id;
	const isOwn = user_id === from.id;
	const contact = {
		phone_number: body.phone_number,
		first_name: body.first_name ?? (isOwn ? from.first_name : 'Friend'),
		last_name: body.last_name ?? (isOwn ? from.last_name : undefined),
		...(user_id === null ? {} : { user_id }),
	};
	const asked = world.messages.lastOfBot(bot.id, from.id, (message) => {
		const stored = world.messages.find(bot.id, from.id, message.message_id);
		return asksForContact(stored?.options?.reply_markup);
	});
	const forward = { type: 'user', sender_user: from, date: nowSeconds() };
	const how = body.forwarded
		? { forward_origin: forward, forward_from: from, forward_date: forward.date }
		: isOwn && asked
			? { reply_to_message: asked }
			: {};
	const fields = { ...how, contact };
	return { message: newMessage(world, bot, { from }, fields, forged) };
}

/**
 * `{"callback": …}`: presses the newest button with that data; `message_id` picks another message, and
 * `again` sends the person's last press of it once more: the same callback id in a new update.
 */
export function callbackPayload(world: World, bot: BotAccount, body: Json, forged: boolean): Json {
	const from = userOf(world, body.from);
	const data = String(body.data ?? '');
	if (data === '' || Buffer.byteLength(data) > MAX_CALLBACK_BYTES) {
		throw new TypeError(`callback: data of 1 to ${MAX_CALLBACK_BYTES} bytes`);
	}
	const chatId = Number(body.chat_id ?? from.id);
	const chat = chatFor(world, bot, from, chatId, forged);
	const wanted = body.message_id;
	const message = world.messages.lastOfBot(bot.id, chatId, (m) =>
		wanted === undefined
			? inlineButtons(m.reply_markup).some((button) => button.callback_data === data)
			: m.message_id === wanted,
	);
	lastCallbackNumber = Math.max(lastCallbackNumber, counterStart()) + 1;
	const earlier = world.callbacks.findLast((one) => one.from === from.id && one.data === data);
	if (body.again === true && !earlier) throw new TypeError('callback: nothing to press again');
	const isAgain = body.again === true && earlier !== undefined;
	const id = isAgain ? earlier.id : `${from.id}${lastCallbackNumber}`;
	if (!forged && !isAgain) {
		const at = Date.now();
		world.callbacks.push({ id, bot: bot.id, from: from.id, data, at, answers: [] });
	}
	// Date 0 marks a message that the bot cannot see any more.
	const shown = message ?? { chat: chatOf(chat), message_id: Number(wanted ?? 1), date: 0 };
	return {
		callback_query: { id, from, message: shown, chat_instance: `-${from.id}77`, data },
	};
}

/** `{"block": …}` and `{"unblock": …}`: what the bot is told, and later sends get 403. */
export function memberPayload(
	world: World,
	bot: BotAccount,
	body: Json,
	status: 'kicked' | 'member',
): Json {
	const from = userOf(world, { id: body.user_id });
	const chat = world.chats.start(from, bot.id);
	if (status === 'kicked') chat.blockedBots.add(bot.id);
	else chat.blockedBots.delete(bot.id);
	const member = (is: string) => ({
		user: bot.user,
		status: is,
		...(is === 'kicked' ? { until_date: 0 } : {}),
	});
	return {
		my_chat_member: {
			chat: chatOf(chat),
			from,
			date: nowSeconds(),
			old_chat_member: member(status === 'kicked' ? 'member' : 'kicked'),
			new_chat_member: member(status),
		},
	};
}

function newMessage(
	world: World,
	bot: BotAccount,
	who: { chat_id?: unknown; from?: unknown },
	fields: Json,
	forged: boolean,
): Message {
	const chatId = Number(who.chat_id ?? (who.from as Json | undefined)?.id);
	if (!Number.isSafeInteger(chatId)) throw new TypeError('message: chat_id, or from with an id');
	const known = world.chats.get(chatId);
	const from = userOf(world, who.from ?? { id: chatId > 0 ? chatId : 500000001 });
	const chat = chatFor(world, bot, from, chatId, forged);
	const message: Message = {
		message_id: world.messages.nextId(bot.id, chatId),
		// Posts of a channel have no author.
		...(known?.type === 'channel' ? { sender_chat: chatOf(chat) } : { from }),
		chat: chatOf(chat),
		date: nowSeconds(),
		...fields,
	};
	if (!forged) world.messages.add({ bot: bot.id, fromBot: false, message, at: Date.now() });
	return message;
}

/** The chat that somebody writes in, known from now on; a forged update teaches nothing. */
function chatFor(
	world: World,
	bot: BotAccount,
	from: TelegramUser,
	chatId: number,
	forged: boolean,
): Chat {
	const type = String(chatId).startsWith('-100') ? 'supergroup' : 'group';
	if (forged) {
		const shown = { ...from, id: chatId, type: chatId > 0 ? 'private' : type } as unknown;
		return world.chats.get(chatId) ?? (shown as Chat);
	}
	if (chatId > 0) return world.chats.start(from, bot.id);
	world.chats.meet(from);
	return world.chats.get(chatId) ?? world.chats.learn({ id: chatId, type, title: 'Group' });
}

/** A person, with the name that is known when only the id is given. */
function userOf(world: World, given: unknown): TelegramUser {
	const user = (given ?? {}) as Json;
	const id = user.id;
	if (typeof id !== 'number') throw new TypeError('from: an object with a numeric id');
	const known = world.chats.get(id);
	const names = user.first_name === undefined ? known : undefined;
	const fields = {
		id,
		is_bot: false,
		first_name: user.first_name ?? names?.first_name ?? 'User',
		last_name: user.last_name ?? names?.last_name,
		username: user.username ?? names?.username,
		language_code: user.language_code,
	};
	const set = Object.entries(fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(set) as TelegramUser;
}

function receivedFile(world: World, folder: string, file: Json) {
	const name = String(file.file_name ?? (folder === 'photos' ? 'photo.jpg' : 'document.bin'));
	const type = String(
		file.mime_type ?? (folder === 'photos' ? 'image/jpeg' : 'application/octet-stream'),
	);
	return world.files.add(folder, name, type, Buffer.from(String(file.content ?? ''), 'base64'));
}
