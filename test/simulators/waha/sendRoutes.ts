import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { echoAndAcks } from './afterSend';
import { sendAnswer } from './answers';
import { EngineError, needsPlus, notInEngine } from './errors';
import type { Message, Session } from './model';
import * as is from './validate';
import type { World } from './world';

type Rules = Parameters<typeof is.checkBody>[1];
interface Endpoint {
	type: string;
	rules: Rules;
	/** Takes a file; the paid edition was needed for it. */
	media?: boolean;
	/** Has the field `id` (OpenAPI 2026.7.1: not on media). */
	takesId?: boolean;
}

const common = { session: is.filled, chatId: is.filled, reply_to: is.optional(is.filled) };
const caption = is.optional((value) => (typeof value === 'string' ? null : 'must be a string'));
const ENDPOINTS: Record<string, Endpoint> = {
	sendText: {
		type: 'text',
		takesId: true,
		rules: {
			...common,
			text: is.filled,
			id: is.optional(is.filled),
			linkPreview: is.optional(is.flag),
			linkPreviewHighQuality: is.optional(is.flag),
			mentions: is.optional(is.textList),
		},
	},
	sendImage: { type: 'image', media: true, rules: { ...common, file: is.file, caption } },
	sendFile: { type: 'file', media: true, rules: { ...common, file: is.file, caption } },
	sendVoice: { type: 'voice', media: true, rules: { ...common, file: is.file, convert: is.flag } },
	sendVideo: {
		type: 'video',
		media: true,
		rules: { ...common, file: is.file, convert: is.flag, caption, asNote: is.optional(is.flag) },
	},
	sendLocation: {
		type: 'location',
		takesId: true,
		rules: { ...common, latitude: is.numeric, longitude: is.numeric, title: is.filled },
	},
	sendContactVcard: {
		type: 'vcard',
		takesId: true,
		rules: { ...common, contacts: is.contacts },
	},
};
const CHAT_ID = /^([1-9]\d*@(c\.us|lid)|[\d-]+@g\.us|\d+@newsletter|status@broadcast)$/;

/** The sending half of waha sheet §6. Everything answers 201. */
export function sendRoutes(app: FastifyInstance, world: World): void {
	for (const [path, endpoint] of Object.entries(ENDPOINTS)) {
		app.post(`/api/${path}`, (request, reply) => send(world, path, endpoint, request, reply));
	}
	for (const path of ['sendPoll', 'sendList', 'sendButtons']) {
		app.post(`/api/${path}`, () => {
			throw notInEngine(path, world.switches.engine);
		});
	}
	app.get('/api/:session/new-message-id', async (request) => {
		await world.sessions.working((request.params as { session: string }).session);
		if (!honoursId(world)) throw notInEngine('new-message-id', world.switches.engine);
		return { id: world.ids.message(true) };
	});
}

async function send(
	world: World,
	path: string,
	endpoint: Endpoint,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<unknown> {
	const { switches } = world;
	const body = is.checkBody(request.body, endpoint.rules);
	if (endpoint.media && switches.oldCore) throw needsPlus(path, switches.engine);
	const session = await world.sessions.working(String(body.session));

	refuseAsEngine(world, session, String(body.chatId));
	if (endpoint.media) await fetchFile(world, body.file as is.Fields);
	const failure = takeFailure(world);
	if (failure && !failure.sent) throw new EngineError('Evaluation failed: t: t');
	const message = store(world, session, endpoint, body);
	if (switches.acksBeforeAnswer) await echoAndAcks(world, message);
	else {
		const { generation } = world;
		reply.raw.once('close', () => {
			if (generation === world.generation) void echoAndAcks(world, message);
		});
	}
	if (failure) throw new EngineError('Promise was collected');

	reply.code(201);
	return reply.send(sendAnswer(world, message));
}

function store(world: World, session: Session, endpoint: Endpoint, body: is.Fields): Message {
	const { session: name, chatId, text, caption: words, file, id, ...extra } = body;
	const group = String(chatId).endsWith('@g.us');
	const unknown = world.switches.unknownNumbers.includes(digitsOf(String(chatId)));
	session.activity = Date.now();
	const message = world.messages.add({
		session: String(name),
		chatId: String(chatId),
		fromMe: true,
		type: endpoint.type,
		source: 'api',
		...(text === undefined ? {} : { text: String(text) }),
		...(words === undefined || words === null ? {} : { caption: String(words) }),
		...(file === undefined ? {} : { file: file as is.Fields }),
		...(Object.keys(extra).length === 0 ? {} : { extra }),
		...(endpoint.takesId && id && honoursId(world) ? { key: String(id) } : {}),
		participant: group ? (world.sessions.me(session)?.id ?? null) : null,
		deliveredCount: unknown ? 0 : 1,
	});
	if (file && message.repeats === 0) {
		const { mimetype, filename, data } = file as Record<string, string | undefined>;
		const bytes = data === undefined ? undefined : Buffer.from(data, 'base64');
		message.media = {
			url: bytes ? world.media.put(message.id, String(mimetype), bytes) : null,
			mimetype: mimetype ?? null,
			filename: filename ?? null,
			error: null,
			s3: null,
		};
	}
	return message;
}

/** What the engine itself throws at (waha sheet §7). */
function refuseAsEngine(world: World, session: Session, chatId: string): void {
	const { switches } = world;
	if (!CHAT_ID.test(chatId)) throw new EngineError(`wid error: invalid wid "${chatId}"`);
	const digits = digitsOf(chatId);
	const unknown = switches.engine === 'GOWS' && switches.unknownNumbers.includes(digits);
	if (chatId.endsWith('@c.us') && (unknown || switches.noLidNumbers.includes(digits))) {
		throw new EngineError(`no LID found for ${digits}@s.whatsapp.net from server`);
	}
	if (switches.noLidUsers.includes(digits)) throw new EngineError('No LID for user');
	if (switches.needRestart.includes(session.name)) {
		throw new EngineError('2 UNKNOWN: server returned error 400');
	}
	if (switches.serverError) {
		throw new EngineError(`2 UNKNOWN: server returned error ${switches.serverError}`);
	}
	const stranger = world.messages.ofChat(session.name, mergedChats(world, chatId)).length === 0;
	if (switches.restricted && stranger) throw new EngineError('server returned error 463');
}

/** The phone chat and the LID chat of one person. */
export function mergedChats(world: World, chatId: string): string[] {
	const other = world.phoneOf(chatId) ?? world.lidOf(chatId);
	return other ? [chatId, other] : [chatId];
}

async function fetchFile(world: World, file: is.Fields): Promise<void> {
	if (!world.switches.fetchFiles || typeof file.url !== 'string') return;
	const response = await fetch(file.url).catch((error: unknown) => {
		throw new EngineError(`cannot fetch ${String(file.url)}: ${String(error)}`);
	});
	if (!response.ok) throw new EngineError(`Request failed with status code ${response.status}`);
	file.data = Buffer.from(await response.arrayBuffer()).toString('base64');
}

function takeFailure(world: World): { sent: boolean } | null {
	const { times, sent } = world.switches.errorEcho;
	if (times < 1) return null;
	world.switches.errorEcho = { times: times - 1, sent };
	return { sent };
}

/** WEBJS makes its own ids whatever the caller says. */
function honoursId(world: World): boolean {
	return world.switches.engine === 'NOWEB' || world.switches.engine === 'GOWS';
}

function digitsOf(chatId: string): string {
	return chatId.split('@')[0];
}
