import http from 'node:http';
import https from 'node:https';

import { SANDBOX_KEY } from './amocrm';
import type { Json, Tag } from './model';
import type { Kit, State } from './testkit';

/** The address that the clients believe they call. */
export const HOST = 'demo.amocrm.ru';

/** The integration as both clients want it. */
export const APP = {
	client_id: SANDBOX_KEY,
	client_secret: SANDBOX_KEY,
	redirect_uri: 'http://127.0.0.1/callback',
};

/** The simulator's state with the parts that only the clients' tests look at. */
export interface ClientState extends State {
	oauth: { access_tokens: number; refresh_tokens: number; refresh_tokens_unused: number };
	tags: Record<string, Tag[]>;
	requests: Array<{ method: string; path: string; status: number; body: Json }>;
}

/**
 * Leads `https://demo.amocrm.ru/…` to the simulator, for `fetch` and for `https.request`; any other
 * address outside this machine is an error, so that a test can never reach a real account.
 *
 * @param base `http://127.0.0.1:<port>/amocrm`
 * @returns what undoes it
 */
export function redirectAmocrm(base: string): () => void {
	const { hostname, port, pathname: mount } = new URL(base);
	const realFetch = globalThis.fetch;
	const fetching = jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
		const url = new URL(input instanceof Request ? input.url : input);
		if (url.hostname === hostname) return await realFetch(input, init);
		refuseOthers(url.hostname);
		return await realFetch(`${base}${url.pathname}${url.search}`, init);
	});
	const request = (options: https.RequestOptions, done: (answer: http.IncomingMessage) => void) => {
		refuseOthers(options.hostname);
		const asked = options.path ?? '/';
		// The links of a page carry the simulator's mount point already.
		const path = asked.startsWith(`${mount}/`) ? asked : `${mount}${asked}`;
		return http.request({ ...options, hostname, port, path }, done);
	};
	const requesting = jest
		.spyOn(https, 'request')
		.mockImplementation(request as unknown as typeof https.request);
	return () => {
		fetching.mockRestore();
		requesting.mockRestore();
	};
}

/** An authorization code as the consent page hands it out. */
export async function authorizationCode(kit: Kit): Promise<string> {
	const { oauth } = await kit.emit<{ oauth: { code: string } }>({ oauth: {} });
	return oauth.code;
}

export async function stateOf(kit: Kit): Promise<ClientState> {
	return (await kit.request<ClientState>('GET', '/__sim/state')).body;
}

function refuseOthers(hostname: string | null | undefined): void {
	if (hostname !== HOST) throw new Error(`no request may leave this machine: ${hostname}`);
}
