import { conflict, type ApiError } from './apiError';
import type { BotAccount, Json } from './model';
import type { Params } from './params';
import type { Switches } from './switches';
import { dropExpired, finish, setAllowedUpdates } from './updateQueue';

const MAX_TIMEOUT = 50;
/** Asking the same offset again this soon costs that long a wait, in seconds. */
const REPEAT_PENALTY = 3;
const CONFLICT_DELAY = 3;

interface LongPoll {
	offset: number;
	limit: number;
	timer: NodeJS.Timeout;
	resolve: (updates: Json[]) => void;
	reject: (error: ApiError) => void;
}

/** getUpdates of one bot (telegram sheet §5). Seconds are `pollUnitMs` long. */
export class Poller {
	private waiting?: LongPoll;
	private conflicts = new Set<NodeJS.Timeout>();
	private lastOffset?: number;
	private lastCallAt = 0;
	private nextConflictAt = 0;

	constructor(
		private readonly bot: BotAccount,
		private readonly switches: () => Switches,
	) {}

	/** @throws {ApiError} 409 */
	async getUpdates(params: Params): Promise<Json[]> {
		if (this.bot.webhook) {
			const text =
				"can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
			return await new Promise((_, reject) => this.conflict(text, reject));
		}
		const unit = this.switches().pollUnitMs;
		const offset = params.integer('offset');
		let limit = params.integer('limit', 100, 1, 100);
		let timeout = params.integer('timeout', 0, 0, MAX_TIMEOUT);
		setAllowedUpdates(this.bot, jsonOrNothing(params.text('allowed_updates')));

		const sinceLast = (Date.now() - this.lastCallAt) / unit;
		if (offset === this.lastOffset && sinceLast < REPEAT_PENALTY) {
			timeout = Math.max(timeout, REPEAT_PENALTY);
			if (sinceLast < 0.5) limit = 1;
		}
		this.lastOffset = offset;
		this.lastCallAt = Date.now();

		const updates = this.fetch(offset, limit);
		if (updates.length > 0 || timeout === 0) return updates;
		this.stop(
			'terminated by other getUpdates request; make sure that only one bot instance is running',
		);
		return await new Promise((resolve, reject) => {
			const timer = setTimeout(() => this.answer(), timeout * unit);
			this.waiting = { offset, limit, timer, resolve, reject };
		});
	}

	/** Something new is in the queue. */
	wake(): void {
		if (this.bot.pending.length > 0) this.answer();
	}

	/** setWebhook ends a running long poll. */
	stopForWebhook(): void {
		this.stop('terminated by setWebhook request');
	}

	reset(): void {
		for (const timer of this.conflicts) clearTimeout(timer);
		this.conflicts.clear();
		if (this.waiting) {
			clearTimeout(this.waiting.timer);
			this.waiting.resolve([]);
			this.waiting = undefined;
		}
		this.lastOffset = undefined;
		this.lastCallAt = 0;
		this.nextConflictAt = 0;
	}

	/** An offset confirms everything older; a negative one keeps only that many of the newest. */
	private fetch(offset: number, limit: number): Json[] {
		dropExpired(this.bot, this.switches().updateTtlMs);
		const { pending } = this.bot;
		const confirmed =
			offset < 0
				? pending.slice(0, Math.max(0, pending.length + offset))
				: pending.filter((item) => item.update.update_id < offset);
		for (const item of confirmed) {
			item.delivered = true;
			finish(this.bot, item);
		}
		return this.bot.pending.slice(0, limit).map((item) => {
			item.attempts += 1;
			return item.update;
		});
	}

	private answer(): void {
		const poll = this.waiting;
		if (!poll) return;
		clearTimeout(poll.timer);
		this.waiting = undefined;
		poll.resolve(this.fetch(poll.offset, poll.limit));
	}

	private stop(text: string): void {
		const poll = this.waiting;
		if (!poll) return;
		clearTimeout(poll.timer);
		this.waiting = undefined;
		this.conflict(text, poll.reject);
	}

	/** Frequent conflicts are answered late. */
	private conflict(text: string, reject: (error: ApiError) => void): void {
		const unit = this.switches().pollUnitMs;
		if (Date.now() >= this.nextConflictAt) {
			this.nextConflictAt = Date.now() + CONFLICT_DELAY * unit;
			reject(conflict(text));
			return;
		}
		const timer = setTimeout(() => {
			this.conflicts.delete(timer);
			reject(conflict(text));
		}, CONFLICT_DELAY * unit);
		this.conflicts.add(timer);
	}
}

function jsonOrNothing(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
