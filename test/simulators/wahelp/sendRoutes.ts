import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { readMultipart } from '../shared/multipart';
import { afterSend, echo } from './afterSend';
import type { Json, Message, User } from './model';
import { bodyOf, channelOf, route, userOf } from './paths';
import { messagePayload } from './payloads';
import { invalid, WahelpError } from './problems';
import { checkReachable } from './userRoutes';
import type { World } from './world';

/** `send_message/{user_id}`: JSON or multipart, to the id of a channel user (wahelp sheet §7). */
export function sendRoutes(app: FastifyInstance, world: World): void {
	const path = '/projects/:project/channels/:channel/send_message/:user';
	route(app, 'POST', path, async (request, reply) => await send(world, request, reply));
}

async function send(world: World, request: FastifyRequest, reply: FastifyReply): Promise<object> {
	const { switches, generation } = world;
	throttle(world);
	const user = userOf(world, request);
	const fields = fieldsOf(request);
	if (fields.text === '' && fields.file === null) throw invalid('text', 'Поле text обязательно');
	checkReachable(world, channelOf(world, request), user.phone);
	if (switches.sendRefusal) throw new WahelpError(200, switches.sendRefusal);

	const message = world.newMessage(user, {
		text: fields.text,
		destination: fields.destination,
		via: 'api',
		...(fields.file === null
			? {}
			: { message_type: 'file', file_url: `https://files.wahelp.example/${fields.file}` }),
	});
	world.messages.push(message);
	// The payload of this moment; a status may change before the answer is out.
	const answer = sendAnswer(world, message, user);
	if (switches.echo === 'before') {
		await Promise.race([echo(world, message, user), world.timers.wait(switches.echoWaitMs)]);
	}
	// Also when the connection was cut: the message was accepted.
	reply.raw.once('close', () => {
		if (generation === world.generation) {
			void afterSend(world, message, user, switches.echo === 'after');
		}
	});
	await world.timers.wait(switches.answerDelayMs);
	return answer;
}

function throttle(world: World): void {
	const { times, retryAfter } = world.switches.throttle;
	if (times < 1) return;
	world.switches.throttle = { times: times - 1, retryAfter };
	const headers: Record<string, string> =
		retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
	throw new WahelpError(429, 'Слишком много попыток. Попробуйте позже.', {}, headers);
}

interface SendFields {
	text: string;
	destination: string;
	/** Name of an uploaded file. The field's name is not known, so any will do. */
	file: string | null;
}

function fieldsOf(request: FastifyRequest): SendFields {
	const type = String(request.headers['content-type'] ?? '');
	const form =
		type.includes('multipart/') && typeof request.body === 'string'
			? readMultipart(type, request.body)
			: undefined;
	const body: Json = form ? Object.fromEntries(form.fields) : bodyOf(request);
	const { text = '', destination = 'from_operator' } = body;
	if (typeof text !== 'string') throw invalid('text', 'Поле text должно быть строкой');
	return { text, destination: String(destination), file: form?.files[0]?.filename ?? null };
}

/** The whole message with its id in `data.id`, or a small answer with the id in another of the known places. */
function sendAnswer(world: World, message: Message, user: User): object {
	const { switches } = world;
	if (switches.idPlace === 'data.id') {
		return { success: true, data: messagePayload(message, user, switches) };
	}
	const nested = switches.idPlace
		.split('.')
		.reduceRight<unknown>((value, key) => ({ [key]: value }), message.id);
	return { success: true, ...(nested as object) };
}
