import axios from 'axios';

import { SitniksSimulator } from '../sitniks/sitniks';
import { startVendors, type VendorsServer } from './server';

describe('injected faults', () => {
	let server: VendorsServer;
	beforeAll(async () => {
		server = await startVendors([new SitniksSimulator()], 0);
	});
	afterAll(async () => await server.close());

	const faults = async (body: unknown) =>
		await axios.post(`${server.url}/sitniks/__sim/faults`, body);
	const status = async () =>
		(await axios.get(`${server.url}/sitniks/open-api/chats`, { validateStatus: () => true }))
			.status;

	test('one comes as often as it says; `times: 0` until an empty list takes it back', async () => {
		await faults({ status: 503 });
		expect([await status(), await status()]).toEqual([503, 401]);
		await faults({ status: 502, times: 0 });
		expect([await status(), await status()]).toEqual([502, 502]);
		await faults([]);
		expect(await status()).toBe(401);
	});
});
