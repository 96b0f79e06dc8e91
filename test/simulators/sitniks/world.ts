import { Timers } from '../shared/timers';
import { ChatBook } from './chatBook';
import { firstClients, firstOrders } from './fixtures';
import { Ids } from './ids';
import type { Json } from './model';
import { RateLimit } from './rateLimit';
import { changedSwitches, defaultSwitches, type Switches } from './switches';
import { Webhooks } from './webhooks';

/** Everything that one Sitniks account holds; routes and `emit` work on it. */
export class World {
	switches: Switches = defaultSwitches();
	/** Grows with reset and close; what was begun before stops then. */
	generation = 0;
	clients = firstClients();
	/** Oldest first. */
	orders = firstOrders();
	readonly ids = new Ids();
	readonly timers = new Timers();
	readonly rateLimit = new RateLimit();
	readonly book = new ChatBook(this);
	readonly webhooks = new Webhooks(this);

	configure({ blockNow, webhookUrl, ...changes }: Json): void {
		if (blockNow !== undefined && typeof blockNow !== 'boolean') {
			throw new TypeError('blockNow must be a boolean');
		}
		if (webhookUrl !== undefined) changes.webhookUrls = webhookUrl === '' ? [] : [webhookUrl];
		this.switches = changedSwitches(this.switches, changes);
		if (blockNow !== undefined) this.rateLimit.block(blockNow ? this.switches.blockMs : 0);
	}

	/** A fresh start; with the switch `keepWebhooks` the webhooks and that switch survive. */
	reset(): void {
		const { keepWebhooks, webhookUrls } = this.switches;
		this.close();
		this.switches = defaultSwitches();
		if (keepWebhooks) this.switches = { ...this.switches, keepWebhooks, webhookUrls };
		this.webhooks.reset();
		this.rateLimit.reset();
		this.book.chats = [];
		this.clients = firstClients();
		this.orders = firstOrders();
	}

	/** Stops timers and retries. */
	close(): void {
		this.generation += 1;
		this.timers.clear();
		this.webhooks.sender.reset();
	}
}
