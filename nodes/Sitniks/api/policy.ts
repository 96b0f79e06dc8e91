import type { VendorErrorOptions } from '../../shared/errors';
import { isPage, type HttpAnswer, type HttpPolicy } from '../../shared/http';
import { shareBudget } from '../../shared/limiter';
import { textsIn } from '../../shared/values';

type ErrorCase = Partial<VendorErrorOptions> & { message?: string };

export interface SitniksTiming {
	/** Within it Sitniks takes ten requests of a key (sitniks sheet §1). */
	windowMs: number;
	/** How long a key is blocked after a 429. */
	blockMs: number;
}

export interface PolicyOptions {
	parallelWorkers?: number;
	/** How long to wait for one answer; requests can hang for ever (sitniks sheet §1). */
	timeoutMs?: number;
	/** False: a blocked key is an error at once. */
	waitForLimit?: boolean;
	timing?: SitniksTiming;
}

const CALLS = 10;
/** A little more than the ten seconds, for clocks that count differently. */
export const TIMING: SitniksTiming = { windowMs: 10_100, blockMs: 70_000 };
const MAX_BLOCK_WAITS = 2;
const TIMEOUT_MS = 20_000;
/** How often a read is repeated; a hang has cost its whole time-out before. */
const READ_RETRIES: Record<string, number> = {
	html_page: 3,
	network: 3,
	timeout: 1,
	unavailable: 3,
};
const MAX_MESSAGE = 300;

/** What the sitniks sheet says of calls in general (§1, §7). */
export function sitniksPolicy(limiterKey: string, options: PolicyOptions = {}): HttpPolicy {
	const { parallelWorkers = 1, timeoutMs = TIMEOUT_MS, waitForLimit = true } = options;
	const { windowMs, blockMs } = options.timing ?? TIMING;
	return {
		vendor: 'Sitniks',
		limiterKey,
		budget: shareBudget({ calls: CALLS, windowMs, fromAnswer: true }, parallelWorkers),
		block: { ms: blockMs, maxWaits: waitForLimit ? MAX_BLOCK_WAITS : 0 },
		readRetries: (code) => READ_RETRIES[code] ?? 0,
		headers: { Accept: 'application/json' },
		timeoutMs,
		errorMessage,
		echoes: true,
		classify,
		timeoutHint: 'Sitniks may be slow or out of order. Raise the option Timeout, or run it later.',
	};
}

/** `message` of a Nest error, a text or a list of texts, else the text itself (sitniks sheet §7). */
function errorMessage({ body }: HttpAnswer): string | undefined {
	if (isPage(body)) return undefined;
	const { message, error } = (typeof body === 'object' && body !== null ? body : {}) as {
		message?: unknown;
		error?: unknown;
	};
	const said = typeof body === 'string' ? [body] : textsIn(message ?? error);
	return said.join('; ').replace(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE) || undefined;
}

/** What is special to Sitniks (sitniks sheet §7). */
function classify({ statusCode, body }: HttpAnswer, isRead: boolean): ErrorCase | undefined {
	if (statusCode === 401) {
		return {
			message: 'Sitniks does not know this API Key',
			hint: 'Copy API Key from the settings of Sitniks CRM into the credential and save it again.',
		};
	}
	if (statusCode === 429) {
		return {
			message: 'Sitniks has blocked this key for about a minute: there were too many calls',
			hint: 'Something else uses the same key. Give it a key of its own, or run this again later.',
		};
	}
	if (isPage(body)) {
		const isRefused = statusCode >= 400 && statusCode < 500;
		const outcome = isRefused ? 'rejected' : isRead ? 'not_sent' : 'unknown';
		const look = outcome === 'unknown' ? ' It may have been done. Look before you repeat it.' : '';
		return {
			message: `Sitniks answered ${statusCode} with a web page, not with data`,
			code: 'html_page',
			outcome,
			hint: `Check Base URL in the credential; if it is right, Sitniks is out of order.${look}`,
		};
	}
	if (statusCode === 403) {
		return {
			message: 'The plan of this Sitniks account has no API',
			code: 'plan_without_api',
			hint: 'On a trial or free plan the API is closed. Choose a paid plan in Sitniks.',
		};
	}
	return undefined;
}
