import { ADMIN_CHAT, buyer, SalesDialogue, STATUS, UNTIL_HUMAN } from '../support/sitniks';
import { World } from '../support/world';

type Json = Record<string, unknown>;

let world: World;
let sales: SalesDialogue;
/** What a client reads when all is well. */
let usual: string[];
beforeAll(async () => {
	world = await World.start('sitniks');
	sales = new SalesDialogue(world);
	await sales.whole(buyer(0), UNTIL_HUMAN);
	await sales.atRest();
	usual = await sales.replies(buyer(0).id);
});
afterAll(async () => await world?.stop());

/** A dialogue during the trouble: nobody waits for more than 5 s, and every answer is the usual one. */
async function unfelt(number: number): Promise<{ chat: string }> {
	const who = buyer(number);
	const { chat, slowest } = await sales.whole(who, UNTIL_HUMAN);
	expect(slowest).toBeLessThan(5000);
	expect(await sales.replies(who.id)).toEqual(usual);
	expect((await sales.stages(who)).map(({ stage }) => stage)).toEqual([
		'first_touch',
		'invoice_sent',
		'escalation',
	]);
	return { chat };
}

/** Until the first stage of the person has this code. */
async function says(number: number, code: string, timeoutMs = 90_000): Promise<string> {
	const first = async () => (await sales.stages(buyer(number)))[0];
	await world.eventually(
		`the row to say ${code}`,
		async () => (await first())?.error_code === code,
		timeoutMs,
		first,
	);
	return (await first()).reason;
}

test.each<[string, number, Json, Json | Json[], string, RegExp]>([
	['a trial plan', 1, { trial: true }, { trial: false }, 'plan_without_api', /plan/i],
	['an HTML error page', 2, { html: true, times: 0 }, [], 'html_page', /page/i],
	['a request that hangs', 3, { hang: true, times: 0 }, [], 'timeout', /answer|time/i],
])('%s: not felt, told in words, and made up for', async (_name, number, on, off, code, words) => {
	await world.fault('sitniks', on);
	const { chat } = await unfelt(number);
	expect(await says(number, code)).toMatch(words);
	await world.eventually('the admin to be told', async () => {
		const told = (await sales.replies(ADMIN_CHAT)).filter((text) => text.includes('Sitniks:'));
		return told.length > 0;
	});
	await world.fault('sitniks', off);
	await sales.atRest(240_000);
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
});

/** Changes the key in n8n's credential, as an operator does. */
async function useKey(apiKey: string): Promise<void> {
	const { api } = world.sandbox;
	const all = await api.rest<Array<{ id: string; name: string; type: string }>>(
		'GET',
		'/credentials',
	);
	const { id, ...rest } = all.find(({ type }) => type === 'crmBridgeSitniksApi')!;
	const baseUrl = world.vendorUrl('sitniks');
	const data = { apiKey, baseUrl, webhookSecret: 'sandbox-sitniks-secret' };
	await api.rest('PATCH', `/credentials/${id}`, { name: rest.name, type: rest.type, data });
}

test('a wrong key: told in words, and made up for with the right one', async () => {
	await useKey('wrong-key');
	const { chat } = await unfelt(4);
	expect(await says(4, 'unauthorized')).toMatch(/API Key/);
	await useKey('sandbox-sitniks');
	await sales.atRest(120_000);
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
});

test('no key at all: the stages are only logged', async () => {
	await useKey('');
	const { chat } = await unfelt(5);
	await sales.atRest();
	expect((await sales.stageStates(buyer(5))).every((one) => one.endsWith('skipped'))).toBe(true);
	expect((await sales.stages(buyer(5)))[0].reason).toMatch(/API Key/);
	expect(await sales.statuses(chat)).toEqual([]);
	await useKey('sandbox-sitniks');
});

test('an unknown status name: that stage fails in words, the others go on', async () => {
	await world.fault('sitniks', { statuses: ['Новий', STATUS.first, STATUS.human] });
	const { chat } = await unfelt(6);
	const rows = await sales.atRest(60_000);
	const own = rows.filter(({ user_id }) => user_id === `telegram:${buyer(6).id}`);
	expect(own.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
	expect(own[1]).toMatchObject({ error_code: 'unknown_status' });
	expect(own[1].reason).toContain(STATUS.invoice);
	expect(await sales.statuses(chat)).toEqual([STATUS.first, STATUS.human]);
	await world.fault('sitniks', { statuses: ['Новий', ...Object.values(STATUS)] });
});

test('an account that cannot assign managers: the status is set, the row says why the rest is not', async () => {
	await world.fault('sitniks', { assignUnsupported: true });
	const { chat } = await unfelt(7);
	const rows = await sales.atRest(60_000);
	const own = rows.filter(({ user_id }) => user_id === `telegram:${buyer(7).id}`);
	expect(own.map(({ status }) => status)).toEqual(['partly', 'done', 'partly']);
	expect(own[0]).toMatchObject({ error_code: 'assign_unsupported' });
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
	expect(await sales.mapping(`telegram:${buyer(7).id}`)).toMatchObject({
		sitniks_chat_id: chat,
		current_status: STATUS.human,
	});
	await world.fault('sitniks', { assignUnsupported: false });
});

test('the key is blocked for its minute: not felt, and everything comes after it', async () => {
	await world.fault('sitniks', { blockNow: true });
	const { chat } = await unfelt(8);
	await sales.atRest(300_000);
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
	expect((await sales.stageStates(buyer(8))).every((state) => state.endsWith('done'))).toBe(true);
});

test('n8n is killed amid the stages: all of them arrive', async () => {
	const people = [20, 21, 22].map(buyer);
	const chats = await Promise.all(
		people.map(async (who) => (await sales.whole(who, UNTIL_HUMAN)).chat),
	);
	await world.sandbox.n8n.kill('SIGKILL');
	await world.sandbox.n8n.start();
	// As after the lease of 150 seconds: only its end tells that the holder has died.
	const claimed = (await sales.stages()).filter(({ status }) => status === 'processing');
	for (const { id } of claimed) {
		world.date('sitniks_stages', 'updatedAt', Date.now() - 160_000, [id]);
	}
	await sales.atRest(240_000);
	for (const chat of chats) {
		const seen = await sales.statuses(chat);
		// A status may be set twice when n8n died before it noted it; the order holds.
		expect(seen.filter((status, i) => status !== seen[i - 1])).toEqual(Object.values(STATUS));
	}
});
