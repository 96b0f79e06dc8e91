import fc from 'fast-check';

import { WahaApi, wahaPolicy } from '../../../nodes/Waha/api/client';
import { readError, wahaMessage } from '../../../nodes/Waha/api/errors';
import { findSent } from '../../../nodes/Waha/api/findSent';
import { HttpClient, NoAnswer, type HttpAnswer } from '../../../nodes/shared/http';
import { RateLimiter } from '../../../nodes/shared/limiter';
import { CLIENT, WahaKit } from './kit';

const kit = new WahaKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const SECRET_TEXT = 'Order for Aigerim';
const text = { resource: 'message', operation: 'sendText', chatId: CLIENT, text: SECRET_TEXT };
const sends = async () => (await kit.requests('sendText')).length;

describe('what a failed send means for an outbox', () => {
	test.each([
		['SCAN_QR_CODE', 'Scan the QR code'],
		['FAILED', 'Restart it'],
	])('session %s', async (status, hint) => {
		await kit.emit({ session: { status } });
		const failed = await kit.failure(text);
		expect(failed).toMatchObject({
			code: 'session_not_working',
			outcome: 'not_sent',
			httpStatus: 422,
		});
		expect(failed.hint).toContain(status);
		expect(failed.hint).toContain(hint);
		expect(await sends()).toBe(1);
	});

	test('session stopped or unknown', async () => {
		await kit.call('POST', '/api/sessions/default/stop', {});
		expect(await kit.failure(text)).toMatchObject({
			code: 'session_not_working',
			outcome: 'not_sent',
		});
		expect(await kit.failure({ ...text, session: 'nobody' })).toMatchObject({
			code: 'session_not_working',
			outcome: 'not_sent',
			hint: expect.stringContaining('Session: Start'),
		});
	});

	test('number not on WhatsApp', async () => {
		await kit.faults({ unknownNumbers: ['77010001122'] });
		expect(await kit.failure(text)).toMatchObject({
			code: 'number_not_on_whatsapp',
			outcome: 'rejected',
		});
	});

	test('account restricted', async () => {
		await kit.faults({ restricted: true });
		expect(await kit.failure(text)).toMatchObject({
			code: 'account_restricted',
			outcome: 'rejected',
		});
	});

	test('a chat that WEBJS cannot open was not written to', async () => {
		await kit.faults({ engine: 'WEBJS', noLidUsers: ['77010001122'] });
		expect(await kit.failure(text)).toMatchObject({ code: 'chat_not_opened', outcome: 'rejected' });
		expect(await sends()).toBe(1);
	});

	test('a session that refuses everything until it is restarted', async () => {
		await kit.faults({ needRestart: ['default'] });
		expect(await kit.failure(text)).toMatchObject({
			code: 'session_needs_restart',
			outcome: 'not_sent',
			httpStatus: 500,
		});
		expect(await sends()).toBe(1);
		await kit.run({ resource: 'session', operation: 'restart' });
		expect(await kit.run(text)).toMatchObject({ sent: true });
	});

	test.each([
		[479, 'refused_by_whatsapp', 'rejected'],
		[503, 'unavailable', 'unknown'],
	])("%i of WhatsApp's own server is %s, %s", async (serverError, code, outcome) => {
		await kit.faults({ serverError });
		expect(await kit.failure(text)).toMatchObject({ code, outcome });
	});

	test('any other 500 may have been sent and is never repeated', async () => {
		await kit.faults({ errorEcho: { times: 1, sent: true } });
		expect(await kit.failure(text)).toMatchObject({
			code: 'unavailable',
			outcome: 'unknown',
			httpStatus: 500,
		});
		expect(await sends()).toBe(1);
		expect((await kit.state()).messages).toHaveLength(1);
	});

	test.each([502, 503])('%i was not sent', async (status) => {
		await kit.faults({ status, html: true, path: 'sendText' });
		expect(await kit.failure(text)).toMatchObject({ code: 'unavailable', outcome: 'not_sent' });
		expect(await sends()).toBe(1);
	});

	test('504 may have been sent', async () => {
		await kit.faults({ status: 504, path: 'sendText' });
		expect(await kit.failure(text)).toMatchObject({ code: 'unavailable', outcome: 'unknown' });
	});

	test.each([{ dropAfterWrite: true }, { drop: true }])('a connection cut by %p', async (fault) => {
		await kit.faults({ ...fault, path: 'sendText' });
		expect(await kit.failure(text)).toMatchObject({ code: 'network', outcome: 'unknown' });
		expect(await sends()).toBe(1);
	});

	test('429 of a proxy is tried again', async () => {
		await kit.faults({ status: 429, headers: { 'retry-after': '0' }, path: 'sendText' });
		expect(await kit.run(text)).toMatchObject({ sent: true });
		expect((await kit.state()).messages).toHaveLength(1);
	});

	test('a wrong key', async () => {
		expect(await kit.failure(text, { apiKey: 'wrong-key' })).toMatchObject({
			code: 'unauthorized',
			httpStatus: 401,
		});
	});

	test('a key without the permission to send', async () => {
		await kit.faults({ scopedKeys: [{ key: 'read-only', actions: { read: true } }] });
		expect(await kit.failure(text, { apiKey: 'read-only' })).toMatchObject({
			code: 'forbidden',
			outcome: 'rejected',
		});
		expect(await sends()).toBe(1);
	});

	test('a body that WAHA finds wrong', async () => {
		await kit.faults({
			status: 422,
			body: { statusCode: 422, message: ['text must be a string'] },
			path: 'sendText',
		});
		expect(await kit.failure(text)).toMatchObject({
			code: 'invalid_request',
			outcome: 'rejected',
			error: expect.stringContaining('text must be a string'),
		});
	});

	test('a page of another server is no success', async () => {
		await kit.faults({ status: 200, html: true, path: 'sendText' });
		expect(await kit.failure(text)).toMatchObject({
			code: 'unexpected_answer',
			outcome: 'unknown',
		});
	});

	test('a base URL that is none', async () => {
		expect(await kit.failure(text, { baseUrl: 'localhost' })).toMatchObject({
			error: expect.stringContaining('no web address'),
			outcome: 'not_sent',
		});
	});

	test('reads are repeated', async () => {
		await kit.faults({ status: 503, path: '/api/sessions' });
		expect(await kit.run(text)).toMatchObject({ sent: true });
	});
});

test.each([
	{ errorEcho: { times: 1, sent: false } },
	{ restricted: true },
	{ noLidNumbers: ['77010001122'] },
])(
	"with %p neither text nor phone nor key is repeated, not even in n8n's own error",
	async (switches) => {
		await kit.faults(switches);
		const error: unknown = await kit
			.place(text)
			.execute()
			.then(String, (e: unknown) => e);
		const shown = JSON.stringify([error, String(error), (error as Error).message]);
		expect(shown).not.toMatch(/Aigerim|77010001122|sandbox-waha/);
	},
);

/** The API with an invented network in front of it: no waiting. */
function api(answer: (call: number) => HttpAnswer | NoAnswer, timeouts: number[] = []) {
	let calls = 0;
	const http = new HttpClient({
		policy: wahaPolicy('test', 1),
		limiter: new RateLimiter(),
		sleep: async () => undefined,
		send: async ({ timeoutMs }) => {
			timeouts.push(timeoutMs ?? 0);
			return answer(calls++);
		},
	});
	return { waha: new WahaApi({ http, baseUrl: 'http://w', account: 'test' }), count: () => calls };
}

describe('without an answer', () => {
	test.each([
		['ECONNREFUSED', 'network', 'not_sent'],
		['ENOTFOUND', 'network', 'not_sent'],
		['ECONNRESET', 'network', 'unknown'],
		['ETIMEDOUT', 'timeout', 'unknown'],
		['ECONNABORTED', 'timeout', 'unknown'],
	])('%s on a send is %s, %s', async (code, expected, outcome) => {
		const { waha, count } = api(() => new NoAnswer(code));
		await expect(waha.send('sendText', {})).rejects.toMatchObject({ code: expected, outcome });
		expect(count()).toBe(1);
	});

	test('texts wait 60 s, media 90 s, all else 30 s', async () => {
		const timeouts: number[] = [];
		const { waha } = api(() => ({ statusCode: 201, headers: {}, body: '' }), timeouts);
		await waha.send('sendText', {});
		await waha.send('sendVideo', {});
		await waha.chatAction('sendSeen', {});
		await waha.serverEngine().catch(() => undefined);
		expect(timeouts).toEqual([60_000, 90_000, 30_000, 30_000]);
	});
});

test('a server that ignores the offset does not page for ever', async () => {
	const page = Array.from({ length: 100 }, (_, i) => ({ id: `true_1@c.us_${i}` }));
	const { waha, count } = api(() => ({ statusCode: 200, headers: {}, body: page }));
	let found = 0;
	for await (const messages of waha.messagePages('default', CLIENT, {})) found += messages.length;
	expect([found, count()]).toEqual([100, 2]);
});

test('a message that is listed by two names of its chat comes once', async () => {
	const body = [{ id: 'true_136@lid_3EB0', fromMe: true, body: 'Hi' }];
	const twice = [
		...body,
		{ ...body[0], id: `true_${CLIENT}_3EB0` },
		{ id: `false_${CLIENT}_3EB0` },
	];
	const { waha } = api(() => ({ statusCode: 200, headers: {}, body: twice }));
	const pages = [];
	for await (const page of waha.messagePages('default', CLIENT, {})) pages.push(...page);
	expect(pages.map(({ id }) => id)).toEqual(['true_136@lid_3EB0', `false_${CLIENT}_3EB0`]);
	const wanted = { messageKey: '3EB0', text: '' };
	expect(await findSent(waha, 'default', CLIENT, wanted)).toMatchObject({ messageKey: '3EB0' });
});

test('Find Sent finds a text with marks of direction, which no answer has', async () => {
	const text = 'Звоните \u202a+77010001122\u202c';
	const body = [{ id: `true_${CLIENT}_MINE`, fromMe: true, body: text }];
	const { waha } = api(() => ({ statusCode: 200, headers: {}, body }));
	const wanted = { messageKey: '', text };
	expect(await findSent(waha, 'default', CLIENT, wanted)).toMatchObject({ messageKey: 'MINE' });
});

test('Find Sent does not rely on the filters of the server', async () => {
	const message = { body: 'Hi', timestamp: 1767000000 };
	const body = [
		{ ...message, id: `false_${CLIENT}_THEIRS`, fromMe: false },
		{ ...message, id: `true_${CLIENT}_OLD`, fromMe: true, timestamp: 1766000000 },
		{ ...message, id: `true_${CLIENT}_MINE`, fromMe: true },
	];
	const { waha } = api(() => ({ statusCode: 200, headers: {}, body }));
	const wanted = { messageKey: '', text: 'Hi', since: 1766999999 };
	expect(await findSent(waha, 'default', CLIENT, wanted)).toMatchObject({ messageKey: 'MINE' });
	const later = { ...wanted, since: 1767000001 };
	expect(await findSent(waha, 'default', CLIENT, later)).toBeUndefined();
});

describe('reading a refusal', () => {
	const answer = (statusCode: number, body: unknown): HttpAnswer => ({
		statusCode,
		headers: {},
		body,
	});

	test('the text of the client is no reason to misread the cause', () => {
		const request = { body: { text: 'error', chatId: CLIENT } };
		const body = { exception: { message: 'server returned error 463' }, request };
		expect(readError(answer(500, body))?.code).toBe('account_restricted');
		expect(wahaMessage(answer(500, body))).toBe('server returned error 463');
	});

	const thrown = (message: string) => readError(answer(500, { exception: { message } }));

	test.each([
		['No LID for user'],
		[
			'Evaluation failed: Error: No LID for user\n    at window.WWebJS.getChat (about:blank:959:57)',
		],
		[
			'Evaluation failed: TypeError: x is undefined\n    at window.WWebJS.getChat (about:blank:1:2)',
		],
		['wid error: invalid wid'],
		['Evaluation failed: Error: wid error: invalid wid\n    at s (x.js:1:2)'],
		['invalid wid'],
		['Chat not found'],
		['Evaluation failed: Error: Chat not found'],
	])('thrown while the chat is opened, so it was not sent: %s', (message) => {
		expect(thrown(message)).toMatchObject({ code: 'chat_not_opened', outcome: 'rejected' });
	});

	test.each([
		['2 UNKNOWN: server returned error 400'],
		['server returned error 400'],
		['Error: 2 UNKNOWN: server returned error: 400'],
		["Cannot read properties of undefined (reading 'getChat')"],
		['Evaluation failed: ReferenceError: WWebJS is not defined'],
		['window.WWebJS.getChat is not a function'],
	])('nothing goes out until the session is restarted: %s', (message) => {
		expect(thrown(message)).toMatchObject({
			code: 'session_needs_restart',
			outcome: 'not_sent',
			hint: expect.stringContaining('Restart the session'),
		});
	});

	test.each([401, 403, 404, 405, 406, 420, 421, 429, 479, 499])(
		"WhatsApp's own server has not taken the message: %i",
		(status) => {
			expect(thrown(`2 UNKNOWN: server returned error ${status}`)).toMatchObject({
				code: 'refused_by_whatsapp',
				outcome: 'rejected',
				message: expect.stringContaining(String(status)),
			});
		},
	);

	test('463 keeps its own meaning', () => {
		expect(thrown('2 UNKNOWN: server returned error 463')?.code).toBe('account_restricted');
	});

	test.each([
		['2 UNKNOWN: server returned error 500'],
		['server returned error 503'],
		['server returned error 4000'],
		['Evaluation failed: t: t'],
		['Promise was collected'],
		['Protocol error (Runtime.callFunctionOn): Session closed'],
		['Execution context was destroyed'],
		['websocket disconnected before info query returned response'],
		['timed out waiting for message send response'],
		['message sent, but its chat not found in the list'],
	])('it may have been sent: %s', (message) => {
		expect(thrown(message)).toBeUndefined();
	});

	test('463 in a number is no restriction', () => {
		const body = { exception: { message: 'timeout for 77014630000' } };
		expect(readError(answer(500, body))).toBeUndefined();
	});

	test('a missing message or file is not a missing session', () => {
		expect(readError(answer(404, { message: 'Message not found' }))).toBeUndefined();
		expect(readError(answer(404, { error: { key: 'FILE_NOT_FOUND' } }))).toBeUndefined();
		expect(readError(answer(404, { message: 'Cannot GET /api/sessions' }))?.code).toBeUndefined();
	});

	test('an unknown status of a session still is one', () => {
		const body = { error: 'x', session: 's', status: 'NEW_THING', expected: ['WORKING'] };
		expect(readError(answer(422, body))).toMatchObject({ code: 'session_not_working' });
	});

	test('no answer makes it throw', () => {
		const status = fc.constantFrom(200, 400, 401, 404, 422, 500, 501, 503);
		const body = fc.oneof(
			fc.anything(),
			fc.record({ message: fc.anything(), exception: fc.anything(), request: fc.anything() }),
		);
		fc.assert(
			fc.property(status, body, (code, given) => {
				readError(answer(code, given));
				wahaMessage(answer(code, given));
			}),
		);
	});
});
