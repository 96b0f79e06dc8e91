import { VendorError, type WriteOutcome } from '../../shared/errors';
import type { HttpAnswer, HttpClient, HttpPolicy } from '../../shared/http';
import { shareBudget } from '../../shared/limiter';
import { pathPart } from '../../shared/pathPart';
import { TtlMap } from '../../shared/ttlMap';
import { isObject } from '../../shared/values';
import type { z } from '../../shared/vendor';
import { readError, wahaMessage } from './errors';
import { messageIdsOf } from '../domain/ids';
import { isFromMe } from '../domain/message';
import * as schema from './schema';
import type { LidPair, ServerVersion, Session } from './schema';
import { engineName } from '../domain/session';
import type { SessionConfig } from '../trigger/sessionConfig';

/** The server itself waits some 10 s for a session to be WORKING (waha sheet §7). */
const TIMEOUT_MS = 30_000;
const TEXT_TIMEOUT_MS = 60_000;
const MEDIA_TIMEOUT_MS = 90_000;
/** WAHA has no limit; this only keeps a loop from flooding it. */
const BUDGET = { calls: 20, windowMs: 1000 };
const PAGE_SIZE = 100;
const CREATED = 201;

/** By account and session, of this process. */
export const processEngines = new TtlMap<string>(60_000, 500);

const MEDIA = ['sendImage', 'sendFile', 'sendVoice', 'sendVideo'] as const;
export type SendEndpoint = 'sendText' | 'sendLocation' | (typeof MEDIA)[number];
export type ChatEndpoint = 'sendSeen' | 'startTyping' | 'stopTyping';
export type SessionAction = 'start' | 'stop' | 'restart';
type Query = Record<string, string | number | boolean | undefined>;

/** What the waha sheet says of calls in general. */
export function wahaPolicy(limiterKey: string, parallelWorkers: number): HttpPolicy {
	return {
		vendor: 'WAHA',
		limiterKey,
		budget: shareBudget(BUDGET, parallelWorkers),
		timeoutMs: TIMEOUT_MS,
		errorMessage: wahaMessage,
		echoes: true,
		classify: readError,
		timeoutHint: 'Check that WAHA is up and its session is WORKING.',
	};
}

export interface WahaApiOptions {
	http: HttpClient;
	/** Without a slash at the end. */
	baseUrl: string;
	/** Identifies server and credential for the cache of engines; no secret in plain text. */
	account: string;
	engines?: TtlMap<string>;
}

/** WAHA in its own words (waha sheet §4–§6). All methods @throws {VendorError}. */
export class WahaApi {
	private readonly engines: TtlMap<string>;

	constructor(private readonly options: WahaApiOptions) {
		this.engines = options.engines ?? processEngines;
	}

	/** Stopped sessions only with `all`. */
	async sessions(all: boolean): Promise<Session[]> {
		return await this.get('/api/sessions', { all: all || undefined }, schema.sessionsSchema);
	}

	async session(name: string): Promise<Session> {
		return await this.get(`/api/sessions/${pathPart(name, 'Session')}`, {}, schema.sessionSchema);
	}

	/** What `saveConfig` replaces: with all keys that are in it, so it must not reach an item. */
	async config(name: string): Promise<SessionConfig> {
		const where = `/api/sessions/${pathPart(name, 'Session')}`;
		return (await this.get(where, {}, schema.sessionSchema, true)).config ?? {};
	}

	/** Replaces the whole config; WAHA restarts the session. */
	async saveConfig(name: string, config: SessionConfig): Promise<void> {
		const url = this.address(`/api/sessions/${pathPart(name, 'Session')}`);
		checkSession(await this.options.http.write({ method: 'PUT', url, body: { config } }), name);
	}

	async changeSession(name: string, action: SessionAction): Promise<void> {
		checkSession(await this.post(`/api/sessions/${pathPart(name, 'Session')}/${action}`, {}), name);
	}

	/** The QR code as PNG; `invalid_request` when the session is not waiting for a scan. */
	async qrCode(name: string): Promise<Buffer> {
		const { body } = await this.options.http.read({
			method: 'GET',
			url: this.address(`/api/${pathPart(name, 'Session')}/auth/qr`, { format: 'image' }),
			headers: { Accept: 'image/png' },
			answerAs: 'binary',
		});
		const image = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
		if (image.subarray(1, 4).toString('latin1') !== 'PNG') throw unexpected('not_sent');
		return image;
	}

	/** Where the server is, without a name and password that stand in the address. */
	get url(): string {
		return this.options.baseUrl.replace(/\/\/[^/@]*@/, '//');
	}

	/** Version, engine and tier of the server; older ones tell them under another path (waha sheet §3). */
	async server(): Promise<ServerVersion> {
		return await this.get('/api/server/version', {}, schema.versionSchema).catch(
			async (error: unknown) => {
				if (!(error instanceof VendorError && error.code === 'not_found')) throw error;
				return await this.get('/api/version', {}, schema.versionSchema);
			},
		);
	}

	/** Engine of the server, '' when it does not say. */
	async serverEngine(): Promise<string> {
		return (await this.server()).engine;
	}

	/** Engine of a session, from memory for a minute; '' when the key may not read it. */
	async engine(session: string): Promise<string> {
		const key = `${this.options.account}|${session}`;
		const known = this.engines.get(key);
		if (known !== undefined) return known;
		const found = await this.session(session).catch(undefinedIfForbidden);
		if (found === undefined) return '';
		const engine = engineName(found.engine) || (await this.serverEngine());
		this.engines.set(key, engine);
		return engine;
	}

	/** Sends a message; answers the engine's raw object, which may be empty. Never repeated but for 429. */
	async send(endpoint: SendEndpoint, body: Record<string, unknown>): Promise<unknown> {
		const isMedia = (MEDIA as readonly string[]).includes(endpoint);
		const timeoutMs = isMedia ? MEDIA_TIMEOUT_MS : TEXT_TIMEOUT_MS;
		const answer = await this.post(`/api/${endpoint}`, body, timeoutMs);
		if (isEmptyOfWaha(answer)) return {};
		const parsed = schema.sentSchema.safeParse(answer.body);
		// Of some other server: nobody knows where the message went.
		if (!parsed.success) throw unexpected('unknown');
		return parsed.data;
	}

	/** Their answers are empty or small, and say nothing of use but that they are WAHA's. */
	async chatAction(endpoint: ChatEndpoint, body: Record<string, unknown>): Promise<void> {
		const answer = await this.post(`/api/${endpoint}`, body);
		if (answer.statusCode === CREATED && isObject(answer.body)) return;
		if (!isEmptyOfWaha(answer)) throw unexpected('unknown');
	}

	/** Pages of a chat's messages; the filters are those of the waha sheet §6. No message comes twice. */
	async *messagePages(
		session: string,
		chatId: string,
		filters: Query,
		limit: number = PAGE_SIZE,
	): AsyncGenerator<Array<Record<string, unknown>>> {
		const url = `/api/${pathPart(session, 'Session')}/chats/${pathPart(chatId, 'Chat ID')}/messages`;
		const pageSize = Math.min(limit, PAGE_SIZE);
		const seen = new Set<string>();
		for (let offset = 0; ; offset += pageSize) {
			const query = { limit: pageSize, offset, downloadMedia: false, ...filters };
			const page = await this.get(url, query, schema.messagesSchema);
			// A message that arrives meanwhile moves the pages by one.
			const fresh = page.filter((message) => {
				const { messageKey } = messageIdsOf(message);
				const id = messageKey ? `${isFromMe(message)}_${messageKey}` : JSON.stringify(message);
				return !seen.has(id) && seen.add(id);
			});
			if (fresh.length > 0) yield fresh;
			if (page.length < pageSize || fresh.length === 0) return;
		}
	}

	/** @param phone digits with the country code */
	async checkExists(session: string, phone: string): Promise<{ exists: boolean; chatId: string }> {
		const query = { phone, session };
		const found = await this.get('/api/contacts/check-exists', query, schema.numberSchema);
		return { exists: found.numberExists, chatId: found.chatId ?? '' };
	}

	/** @param lid with `@lid` */
	async phoneOfLid(session: string, lid: string): Promise<LidPair> {
		return await this.get(
			`/api/${pathPart(session, 'Session')}/lids/${pathPart(lid, 'Hidden ID')}`,
			{},
			schema.lidSchema,
		);
	}

	/** @param phone digits with the country code */
	async lidOfPhone(session: string, phone: string): Promise<LidPair> {
		return await this.get(
			`/api/${pathPart(session, 'Session')}/lids/pn/${pathPart(phone, 'Phone')}`,
			{},
			schema.lidSchema,
		);
	}

	private async get<T>(
		where: string,
		query: Query,
		shape: z.ZodType<T, z.ZodTypeDef, unknown>,
		keepsSecrets = false,
	): Promise<T> {
		const url = this.address(where, query);
		const { body } = await this.options.http.read({ method: 'GET', url, keepsSecrets });
		const parsed = shape.safeParse(body);
		if (!parsed.success) throw unexpected('not_sent');
		return parsed.data;
	}

	private async post(
		where: string,
		body: Record<string, unknown>,
		timeoutMs?: number,
	): Promise<HttpAnswer> {
		return await this.options.http.write({
			method: 'POST',
			url: this.address(where),
			body,
			timeoutMs,
		});
	}

	private address(where: string, query: Query = {}): string {
		const pairs = Object.entries(query)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
		return `${this.options.baseUrl}${where}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
	}
}

/**
 * WEBJS of 2025.6.5 answers a message that went out with an empty 201 (waha sheet §6). WAHA answers every POST
 * with 201: an empty 200 is of somebody else.
 */
function isEmptyOfWaha({ statusCode, body }: HttpAnswer): boolean {
	const isEmpty = body === undefined || body === null || body === '';
	return statusCode === CREATED && (isEmpty || (isObject(body) && Object.keys(body).length === 0));
}

/** @throws {VendorError} outcome `unknown` for an answer that is neither WAHA's empty one nor this session */
function checkSession(answer: HttpAnswer, name: string): void {
	const parsed = schema.changedSessionSchema.safeParse(answer.body);
	if (parsed.data?.name !== name && !isEmptyOfWaha(answer)) throw unexpected('unknown');
}

/** A key with scopes may be allowed to send and not to read. */
async function undefinedIfForbidden(error: unknown): Promise<undefined> {
	if (error instanceof VendorError && error.code === 'forbidden') return undefined;
	return await Promise.reject(error);
}

function unexpected(outcome: WriteOutcome): VendorError {
	return new VendorError('The answer is not one of WAHA', {
		code: 'unexpected_answer',
		outcome,
		hint: 'Check that Base URL in the credential points to WAHA itself, not to a page before it.',
	});
}
