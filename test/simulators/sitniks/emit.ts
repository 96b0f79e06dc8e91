import type { Delivery } from '../shared/webhookSender';
import { clientWrites, managerWrites } from './emitMessages';
import { seedChat, seedChats } from './emitSeeds';
import { object, only, text } from './emitChecks';
import type { Json } from './model';
import type { SendOptions } from './webhooks';
import type { World } from './world';

export interface EmitAnswer {
	/** First attempts. */
	deliveries: Array<{ url: string; status: number }>;
	chat_id: string | null;
	message_id?: string;
	/** Of `{chats:n}`. */
	chat_ids?: string[];
}

type Content = { chatId?: string; messageId?: string; chatIds?: string[]; sent?: Delivery[] };
type Kind = (world: World, body: Json) => Promise<Content> | Content;

const SENDING = ['copies', 'secret'];

/** What stands beside each kind in a body, and what it does. */
const KINDS: Record<string, { beside: string[]; run: Kind }> = {
	client: {
		beside: SENDING,
		run: (world, body) => clientWrites(world, object(body, 'client'), sendOptions(body)),
	},
	manager: {
		beside: SENDING,
		run: (world, body) => managerWrites(world, object(body, 'manager'), sendOptions(body)),
	},
	chat: { beside: [], run: (world, body) => ({ chatId: seedChat(world, object(body, 'chat')) }) },
	chats: {
		beside: ['source', 'status', 'at', 'everyMs'],
		run: (world, body) => ({ chatIds: seedChats(world, body) }),
	},
	remove: { beside: [], run: (world, body) => remove(world, object(body, 'remove')) },
	ping: {
		beside: SENDING,
		run: async (world, body) => ({
			sent: await world.webhooks.send({ test: true }, sendOptions(body)),
		}),
	},
	event: {
		beside: SENDING,
		run: async (world, body) => ({
			sent: await world.webhooks.send(body.event, sendOptions(body)),
		}),
	},
};

/**
 * Makes something happen in Sitniks; README lists the bodies. Resolves after the first attempts.
 *
 * @throws {TypeError} for a body that it does not understand
 */
export async function emit(world: World, body: Json): Promise<EmitAnswer> {
	const kinds = Object.keys(body).filter((key) => Object.hasOwn(KINDS, key));
	if (kinds.length !== 1) {
		throw new TypeError(`emit needs one of ${Object.keys(KINDS).join(', ')}`);
	}
	const { beside, run } = KINDS[kinds[0]];
	only(body, [kinds[0], ...beside]);
	const { chatId, messageId, chatIds, sent = [] } = await run(world, body);
	return {
		deliveries: sent.map(({ url, attempts }) => ({ url, status: attempts[0]?.status ?? 0 })),
		chat_id: chatId ?? null,
		...(messageId === undefined ? {} : { message_id: messageId }),
		...(chatIds === undefined ? {} : { chat_ids: chatIds }),
	};
}

/** A chat vanishes: 404 from now on. */
function remove(world: World, fields: Json): Content {
	only(fields, ['chat_id']);
	const id = text(fields, 'chat_id') ?? '';
	if (!world.book.find(id)) throw new TypeError(`there is no chat ${id}`);
	world.book.chats = world.book.chats.filter((chat) => chat.id !== id);
	return { chatId: id };
}

function sendOptions({ copies, secret }: Json): SendOptions {
	if (copies !== undefined && !(Number.isInteger(copies) && (copies as number) > 0)) {
		throw new TypeError('copies: a whole number from 1 up');
	}
	if (secret !== undefined && secret !== 'wrong' && secret !== 'missing') {
		throw new TypeError('secret: "wrong" or "missing"');
	}
	return { copies: copies as number | undefined, secret };
}
