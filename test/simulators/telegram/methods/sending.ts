import { badRequest, tooManyRequests } from '../apiError';
import { chatOf, type Chat } from '../chatBook';
import { formattedText } from '../entities/formattedText';
import { documentOf, photoSizes, type StoredFile } from '../fileStore';
import { nowSeconds } from '../ids';
import type { BotAccount, FormattedText, Json, Message } from '../model';
import type { Params } from '../params';
import { inlineButtons, replyMarkup } from '../replyMarkup';
import type { World } from '../world';

export interface Call {
	bot: BotAccount;
	params: Params;
	via: 'api' | 'webhook';
}

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
/** Options that only show in the state, so that a test can look at them. */
const OPTIONS = [
	'disable_notification',
	'protect_content',
	'message_thread_id',
	'link_preview_options',
	'disable_web_page_preview',
	'reply_parameters',
	'reply_to_message_id',
];
const ACTIONS = new Set([
	'typing',
	'upload_photo',
	'record_video',
	'upload_video',
	'record_voice',
	'upload_voice',
	'cancel',
	'record_audio',
	'upload_audio',
	'upload_document',
	'choose_sticker',
	'find_location',
	'pick_up_location',
	'record_video_note',
	'upload_video_note',
]);

export function sendMessage(world: World, call: Call): Message {
	if (!call.params.has('text')) throw badRequest('message text is empty');
	return send(world, call, formattedText(call.params, 'text'), (text) => textFields(text));
}

export const sendPhoto = (world: World, call: Call) =>
	sendFile(world, call, 'photo', (file) => photoSizes(file));

export const sendDocument = (world: World, call: Call) =>
	sendFile(world, call, 'document', (file) => documentOf(file));

export function sendChatAction(world: World, { bot, params }: Call): true {
	const action = params.text('action').toLowerCase();
	if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
	const chat = world.chats.find(bot, params.text('chat_id'), 'send');
	world.chatActions.push({ bot: bot.id, chat_id: chat.id, action, at: Date.now() });
	return true;
}

export function forwardMessage(world: World, call: Call): Message {
	const { message, fields } = original(world, call, 'message to forward');
	const origin = message.from
		? { type: 'user', sender_user: message.from, date: message.date }
		: { type: 'chat', sender_chat: message.chat, date: message.date };
	return send(world, call, undefined, () => ({ forward_origin: origin, ...fields }));
}

export function copyMessage(world: World, call: Call): { message_id: number } {
	const { fields } = original(world, call, 'message to copy');
	const { message_id } = send(world, call, undefined, () => fields);
	return { message_id };
}

/** Text with entities, checked for its length. @throws {ApiError} 400 */
export function textFields({ text, entities }: FormattedText): Json {
	if (text === '') throw badRequest('text must be non-empty');
	if (text.length > MAX_TEXT) throw badRequest('message is too long');
	return { text, ...(entities.length > 0 ? { entities } : {}) };
}

function sendFile(
	world: World,
	call: Call,
	kind: 'photo' | 'document',
	show: (file: StoredFile) => unknown,
): Message {
	const { params } = call;
	if (!params.has(kind) && !params.file(kind))
		throw badRequest(`there is no ${kind} in the request`);
	return send(world, call, formattedText(params, 'caption'), ({ text, entities }) => {
		if (text.length > MAX_CAPTION) throw badRequest('message caption is too long');
		const caption = text ? { caption: text } : {};
		const marks = entities.length > 0 ? { caption_entities: entities } : {};
		return { [kind]: show(fileOf(world, params, kind)), ...caption, ...marks };
	});
}

/** An upload, a file that is known by its id, or an address; addresses are believed, not fetched. */
function fileOf(world: World, params: Params, kind: 'photo' | 'document'): StoredFile {
	const folder = `${kind}s`;
	const upload = params.file(kind);
	if (upload) {
		return world.files.add(
			folder,
			upload.filename,
			upload.contentType,
			Buffer.from(upload.content),
		);
	}
	const value = params.text(kind);
	const known = world.files.byId(value);
	if (known) return known;
	const name = /^https?:\/\/[^/]+\/(?:[^?#]*\/)?([^/?#]*)/.exec(value)?.[1];
	if (name === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
	const type = kind === 'photo' ? 'image/jpeg' : 'application/octet-stream';
	return world.files.add(folder, name || 'file', type, Buffer.alloc(0));
}

/** Checks in the order of the official server, books the rate limits and stores the message. */
function send(
	world: World,
	{ bot, params, via }: Call,
	text: FormattedText | undefined,
	content: (text: FormattedText) => Json,
): Message {
	const chatId = params.text('chat_id');
	const markup = replyMarkup(params, !/^[-@]/.test(chatId));
	const chat = world.chats.find(bot, chatId, 'send');
	const fields = content(text ?? { text: '', entities: [] });
	const reply = repliedMessage(world, bot, params, chat);
	const wait = world.limiter.take(world.switches, bot.id, chat.id, Date.now());
	if (wait > 0) throw tooManyRequests(wait);

	const message: Message = {
		message_id: world.messages.nextId(bot.id, chat.id),
		...(chat.type === 'channel' ? { sender_chat: chatOf(chat) } : { from: bot.user }),
		chat: chatOf(chat),
		date: nowSeconds(),
		...(reply ? { reply_to_message: withoutReply(reply) } : {}),
		...fields,
		// Telegram gives back inline keyboards only.
		...(inlineButtons(markup).length > 0 ? { reply_markup: markup } : {}),
	};
	const options = Object.fromEntries(
		OPTIONS.filter((name) => params.has(name)).map((name) => [name, params.text(name)]),
	);
	world.messages.add({
		bot: bot.id,
		fromBot: true,
		message,
		source: params.text('text') || params.text('caption') || undefined,
		parse_mode: params.text('parse_mode') || undefined,
		via,
		at: Date.now(),
		options: { ...options, ...(markup ? { reply_markup: markup } : {}) },
	});
	return message;
}

function repliedMessage(
	world: World,
	bot: BotAccount,
	params: Params,
	chat: Chat,
): Message | undefined {
	const given = (params.json('reply_parameters', 'reply parameters') ?? {}) as Json;
	const id = Number(given.message_id ?? params.integer('reply_to_message_id'));
	if (!id) return undefined;
	const found = world.messages.find(bot.id, chat.id, id);
	const optional = given.allow_sending_without_reply === true;
	if (found || optional || params.flag('allow_sending_without_reply')) return found?.message;
	throw badRequest('message to be replied not found');
}

function withoutReply(message: Message): Message {
	const copy = { ...message };
	delete copy.reply_to_message;
	return copy;
}

/** The message of `from_chat_id` and `message_id`, and what of it goes into a copy. */
function original(world: World, { bot, params }: Call, role: string) {
	if (!params.has('from_chat_id')) throw badRequest('parameter "from_chat_id" is required');
	const from = world.chats.find(bot, params.text('from_chat_id'), 'read');
	const { message } = world.messages.get(bot.id, from.id, params.integer('message_id'), role);
	const { text, entities, caption, caption_entities, photo, document, contact } = message;
	const fields = { text, entities, caption, caption_entities, photo, document, contact };
	const given = Object.entries(fields).filter(([, value]) => value !== undefined);
	return { message, fields: Object.fromEntries(given) };
}
