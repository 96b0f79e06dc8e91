import { STATUS_CODES } from 'node:http';

import { nowSeconds } from './ids';
import type { BotAccount, Json, QueuedUpdate, Webhook, WebhookAttempt } from './model';
import type { Switches } from './switches';
import { finish } from './updateQueue';

const SECRET_HEADER = 'x-telegram-bot-api-secret-token';
const MAX_RETRY_UNITS = 60;
const MAX_RETRY_AFTER = 3600;
/** Methods that a webhook's answer cannot call; neither can anything that starts with "get". */
const NOT_BY_ANSWER = ['deletewebhook', 'setwebhook', 'close', 'logout'];

/** Called with the method that a webhook's answer asks for. */
export type Answered = (bot: BotAccount, method: string, args: object) => void;

/**
 * Sends queued updates to the bots' webhooks as the official server's WebhookActor does (telegram sheet §4):
 * in order within a chat, chats in parallel, again until a 2xx.
 *
 * The shared WebhookSender is not used: a retry goes to the webhook of that moment (URL and secret may have
 * changed), and `Retry-After` of the answer counts.
 */
export class WebhookDelivery {
	attempts: WebhookAttempt[] = [];
	private timers = new Set<NodeJS.Timeout>();
	private scheduled = new WeakSet<QueuedUpdate>();
	private abort = new AbortController();
	private waiting = new Map<QueuedUpdate, Array<(status: number) => void>>();

	constructor(
		private readonly switches: () => Switches,
		private readonly answered: Answered,
	) {}

	/** Sends everything that may go out now. Call it after each change of the queue or the webhook. */
	pump(bot: BotAccount): void {
		const { webhook } = bot;
		if (!webhook) return;
		const now = Date.now();
		const busy = new Set(bot.pending.filter((item) => item.inFlight).map((item) => item.chatKey));
		let free = webhook.maxConnections - busy.size;
		for (const item of [...bot.pending]) {
			if (free <= 0) return;
			if (busy.has(item.chatKey)) continue;
			busy.add(item.chatKey);
			if (item.nextAttemptAt > now) {
				this.retryLater(bot, item, item.nextAttemptAt - now);
				continue;
			}
			free -= 1;
			void this.send(bot, webhook, item);
		}
	}

	/** Status of the next attempt of this update: 0 when no answer came, or none within `emitWaitMs`. */
	nextStatus(item: QueuedUpdate): Promise<number> {
		return new Promise((resolve) => {
			const timer = this.later(this.switches().emitWaitMs, () => resolve(0));
			const done = (status: number) => {
				clearTimeout(timer);
				this.timers.delete(timer);
				resolve(status);
			};
			this.waiting.set(item, [...(this.waiting.get(item) ?? []), done]);
		});
	}

	/** One request that does not come from Telegram: bad or no secret, never repeated. */
	async forge(bot: BotAccount, update: QueuedUpdate, secret: 'wrong' | 'missing'): Promise<number> {
		if (!bot.webhook) return 0;
		const forged = { ...bot.webhook, secretToken: secret === 'wrong' ? 'wrong-secret' : '' };
		const { status } = await this.post(forged, update, { forged: true });
		return status;
	}

	reset(): void {
		this.close();
		this.attempts = [];
	}

	close(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
		this.abort.abort();
		this.abort = new AbortController();
		for (const waiters of this.waiting.values()) for (const done of waiters) done(0);
		this.waiting.clear();
	}

	private async send(bot: BotAccount, webhook: Webhook, item: QueuedUpdate): Promise<void> {
		const { signal } = this.abort;
		item.inFlight = true;
		item.attempts += 1;
		const result = await this.post(webhook, item, {});
		if (signal.aborted) return;
		item.inFlight = false;
		const accepted = result.status >= 200 && result.status < 300;
		if (accepted) this.accept(bot, webhook, item, result);
		else this.fail(bot, webhook, item, result);
		for (const done of this.waiting.get(item) ?? []) done(result.status);
		this.waiting.delete(item);
		this.pump(bot);
	}

	private accept(bot: BotAccount, webhook: Webhook, item: QueuedUpdate, result: Answer): void {
		webhook.goneSince = undefined;
		item.delivered = true;
		item.copiesLeft -= 1;
		if (item.copiesLeft <= 0 && !item.done) finish(bot, item);
		const args = methodIn(result.body);
		if (args) this.answered(bot, args.method, args);
	}

	private fail(bot: BotAccount, webhook: Webhook, item: QueuedUpdate, result: Answer): void {
		const { retryUnitMs, updateTtlMs, webhookGoneMs } = this.switches();
		webhook.lastErrorDate = nowSeconds();
		webhook.lastErrorMessage = result.error ?? wrongResponse(result.status);
		if (result.status === 410) {
			webhook.goneSince ??= Date.now();
			if (Date.now() - webhook.goneSince > webhookGoneMs && bot.webhook === webhook) {
				bot.webhook = undefined;
			}
		} else webhook.goneSince = undefined;

		// The first retry is immediate, then 2, 4, 8 … units.
		let units = Math.min(result.retryAfter, MAX_RETRY_AFTER);
		if (units === 0 && item.failures > 0) {
			item.delayUnits = Math.min(MAX_RETRY_UNITS, item.delayUnits * 2);
			units = item.delayUnits;
		}
		item.failures += 1;
		item.nextAttemptAt = Date.now() + units * retryUnitMs;
		if (item.nextAttemptAt > item.createdAt + updateTtlMs) finish(bot, item);
	}

	private async post(
		webhook: Webhook,
		item: QueuedUpdate,
		mark: { forged?: true },
	): Promise<Answer> {
		const headers: Record<string, string> = { 'content-type': 'application/json' };
		if (webhook.secretToken) headers[SECRET_HEADER] = webhook.secretToken;
		const entry: WebhookAttempt = {
			bot: item.bot,
			update_id: item.update.update_id,
			attempt: item.attempts,
			at: Date.now(),
			url: webhook.url,
			headers,
			status: 0,
			answer: '',
			...mark,
		};
		this.attempts.push(entry);
		const answer = await this.request(webhook.url, headers, JSON.stringify(item.update));
		entry.status = answer.status;
		entry.answer = answer.body;
		if (answer.error) entry.error = answer.error;
		return answer;
	}

	private async request(
		url: string,
		headers: Record<string, string>,
		body: string,
	): Promise<Answer> {
		const timeout = AbortSignal.timeout(this.switches().webhookTimeoutMs);
		try {
			const response = await fetch(/^https?:\/\//i.test(url) ? url : `https://${url}`, {
				method: 'POST',
				headers,
				body,
				redirect: 'manual',
				signal: AbortSignal.any([timeout, this.abort.signal]),
			});
			const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10) || 0;
			return { status: response.status, body: await response.text(), retryAfter };
		} catch (error) {
			return { status: 0, body: '', retryAfter: 0, error: reason(error, timeout) };
		}
	}

	private retryLater(bot: BotAccount, item: QueuedUpdate, ms: number): void {
		if (this.scheduled.has(item)) return;
		this.scheduled.add(item);
		this.later(ms, () => {
			this.scheduled.delete(item);
			this.pump(bot);
		});
	}

	private later(ms: number, action: () => void): NodeJS.Timeout {
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			action();
		}, ms);
		this.timers.add(timer);
		return timer;
	}
}

interface Answer {
	status: number;
	body: string;
	/** Seconds. */
	retryAfter: number;
	error?: string;
}

const wrongResponse = (status: number) =>
	`Wrong response from the webhook: ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();

function reason(error: unknown, timeout: AbortSignal): string {
	if (timeout.aborted) return 'Read timeout expired';
	const { code } = ((error as Error).cause ?? {}) as { code?: string };
	return code === 'ECONNREFUSED' ? 'Connection refused' : 'Connection closed';
}

/** The call in a webhook's JSON answer, if it has one that Telegram would execute. */
function methodIn(body: string): (Json & { method: string }) | undefined {
	let args: unknown;
	try {
		args = JSON.parse(body);
	} catch {
		return undefined;
	}
	const method = (args as Json | null)?.method;
	if (typeof method !== 'string' || method === '') return undefined;
	const name = method.toLowerCase();
	return NOT_BY_ANSWER.includes(name) || name.startsWith('get')
		? undefined
		: (args as Json & { method: string });
}
