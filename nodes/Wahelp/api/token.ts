import { InputError, VendorError } from '../../shared/errors';
import type { GivenToken } from './login';

/** How a token is got; both make one call. */
export interface TokenSource {
	/** @throws {VendorError} */
	logIn(): Promise<GivenToken>;
	/** @throws {VendorError} */
	refresh(token: string): Promise<GivenToken>;
}

interface Entry {
	token?: { value: string; renewFrom: number; expiresAt: number };
	/** Callers at the same time share one log-in. */
	pending?: Promise<string>;
	/** A refused log-in: a list of items must not try a wrong password for each of them. */
	refused?: { error: VendorError; until: number };
}

/** 60–300 s early (wahelp sheet §3). */
const MIN_EARLY_MS = 60_000;
const MAX_EARLY_MS = 300_000;
const REFUSED_MS = 30_000;
const MAX_ACCOUNTS = 200;

/**
 * The tokens of this process by account. They are kept in memory only, so each n8n worker has its own;
 * two log-ins at once do no harm (sheet §3).
 */
export class TokenStore {
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly now: () => number = Date.now) {}

	/**
	 * A token that is valid for some time yet: the known one, a renewed one or that of a new log-in.
	 *
	 * @param account names server and log-in without a secret
	 * @throws {VendorError} `unauthorized` when Login or Password is wrong
	 */
	async get(account: string, source: TokenSource): Promise<string> {
		const entry = this.entryOf(account);
		for (;;) {
			if (entry.token && entry.token.renewFrom > this.now()) return entry.token.value;
			if (entry.refused && entry.refused.until > this.now()) throw entry.refused.error;
			if (!entry.pending) return await this.start(entry, source);
			const shared = await entry.pending.catch((error: unknown) => {
				if (error instanceof VendorError || error instanceof InputError) throw error;
				// The other execution was cancelled: this one makes its own call.
				return undefined;
			});
			if (shared !== undefined) return shared;
		}
	}

	/** Wahelp did not take this token: the next call logs in, unless another one has done so already. */
	drop(account: string, value: string): void {
		const entry = this.entries.get(account);
		if (entry?.token?.value === value) entry.token = undefined;
	}

	/** Forgets everything, for tests. */
	clear(): void {
		this.entries.clear();
	}

	private async start(entry: Entry, source: TokenSource): Promise<string> {
		entry.pending = this.renew(entry, source);
		try {
			return await entry.pending;
		} finally {
			entry.pending = undefined;
		}
	}

	private async renew(entry: Entry, source: TokenSource): Promise<string> {
		const old = entry.token && entry.token.expiresAt > this.now() ? entry.token.value : undefined;
		const given =
			(old === undefined ? undefined : await refreshed(source, old)) ?? (await source.logIn());
		const ttl = given.expiresIn * 1000;
		const early = Math.min(Math.max(ttl / 12, MIN_EARLY_MS), MAX_EARLY_MS, ttl / 2);
		const expiresAt = this.now() + ttl;
		entry.token = { value: given.value, renewFrom: expiresAt - early, expiresAt };
		entry.refused = undefined;
		return given.value;
	}

	private entryOf(account: string): Entry {
		let entry = this.entries.get(account);
		if (!entry) {
			if (this.entries.size >= MAX_ACCOUNTS) this.entries.delete([...this.entries.keys()][0]);
			entry = {};
			this.entries.set(account, entry);
		}
		return entry;
	}

	/** Remembers for a while that this log-in is refused. */
	refuse(account: string, error: VendorError): void {
		const entry = this.entryOf(account);
		entry.token = undefined;
		entry.refused = { error, until: this.now() + REFUSED_MS };
	}
}

/** Shared by all executions of this process. */
export const processTokens = new TokenStore();

/** Undefined when Wahelp does not renew it: the caller logs in (sheet §3). */
async function refreshed(source: TokenSource, token: string): Promise<GivenToken | undefined> {
	return await source.refresh(token).catch(async (error: unknown) => {
		if (error instanceof VendorError) return undefined;
		return await Promise.reject(error);
	});
}
