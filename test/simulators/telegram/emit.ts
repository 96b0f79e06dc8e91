import { chatOf } from './chatBook';
import { contactPayload, callbackPayload, memberPayload, messagePayload } from './incoming';
import type { BotAccount, Json } from './model';
import { isAllowed, newUpdate, takeUpdateId } from './updateQueue';
import type { World } from './world';

type Payload = (world: World, bot: BotAccount, body: Json, forged: boolean) => Json;

const KINDS: Record<string, Payload> = {
	message: messagePayload,
	contact: contactPayload,
	callback: callbackPayload,
	block: (world, bot, body) => memberPayload(world, bot, body, 'kicked'),
	unblock: (world, bot, body) => memberPayload(world, bot, body, 'member'),
	update: rawPayload,
};
const OPTIONS = ['bot', 'copies', 'secret', 'gap'];

export interface EmitAnswer {
	/** Null when the bot does not want updates of this kind. */
	update_id: number | null;
	delivered: boolean;
	/** Answered status of the first attempt; 0 without a webhook or an answer. */
	status: number;
}

/**
 * Makes a person do something; README lists the bodies. Resolves after the first delivery attempt.
 *
 * @throws {TypeError} for a body that it does not understand
 */
export async function emit(world: World, body: Json): Promise<EmitAnswer> {
	const kinds = Object.keys(body).filter((key) => key in KINDS);
	const unknown = Object.keys(body).filter((key) => !(key in KINDS) && !OPTIONS.includes(key));
	if (kinds.length !== 1 || unknown.length > 0) {
		const known = Object.keys(KINDS).join(', ');
		throw new TypeError(`emit needs one of ${known}; options: ${OPTIONS.join(', ')}`);
	}
	const [kind] = kinds;
	const content = body[kind];
	if (typeof content !== 'object' || content === null) throw new TypeError(`${kind}: an object`);
	const { secret } = body;
	if (secret !== undefined && secret !== 'wrong' && secret !== 'missing') {
		throw new TypeError('secret: "wrong" or "missing"');
	}
	const copies = count(body.copies ?? 1, 'copies');
	const gap = count(body.gap ?? 0, 'gap');
	const bot = findBot(world, body.bot);
	const payload = KINDS[kind](world, bot, content as Json, secret !== undefined);
	return await push(world, bot, payload, { copies, gap, secret });
}

async function push(
	world: World,
	bot: BotAccount,
	payload: Json,
	{ copies, gap, secret }: { copies: number; gap: number; secret?: 'wrong' | 'missing' },
): Promise<EmitAnswer> {
	if (secret === undefined && !isAllowed(bot, payload)) {
		return { update_id: null, delivered: false, status: 0 };
	}
	const given = payload.update_id;
	const update_id = typeof given === 'number' ? given : takeUpdateId(bot, gap);
	const item = newUpdate(bot, { ...payload, update_id }, copies);
	if (secret !== undefined) {
		let status = 0;
		for (let i = 0; i < copies; i++) status = await world.delivery.forge(bot, item, secret);
		return { update_id, delivered: status >= 200 && status < 300, status };
	}
	world.updates.push(item);
	bot.pending.push(item);
	const first = bot.webhook ? world.delivery.nextStatus(item) : Promise.resolve(0);
	world.delivery.pump(bot);
	world.poller(bot).wake();
	const status = await first;
	return { update_id, delivered: item.delivered, status };
}

function rawPayload(world: World, bot: BotAccount, update: Json, forged: boolean): Json {
	const message = update.message as Json | undefined;
	const chat = message?.chat as { id: number; type: string } | undefined;
	const from = message?.from as Parameters<typeof world.chats.start>[0] | undefined;
	if (forged || chat?.type !== 'private' || !from) return update;
	return { ...update, message: { ...message, chat: chatOf(world.chats.start(from, bot.id)) } };
}

/** By its id, token, user name or the part of the token behind the colon; the shop's bot by default. */
function findBot({ bots }: World, name: unknown): BotAccount {
	if (name === undefined) return bots[0];
	const names = (bot: BotAccount) => [
		bot.id,
		bot.token,
		bot.user.username,
		bot.token.split(':')[1],
	];
	const found = bots.find((bot) => names(bot).includes(String(name)));
	if (!found) throw new TypeError(`no bot ${String(name)}`);
	return found;
}

function count(value: unknown, name: string): number {
	if (!Number.isInteger(value) || (value as number) < 0) throw new TypeError(`${name}: a number`);
	return value as number;
}
