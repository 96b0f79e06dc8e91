import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/**
 * The wanted port, or a free one for 0.
 *
 * @param flag name of the flag, for the error
 * @throws {Error} with a text for the user when the port is taken
 */
export async function choosePort(wanted: number, flag: string): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', () =>
			reject(new Error(`Port ${wanted} is in use. Choose another one with ${flag}.`)),
		);
		server.listen(wanted, HOST, () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : wanted;
			server.close(() => resolve(port));
		});
	});
}
