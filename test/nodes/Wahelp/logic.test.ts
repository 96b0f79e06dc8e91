import fc from 'fast-check';

import { WahelpApi } from '../../../nodes/Wahelp/api/client';
import { WahelpCalls } from '../../../nodes/Wahelp/api/calls';
import { findSent } from '../../../nodes/Wahelp/api/history';
import { serverOf, tokenIn } from '../../../nodes/Wahelp/api/login';
import { directionOf, idOf, isoTime, textOf, userIdOf } from '../../../nodes/Wahelp/domain/message';
import { wahelpPolicy } from '../../../nodes/Wahelp/api/policy';
import { listIn } from '../../../nodes/Wahelp/api/schema';
import { sendOnce } from '../../../nodes/Wahelp/api/sendOnce';
import { TokenStore } from '../../../nodes/Wahelp/api/token';
import { VendorError } from '../../../nodes/shared/errors';
import { HttpClient, NoAnswer, type HttpAnswer, type HttpCall } from '../../../nodes/shared/http';
import { RateLimiter } from '../../../nodes/shared/limiter';

const CHANNEL = { projectId: '1', channel: 'clients_tg' };

/** The API over a function that answers. */
function apiOver(answer: (call: HttpCall) => HttpAnswer | NoAnswer): WahelpApi {
	const policy = wahelpPolicy('logic', 1);
	let seconds = 0;
	const http = new HttpClient({
		policy,
		limiter: new RateLimiter(() => ++seconds * 1000),
		send: async (call) => answer(call),
		sleep: async () => undefined,
	});
	const authentication = { kind: 'token', token: 'T' } as const;
	return new WahelpApi(
		new WahelpCalls({ http, server: 'https://wahelp.example', account: 'logic', authentication }),
		'logic',
	);
}
const ok = (body: unknown): HttpAnswer => ({ statusCode: 200, headers: {}, body });

describe('Tokens', () => {
	test('both shapes', () => {
		expect(tokenIn({ success: true, data: { access_token: 'a', expires_in: 60 } })).toEqual({
			value: 'a',
			expiresIn: 60,
		});
		expect(tokenIn({ data: { token: { token: 'b', expires_in: '120' } } })).toEqual({
			value: 'b',
			expiresIn: 120,
		});
		expect(tokenIn({ access_token: 'c' })).toEqual({ value: 'c', expiresIn: 3600 });
		for (const none of [
			{},
			'x',
			null,
			{ data: { token: {} }, expires_in: { valueOf: 0 } },
			{ success: false, data: {} },
		]) {
			expect(tokenIn(none)).toBeUndefined();
		}
	});

	test('renewed 60 to 300 s early, and not after its end', async () => {
		let now = 0;
		const store = new TokenStore(() => now);
		const made: string[] = [];
		const source = {
			logIn: async () => ({ value: `login-${made.push('login')}`, expiresIn: 3600 }),
			refresh: async () => ({ value: `refresh-${made.push('refresh')}`, expiresIn: 3600 }),
		};
		expect(await store.get('a', source)).toBe('login-1');
		now = 3_299_000;
		expect(await store.get('a', source)).toBe('login-1');
		now = 3_301_000;
		expect(await store.get('a', source)).toBe('refresh-2');
		now += 3_600_000;
		expect(await store.get('a', source)).toBe('login-3');
	});

	test('a dropped token that is already replaced stays replaced', async () => {
		const store = new TokenStore();
		let count = 0;
		const logIn = async () => ({ value: `t${++count}`, expiresIn: 3600 });
		const source = { logIn, refresh: logIn };
		const first = await store.get('a', source);
		store.drop('a', first);
		const second = await store.get('a', source);
		store.drop('a', first);
		expect(await store.get('a', source)).toBe(second);
	});

	test('an execution that is cancelled while it logs in does not take the others with it', async () => {
		const store = new TokenStore();
		let cancel: (error: Error) => void = () => undefined;
		const pending = new Promise<never>((_, reject) => (cancel = reject));
		const refresh = async () => await pending;
		const cancelled = store.get('a', { logIn: async () => await pending, refresh });
		const other = store.get('a', {
			logIn: async () => ({ value: 'mine', expiresIn: 60 }),
			refresh,
		});
		cancel(new Error('cancelled'));
		await expect(cancelled).rejects.toThrow('cancelled');
		expect(await other).toBe('mine');
	});

	test('callers at the same time share a refusal', async () => {
		const store = new TokenStore();
		let tries = 0;
		const logIn = async () => {
			tries += 1;
			await Promise.resolve();
			throw new VendorError('no', { code: 'unauthorized', outcome: 'rejected' });
		};
		const source = { logIn, refresh: logIn };
		const all = await Promise.allSettled([1, 2, 3].map(() => store.get('a', source)));
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(tries).toBe(1);
	});
});

test.each([
	['https://wahelp.ru', 'https://wahelp.ru'],
	['https://wahelp.ru/', 'https://wahelp.ru'],
	['https://message.help/api', 'https://message.help'],
	[' https://message.help/api// ', 'https://message.help'],
	['https://app.wahelp.me/api/app/', 'https://app.wahelp.me'],
	['https://proxy.example/wahelp/api', 'https://proxy.example/wahelp'],
	[undefined, ''],
])('server of %j', (raw, server) => {
	expect(serverOf(raw)).toBe(server);
});

describe('A message', () => {
	test.each([
		[{ id: 5 }, '5'],
		[{ message_id: '7', id: 5 }, '7'],
		[{ wahelp_id: 9 }, '9'],
		[{ message: { message_id: 3 } }, '3'],
		[{ message: { payload: { id: 4 } } }, '4'],
		[{ id: null, message: 'x' }, ''],
	])('id of %j', (message, id) => {
		expect(idOf(message)).toBe(id);
	});

	test.each([
		[{ message: 'a', text: 'b' }, 'a'],
		[{ message: { text: 'a' } }, 'a'],
		[{ message: { message: 'a' } }, 'a'],
		[{ message: '', text: 'b' }, 'b'],
		[{ body: 'c' }, 'c'],
		[{ message: null }, ''],
	])('text of %j', (message, text) => {
		expect(textOf(message)).toBe(text);
	});

	test('direction and user', () => {
		expect(directionOf({ destination: 'FROM_Operator ' })).toBe('from_operator');
		expect(directionOf({ direction: 'from' })).toBe('from');
		expect(userIdOf({ user: { id: 301 } })).toBe('301');
	});

	test.each([
		['2026-05-04 14:03:11', '2026-05-04T11:03:11.000Z'],
		['2026-05-04T14:03:11Z', '2026-05-04T14:03:11.000Z'],
		[1777892591, '2026-05-04T11:03:11.000Z'],
		['1777892591000', '2026-05-04T11:03:11.000Z'],
		['today', ''],
		[null, ''],
		[{ toString: 0 }, ''],
		[NaN, ''],
		[Infinity, ''],
	])('time %j', (value, iso) => {
		expect(isoTime(value)).toBe(iso);
	});

	test('whatever comes, the readers never throw', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.anything(), (message, value) => {
				for (const read of [idOf, textOf, directionOf, userIdOf]) {
					expect(typeof read(message as never)).toBe('string');
				}
				for (const name of ['message', 'user', 'destination', 'id']) {
					const odd = { ...message, [name]: value };
					expect(typeof (idOf(odd) + textOf(odd) + directionOf(odd) + userIdOf(odd))).toBe(
						'string',
					);
				}
				expect(typeof isoTime(value)).toBe('string');
			}),
		);
	});
});

test.each([
	[[{ id: 1 }]],
	[{ data: [{ id: 1 }] }],
	[{ messages: [{ id: 1 }, null, 'x'] }],
	[{ data: { items: [{ id: 1 }] } }],
])('the list of %j', (body) => {
	expect(listIn(body)).toEqual([{ id: 1 }]);
	expect(listIn({ data: {} })).toBeUndefined();
});

test('an answer of any shape gives a result or a named error', async () => {
	const body = fc.oneof(
		fc.jsonValue(),
		fc.record({ success: fc.boolean(), data: fc.jsonValue(), message: fc.jsonValue() }),
	);
	const statusCode = fc.constantFrom(200, 201, 204, 400, 401, 403, 404, 422, 429, 500, 502);
	await fc.assert(
		fc.asyncProperty(body, statusCode, async (answerBody, status) => {
			const api = apiOver(() => ({ statusCode: status, headers: {}, body: answerBody }));
			const calls = [
				api.projects(),
				api.channels('1'),
				api.upsertUser(CHANNEL, '79990001122'),
				api.contactByPhone('1', '79990001122'),
				api.sendMessage(CHANNEL, '1', { text: 'Hi' }),
			];
			for (const result of await Promise.allSettled(calls)) {
				if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(VendorError);
			}
		}),
	);
});

describe('A lost answer', () => {
	const outgoing = { channel: CHANNEL, userId: '301', text: 'Hi', excludeIds: [] };
	const options = { lookPauseMs: 0 };

	test('a time-out on each try: three tries at most, then the outcome is unknown', async () => {
		const calls: string[] = [];
		const api = apiOver(({ method }) => {
			calls.push(method);
			return method === 'POST' ? new NoAnswer('ETIMEDOUT') : ok({ data: [] });
		});
		await expect(sendOnce(api, outgoing, options)).rejects.toMatchObject({
			code: 'timeout',
			outcome: 'unknown',
		});
		expect(calls.join()).toBe('POST,GET,POST,GET,POST,GET');
	});

	test('a refused connection is repeated by nobody here: it was surely not sent', async () => {
		let sends = 0;
		const api = apiOver(() => {
			sends += 1;
			return new NoAnswer('ECONNREFUSED');
		});
		await expect(sendOnce(api, outgoing, options)).rejects.toMatchObject({ outcome: 'not_sent' });
		expect(sends).toBe(1);
	});

	test('a page of another server in place of the answer is not taken for a success', async () => {
		const api = apiOver(({ method }) => ok(method === 'POST' ? '<html></html>' : { data: [] }));
		await expect(sendOnce(api, outgoing, options)).rejects.toMatchObject({
			code: 'unexpected_answer',
			outcome: 'unknown',
		});
	});

	test.each([
		['without a user', { id: 8, message: 'Hi', created_at: '2099-01-01 00:00:00' }],
		['without a time', { id: 8, user_id: 301, message: 'Hi' }],
	])('a message that fits %s leaves it unknown', async (_what, message) => {
		let sends = 0;
		const api = apiOver(({ method }) => {
			if (method === 'GET') return ok({ data: [message] });
			sends += 1;
			return new NoAnswer('ECONNRESET');
		});
		await expect(sendOnce(api, outgoing, options)).rejects.toMatchObject({ outcome: 'unknown' });
		expect(sends).toBe(1);
	});

	test('an answer without an id is a success without one', async () => {
		const sent = await sendOnce(
			apiOver(() => ok({ success: true })),
			outgoing,
			options,
		);
		expect(sent).toMatchObject({ messageId: '', found: false, confirmed: false });
	});
});

describe('The end of the history', () => {
	const SINCE = Date.parse('2026-05-04T11:00:00Z');
	const wanted = { userId: '301', text: 'Hi', since: SINCE, isExcluded: () => false };
	const message = (id: number, minutes: number) => ({
		id,
		user_id: 1,
		message: 'x',
		created_at: new Date(SINCE + minutes * 60_000).toISOString(),
	});
	const page = (ids: number[], minutes: (id: number) => number) =>
		ids.map((id) => message(id, minutes(id)));
	const down = Array.from({ length: 50 }, (_, n) => 100 - n);
	const up = [...down].reverse();

	test.each([
		['newest first, back to before', page(down, (id) => id - 60), true],
		['newest first, all of them younger', page(down, (id) => id), false],
		['oldest first, some are older: newer ones may lie behind', page(up, (id) => id - 60), false],
		['a short page is all there is', page([3, 2, 1], (id) => id), true],
		['nothing', [], true],
	])('a server that knows no pages: %s', async (_what, list, complete) => {
		const api = apiOver(() => ok({ data: list }));
		expect(await findSent(api, CHANNEL, wanted)).toMatchObject({ complete });
	});

	test('a text with marks of direction is found, although no answer has them', async () => {
		const text = 'Звоните \u202a+77010001122\u202c';
		const api = apiOver(() => ok({ data: [{ ...message(7, 1), user_id: 301, message: text }] }));
		expect(await findSent(api, CHANNEL, { ...wanted, text })).toMatchObject({
			found: { messageId: '7' },
		});
	});

	test('an empty page ends it', async () => {
		const api = apiOver(({ url }) =>
			ok({ data: url.includes('offset') ? [] : page(up, (id) => id) }),
		);
		expect(await findSent(api, CHANNEL, wanted)).toEqual({ complete: true, newestId: 100 });
	});

	test('it does not read for ever', async () => {
		let next = 10_000;
		let calls = 0;
		const api = apiOver(() => {
			calls += 1;
			return ok({ data: page([next--, next--], (id) => id) });
		});
		await findSent(api, CHANNEL, wanted);
		expect(calls).toBeLessThanOrEqual(10);
	});
});
