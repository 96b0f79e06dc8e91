import { WebhookSender, type Delivery } from '../shared/webhookSender';
import type { Json, Webhook } from './model';
import { envelope } from './payloads';
import type { World } from './world';

const SHUFFLE_SEED = 12_345;
const FORGED_PLAN = { attempts: 1, delayMs: () => 0 };

export interface SendOptions {
	/** Deliveries to each webhook; the switch `copies` by default. */
	copies?: number;
	/** Instead of the switch `envelope`. */
	envelope?: string;
	/** One forged delivery: `secret` and `token` of the URL's query replaced or taken out. */
	secret?: 'wrong' | 'missing';
}

/** Calls the webhooks of a project, for all its channels (wahelp sheet §9). */
export class Webhooks {
	readonly sender = new WebhookSender();
	list: Webhook[] = [];
	private shuffled = SHUFFLE_SEED;

	constructor(private readonly world: World) {}

	/** Back to none; with `keep` the registered ones stay. */
	reset(keep: boolean): void {
		this.sender.reset();
		this.shuffled = SHUFFLE_SEED;
		if (!keep) this.list = [];
	}

	of(projectId: number): Webhook[] {
		return this.list.filter(({ project_id }) => project_id === projectId);
	}

	/** Tells of an event; resolves after the first attempts, later ones go on. */
	async send(
		projectId: number,
		action: string,
		payload: Json,
		options: SendOptions = {},
	): Promise<Delivery[]> {
		const hooks = this.of(projectId).filter(
			({ entities }) =>
				entities.length === 0 ||
				entities.some((entity) => action === entity || action.startsWith(`${entity}.`)),
		);
		const body = envelope(options.envelope ?? this.world.switches.envelope, action, payload);
		return await this.post(hooks, JSON.stringify(body), options);
	}

	/** Sends a body as it is to every webhook of the project; a string need not be JSON. */
	async sendRaw(projectId: number, body: unknown, options: SendOptions): Promise<Delivery[]> {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return await this.post(this.of(projectId), text, options);
	}

	private async post(hooks: Webhook[], body: string, options: SendOptions): Promise<Delivery[]> {
		const copies = options.copies ?? this.world.switches.copies;
		const jobs = hooks.flatMap(({ url }) =>
			Array.from({ length: copies }, () => this.deliver(url, body, options.secret)),
		);
		return (await Promise.all(jobs)).filter((delivery) => delivery !== undefined);
	}

	/** Resolves after the first attempt; undefined when a reset came first. */
	private async deliver(
		url: string,
		body: string,
		secret: SendOptions['secret'],
	): Promise<Delivery | undefined> {
		const { switches, generation, timers } = this.world;
		if (switches.shuffle > 0) await timers.wait(this.random() * switches.shuffle);
		if (generation !== this.world.generation) return undefined;

		const { retryDelaysMs, webhookTimeoutMs: timeoutMs } = switches;
		const retries = {
			attempts: retryDelaysMs.length + 1,
			delayMs: (attempt: number) => retryDelaysMs[attempt - 2],
		};
		const { attempts, delayMs } = secret === undefined ? retries : FORGED_PLAN;
		let firstFailed = () => {};
		const failed = new Promise<void>((resolve) => (firstFailed = resolve));
		const target = secret === undefined ? url : forgedUrl(url, secret);
		const headers = { 'Content-Type': 'application/json' };
		const done = this.sender.deliver(target, body, headers, {
			attempts,
			timeoutMs,
			// Asked for right after a failed attempt, so this is the end of the first one.
			delayMs: (attempt) => {
				firstFailed();
				return delayMs(attempt);
			},
		});
		const delivery = this.sender.deliveries[this.sender.deliveries.length - 1];
		await Promise.race([done, failed]);
		return delivery;
	}

	/** In [0, 1), the same row after each reset. */
	private random(): number {
		this.shuffled = (this.shuffled * 48_271) % 2_147_483_647;
		return this.shuffled / 2_147_483_647;
	}
}

function forgedUrl(url: string, secret: 'wrong' | 'missing'): string {
	const forged = new URL(url);
	for (const name of ['secret', 'token']) {
		if (!forged.searchParams.has(name)) continue;
		if (secret === 'wrong') forged.searchParams.set(name, 'forged');
		else forged.searchParams.delete(name);
	}
	return forged.toString();
}
