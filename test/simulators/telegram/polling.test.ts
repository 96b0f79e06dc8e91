import { IRA, Sim, TOKEN } from './testkit';

const CONFLICT_POLL =
	'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

let sim: Sim;
beforeAll(async () => (sim = await Sim.start()));
beforeEach(async () => {
	await sim.reset();
	// A "second" of getUpdates lasts 20 ms.
	await sim.switch({ pollUnitMs: 20 });
});
afterAll(() => sim.close());

const poll = (body: object = {}) => sim.api('getUpdates', body);
const say = async (text: string) =>
	Number((await sim.emit({ message: { from: IRA, text } })).update_id);
const idsOf = (answer: { body: { result?: unknown } }) =>
	(answer.body.result as Array<{ update_id: number }>).map((update) => update.update_id);

test('an offset confirms everything older; without one the same comes again', async () => {
	const ids = [await say('1'), await say('2'), await say('3')];
	expect(idsOf(await poll())).toEqual(ids);
	expect(idsOf(await poll({ offset: ids[1] }))).toEqual(ids.slice(1));
	expect(idsOf(await poll({ offset: ids[2], limit: 1 }))).toEqual([ids[2]]);
	expect(idsOf(await poll({ offset: ids[2] + 1 }))).toEqual([]);
	expect((await sim.state()).updates.every((update) => update.delivered)).toBe(true);
});

test('a negative offset keeps the newest only', async () => {
	const ids = [await say('1'), await say('2'), await say('3')];
	expect(idsOf(await poll({ offset: -1 }))).toEqual([ids[2]]);
	expect((await sim.ok('getWebhookInfo')).pending_update_count).toBe(1);
});

test('a long poll waits for the next update, or its end', async () => {
	const waiting = poll({ timeout: 50 });
	await new Promise((resolve) => setTimeout(resolve, 20));
	const id = await say('hello');
	expect(idsOf(await waiting)).toEqual([id]);
	const before = Date.now();
	expect(idsOf(await poll({ offset: id + 1, timeout: 4 }))).toEqual([]);
	expect(Date.now() - before).toBeGreaterThanOrEqual(75);
});

test('no timeout is longer than 50 seconds', async () => {
	await sim.switch({ pollUnitMs: 10 });
	const before = Date.now();
	await poll({ timeout: 500 });
	expect(Date.now() - before).toBeLessThan(4500);
});

test('the same offset again is slowed down and gets one update', async () => {
	await sim.switch({ pollUnitMs: 100 });
	await poll({ offset: 7 });
	const before = Date.now();
	await poll({ offset: 7 });
	expect(Date.now() - before).toBeGreaterThanOrEqual(290);
	await say('1');
	await say('2');
	await poll();
	expect(idsOf(await poll())).toHaveLength(1);
});

test('with a webhook: 409', async () => {
	await sim.ok('setWebhook', { url: 'http://127.0.0.1:1/x' });
	const answer = await poll();
	expect(answer.status).toBe(409);
	expect(answer.body).toEqual({
		ok: false,
		error_code: 409,
		description:
			"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
	});
});

test('a second poller: the older call gets 409, the new one the update', async () => {
	const older = poll({ timeout: 50, offset: 1 });
	await new Promise((resolve) => setTimeout(resolve, 20));
	const newer = poll({ timeout: 50, offset: 2 });
	expect((await older).body).toMatchObject({ error_code: 409, description: CONFLICT_POLL });
	const id = await say('hello');
	expect(idsOf(await newer)).toEqual([id]);
});

test('setWebhook ends a running poll with 409', async () => {
	const running = poll({ timeout: 50 });
	await new Promise((resolve) => setTimeout(resolve, 20));
	await sim.ok('setWebhook', { url: 'http://127.0.0.1:1/x' });
	expect((await running).body.description).toBe('Conflict: terminated by setWebhook request');
});

test('frequent conflicts are answered late', async () => {
	await sim.ok('setWebhook', { url: 'http://127.0.0.1:1/x' });
	await poll();
	const before = Date.now();
	await poll();
	expect(Date.now() - before).toBeGreaterThanOrEqual(55);
});

test('nothing is stored for longer than a day', async () => {
	await sim.switch({ updateTtlMs: 10 });
	await say('hello');
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(idsOf(await poll())).toEqual([]);
});

test('GET works, too', async () => {
	const id = await say('hello');
	const answer = await sim.request(`/bot${TOKEN}/getUpdates?limit=1&allowed_updates=["message"]`);
	expect(idsOf(answer)).toEqual([id]);
	expect((await sim.ok('getWebhookInfo')).allowed_updates).toEqual(['message']);
});
