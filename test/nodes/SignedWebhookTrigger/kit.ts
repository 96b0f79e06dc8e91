import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { setTimeout } from 'node:timers/promises';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SignedWebhookTrigger } from '../../../nodes/SignedWebhookTrigger/SignedWebhookTrigger.node';
import { PlacedNode } from '../../harness/node';
import { WebhookServer } from '../../harness/webhookServer';

export const SECRET = 'canary-secret-of-the-test-01';
export const PREVIOUS = 'canary-secret-of-the-test-00';
export const LEGACY = 'canary-legacy-secret-of-the-test';
export const CANARIES = [SECRET, PREVIOUS, LEGACY];

export function sign(
	body: string | Buffer,
	secret = SECRET,
	algorithm = 'sha256',
	encoding: 'hex' | 'base64' = 'hex',
): string {
	return createHmac(algorithm, secret).update(body).digest(encoding);
}

export const signed = (body: string | Buffer, secret = SECRET): Record<string, string> => ({
	'x-signature': sign(body, secret),
});

export interface Answer {
	code: number;
	body: unknown;
	text: string;
}

export interface Sent {
	body?: string | Buffer;
	headers?: Record<string, string>;
	method?: string;
	query?: string;
	/** In pieces of this many bytes and without Content-Length. */
	chunkBytes?: number;
}

/** The node behind a server of its own; what it is set to may change between two calls. */
export class Kit {
	private server!: WebhookServer;
	private placed!: PlacedNode;

	async start(): Promise<void> {
		this.server = await WebhookServer.start(() => this.placed);
	}

	async stop(): Promise<void> {
		await this.server.stop();
		// The node's own timers look once a second whether they are still wanted.
		await setTimeout(1100);
	}

	set(
		parameters: INodeParameters = {},
		credential: IDataObject | null = {
			secret: SECRET,
			previousSecret: PREVIOUS,
			legacySecret: LEGACY,
		},
	): PlacedNode {
		this.server?.reset();
		this.placed = new PlacedNode(new SignedWebhookTrigger(), {
			parameters: { path: 'payment', ...parameters },
			credentials: credential ? { crmBridgeSigningSecretApi: credential as never } : undefined,
			mode: 'webhook',
		});
		return this.placed;
	}

	get url(): string {
		return this.server.url;
	}

	get runs(): IDataObject[][] {
		return this.server.runs;
	}

	get failures(): unknown[] {
		return this.server.failures;
	}

	get arriving(): number {
		return this.server.arriving;
	}

	async send({
		body = '',
		headers = {},
		method = 'POST',
		query,
		chunkBytes,
	}: Sent): Promise<Answer> {
		const bytes = Buffer.from(body as string);
		return await new Promise((resolve, reject) => {
			const url = query === undefined ? this.url : `${this.url}?${query}`;
			const length = chunkBytes || bytes.length === 0 ? {} : { 'content-length': bytes.length };
			const call = httpRequest(
				url,
				{ method, agent: false, headers: { ...length, ...headers } },
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.on('end', () => {
						const text = Buffer.concat(chunks).toString();
						resolve({ code: answer.statusCode!, text, body: text ? JSON.parse(text) : undefined });
						// A sender that has its answer stops.
						if (!call.writableEnded) call.destroy();
					});
				},
			);
			call.on('error', (error) => reject(error));
			void (async () => {
				for (let at = 0; chunkBytes && at < bytes.length && !call.destroyed; at += chunkBytes) {
					call.write(bytes.subarray(at, at + chunkBytes));
					await new Promise(setImmediate);
				}
				call.end(chunkBytes ? undefined : bytes);
			})();
		});
	}

	/** The item of the only run. */
	async item(sent: Sent): Promise<IDataObject> {
		const { code, body } = await this.send(sent);
		if (code !== 200) throw new Error(`${code}: ${JSON.stringify(body)}`);
		return (body as IDataObject[])[0];
	}
}
