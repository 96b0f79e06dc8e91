import { ApiError } from '../apiError';
import { fullChatOf } from '../chatBook';
import type { World } from '../world';
import { answerCallbackQuery, deleteMessage, editMessageText } from './editing';
import {
	copyMessage,
	forwardMessage,
	sendChatAction,
	sendDocument,
	sendMessage,
	sendPhoto,
	type Call,
} from './sending';
import { setWebhook, webhookInfo } from './webhook';

export interface MethodAnswer {
	result: unknown;
	description?: string;
}

type Method = (world: World, call: Call) => MethodAnswer | Promise<MethodAnswer>;

const plain =
	(method: (world: World, call: Call) => unknown): Method =>
	async (world, call) => ({ result: await method(world, call) });

/** By lower-case name: method names are case-insensitive. */
const METHODS = new Map<string, Method>(
	Object.entries({
		getMe: plain((_, { bot }) => ({
			...bot.user,
			can_join_groups: true,
			can_read_all_group_messages: false,
			supports_inline_queries: false,
			can_connect_to_business: false,
			has_main_web_app: false,
		})),
		sendMessage: plain(sendMessage),
		sendPhoto: plain(sendPhoto),
		sendDocument: plain(sendDocument),
		sendChatAction: plain(sendChatAction),
		forwardMessage: plain(forwardMessage),
		copyMessage: plain(copyMessage),
		editMessageText: plain(editMessageText),
		deleteMessage: plain(deleteMessage),
		answerCallbackQuery: plain(answerCallbackQuery),
		getChat: plain(({ chats }, { bot, params }) =>
			fullChatOf(chats.find(bot, params.text('chat_id'), 'read')),
		),
		getFile: plain(({ files }, { params }) => files.describe(params.text('file_id'))),
		getUpdates: plain((world, { bot, params }) => world.poller(bot).getUpdates(params)),
		getWebhookInfo: plain((_, { bot }) => webhookInfo(bot)),
		setWebhook: (world: World, { bot, params }: Call) =>
			setWebhook(world, bot, params, params.text('url')),
		deleteWebhook: (world: World, { bot, params }: Call) => setWebhook(world, bot, params, ''),
	}).map(([name, method]) => [name.toLowerCase(), method]),
);

/** @throws {ApiError} of the method, or 404 when there is none of that name */
export async function callMethod(world: World, name: string, call: Call): Promise<MethodAnswer> {
	const method = METHODS.get(name.toLowerCase());
	if (!method) throw new ApiError(404, 'Not Found: method not found');
	return await method(world, call);
}
