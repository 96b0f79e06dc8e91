/** One webhook call that a vendor makes, with all its attempts. */
export interface Delivery {
	url: string;
	/** The exact bytes that were sent. */
	body: string;
	headers: Record<string, string>;
	attempts: Array<{ at: number; status: number; body: string; error?: string }>;
	/** True when a 2xx came back. */
	accepted: boolean;
	/** True when no further attempt will follow. */
	finished: boolean;
}

export interface RetryPlan {
	/** Attempts in all, the first included. */
	attempts: number;
	/** Pause before attempt `n` (2, 3 …) in milliseconds. */
	delayMs(attempt: number): number;
	/** How long to wait for an answer, in milliseconds. */
	timeoutMs: number;
}

/** Calls webhooks as a vendor does: at least once, again until a 2xx or the plan's end. */
export class WebhookSender {
	readonly deliveries: Delivery[] = [];
	private generation = 0;
	private wakeUps = new Set<() => void>();

	/** Starts a delivery; resolves when it is accepted, given up or the sender was reset. */
	async deliver(
		url: string,
		body: string,
		headers: Record<string, string>,
		plan: RetryPlan,
	): Promise<Delivery> {
		const delivery: Delivery = {
			url,
			body,
			headers,
			attempts: [],
			accepted: false,
			finished: false,
		};
		this.deliveries.push(delivery);
		const generation = this.generation;
		for (let attempt = 1; attempt <= plan.attempts; attempt++) {
			// A reset during an attempt found no pause to wake.
			if (generation !== this.generation) break;
			if (attempt > 1) await this.pause(plan.delayMs(attempt));
			if (generation !== this.generation) break;
			delivery.accepted = await this.attempt(delivery, plan.timeoutMs);
			if (delivery.accepted) break;
		}
		delivery.finished = true;
		return delivery;
	}

	/** Forgets all deliveries; running ones stop before their next attempt. */
	reset(): void {
		this.generation += 1;
		this.deliveries.length = 0;
		for (const wake of [...this.wakeUps]) wake();
	}

	private async attempt(delivery: Delivery, timeoutMs: number): Promise<boolean> {
		const at = Date.now();
		try {
			const response = await fetch(delivery.url, {
				method: 'POST',
				headers: delivery.headers,
				body: delivery.body,
				signal: AbortSignal.timeout(timeoutMs),
			});
			const body = await response.text();
			delivery.attempts.push({ at, status: response.status, body });
			return response.ok;
		} catch (error) {
			delivery.attempts.push({ at, status: 0, body: '', error: String(error) });
			return false;
		}
	}

	private async pause(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const wake = () => {
				clearTimeout(timer);
				this.wakeUps.delete(wake);
				resolve();
			};
			const timer = setTimeout(wake, ms);
			this.wakeUps.add(wake);
		});
	}
}

/** All attempts, oldest first, as a simulator's state shows them; status 0 is no answer. */
export function attemptsOf(deliveries: Delivery[]): object[] {
	return deliveries
		.flatMap(({ url, body, attempts }) =>
			attempts.map(({ at, status }, index) => ({
				url,
				status,
				attempt: index + 1,
				at,
				body: parsed(body),
			})),
		)
		.toSorted((a, b) => a.at - b.at);
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return body;
	}
}
