import { hideEcho, VendorError, type VendorErrorOptions } from './errors';
import { KeyBlocked, QueueFull, RateLimiter, type Budget } from './limiter';
import { isSameHost } from './ownHost';
import { pause } from './pause';
import { Scrubber } from './secrets';
import { storable } from './storable';
import { textsIn } from './values';

export interface HttpCall {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Absolute, with the query already in it: vendors disagree on how brackets are written. */
	url: string;
	headers?: Record<string, string>;
	body?: unknown;
	timeoutMs?: number;
	/** `binary` answers a Buffer. */
	answerAs?: 'json' | 'binary';
	/**
	 * The answer keeps the credential's secrets: it is compared or written back, and never reaches an item
	 * or an error.
	 */
	keepsSecrets?: boolean;
	/** Besides those of the credential, such as the token of a session. */
	secrets?: string[];
}

export interface HttpAnswer {
	statusCode: number;
	headers: Record<string, unknown>;
	/** Parsed JSON, text (an HTML page of a proxy), or a Buffer. */
	body: unknown;
}

/** No answer arrived. `code` is Node's: ECONNRESET, ECONNREFUSED, ETIMEDOUT … */
export class NoAnswer {
	constructor(readonly code: string) {}
}

/** One HTTP call, without any policy. */
export type Send = (call: HttpCall) => Promise<HttpAnswer | NoAnswer>;

/** What a vendor's sheet says of its API. */
export interface HttpPolicy {
	/** For messages: "Kaspi", "WAHA". */
	vendor: string;
	/** Identifies host and credential for the limiter; no secret in plain text. */
	limiterKey: string;
	budget: Budget;
	/** Headers of every call. */
	headers?: Record<string, string>;
	timeoutMs: number;
	/** The vendor's message in a refused answer. */
	errorMessage(answer: HttpAnswer): string | undefined;
	/** The vendor's messages may repeat texts that were sent: they are taken out. */
	echoes?: boolean;
	/** A vendor's own reading of an answer: its error case, or undefined for the general rule. */
	classify?(
		answer: HttpAnswer,
		isRead: boolean,
	): (Partial<VendorErrorOptions> & { message?: string }) | undefined;
	/** A 429 blocks the key so long for all its calls: each waits for the end of `maxWaits` blocks. */
	block?: { ms: number; maxWaits: number };
	/** How often a read that failed with this code is repeated, where the general rule does not fit. */
	readRetries?(code: string): number;
	/** Added to the hint when nothing answers in time. */
	timeoutHint?: string;
	/** The next step when a web page refuses the call, where it is more than the address. */
	pageHint?: string;
}

const MAX_RETRIES = 5;
const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** A vendor that asks for more than this gets its pause from the workflow, not from a waiting node. */
const MAX_RETRY_AFTER_MS = 60_000;

/** The request surely never reached the vendor. */
const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'ERR_INVALID_URL',
]);
const TIMEOUTS = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT']);

/** Repeated by clients as they are; 303 asks for a GET, which would lose a write. */
const FOLLOWED = [301, 302, 307, 308];
/** These ask for the same call again; after 301 and 302 others send a GET, to a log-in page or a result. */
const KEEPS_CALL = [307, 308];
const MAX_REDIRECTS = 3;

/** Shared by all executions of this process. */
export const processLimiter = new RateLimiter(Date.now, pause, true);

export interface HttpClientOptions {
	send: Send;
	policy: HttpPolicy;
	/** Where the vendor's API is, as the credential says; without a slash at the end. */
	baseUrl?: string;
	/** Of the credential: they are in no answer and no error. */
	secrets?: unknown[];
	limiter?: RateLimiter;
	signal?: AbortSignal;
	sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
	random?: () => number;
}

/**
 * Calls a vendor under the pack's HTTP policy: limited, timed out, 429 repeated for any
 * call, network errors and 5xx repeated for reads only, never 403, never a write whose answer was lost.
 * A redirect is followed on the same host only, with the method and the body that it has; a write goes on only
 * where nothing can have been done yet, and what is refused behind a redirect may have been done before it.
 */
export class HttpClient {
	private readonly scrubber: Scrubber;

	constructor(private readonly options: HttpClientOptions) {
		this.scrubber = new Scrubber(options.secrets ?? []);
	}

	/** A call without effect at the vendor: repeated on network errors and 5xx. @throws {VendorError} */
	async read(call: HttpCall): Promise<HttpAnswer> {
		return await this.call(call, true);
	}

	/** A call that changes something: repeated only when it surely was not done. @throws {VendorError} */
	async write(call: HttpCall): Promise<HttpAnswer> {
		return await this.call(call, false);
	}

	private async call(call: HttpCall, isRead: boolean): Promise<HttpAnswer> {
		const { policy } = this.options;
		for (let attempt = 0, blocks = 0; ;) {
			const result = await this.attempt(call, isRead, blocks);
			if (!(result instanceof VendorError)) return result;
			if (result.code === 'rate_limited' && policy.block) {
				// The next try waits in the limiter until the block has ended.
				if (++blocks > policy.block.maxWaits) throw result;
				continue;
			}
			const waitMs = result.retryAfterMs ?? this.backOff(attempt);
			if (attempt >= maxRetries(policy, result, isRead) || waitMs > MAX_RETRY_AFTER_MS) {
				throw result;
			}
			attempt++;
			await (this.options.sleep ?? pause)(waitMs, this.options.signal);
		}
	}

	/** @param blocks how many of its tries have met a block of the key */
	private async attempt(
		call: HttpCall,
		isRead: boolean,
		blocks: number,
	): Promise<HttpAnswer | VendorError> {
		const { policy } = this.options;
		const timeoutMs = call.timeoutMs ?? policy.timeoutMs;
		const headers = { ...policy.headers, ...call.headers };
		const result = await this.followed({ ...call, headers, timeoutMs }, isRead, blocks);
		return result instanceof VendorError ? this.withoutEcho(result, call) : result;
	}

	/** The same call again, wherever its own host points to. @throws {VendorError} when the key is blocked */
	private async followed(
		call: HttpCall & { timeoutMs: number },
		isRead: boolean,
		blocks: number,
	): Promise<HttpAnswer | VendorError> {
		const { policy, baseUrl = '' } = this.options;
		const visited = [call.url];
		for (let { url } = call; ; visited.push(url)) {
			const hops = visited.length - 1;
			const received = await this.sent({ ...call, url }, blocks).catch(
				async (error: unknown) =>
					await Promise.reject(!isRead && hops > 0 ? doubtful(policy, error) : error),
			);
			const { statusCode = 0 } = received instanceof NoAnswer ? {} : received;
			if (received instanceof NoAnswer || statusCode < 300 || statusCode >= 400) {
				const result =
					received instanceof NoAnswer
						? silence(policy, received, call.timeoutMs, isRead)
						: this.judged(received, call, isRead);
				return !isRead && hops > 0 ? doubtful(policy, result) : result;
			}
			const target = targetOf(received, url);
			const isNext =
				target !== undefined &&
				hops < MAX_REDIRECTS &&
				isFollowed(statusCode, call.method, url, target) &&
				(isRead || isSafeForWrite(statusCode, visited, target));
			if (!isNext) {
				return redirected(policy, statusCode, isRead, addressIn(target, call.url, baseUrl));
			}
			url = target.href;
		}
	}

	/** @param blocks how many of its tries have met a block of the key */
	private async sent(call: HttpCall, blocks: number): Promise<HttpAnswer | NoAnswer> {
		const { send, policy, signal, limiter = processLimiter } = this.options;
		const { limiterKey, budget, block } = policy;
		const maxBlocks = block ? block.maxWaits - Math.max(0, blocks - 1) : Infinity;
		await limiter
			.take(limiterKey, budget, signal, maxBlocks)
			.catch(async (error: unknown) => await Promise.reject(notLetIn(policy, error)));
		return await send(call).finally(() => limiter.answered(limiterKey));
	}

	private judged(received: HttpAnswer, call: HttpCall, isRead: boolean): HttpAnswer | VendorError {
		const { policy, limiter = processLimiter } = this.options;
		const { limiterKey, block } = policy;
		const isRaw = call.keepsSecrets === true && received.statusCode < 400;
		const answer = withStorableBody(isRaw ? received : scrubbed(received, this.scrubberOf(call)));
		if (answer.statusCode < 400 && !policy.classify?.(answer, isRead)) {
			// What was read is checked for its shape, and what was written by its own schema.
			return !isRead && isPage(answer.body) ? pageForWrite(policy, answer.statusCode) : answer;
		}
		const refused = refusal(policy, answer, isRead);
		if (refused.code === 'rate_limited' && block) limiter.block(limiterKey, block.ms);
		return refused;
	}

	/** The error without what was sent, as far as the vendor repeats it, and without secrets. */
	private withoutEcho(error: VendorError, call: HttpCall): VendorError {
		const sent = [...textsIn(call.body), ...queryTexts(call.url)];
		const quiet = this.options.policy.echoes ? hideEcho(error, sent) : error;
		return this.scrubberOf(call).error(quiet);
	}

	private scrubberOf({ secrets }: HttpCall): Scrubber {
		const { secrets: known = [] } = this.options;
		return secrets ? new Scrubber([...known, ...secrets]) : this.scrubber;
	}

	private backOff(attempt: number): number {
		const { random = Math.random } = this.options;
		const full = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
		return Math.round(full / 2 + (random() * full) / 2);
	}
}

function scrubbed(answer: HttpAnswer, scrubber: Scrubber): HttpAnswer {
	const { statusCode, body } = answer;
	const isError = statusCode >= 400 && Buffer.isBuffer(body);
	const clean = isError ? scrubber.bytes(body) : scrubber.value(body);
	const headers = scrubber.value(answer.headers);
	const isSame = Object.is(clean, body) && headers === answer.headers;
	return isSame ? answer : { ...answer, headers, body: clean };
}

/** Where a redirect points to; undefined when it names no address of the web. */
function targetOf({ headers }: HttpAnswer, from: string): URL | undefined {
	const location = header({ headers }, 'location');
	if (location === undefined || !URL.canParse(location, from)) return undefined;
	const target = new URL(location, from);
	return /^https?:$/.test(target.protocol) ? target : undefined;
}

function isFollowed(status: number, method: string, from: string, target: URL): boolean {
	const keepsCall = FOLLOWED.includes(status) || (status === 303 && method === 'GET');
	return keepsCall && isSameHost(new URL(from), target);
}

/**
 * Whether a write goes on to there: with 301 and 302 many servers answer what they have done or want to have
 * a log-in for, so those count only for the move of the same address to https or to a slash at its end.
 */
function isSafeForWrite(status: number, visited: string[], target: URL): boolean {
	const isKnown = visited.some((url) => withoutHash(new URL(url)) === withoutHash(target));
	const from = new URL(visited[visited.length - 1]);
	const isMove = pathOf(from) === pathOf(target) && from.search === target.search;
	return !isKnown && (KEEPS_CALL.includes(status) || isMove);
}

function withoutHash({ origin, pathname, search }: URL): string {
	return origin + pathname + search;
}

function pathOf({ pathname }: URL): string {
	return pathname.replace(/\/+$/, '');
}

/**
 * What came of a write behind a redirect: the first server may have done it, whatever the next one refuses.
 * With a code of its own, as nothing may be sent again after it.
 */
function doubtful<T>({ vendor }: HttpPolicy, result: T): T | VendorError {
	if (!(result instanceof VendorError) || result.outcome === 'unknown') return result;
	const { httpStatus, requestId, message } = result;
	return new VendorError(`${vendor} pointed to another address, and there: ${message}`, {
		...{ code: 'redirected', outcome: 'unknown', httpStatus, requestId },
		hint: 'It may have been done before. Look before you repeat it, and enter the address that answers itself as Base URL in the credential.',
	});
}

/**
 * The base address that a redirect points to, without what a call has behind it. A path of another kind is
 * a log-in page, say: only its server is told.
 */
function addressIn(target: URL | undefined, url: string, baseUrl: string): string | undefined {
	if (target === undefined) return undefined;
	const path = url.startsWith(baseUrl) ? new URL(url.slice(baseUrl.length), url).pathname : '';
	const there = target.pathname.replace(/\/+$/, '');
	const suffix = path.replace(/\/+$/, '');
	const isSameCall = suffix !== '' && there.endsWith(suffix);
	return target.origin + (isSameCall ? there.slice(0, -suffix.length) : '');
}

function redirected(
	{ vendor }: HttpPolicy,
	httpStatus: number,
	isRead: boolean,
	address: string | undefined,
): VendorError {
	const enter =
		address === undefined
			? 'Enter the address that answers itself as Base URL in the credential.'
			: `If that is where your account is, enter ${address} as Base URL in the credential.`;
	const look = isRead ? '' : ' It may have been done. Look before you repeat it.';
	return new VendorError(`${vendor} points to another address: ${address ?? 'it names none'}`, {
		code: 'redirected',
		outcome: isRead ? 'not_sent' : 'unknown',
		httpStatus,
		hint: `Nothing is sent there by itself, neither the key nor the data. ${enter}${look}`,
	});
}

function queryTexts(url: string): string[] {
	return URL.canParse(url) ? [...new URL(url).searchParams.values()] : [];
}

/** What clients write to a vendor comes back in its answers. */
function withStorableBody(answer: HttpAnswer): HttpAnswer {
	const body = storable(answer.body);
	return Object.is(body, answer.body) ? answer : { ...answer, body };
}

function maxRetries(policy: HttpPolicy, error: VendorError, isRead: boolean): number {
	if (isRead && policy.readRetries) {
		return error.outcome === 'rejected' ? 0 : policy.readRetries(error.code);
	}
	return isRepeatable(error, isRead) ? MAX_RETRIES : 0;
}

function isRepeatable(error: VendorError, isRead: boolean): boolean {
	if (error.httpStatus === 403) return false;
	if (error.code === 'rate_limited') return true;
	const isTransient = ['unavailable', 'timeout', 'network'].includes(error.code);
	// A host that does not exist will not appear in half a minute: only reads try again.
	return isRead && isTransient;
}

function refusal(policy: HttpPolicy, answer: HttpAnswer, isRead: boolean): VendorError {
	const { vendor } = policy;
	const status = answer.statusCode;
	const said = policy.errorMessage(answer);
	const general = isRefusedByPage(answer) ? pageCase(policy, status) : generalCase(status, isRead);
	const special = policy.classify?.(answer, isRead);
	const message = special?.message ?? `${vendor} answered ${status}${said ? `: ${said}` : ''}`;
	return new VendorError(message, {
		httpStatus: status,
		requestId: header(answer, 'x-request-id'),
		retryAfterMs:
			status === 429
				? (retryAfterMs(header(answer, 'retry-after')) ?? policy.block?.ms)
				: undefined,
		...general,
		...special,
	});
}

/** Why the limiter has not let a call through; anything else as it is. */
function notLetIn({ vendor }: HttpPolicy, error: unknown): unknown {
	if (!(error instanceof KeyBlocked || error instanceof QueueFull)) return error;
	const words =
		error instanceof KeyBlocked
			? `${vendor} has blocked this key for a while: there were too many calls`
			: `too many calls of ${vendor} wait already`;
	return new VendorError(words, {
		code: 'rate_limited',
		outcome: 'not_sent',
		retryAfterMs: error.waitMs,
		hint: `Run it again in ${Math.ceil(error.waitMs / 1000)} seconds.`,
	});
}

/** A web page: what a proxy, a firewall or another server says, never the API. */
export function isPage(body: unknown): boolean {
	// Of a picture that was refused the first bytes are enough.
	const start = Buffer.isBuffer(body) ? body.subarray(0, 200).toString('utf8') : body;
	return typeof start === 'string' && /^\uFEFF?\s*</.test(start);
}

/** A page with 404 says nothing about an id: whoever wrote it knows no ids. */
function isRefusedByPage({ statusCode, body }: HttpAnswer): boolean {
	const isOther = statusCode === 401 || statusCode === 429 || statusCode >= 500;
	return statusCode >= 400 && !isOther && isPage(body);
}

/** A login page or one of a proxy: nobody knows what became of the call. */
function pageForWrite({ vendor, pageHint }: HttpPolicy, httpStatus: number): VendorError {
	return new VendorError(`${vendor} answered with a web page`, {
		code: 'unexpected_answer',
		outcome: 'unknown',
		httpStatus,
		hint: pageHint ?? 'Check Base URL in the credential and what stands in between.',
	});
}

function pageCase({ pageHint }: HttpPolicy, status: number): VendorErrorOptions {
	return {
		code: status === 403 ? 'forbidden' : 'unexpected_answer',
		outcome: 'rejected',
		hint:
			pageHint ??
			'A web page came instead of data: the address was refused. Check Base URL in the credential and what stands in between.',
	};
}

function generalCase(status: number, isRead: boolean): VendorErrorOptions {
	const outcome = 'rejected' as const;
	if (status === 401) {
		return {
			code: 'unauthorized',
			outcome,
			hint: 'Check the key in the credential and save it again.',
		};
	}
	if (status === 403) {
		return {
			code: 'forbidden',
			outcome,
			hint: 'The account or key may not do this. It is not tried again.',
		};
	}
	if (status === 404) return { code: 'not_found', outcome, hint: 'Check the ID.' };
	if (status === 429) {
		return {
			code: 'rate_limited',
			outcome: 'not_sent',
			hint: 'Too many calls. Run it again later or raise the pause.',
		};
	}
	if (status >= 500) {
		return isRead
			? {
					code: 'unavailable',
					outcome: 'not_sent',
					hint: 'The server is out of order. Run it again later.',
				}
			: {
					code: 'unavailable',
					outcome: 'unknown',
					hint: 'It may have been done. Look before you repeat it.',
				};
	}
	return { code: 'invalid_request', outcome, hint: 'Check the fields that were sent.' };
}

function silence(
	policy: HttpPolicy,
	error: NoAnswer,
	timeoutMs: number,
	isRead: boolean,
): VendorError {
	const neverSent = NEVER_SENT.has(error.code);
	const outcome = isRead || neverSent ? 'not_sent' : 'unknown';
	const look = outcome === 'unknown' ? ' It may have been done. Look before you repeat it.' : '';
	if (TIMEOUTS.has(error.code)) {
		return new VendorError(`${policy.vendor} did not answer within ${timeoutMs / 1000} s`, {
			code: 'timeout',
			outcome,
			hint: `${policy.timeoutHint ?? 'Check that the server is up and can be reached from here.'}${look}`,
		});
	}
	// The code stays out of the message: n8n would replace the whole text by one of its own.
	return new VendorError(`${policy.vendor} could not be reached`, {
		code: 'network',
		outcome,
		hint: `Check the address in the credential and that the server is up (${error.code}).${look}`,
	});
}

function header(answer: Pick<HttpAnswer, 'headers'>, name: string): string | undefined {
	const found = Object.entries(answer.headers).find(([key]) => key.toLowerCase() === name);
	return found === undefined ? undefined : String(found[1]);
}

/** `Retry-After` in seconds or as an HTTP date, in milliseconds. */
function retryAfterMs(value: string | undefined): number | undefined {
	if (!value) return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const at = Date.parse(value);
	return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
