import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server got that nobody should send anything to. */
export interface Call {
	method?: string;
	url?: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** A server of somebody else. It keeps whatever comes, and says that all is well. */
export class Stranger {
	readonly calls: Call[] = [];
	url = '';
	private server?: Server;

	/** @param location of a server that points elsewhere, at the same path */
	async start(location?: string): Promise<void> {
		this.server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const { method, url, headers } = request;
				this.calls.push({ method, url, headers, body: Buffer.concat(parts).toString() });
				if (location) response.writeHead(302, { location: `${location}${url}` }).end();
				else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
			});
		});
		await new Promise<void>((done) => this.server!.listen(0, '127.0.0.1', done));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((done) => this.server?.close(done));
	}
}

/**
 * Servers that run as long as the test file does, and forget their calls before each test.
 *
 * @returns `home`: the vendor's, it has the key · `moved`: the vendor's when it points to `stranger`
 */
export function homeMovedStranger(): { home: Stranger; moved: Stranger; stranger: Stranger } {
	const servers = { home: new Stranger(), moved: new Stranger(), stranger: new Stranger() };
	const { home, moved, stranger } = servers;
	beforeAll(async () => {
		await home.start();
		await stranger.start();
		await moved.start(stranger.url);
	});
	beforeEach(() => [home, moved, stranger].forEach(({ calls }) => void calls.splice(0)));
	afterAll(async () => {
		for (const server of [home, moved, stranger]) await server.stop();
	});
	return servers;
}
