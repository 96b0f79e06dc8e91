import type { Delivery } from '../shared/webhookSender';
import { setStatus } from './afterSend';
import { CHANNELS, PROJECTS, type Channel, type Json, type Message, type User } from './model';
import { envelopeNamed } from './switches';
import type { SendOptions } from './webhooks';
import type { World } from './world';

const KINDS = ['operator', 'client', 'status', 'deleted', 'event'];
const OPTIONS = ['copies', 'secret', 'envelope', 'project'];
const MESSAGE_KEYS = [
	...['phone', 'user_id', 'name', 'text', 'channel', 'destination', 'operator_id', 'id'],
	...['message_type', 'file_url'],
];
const DELETED_TEXT = '_Message deleted_';

export interface EmitAnswer {
	/** First attempts. */
	deliveries: Array<{ url: string; status: number }>;
	message_id: number | null;
	user_id: number | null;
}

/**
 * Makes something happen in Wahelp's inbox; README lists the bodies. Resolves after the first attempts.
 *
 * @throws {TypeError} for a body that it does not understand
 */
export async function emit(world: World, body: Json): Promise<EmitAnswer> {
	const kinds = Object.keys(body).filter((key) => !OPTIONS.includes(key));
	if (kinds.length !== 1 || !KINDS.includes(kinds[0])) {
		throw new TypeError(`emit needs one of ${KINDS.join(', ')}; options: ${OPTIONS.join(', ')}`);
	}
	const options = optionsOf(body);
	const [kind] = kinds;
	if (kind === 'event') {
		const project = body.project ?? 1;
		const found = PROJECTS.find(({ id }) => id === project);
		if (!found) throw new TypeError(`there is no project ${String(project)}`);
		return report(await world.webhooks.sendRaw(found.id, body.event, options));
	}
	const content = body[kind];
	if (typeof content !== 'object' || content === null) throw new TypeError(`${kind}: an object`);
	const fields = content as Json;
	if (kind === 'status' || kind === 'deleted') return await change(world, kind, fields, options);
	return await write(world, kind === 'client', fields, options);
}

/** Somebody writes: an operator in the inbox, or the client in the messenger. */
async function write(
	world: World,
	byClient: boolean,
	fields: Json,
	options: SendOptions,
): Promise<EmitAnswer> {
	known(fields, MESSAGE_KEYS);
	const { id, text = '', operator_id, message_type, file_url } = fields;
	if (typeof text !== 'string') throw new TypeError('text: a text');
	if (id !== undefined && !Number.isInteger(id)) throw new TypeError('id: a whole number');

	// The same id once more is the same message, delivered again.
	const repeated = id === undefined ? undefined : world.message(id);
	const isForged = options.secret !== undefined;
	const user = repeated ? world.userOf(repeated) : writer(world, fields, isForged);
	const message =
		repeated ??
		world.newMessage(user, {
			id: id as number | undefined,
			text,
			destination: String(fields.destination ?? (byClient ? 'from' : 'from_operator')),
			operator_id: byClient ? null : Number(operator_id ?? 12),
			message_type: message_type === undefined ? 'text' : String(message_type),
			file_url: file_url === undefined ? null : String(file_url),
			via: 'emit',
		});
	if (!repeated && !isForged) world.messages.push(message);
	return report(await world.announce('created', message, user, options), message);
}

/** A message gets a status, or is deleted: as seen in production an update of its text (wahelp sheet §9). */
async function change(
	world: World,
	kind: 'status' | 'deleted',
	fields: Json,
	options: SendOptions,
): Promise<EmitAnswer> {
	known(fields, kind === 'status' ? ['message_id', 'status'] : ['message_id', 'action']);
	const stored = world.message(fields.message_id);
	if (!stored) throw new TypeError(`there is no message ${String(fields.message_id)}`);
	const message = options.secret === undefined ? stored : { ...stored };
	const user = world.userOf(message);
	if (kind === 'status') {
		if (typeof fields.status !== 'string') throw new TypeError('status: a text');
		setStatus(message, fields.status);
		return report(await world.announce('updated', message, user, options), message);
	}
	const { action = 'updated' } = fields;
	if (action !== 'updated' && action !== 'deleted') {
		throw new TypeError('action: "updated" or "deleted"');
	}
	if (action === 'updated') message.text = DELETED_TEXT;
	return report(await world.announce(action, message, user, options), message);
}

/** The person that a message is about; somebody unknown is added, unless the message is forged. */
function writer(world: World, fields: Json, isForged: boolean): User {
	const { phone, user_id, name } = fields;
	const channel = channelNamed(world, fields.channel);
	const digits = phone === undefined || phone === null ? null : String(phone).replace(/\D/g, '');
	if (user_id === undefined && digits === null) throw new TypeError('phone or user_id is needed');
	if (user_id !== undefined && !Number.isInteger(user_id)) {
		throw new TypeError('user_id: a whole number');
	}
	const id = user_id as number | undefined;
	const found =
		id !== undefined
			? world.people.users.find(
					(user) => user.id === id && (!fields.channel || user.channel_id === channel.id),
				)
			: world.people.userByPhone(channel, digits ?? '');
	if (found) return found;
	if (id !== undefined && world.people.users.some((user) => user.id === id)) {
		throw new TypeError(`user ${id} belongs to another channel`);
	}
	if (isForged) return world.people.stranger(channel, digits, id);
	return world.people.addUser(channel, digits, String(name ?? 'Client'), id);
}

function channelNamed(world: World, key: unknown): Channel {
	const found = world.channel(key ?? CHANNELS[0].uuid);
	if (!found) throw new TypeError(`there is no channel ${String(key)}`);
	return found;
}

function optionsOf({ copies, secret, envelope }: Json): SendOptions {
	if (copies !== undefined && !(Number.isInteger(copies) && (copies as number) > 0)) {
		throw new TypeError('copies: a whole number from 1 up');
	}
	if (secret !== undefined && secret !== 'wrong' && secret !== 'missing') {
		throw new TypeError('secret: "wrong" or "missing"');
	}
	return {
		copies: copies as number | undefined,
		secret,
		envelope: envelope === undefined ? undefined : envelopeNamed(envelope),
	};
}

function known(fields: Json, keys: string[]): void {
	const other = Object.keys(fields).find((key) => !keys.includes(key));
	if (other !== undefined) throw new TypeError(`unknown: ${other}; known: ${keys.join(', ')}`);
}

function report(deliveries: Delivery[], message?: Message): EmitAnswer {
	return {
		deliveries: deliveries.map(({ url, attempts }) => ({ url, status: attempts[0]?.status ?? 0 })),
		message_id: message?.id ?? null,
		user_id: message?.user_id ?? null,
	};
}
