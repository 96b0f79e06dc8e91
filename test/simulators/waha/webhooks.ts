import { createHmac } from 'node:crypto';

import { WebhookSender, type Delivery, type RetryPlan } from '../shared/webhookSender';
import type { Session, Webhook } from './model';
import type { World } from './world';

export type Signature = 'valid' | 'missing' | 'wrong' | 'reserialised';

/** How events are sent, beside well. */
export interface SendOptions {
	/** Deliveries of each event to each webhook, 1 by default. */
	copies?: number;
	/** In reverse order. */
	shuffle?: boolean;
	/** All at once; otherwise each after the first answer to the one before. */
	parallel?: boolean;
	/** Paths left out of the envelope: `environment`, `me`, `payload._data`. */
	without?: string[];
	/** `reserialised`: computed over pretty-printed JSON while the body goes out compact. */
	signature?: Signature;
}

export interface OutgoingEvent {
	session: Session;
	event: string;
	payload: object;
}

interface Job {
	hook: Webhook;
	body: string;
}

/** Delivers events to the webhooks of a session and of the server (waha sheet §8). */
export class Webhooks {
	readonly sender = new WebhookSender();

	constructor(private readonly world: World) {}

	/** Sends events to everyone who subscribed; resolves after the first attempts, retries go on. */
	async send(events: OutgoingEvent[], options: SendOptions = {}): Promise<Delivery[]> {
		const jobs = events.flatMap((event) => {
			const body = JSON.stringify(this.envelope(event, options.without ?? []));
			return this.hooks(event.session, event.event).map((hook) => ({ hook, body }));
		});
		return await this.run(jobs, options);
	}

	/** Sends an envelope, or any text, as it is. Without an `event` every webhook gets it. */
	async sendRaw(raw: unknown, session: Session, options: SendOptions): Promise<Delivery[]> {
		const body = typeof raw === 'string' ? raw : JSON.stringify(raw);
		const event = (raw as { event?: unknown }).event;
		const hooks = this.hooks(session, typeof event === 'string' ? event : null);
		return await this.run(
			hooks.map((hook) => ({ hook, body })),
			options,
		);
	}

	private hooks(session: Session, event: string | null): Webhook[] {
		const global = this.world.switches.globalHook;
		const all: Webhook[] = [...(session.config?.webhooks ?? [])];
		if (global) {
			all.push({ url: global.url, events: global.events, hmac: { key: global.hmacKey } });
		}
		return all.filter(({ events }) => {
			return !events || event === null || events.includes('*') || events.includes(event);
		});
	}

	private envelope(event: OutgoingEvent, without: string[]): object {
		const envelope = structuredClone({
			id: this.world.ids.event(),
			timestamp: Date.now(),
			event: event.event,
			session: event.session.name,
			metadata: event.session.config?.metadata ?? {},
			me: this.world.sessions.me(event.session),
			payload: event.payload,
			engine: this.world.switches.engine,
			environment: this.world.environment(),
		});
		for (const path of without) {
			const keys = path.split('.');
			const last = keys.pop() ?? '';
			let place: unknown = envelope;
			for (const key of keys) place = (place as Record<string, unknown> | undefined)?.[key];
			if (place && typeof place === 'object') Reflect.deleteProperty(place, last);
		}
		return envelope;
	}

	private async run(jobs: Job[], options: SendOptions): Promise<Delivery[]> {
		const copies = Math.max(1, options.copies ?? 1);
		const all = jobs.flatMap((job) => new Array<Job>(copies).fill(job));
		if (options.shuffle) all.reverse();
		const signature = options.signature ?? 'valid';
		if (options.parallel) return await Promise.all(all.map((job) => this.deliver(job, signature)));
		const deliveries: Delivery[] = [];
		const { generation } = this.world;
		for (const job of all) {
			if (generation === this.world.generation) deliveries.push(await this.deliver(job, signature));
		}
		return deliveries;
	}

	/** Starts a delivery; resolves after its first attempt. */
	private async deliver({ hook, body }: Job, signature: Signature): Promise<Delivery> {
		let firstFailed = () => {};
		const failed = new Promise<void>((resolve) => (firstFailed = resolve));
		const plan = this.plan(hook);
		const done = this.sender.deliver(hook.url, body, this.headers(hook, body, signature), {
			...plan,
			// Asked for right after a failed attempt, so this is the end of the first round.
			delayMs: (attempt) => {
				firstFailed();
				return plan.delayMs(attempt);
			},
		});
		const delivery = this.sender.deliveries[this.sender.deliveries.length - 1];
		await Promise.race([done, failed]);
		return delivery;
	}

	/** About 15 tries, 2 s apart, unless the webhook says otherwise. */
	private plan(hook: Webhook): RetryPlan {
		const { retryUnitMs, webhookTimeoutMs } = this.world.switches;
		const { policy = 'constant', delaySeconds = 2, attempts = 15 } = hook.retries ?? {};
		const pause = delaySeconds * retryUnitMs;
		return {
			attempts,
			timeoutMs: webhookTimeoutMs,
			delayMs: (attempt) => retryPause(policy, pause, attempt, this.world.ids.random()),
		};
	}

	private headers(hook: Webhook, body: string, signature: Signature): Record<string, string> {
		const headers: Record<string, string> = {
			'Content-Type': 'application/json',
			'User-Agent': `WAHA/${this.world.switches.version}`,
			'X-Webhook-Request-Id': this.world.ids.ulid(),
			'X-Webhook-Timestamp': String(Date.now()),
		};
		for (const { name, value } of hook.customHeaders ?? []) headers[name] = value;
		const key = signature === 'wrong' ? `${hook.hmac?.key ?? ''}-wrong` : hook.hmac?.key;
		if (!key || signature === 'missing') return headers;
		const signed = signature === 'reserialised' ? JSON.stringify(JSON.parse(body), null, 2) : body;
		headers['X-Webhook-Hmac'] = createHmac('sha512', key).update(signed, 'utf8').digest('hex');
		headers['X-Webhook-Hmac-Algorithm'] = 'sha512';
		return headers;
	}
}

/** Milliseconds before attempt 2, 3 …; `random` in [0, 1) makes the 20 % jitter of `exponential`. */
export function retryPause(
	policy: 'constant' | 'linear' | 'exponential',
	pauseMs: number,
	attempt: number,
	random: number,
): number {
	if (policy === 'constant') return pauseMs;
	if (policy === 'linear') return pauseMs * (attempt - 1);
	return pauseMs * 2 ** (attempt - 2) * (0.8 + 0.4 * random);
}
