import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { NpmStart } from './support/npmStart';

const dataDir = mkdtempSync(join(tmpdir(), 'crm-bridge-start-'));
const npm = new NpmStart(dataDir);
afterAll(async () => {
	await npm.kill();
	rmSync(dataDir, { recursive: true, force: true });
});

test('one command: ready line, the main job, Ctrl-C, and a quicker second start', async () => {
	const first = await npm.start();
	expect(Object.keys(first.line).sort()).toEqual(
		['apiKey', 'email', 'n8n', 'password', 'ready', 'secrets', 'vendors', 'webhooks'].sort(),
	);
	const login = await axios.post(`${first.line.n8n}/rest/login`, {
		emailOrLdapLoginId: first.line.email,
		password: first.line.password,
	});
	expect(login.status).toBe(200);
	const flows = await axios.get(`${first.line.n8n}/api/v1/workflows`, {
		headers: { 'X-N8N-API-KEY': first.line.apiKey },
	});
	const list = (flows.data as { data: Array<{ name: string; active: boolean }> }).data;
	expect(list.filter((flow) => !flow.active).map((flow) => flow.name)).toEqual([]);

	await axios.post(`${first.line.vendors}/kaspi/__sim/emit`, {
		code: '940000001',
		phone: '7040001122',
	});
	let texts: string[] = [];
	for (let i = 0; i < 360 && texts.length === 0; i++) {
		await new Promise((resolve) => setTimeout(resolve, 500));
		const { data } = await axios.get(`${first.line.vendors}/waha/__sim/state`);
		texts = (data as { messages: Array<{ text: string }> }).messages.map((message) => message.text);
	}
	expect(texts).toEqual([expect.stringContaining('940000001')]);

	await npm.interrupt();
	await expect(axios.get(`${first.line.n8n}/healthz`)).rejects.toThrow();

	const second = await npm.start();
	// Nothing is installed, imported or published anew; seconds would measure the machine.
	expect(second.seconds).toBeLessThan(first.seconds);
	const signed = await axios.post(second.line.webhooks.waha, {}, { validateStatus: () => true });
	expect(signed.status).toBe(401);
	await npm.interrupt();
	console.log(`first start ${first.seconds.toFixed(0)} s, second ${second.seconds.toFixed(0)} s`);
});
