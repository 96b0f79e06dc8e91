import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WebhookHit<Body> {
	at: number;
	url: string;
	raw: string;
	json: Body;
}

/** A receiver of a simulator's webhooks, for the simulator's own tests. */
export class WebhookReceiver<Body> {
	readonly hits: Array<WebhookHit<Body>> = [];
	/** Answers of the receiver, one a call; 200 when there are none left. 0 cuts the connection. */
	answers: number[] = [];
	/** How long the receiver takes to answer, in milliseconds, by call. */
	slow: number[] = [];
	hookUrl = '';
	private receiver?: Server;

	/** @param read what `json` of a hit is, from its text */
	protected async listen(read: (raw: string) => unknown): Promise<void> {
		this.receiver = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const raw = Buffer.concat(parts).toString('utf8');
				this.hits.push({ at: Date.now(), url: request.url ?? '', raw, json: read(raw) as Body });
				const status = this.answers.shift() ?? 200;
				if (status === 0) request.socket.destroy();
				else setTimeout(() => response.writeHead(status).end(), this.slow.shift() ?? 0);
			});
		});
		await new Promise<void>((done) => this.receiver?.listen(0, '127.0.0.1', done));
		const { port } = this.receiver.address() as AddressInfo;
		this.hookUrl = `http://127.0.0.1:${port}/hook?secret=s3cret`;
	}

	protected async stopListening(): Promise<void> {
		this.receiver?.closeAllConnections();
		await new Promise((done) => this.receiver?.close(done));
	}

	protected forgetHits(): void {
		this.hits.length = 0;
		this.answers = [];
		this.slow = [];
	}
}
