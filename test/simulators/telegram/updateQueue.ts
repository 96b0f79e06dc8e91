import { counterStart } from './ids';
import type { BotAccount, Json, QueuedUpdate } from './model';

/** Kinds that a bot gets only when it asks for them (telegram sheet §4). */
const ON_REQUEST = ['chat_member', 'message_reaction', 'message_reaction_count'];
const BY_DEFAULT = [
	'message',
	'edited_message',
	'channel_post',
	'edited_channel_post',
	'inline_query',
	'chosen_inline_result',
	'callback_query',
	'shipping_query',
	'pre_checkout_query',
	'poll',
	'poll_answer',
	'my_chat_member',
	'chat_join_request',
	'chat_boost',
	'removed_chat_boost',
	'business_connection',
	'business_message',
	'edited_business_message',
	'deleted_business_messages',
	'purchased_paid_media',
];

/**
 * Changes which updates a bot gets from now on; queued ones stay. No list, or one that is no list of texts,
 * changes nothing; an empty one means the default.
 */
export function setAllowedUpdates(bot: BotAccount, list: unknown): boolean {
	if (!Array.isArray(list) || !list.every((kind) => typeof kind === 'string')) return false;
	const all = [...BY_DEFAULT, ...ON_REQUEST];
	const kinds = all.filter((kind) => list.some((wanted) => wanted.toLowerCase() === kind));
	const isDefault = kinds.length === 0 || kinds.join() === BY_DEFAULT.join();
	const before = bot.allowedUpdates?.join();
	bot.allowedUpdates = isDefault ? undefined : kinds;
	return before !== bot.allowedUpdates?.join();
}

export function isAllowed(bot: BotAccount, update: Json): boolean {
	const kind = Object.keys(update).find((key) => key !== 'update_id');
	if (kind === undefined) return false;
	return bot.allowedUpdates ? bot.allowedUpdates.includes(kind) : !ON_REQUEST.includes(kind);
}

/** @param gap how many update ids Telegram leaves out before it */
export function takeUpdateId(bot: BotAccount, gap: number): number {
	bot.lastUpdateId = Math.max(bot.lastUpdateId, counterStart()) + 1 + gap;
	return bot.lastUpdateId;
}

/** An update with everything that its way to the bot needs; not in the queue yet. */
export function newUpdate(
	bot: BotAccount,
	update: QueuedUpdate['update'],
	copies: number,
): QueuedUpdate {
	return {
		bot: bot.id,
		update,
		chatKey: chatKeyOf(update),
		createdAt: Date.now(),
		attempts: 0,
		failures: 0,
		delayUnits: 1,
		nextAttemptAt: 0,
		inFlight: false,
		copiesLeft: copies,
		done: false,
		delivered: false,
	};
}

/** Takes an update out of the queue. */
export function finish(bot: BotAccount, item: QueuedUpdate): void {
	item.done = true;
	bot.pending = bot.pending.filter((other) => other !== item);
}

export function dropPending(bot: BotAccount): void {
	for (const item of bot.pending) item.done = true;
	bot.pending = [];
}

/** Drops what nobody fetched in time (24 hours). */
export function dropExpired(bot: BotAccount, ttlMs: number): void {
	const oldest = Date.now() - ttlMs;
	for (const item of bot.pending) if (item.createdAt < oldest) finish(bot, item);
}

function chatKeyOf(update: Json): string {
	for (const payload of Object.values(update)) {
		if (typeof payload !== 'object' || payload === null) continue;
		const { chat, message, from } = payload as Record<string, Json | undefined>;
		const inner = (message as { chat?: Json } | undefined)?.chat;
		const id = chat?.id ?? inner?.id ?? from?.id;
		if (id !== undefined) return String(id);
	}
	return `update ${String(update.update_id)}`;
}
