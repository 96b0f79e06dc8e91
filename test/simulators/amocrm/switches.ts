/** What `POST /__sim/faults` changes, with what amoCRM does by default; a reset brings these back. */
export const defaultSwitches = () => ({
	/** How long a write stays unknown to `query`, in milliseconds. amoCRM: some 2–5 s, up to 30 (§7.1). */
	searchLagMs: 300,
	/** `GET /leads?query=` looks at the linked contacts' fields, too; the docs do not promise it (§8). */
	leadQueryByContact: false,
	/** Custom-field and other paid filters: `refused` 400, `ignored` everything returned, `enabled` (§7.2). */
	apiFilter: 'refused',
	/** Deleted leads show up in lists, by id and in links, as `is_deleted: true`. */
	deletedInLists: false,
	/** Without `order` every request sees another order (§4). */
	unorderedPages: false,
	/** A `limit` above 250 falls back to 50 instead of 250 (§14.10). */
	limitFallsBack: false,
	/** Single PATCH answers in the `_embedded` envelope (§7.5). */
	patchEnvelope: false,
	/** Dates may be written as RFC 3339 text (§6.2). */
	rfc3339Dates: false,
	/** POST and PATCH with more elements than this get 504; 0 never (§3). */
	batch504Above: 0,
	/** `/leads/complex` merges into a contact with the same phone or e-mail (§9). */
	duplicateControl: false,
	/** Requests that one integration may send in any second; 0 is no limit at all (§3). */
	ratePerSecond: 7,
	/** Requests of all integrations in any second; 0 is no limit. */
	accountRatePerSecond: 50,
	/** How long everything gets 429 once the rate was exceeded, in milliseconds. */
	throttleMs: 1000,
	/** So many 429s within `banWindowMs` bring the 403 for all calls; 0 never. */
	banAfter: 100,
	banWindowMs: 60_000,
	/** The 403 ban itself: true bans at once, false is the support lifting it. */
	banned: false,
	/** The token's user is an administrator; otherwise `/users` and `/webhooks` are 403 (§11, §12). */
	admin: true,
	/** 402 for every write: the subscription lapsed (§5). */
	paymentRequired: false,
	/** The long-lived token is revoked or expired: 401 (§2). */
	tokenRevoked: false,
	/** The host belongs to no account: 404 with `X-Error: Account not found` (§1). */
	accountNotFound: false,
	/** Life of OAuth access tokens (§2). */
	accessTokenSeconds: 86_400,
	/** Life of authorization codes: 20 minutes (§2). */
	codeSeconds: 1200,
	/** Milliseconds in a "minute" of webhook retries: 5, 15, 15, 60 of them (§12). */
	retryMinuteMs: 1000,
	/** How long a webhook may take to answer (§12). */
	webhookTimeoutMs: 2000,
	/** From a change through the API to its webhook, in milliseconds. */
	webhookDelayMs: 0,
	/** How often each webhook is sent. */
	webhookCopies: 1,
	/** More bad answers than this within 2 h disable the webhook when the last one is bad, too (§12). */
	disableAfter: 100,
});

export type Switches = ReturnType<typeof defaultSwitches>;

/**
 * The switches with changes applied; nothing is applied when one of them is wrong.
 *
 * @throws {TypeError} for an unknown key or a value of the wrong kind
 */
export function changedSwitches(current: Switches, changes: Record<string, unknown>): Switches {
	for (const [key, value] of Object.entries(changes)) {
		if (!Object.hasOwn(current, key)) {
			const known = Object.keys(current).join(', ');
			throw new TypeError(`unknown switch of amocrm: ${key}; known: ${known}`);
		}
		const kind = typeof current[key as keyof Switches];
		const wrongNumber = kind === 'number' && !(Number(value) >= 0);
		if (typeof value !== kind || wrongNumber) {
			throw new TypeError(`${key} must be a ${kind}${kind === 'number' ? ' of 0 or more' : ''}`);
		}
	}
	const next = { ...current, ...changes };
	if (!['refused', 'ignored', 'enabled'].includes(next.apiFilter)) {
		throw new TypeError('apiFilter is one of refused, ignored, enabled');
	}
	return next;
}
