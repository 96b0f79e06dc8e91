import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';
/**
 * Free ports are looked for here: the system gives those above to outgoing connections, and one of them
 * may take a port between our look and the start of n8n.
 */
const FREE = { from: 20_000, to: 32_000 };
const TRIES = 20;

/**
 * The wanted port, or a free one for 0.
 *
 * @param flag name of the flag, for the error
 * @throws {Error} with a text for the user when the port is taken
 */
export async function choosePort(wanted: number, flag: string): Promise<number> {
	if (wanted !== 0) {
		if (await isFree(wanted)) return wanted;
		throw new Error(`Port ${wanted} is in use. Choose another one with ${flag}.`);
	}
	for (let tries = 0; tries < TRIES; tries++) {
		const port = randomInt(FREE.from, FREE.to);
		if (await isFree(port)) return port;
	}
	throw new Error(`No port between ${FREE.from} and ${FREE.to} is free.`);
}

async function isFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, HOST, () => server.close(() => resolve(true)));
	});
}
