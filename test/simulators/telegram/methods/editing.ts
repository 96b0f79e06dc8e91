import { badRequest } from '../apiError';
import { formattedText } from '../entities/formattedText';
import { nowSeconds } from '../ids';
import type { Message } from '../model';
import { replyMarkup } from '../replyMarkup';
import type { World } from '../world';
import { textFields, type Call } from './sending';

const NOT_MODIFIED =
	'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

export function editMessageText(world: World, { bot, params }: Call): Message {
	if (!params.has('text')) throw badRequest('message text is empty');
	const fields = textFields(formattedText(params, 'text'));
	const markup = replyMarkup(params, true);
	if (!params.has('chat_id') && !params.integer('message_id')) {
		throw badRequest('message identifier is not specified');
	}
	const chat = world.chats.find(bot, params.text('chat_id'), 'edit');
	const id = params.integer('message_id');
	const stored = world.messages.get(bot.id, chat.id, id, 'message to edit');
	const { text, entities, reply_markup, ...rest } = stored.message;
	if (!stored.fromBot || text === undefined) throw badRequest("message can't be edited");
	const before = JSON.stringify([text, entities ?? [], reply_markup]);
	if (before === JSON.stringify([fields.text, fields.entities ?? [], markup])) {
		throw badRequest(NOT_MODIFIED);
	}
	stored.message = {
		...(rest as Message),
		edit_date: nowSeconds(),
		...fields,
		...(markup ? { reply_markup: markup } : {}),
	};
	stored.source = params.text('text');
	stored.options = { ...stored.options, reply_markup: markup };
	return stored.message;
}

/** Also takes the messages of people: a bot may delete both in a private chat. */
export function deleteMessage(world: World, { bot, params }: Call): true {
	if (!params.has('chat_id')) throw badRequest('chat identifier is not specified');
	const id = params.integer('message_id');
	if (!id) throw badRequest('message identifier is not specified');
	const chat = world.chats.find(bot, params.text('chat_id'), 'edit');
	world.messages.get(bot.id, chat.id, id, 'message to delete').deleted = true;
	return true;
}

/** @throws {ApiError} 400 for an unknown id and for a button that was pressed too long ago */
export function answerCallbackQuery(world: World, { bot, params }: Call): true {
	const id = params.text('callback_query_id');
	const callback = world.callbacks.find((c) => c.id === id && c.bot === bot.id);
	if (!callback || Date.now() - callback.at > world.switches.callbackTtlMs) {
		throw badRequest('query is too old and response timeout expired or query ID is invalid');
	}
	const text = params.text('text');
	const url = params.text('url');
	callback.answers.push({ at: Date.now(), text, show_alert: params.flag('show_alert'), url });
	return true;
}
