import { AmoError, htmlPage } from './problems';
import type { Switches } from './switches';
import { SANDBOX_KEY, type Tokens } from './tokens';

const SECOND = 1000;

/** What stands in front of every call: ban, rate, token, subscription (amocrm sheet §2, §3, §5). */
export class Guard {
	private recent: Array<{ at: number; integration: string }> = [];
	private refusals: number[] = [];
	private throttledUntil = new Map<string, number>();

	constructor(
		private readonly tokens: Tokens,
		private readonly switches: () => Switches,
		private readonly ban: () => void,
	) {}

	/**
	 * Lets a request pass.
	 *
	 * @param authorization the header, undefined for the OAuth routes, which need none
	 * @throws {AmoError} 401, 402, 403 (HTML), 404 or 429 (HTML)
	 */
	check(method: string, authorization: string | undefined, needsToken: boolean): void {
		const { accountNotFound, banned, paymentRequired } = this.switches();
		if (accountNotFound) throw new AmoError(404, 'Account not found');
		if (banned) throw htmlPage(403);
		const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
		this.checkRate(needsToken ? this.integrationOf(token) : 'oauth');
		if (!needsToken) return;
		if (this.integrationOf(token) === '') {
			throw new AmoError(401, 'Token is invalid, expired or revoked');
		}
		if (paymentRequired && method !== 'GET') throw new AmoError(402, 'Account is not paid');
	}

	/** Forgets the rate; a ban is a switch and stays. */
	reset(): void {
		this.recent = [];
		this.refusals = [];
		this.throttledUntil.clear();
	}

	private integrationOf(token: string): string {
		if (token === SANDBOX_KEY) return this.switches().tokenRevoked ? '' : 'long-lived';
		return this.tokens.isValid(token) ? 'oauth' : '';
	}

	private checkRate(integration: string): void {
		const { ratePerSecond, accountRatePerSecond, throttleMs } = this.switches();
		const now = Date.now();
		if ((this.throttledUntil.get(integration) ?? 0) > now && ratePerSecond > 0) this.refuse(now);
		this.recent = this.recent.filter(({ at }) => at > now - SECOND);
		const own = this.recent.filter((seen) => seen.integration === integration).length;
		const overOwn = ratePerSecond > 0 && own >= ratePerSecond;
		const overAll = accountRatePerSecond > 0 && this.recent.length >= accountRatePerSecond;
		if (overOwn || (overAll && ratePerSecond > 0)) {
			this.throttledUntil.set(integration, now + throttleMs);
			this.refuse(now);
		}
		this.recent.push({ at: now, integration });
	}

	private refuse(now: number): never {
		const { banAfter, banWindowMs } = this.switches();
		this.refusals = this.refusals.filter((at) => at > now - banWindowMs);
		this.refusals.push(now);
		if (banAfter > 0 && this.refusals.length > banAfter) {
			this.ban();
			throw htmlPage(403);
		}
		throw htmlPage(429);
	}
}
