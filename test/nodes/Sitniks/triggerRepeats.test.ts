import { setTimeout } from 'node:timers/promises';

import { fingerprintOf, readEvents } from '../../../nodes/Sitniks/trigger/event';
import { Repeats } from '../../../nodes/shared/repeats';
import type { PlacedNode } from '../../harness/node';
import { CHAT, deliver, delivery, SECRET, trigger } from './triggerKit';

const WINDOW = 10_000;
let now = 0;
let repeats: Repeats;
beforeEach(() => {
	now = 1_000_000;
	repeats = new Repeats(10_000, () => now);
});

const isFresh = (body: object, windowMs = WINDOW, scope = 'one') =>
	repeats.fresh(scope, readEvents(body), (piece) => fingerprintOf(piece, windowMs)).length === 1;
const nameOf = (body: object, windowMs = WINDOW) =>
	repeats.delivery(
		'one',
		readEvents(body).map((piece) => fingerprintOf(piece, windowMs)),
	);

describe('the same text', () => {
	test('is a copy within the window, and heard again after it', () => {
		const body = delivery();
		expect(isFresh(body)).toBe(true);
		now += WINDOW - 1;
		expect(isFresh(body)).toBe(false);
		// The copy did not prolong it.
		now += 1;
		expect(isFresh(body)).toBe(true);
		expect(isFresh(body)).toBe(false);
	});

	test('is a copy in whatever shape it comes', () => {
		const body = delivery();
		expect([isFresh(body), isFresh({ data: body }), isFresh({ payload: [body] })]).toEqual([
			true,
			false,
			false,
		]);
	});

	test.each([
		['another chat', {}, { id: 'other' }],
		['another person', { sentBy: '5' }, {}],
		['another comment', { commentId: 'c-2' }, {}],
		['another time', { createdAt: '2026-08-03T09:12:40Z' }, {}],
		['another text', { text: 'Інше' }, {}],
		['another file', { attachments: ['https://cdn.example/b.png'] }, {}],
		['another message id', { id: 'm2' }, {}],
	])('is none with %s', (_name, message, chat) => {
		const body = delivery();
		expect(isFresh(body)).toBe(true);
		const other = {
			chat: { ...body.chat, ...chat },
			message: { ...body.message, ...message },
		};
		expect(isFresh(other)).toBe(true);
	});

	test('is none of another trigger, and never with a window of 0', () => {
		const body = delivery();
		expect([isFresh(body), isFresh(body, WINDOW, 'two'), isFresh(body, 0)]).toEqual([
			true,
			true,
			true,
		]);
	});
});

test('of one message id a copy is known though its chat has changed; an edit is none', () => {
	const body = delivery({ id: 'm1' });
	expect(isFresh(body)).toBe(true);
	expect(isFresh({ ...body, chat: { ...CHAT, id: 'moved', status: 'x' } })).toBe(false);
	expect(isFresh({ ...body, message: { ...body.message, text: 'виправлено' } })).toBe(true);
});

test('what cannot be told apart is heard: photos without a text, pings, bodies without a chat', () => {
	for (const body of [delivery({ text: '' }), { test: true }, { message: { text: 'так' } }]) {
		expect([isFresh(body), isFresh(body)]).toEqual([true, true]);
		expect(nameOf(body)).toBeUndefined();
	}
});

test('a delivery has one name within the window and another after it', () => {
	const body = delivery();
	const first = nameOf(body);
	now += WINDOW - 1;
	expect(nameOf(body)).toBe(first);
	expect(nameOf(delivery())).not.toBe(first);
	now += 1;
	expect(nameOf(body)).not.toBe(first);
	expect(nameOf(body, 0)).toBeUndefined();
});

describe('at the trigger', () => {
	const NO_RUN = { status: 200, body: { ok: true, items: 0 }, answered: true, items: undefined };
	let clock: jest.SpyInstance;
	let skipMs = 0;
	const real = Date.now;
	beforeEach(() => {
		skipMs = 0;
		clock = jest.spyOn(Date, 'now').mockImplementation(() => real() + skipMs);
	});
	afterEach(() => clock.mockRestore());
	const runs = async (placed: PlacedNode, body: object) =>
		(await deliver(placed, body)).items?.length ?? 0;

	test('a copy gets a 200 and starts nothing for ten seconds', async () => {
		const body = delivery();
		expect(await runs(trigger(), body)).toBe(1);
		skipMs = 9_000;
		expect(await deliver(trigger(), body)).toMatchObject(NO_RUN);
		skipMs = 10_100;
		expect(await runs(trigger(), body)).toBe(1);
	});

	test.each([
		[2, 2100, 1900],
		['2', 2100, 1900],
		['', 10_100, 9000],
		['soon', 10_100, 9000],
	])('a window of %j seconds', async (dropRepeatsSeconds, after, within) => {
		const body = delivery();
		const placed = trigger({ options: { dropRepeatsSeconds } });
		expect(await runs(placed, body)).toBe(1);
		skipMs = within;
		expect(await runs(placed, body)).toBe(0);
		skipMs = after;
		expect(await runs(placed, body)).toBe(1);
	});

	test.each([0, -5])('a window of %s drops nothing', async (dropRepeatsSeconds) => {
		const body = delivery();
		for (const answer of ['atOnce', 'whenDone']) {
			const placed = trigger({ answer, options: { dropRepeatsSeconds } });
			for (let times = 0; times < 3; times++) expect(await runs(placed, body)).toBe(1);
		}
	});

	test('copies at the same time start one run, and so do two in one body', async () => {
		const body = delivery();
		const calls = await Promise.all(Array.from({ length: 20 }, async () => runs(trigger(), body)));
		expect(calls.filter((count) => count === 1)).toHaveLength(1);
		const twice = delivery();
		expect(await runs(trigger(), [twice, twice])).toBe(1);
	});

	test('a test run does not hide the message from production', async () => {
		const body = delivery();
		expect(await runs(trigger({}, {}, 'manual'), body)).toBe(1);
		expect(await runs(trigger(), body)).toBe(1);
	});

	describe('when the workflow ends', () => {
		const placed = () => trigger({ answer: 'whenDone' });
		const start = async (body: object) => await placed().start({ body, query: { secret: SECRET } });

		test('n8n answers; what failed can come again, what is done is not run again', async () => {
			const body = delivery();
			for (const runEnds of [500, 200]) {
				const call = await deliver(placed(), body, { runEnds });
				expect(call).toMatchObject({ status: 0, answered: false, at: ['message'] });
			}
			expect(await deliver(placed(), body)).toMatchObject({
				status: 200,
				body: { ok: true, repeated: true },
				items: undefined,
			});
			skipMs = 10_100;
			expect(await runs(placed(), body)).toBe(1);
		});

		test.each([
			[200, 200],
			[500, 503],
		])('copies wait for the first run: it ends with %s, they get %s', async (ends, status) => {
			const body = delivery();
			const calls = Array.from({ length: 5 }, async () => start(body));
			const first = await Promise.race(calls);
			const late = deliver(placed(), body);
			expect(first.result.workflowData).toBeDefined();
			await setTimeout(20);
			first.endRun(ends);
			const others = (await Promise.all(calls)).filter((call) => call !== first);
			expect(others.map(({ reply }) => reply.status)).toEqual(Array(4).fill(status));
			expect((await late).status).toBe(status);
		});

		test('the same word again after the window is heard though the first run goes on', async () => {
			const body = delivery();
			const first = await start(body);
			skipMs = 10_100;
			const second = await start(body);
			expect(second.result.workflowData).toBeDefined();
			// The end of the first is not that of the second.
			first.endRun(200);
			const copy = deliver(placed(), body);
			await setTimeout(20);
			second.endRun(500);
			expect((await copy).status).toBe(503);
		});
	});
});
