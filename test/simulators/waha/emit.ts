import type { Delivery } from '../shared/webhookSender';
import { sendAcks } from './afterSend';
import { ACK_NAMES, SESSION_STATUSES, type Media, type Message, type Session } from './model';
import { messagePayload } from './payloads';
import type { Fields } from './validate';
import type { SendOptions, Signature } from './webhooks';
import type { World } from './world';

const SIGNATURES: Signature[] = ['valid', 'missing', 'wrong', 'reserialised'];
const OPTIONS = ['copies', 'shuffle', 'parallel', 'without', 'signature', 'in'];

/**
 * `POST /__sim/emit`: one of `ack`, `message`, `session`, `raw`, `number`, with the options of SendOptions and
 * `in` (session name, `default` by default). Answers after the first round of attempts.
 * @throws {Error} with a clear text for anything that makes no sense
 */
export async function emit(
	world: World,
	body: Fields,
): Promise<{ deliveries: object[]; message?: Message }> {
	const kinds = Object.keys(body).filter((key) => !OPTIONS.includes(key));
	const [kind] = kinds;
	if (kinds.length !== 1)
		throw new TypeError('emit takes one of ack, message, session, raw, number');
	const options = body as SendOptions;
	if (options.signature !== undefined && !SIGNATURES.includes(options.signature)) {
		throw new TypeError(`signature is one of ${SIGNATURES.join(', ')}`);
	}
	const value = body[kind] as Fields;
	const session = sessionNamed(world, body.in ?? 'default');

	switch (kind) {
		case 'ack':
			return report(await emitAck(world, value, options));
		case 'message':
			return await emitMessage(world, session, value, options);
		case 'session':
			return report(await emitSession(world, value, options));
		case 'number': {
			const { phone, exists } = value;
			const others = world.switches.unknownNumbers.filter((digits) => digits !== phone);
			const unknownNumbers = exists === false ? [...others, String(phone)] : others;
			world.configure({ unknownNumbers });
			return { deliveries: [] };
		}
		case 'raw': {
			const name = (value as { session?: unknown }).session;
			const known = typeof name === 'string' ? world.sessions.get(name) : undefined;
			return report(await world.webhooks.sendRaw(value, known ?? session, options));
		}
		default:
			throw new TypeError(`emit knows ack, message, session, raw, number, not "${kind}"`);
	}
}

async function emitAck(world: World, value: Fields, options: SendOptions): Promise<Delivery[]> {
	const levels = [value.ack].flat() as number[];
	if (levels.some((level) => !(level in ACK_NAMES))) {
		throw new TypeError(`ack is a level or a list of them: ${Object.keys(ACK_NAMES).join(', ')}`);
	}
	const own = world.messages.list().filter((message) => message.fromMe);
	const wanted = value.id ?? value.key;
	let messages: Message[];
	if (value.all) messages = own;
	else if (wanted !== undefined) {
		const found = world.messages.find(String(wanted));
		messages = found ? [found] : [];
	} else messages = own.filter((message) => message.chatId === value.chatId).slice(-1);
	if (messages.length === 0 && !value.all) throw new Error('there is no such message');
	return await sendAcks(world, messages, levels, { ...options, error: value.error });
}

/** A message of the client, or with `fromMe` one written on the shop's own phone. */
async function emitMessage(
	world: World,
	session: Session,
	value: Fields,
	options: SendOptions,
): Promise<{ deliveries: object[]; message: Message }> {
	const fromMe = value.fromMe === true;
	const chatId = fromMe ? value.to : value.from;
	if (typeof chatId !== 'string') throw new TypeError('message needs from (or fromMe and to)');
	const { text, replyTo, location, vCards, pushName } = value;
	const message = world.messages.add({
		session: session.name,
		chatId,
		fromMe,
		type: typeof value.type === 'string' ? value.type : value.hasMedia ? 'image' : 'text',
		source: 'app',
		text: text === undefined ? '' : (text as string | null),
		participant: typeof value.participant === 'string' ? value.participant : null,
		...(typeof value.key === 'string' ? { key: value.key } : {}),
		...(typeof value.at === 'number' ? { at: value.at } : {}),
		extra: { replyTo, location, vCards, pushName, to: fromMe ? undefined : value.to },
	});
	if (value.hasMedia || value.media) message.media = storeMedia(world, message, value.media ?? {});
	session.activity = Date.now();
	const payload = messagePayload(world, message, { alt: value.alt !== false });
	const events = fromMe ? ['message.any'] : ['message', 'message.any'];
	// The same message by another name of its chat, as after a reconnect.
	const again = typeof value.alsoAs === 'string' && {
		...payload,
		id: String(payload.id).replace(chatId, value.alsoAs),
		[fromMe ? 'to' : 'from']: value.alsoAs,
	};
	const payloads = again ? [payload, again] : [payload];
	const deliveries = await world.webhooks.send(
		payloads.flatMap((told) => events.map((event) => ({ session, event, payload: told }))),
		options,
	);
	return { ...report(deliveries), message };
}

/** A file of the client: `data` base64 (a few bytes by default); `error` means WAHA could not get it. */
function storeMedia(world: World, message: Message, given: object): Media {
	const { mimetype = 'image/jpeg', filename = null, data, error = null, url } = given as Fields;
	const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.from('a file');
	const stored = () => world.media.put(message.id, String(mimetype), bytes);
	return {
		url: error === null ? (typeof url === 'string' ? url : stored()) : null,
		mimetype: String(mimetype),
		filename: filename as string | null,
		error,
		s3: null,
	};
}

async function emitSession(world: World, value: Fields, options: SendOptions): Promise<Delivery[]> {
	const status = SESSION_STATUSES.find((known) => known === value.status);
	if (!status) throw new TypeError(`status is one of ${SESSION_STATUSES.join(', ')}`);
	const session = sessionNamed(world, value.name ?? 'default');
	return await world.sessions.setStatus(session, status, { ...options, data: value.data });
}

function sessionNamed(world: World, name: unknown): Session {
	const session = world.sessions.get(String(name));
	if (!session) throw new Error(`there is no session "${String(name)}"`);
	return session;
}

function report(deliveries: Delivery[]): { deliveries: object[] } {
	return {
		deliveries: deliveries.map(({ url, attempts }) => ({
			url,
			status: attempts.at(-1)?.status ?? 0,
			attempts: attempts.length,
		})),
	};
}
