/** What `POST /__sim/faults` changes; a reset brings these back. */
export const defaultSwitches = () => ({
	/** Never answer a request whose User-Agent lacks `Mozilla/` (kaspi sheet §1). */
	requireBrowserUserAgent: true,
	/** 400 for a list without `filter[orders][state]`; documented, but some clients omit it (§3.1). */
	requireState: false,
	/** Whether `include[orders]=entries` fills `included`. */
	includeEntries: true,
	/** Links with scheme and host instead of `/v2/…` (§3.2). */
	absoluteLinks: false,
	/** 406 unless Accept allows `application/vnd.api+json` by that name or by `*` + `/*` (§1). */
	notAcceptable: true,
	/** 429 above this many requests in any second; 0 is no limit (§2). */
	ratePerSecond: 0,
	/** `Retry-After` of that 429 in seconds; 0 sends none, as its use is not documented. */
	retryAfterSeconds: 0,
	/** Pause before every answer, in milliseconds. */
	slowMs: 0,
	/** How long after ASSEMBLE the waybill appears, in milliseconds (§7). */
	waybillDelayMs: 200,
	/** The code that the buyer gets in the first step of COMPLETED (§7). */
	securityCode: '1234',
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
			throw new TypeError(`unknown switch of kaspi: ${key}; known: ${known}`);
		}
		const kind = typeof current[key as keyof Switches];
		const wrongNumber = kind === 'number' && !(Number(value) >= 0);
		if (typeof value !== kind || wrongNumber) {
			throw new TypeError(`${key} must be a ${kind}${kind === 'number' ? ' of 0 or more' : ''}`);
		}
	}
	return { ...current, ...changes };
}
