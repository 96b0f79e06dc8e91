import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { ROOT } from '../../sandbox/paths';

interface ReadyLine {
	ready: boolean;
	n8n: string;
	email: string;
	password: string;
	apiKey: string;
	vendors: string;
	webhooks: Record<string, string>;
	secrets: Record<string, string>;
}

const dataDir = mkdtempSync(join(tmpdir(), 'crm-bridge-start-'));
let running: ChildProcess | undefined;

/** `npm start` as a user types it; resolves with the one line on stdout. */
async function npmStart(): Promise<{ line: ReadyLine; seconds: number; child: ChildProcess }> {
	const start = Date.now();
	const args = ['--json', '--fast', '--port', '0', '--vendors-port', '0', '--data-dir', dataDir];
	const child = spawn('npm', ['--silent', 'start', '--', ...args], {
		cwd: ROOT,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running = child;
	let errors = '';
	child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	const text = await new Promise<string>((resolve, reject) => {
		let output = '';
		child.stdout?.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			if (output.includes('\n')) resolve(output);
		});
		child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${errors}`)));
	});
	const line = JSON.parse(text) as ReadyLine;
	return { line, seconds: (Date.now() - start) / 1000, child };
}

/** Ctrl-C in the terminal. */
async function interrupt(child: ChildProcess): Promise<void> {
	const ended = new Promise((resolve) => child.once('exit', resolve));
	process.kill(-child.pid!, 'SIGINT');
	await ended;
	running = undefined;
}

afterAll(() => {
	if (running?.pid) process.kill(-running.pid, 'SIGKILL');
	rmSync(dataDir, { recursive: true, force: true });
});

test('one command: ready line, the main job, Ctrl-C, and a quicker second start', async () => {
	const first = await npmStart();
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

	await interrupt(first.child);
	await expect(axios.get(`${first.line.n8n}/healthz`)).rejects.toThrow();

	const second = await npmStart();
	// Nothing is installed, imported or published anew; seconds would measure the machine.
	expect(second.seconds).toBeLessThan(first.seconds);
	const signed = await axios.post(second.line.webhooks.waha, {}, { validateStatus: () => true });
	expect(signed.status).toBe(401);
	await interrupt(second.child);
	console.log(`first start ${first.seconds.toFixed(0)} s, second ${second.seconds.toFixed(0)} s`);
});
