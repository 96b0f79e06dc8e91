import { fieldsOf, stringOf } from '../../shared/values';

/** One entry of a session's `config.webhooks` (waha sheet §8). */
export type Webhook = Record<string, unknown> & { url: string };

/** A session's config; keys that are not ours are kept as they are. */
export type SessionConfig = Record<string, unknown>;

export type RetryPolicy = 'constant' | 'exponential';

/** Our entry: WAHA calls `url`, signs with `key` and tries again until a 2xx. */
export function ourWebhook(
	url: string,
	events: string[],
	key: string,
	policy: RetryPolicy,
): Webhook {
	return {
		url,
		events: [...events],
		hmac: { key },
		retries: { policy, delaySeconds: 2, attempts: 15 },
	};
}

/** Whether the session already calls us exactly so: one entry with our URL and nothing of it differs. */
export function hasWebhook(config: SessionConfig, ours: Webhook): boolean {
	const entries = webhooksOf(config).filter((hook) => urlOf(hook) === ours.url);
	return entries.length === 1 && isSame(fieldsOf(entries[0]), ours);
}

/** The config with our entry in it. Entries with our URL are replaced, all others stay as they are. */
export function withWebhook(config: SessionConfig, ours: Webhook): SessionConfig {
	const others = webhooksOf(config).filter((hook) => urlOf(hook) !== ours.url);
	return { ...config, webhooks: [...others, ours] };
}

/** The config without our entry, or undefined when there is none: each change restarts the session. */
export function withoutWebhook(config: SessionConfig, url: string): SessionConfig | undefined {
	const all = webhooksOf(config);
	const others = all.filter((hook) => urlOf(hook) !== url);
	return others.length === all.length ? undefined : { ...config, webhooks: others };
}

function webhooksOf(config: SessionConfig): unknown[] {
	return Array.isArray(config.webhooks) ? (config.webhooks as unknown[]) : [];
}

function urlOf(hook: unknown): string {
	return stringOf(fieldsOf(hook).url);
}

function isSame(hook: Record<string, unknown>, ours: Webhook): boolean {
	const retries = fieldsOf(hook.retries);
	const expected = fieldsOf(ours.retries);
	return (
		eventSet(hook.events) === eventSet(ours.events) &&
		fieldsOf(hook.hmac).key === fieldsOf(ours.hmac).key &&
		Object.keys(expected).every((name) => retries[name] === expected[name])
	);
}

function eventSet(events: unknown): string {
	return JSON.stringify((Array.isArray(events) ? events : []).map(String).sort());
}
