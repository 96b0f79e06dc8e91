import { WebhookSender, type Delivery } from '../shared/webhookSender';
import type { Chat, Message } from './model';
import { eventView } from './views';
import type { World } from './world';

const SHUFFLE_SEED = 12_345;

export interface SendOptions {
	/** Deliveries to each webhook; the switch `copies` by default. */
	copies?: number;
	/** A forged delivery, without retries: `secret` of the URL's query replaced or taken out. */
	secret?: 'wrong' | 'missing';
}

/** Tells the webhooks that were set up in the CRM of each message in a chat (sitniks sheet §6). */
export class Webhooks {
	readonly sender = new WebhookSender();
	private shuffled = SHUFFLE_SEED;

	constructor(private readonly world: World) {}

	reset(): void {
		this.sender.reset();
		this.shuffled = SHUFFLE_SEED;
	}

	async announce(chat: Chat, message: Message, options: SendOptions = {}): Promise<Delivery[]> {
		return await this.send(eventView(chat, message), options);
	}

	/** Posts a body; a text goes out as it is. Resolves after the first attempts, later ones go on. */
	async send(body: unknown, options: SendOptions = {}): Promise<Delivery[]> {
		const { switches } = this.world;
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const jobs = switches.webhookUrls.flatMap((url) =>
			Array.from({ length: options.copies ?? switches.copies }, () =>
				this.deliver(url, text, options.secret),
			),
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

		const pauses = secret === undefined ? switches.retryDelaysMs : [];
		const target = secret === undefined ? url : forgedUrl(url, secret);
		let firstFailed = () => {};
		const failed = new Promise<void>((resolve) => (firstFailed = resolve));
		const headers = { 'Content-Type': 'application/json' };
		const done = this.sender.deliver(target, body, headers, {
			attempts: pauses.length + 1,
			timeoutMs: switches.webhookTimeoutMs,
			// Asked for right after a failed attempt, so this is the end of the first one.
			delayMs: (attempt) => {
				firstFailed();
				return pauses[attempt - 2];
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
	if (secret === 'wrong') forged.searchParams.set('secret', 'forged');
	else forged.searchParams.delete('secret');
	return forged.toString();
}
