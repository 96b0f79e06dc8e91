import Fastify, { type FastifyInstance } from 'fastify';

import { simulatorPlugin, type Simulator } from './simulator';

export interface VendorsServer {
	/** `http://127.0.0.1:<port>` */
	url: string;
	app: FastifyInstance;
	close(): Promise<void>;
}

/**
 * All simulators on one port, each under `/<vendor>`.
 * Bodies are kept for the vendor as parsed JSON (or form fields); an unparsable body arrives as text.
 *
 * @param port 0 picks a free one
 */
export async function startVendors(simulators: Simulator[], port = 0): Promise<VendorsServer> {
	const app = Fastify({ forceCloseConnections: true, bodyLimit: 50 * 1024 * 1024 });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
		done(null, parseBody(String(request.headers['content-type'] ?? ''), body as string));
	});
	for (const simulator of simulators) {
		await app.register(simulatorPlugin(simulator), { prefix: `/${simulator.vendor}` });
	}
	await app.listen({ port, host: '127.0.0.1' });
	const address = app.server.address();
	if (address === null || typeof address === 'string') throw new Error('the server has no port');
	return { url: `http://127.0.0.1:${address.port}`, app, close: () => app.close() };
}

function parseBody(contentType: string, text: string): unknown {
	if (text === '') return undefined;
	if (contentType.includes('x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	if (!contentType.includes('json')) return text;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
