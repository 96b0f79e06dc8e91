import type { FastifyReply, FastifyRequest } from 'fastify';

import { KaspiError } from './model';
import type { Switches } from './switches';

const SECOND = 1000;

/** What stands in front of every call: hang, pause, token, rate and Accept (kaspi sheet §1, §2). */
export class Guard {
	private recent: number[] = [];
	private letGo = new Set<() => void>();

	constructor(private readonly token: string) {}

	/**
	 * Lets the request pass, or never answers it.
	 *
	 * @throws {KaspiError} 401, 406 or 429
	 */
	async check(request: FastifyRequest, reply: FastifyReply, switches: Switches): Promise<void> {
		const { headers } = request;
		const agent = headers['user-agent'] ?? '';
		if (switches.requireBrowserUserAgent && !agent.includes('Mozilla/')) {
			reply.hijack();
			this.holdOpen(request);
			return;
		}
		if (switches.slowMs > 0) await this.pause(switches.slowMs);
		if (headers['x-auth-token'] !== this.token) throw new KaspiError(401, 'Unauthorized');
		this.checkRate(switches);
		if (switches.notAcceptable && !acceptsJsonApi(headers.accept)) {
			throw new KaspiError(406, 'Not Acceptable');
		}
	}

	/** Ends pauses, cuts hanging connections and forgets the rate. */
	reset(): void {
		this.recent = [];
		for (const end of [...this.letGo]) end();
	}

	private checkRate({ ratePerSecond, retryAfterSeconds }: Switches): void {
		if (ratePerSecond === 0) return;
		const now = Date.now();
		this.recent = this.recent.filter((at) => at > now - SECOND);
		if (this.recent.length >= ratePerSecond) {
			const retry =
				retryAfterSeconds > 0 ? { 'retry-after': String(retryAfterSeconds) } : undefined;
			throw new KaspiError(429, 'Too Many Requests', retry);
		}
		this.recent.push(now);
	}

	private holdOpen(request: FastifyRequest): void {
		const { socket } = request.raw;
		const end = () => {
			this.letGo.delete(end);
			socket.destroy();
		};
		this.letGo.add(end);
		socket.once('close', () => this.letGo.delete(end));
	}

	private async pause(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const end = () => {
				clearTimeout(timer);
				this.letGo.delete(end);
				resolve();
			};
			const timer = setTimeout(end, ms);
			this.letGo.add(end);
		});
	}
}

function acceptsJsonApi(accept = '*/*'): boolean {
	const types = accept.split(',').map((type) => type.split(';')[0].trim().toLowerCase());
	return types.some((type) => ['application/vnd.api+json', '*/*'].includes(type));
}
