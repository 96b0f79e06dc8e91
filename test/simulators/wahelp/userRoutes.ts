import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Channel, Contact, Json, User } from './model';
import { bodyOf, channelOf, projectOf, route, userOf } from './paths';
import { messagePayload, uidOf, userAnswer } from './payloads';
import { invalid, notFound, WahelpError } from './problems';
import type { World } from './world';

const NO_MESSENGER = 'У номера нет нужного мессенджера';
const CHANNEL = '/projects/:project/channels/:channel';

/** Users of a channel and contacts of a project (wahelp sheet §6). */
export function userRoutes(app: FastifyInstance, world: World): void {
	route(app, 'GET', `${CHANNEL}/users`, (request) => {
		const { id } = channelOf(world, request);
		const users = world.people.users.filter((user) => user.channel_id === id);
		return { success: true, data: users.map((user) => userAnswer(user, world.switches)) };
	});
	route(app, 'POST', `${CHANNEL}/users`, (request) => ({
		success: true,
		data: userAnswer(ensureUser(world, request), world.switches),
	}));
	route(app, 'GET', `${CHANNEL}/users/:user`, (request) => {
		const user = userOf(world, request);
		const { id, name, phone } = world.people.contactOf(user) as Contact;
		return { success: true, data: userAnswer(user, world.switches, { id, name, phone }) };
	});
	route(app, 'POST', '/projects/:project/contacts/contact_by_phone', (request) => {
		const { id } = projectOf(request);
		const { need_create } = bodyOf(request);
		const phone = phoneOf(request);
		let contact = world.people.contactByPhone(id, phone);
		if (!contact && need_create === true) contact = world.people.addContact(id, phone, phone);
		if (!contact) throw notFound('Контакт');
		return { data: contactAnswer(world, contact) };
	});
}

/**
 * Refuses numbers that the channel cannot reach.
 *
 * @throws {WahelpError} 422, or 200 with `success:false`
 */
export function checkReachable(world: World, channel: Channel, phone: string | null): void {
	const { channelsDown, noMessenger } = world.switches;
	if (channelsDown.includes(channel.name)) throw refusal(world, 422, 'Мессенджер не подключен');
	// 8 900 … is how Russians dial at home; abroad there is no such number.
	const isDomestic = phone !== null && /^8[79]\d{9}$/.test(phone);
	if (phone !== null && (isDomestic || noMessenger.includes(phone))) {
		throw refusal(world, 422, NO_MESSENGER);
	}
}

function ensureUser(world: World, request: FastifyRequest): User {
	const channel = channelOf(world, request);
	const { name, need_create } = bodyOf(request);
	const phone = phoneOf(request);
	checkReachable(world, channel, phone);
	const known = world.people.userByPhone(channel, phone);
	if (!known) {
		if (need_create === false) throw notFound('Пользователь');
		return world.people.addUser(channel, phone, nameOr(name, phone));
	}
	const { existingUserAnswer, existingUserStatus } = world.switches;
	if (existingUserAnswer === 'validation_error') {
		throw refusal(world, existingUserStatus, 'The given data was invalid.', {
			errors: { phone: ['Пользователь с таким телефоном уже существует'] },
			data: { id: known.id },
		});
	}
	known.name = nameOr(name, known.name);
	return known;
}

const nameOr = (name: unknown, otherwise: string) =>
	typeof name === 'string' && name !== '' ? name : otherwise;

function refusal(world: World, status: number, text: string, more: object = {}): WahelpError {
	return new WahelpError(world.switches.refuseWith200 ? 200 : status, text, more);
}

/** Digits with country code, no `+`: the caller has to bring it into this form. */
function phoneOf(request: FastifyRequest): string {
	const { phone } = bodyOf(request);
	const text = typeof phone === 'number' ? String(phone) : phone;
	if (typeof text !== 'string' || !/^\d{10,15}$/.test(text)) {
		throw invalid('phone', 'Неверный формат номера телефона');
	}
	return text;
}

function contactAnswer(world: World, contact: Contact): Json {
	const users = world.people.users.filter(({ contact_id }) => contact_id === contact.id);
	return {
		id: contact.id,
		users: users.map((user) => {
			const last = world.messages.findLast(({ user_id }) => user_id === user.id);
			return {
				id: user.id,
				channel_id: user.channel_id,
				uid: uidOf(user),
				blocked: user.blocked,
				last_message: last ? messagePayload(last, user, world.switches) : null,
			};
		}),
	};
}
