import { ChatBook } from './chatBook';
import { FileStore } from './fileStore';
import type { BotAccount, Json, QueuedUpdate } from './model';
import { MessageStore } from './messageStore';
import { Poller } from './polling';
import { RateLimiter } from './rateLimiter';
import { defaultSwitches, type Switches } from './switches';
import { WebhookDelivery, type Answered } from './webhookDelivery';

/** A pressed inline button and the bot's answer to it. */
export interface CallbackRecord {
	id: string;
	bot: string;
	from: number;
	data: string;
	/** Time in ms. */
	at: number;
	answers: Array<Json & { at: number }>;
}

const newBot = (id: string, secret: string, username: string, name: string): BotAccount => ({
	id,
	token: `${id}:${secret}`,
	user: { id: Number(id), is_bot: true, first_name: name, username },
	lastUpdateId: 0,
	pending: [],
	nextWebhookCallAt: 0,
});

/** Everything the simulator holds; methods and emitted events work on it. */
export class World {
	switches: Switches = defaultSwitches();
	readonly bots = [
		newBot('1000000', 'sandbox-telegram', 'sandbox_shop_bot', 'Sandbox Shop'),
		newBot('1000001', 'sandbox-telegram-dialogue', 'sandbox_dialogue_bot', 'Sandbox Dialogue'),
	];
	readonly chats = new ChatBook(
		() => this.switches,
		this.bots.map((bot) => bot.id),
	);
	readonly messages = new MessageStore();
	readonly files = new FileStore();
	readonly limiter = new RateLimiter();
	readonly delivery: WebhookDelivery;
	updates: QueuedUpdate[] = [];
	callbacks: CallbackRecord[] = [];
	chatActions: Json[] = [];
	private pollers = new Map(this.bots.map((bot) => [bot, new Poller(bot, () => this.switches)]));

	constructor(answered: Answered) {
		this.delivery = new WebhookDelivery(() => this.switches, answered);
	}

	poller(bot: BotAccount): Poller {
		const poller = this.pollers.get(bot);
		if (!poller) throw new Error(`no poller of bot ${bot.id}`);
		return poller;
	}

	/** A fresh start; with the switch `keepWebhooks` the bots' webhooks and that switch survive. */
	reset(): void {
		const { keepWebhooks } = this.switches;
		this.switches = { ...defaultSwitches(), keepWebhooks };
		this.delivery.reset();
		for (const bot of this.bots) {
			this.poller(bot).reset();
			bot.pending = [];
			bot.nextWebhookCallAt = 0;
			if (keepWebhooks) continue;
			bot.webhook = undefined;
			bot.allowedUpdates = undefined;
		}
		this.chats.reset();
		this.messages.clear();
		this.files.clear();
		this.limiter.clear();
		this.updates = [];
		this.callbacks = [];
		this.chatActions = [];
	}

	/** Stops timers and running requests. */
	close(): void {
		this.delivery.close();
		for (const bot of this.bots) this.poller(bot).reset();
	}
}
