import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import type { PlacedNode } from './node';

/**
 * Calls of a trigger over real HTTP, as n8n 2.40 hands them on: unread to a node of version 1 with
 * `options.binaryData`, else read and parsed. A run is answered with a 200 and its items.
 */
export class WebhookServer {
	/** The items of each run. */
	readonly runs: IDataObject[][] = [];
	/** What `webhook()` threw; n8n would start a run that has failed. */
	readonly failures: unknown[] = [];
	/** Connections that were open when this was asked. */
	private readonly open = new Set<IncomingMessage>();

	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	static async start(placed: () => PlacedNode): Promise<WebhookServer> {
		const server = createServer(
			(request, response) => void started.answer(placed(), request, response),
		);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const started = new WebhookServer(server, `http://127.0.0.1:${port}/webhook/payment`);
		return started;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	reset(): void {
		this.runs.length = 0;
		this.failures.length = 0;
	}

	/** Calls whose body still arrives. */
	get arriving(): number {
		return [...this.open].filter((request) => !request.destroyed && !request.complete).length;
	}

	private async answer(
		placed: PlacedNode,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		this.open.add(request);
		response.on('error', () => undefined);
		const { parameters } = placed.node;
		const isUnread =
			placed.node.typeVersion === 1 && (parameters.options as IDataObject)?.binaryData;
		const rawBody = isUnread ? undefined : await bytesOf(request);
		const query = new URL(request.url!, 'http://n8n').searchParams;
		const call = Object.assign(request, {
			query: Object.fromEntries(query),
			params: {},
			rawBody,
			readRawBody: () => {
				throw new Error('n8n would read without a limit of ours');
			},
		});
		const reply = Object.assign(response, {
			status: (code: number) => Object.assign(response, { statusCode: code }),
			json: (body: unknown) => {
				response.setHeader('content-type', 'application/json');
				return response.end(JSON.stringify(body));
			},
		});
		try {
			const { workflowData } = await placed.answerCall(
				call as unknown as IWorkflowExecuteAdditionalData['httpRequest'],
				reply as unknown as IWorkflowExecuteAdditionalData['httpResponse'],
			);
			if (!workflowData) return;
			const items = workflowData.flat().map(({ json }) => json);
			this.runs.push(items);
			reply.json(items);
		} catch (error) {
			this.failures.push(error);
			reply.status(500);
			response.end();
		}
	}
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}
