import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A server that says the words of its path, as n8n's express does: status 200 unless told otherwise. */
const SERVER = `
const server = require('node:http').createServer((request, response) => {
	response.end(decodeURIComponent(request.url.slice(1)));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

let child: ChildProcess;
let url: string;
beforeAll(async () => {
	const preload = join(__dirname, '../../sandbox/notReady.cjs');
	child = spawn(process.execPath, ['--require', preload, '-e', SERVER]);
	const [port] = (await once(child.stdout!, 'data')) as [Buffer];
	url = `http://127.0.0.1:${String(port).trim()}`;
});
afterAll(() => child?.kill());

test.each([
	['n8n is starting up. Please wait', 503],
	['{"status":"success"}', 200],
	['', 200],
	[`n8n is starting up${' and up'.repeat(50)}`, 200],
])('%p is a %i', async (text, status) => {
	const response = await fetch(`${url}/${encodeURIComponent(text)}`);
	expect(response.status).toBe(status);
	expect(await response.text()).toBe(text);
});
