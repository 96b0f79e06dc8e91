import type { AmoState } from '../support/payments';
import { client, Conversation, PASSED_ON, wordsOf, type Client } from '../support/telegram';
import { size } from '../support/size';
import { countBy, pause, World } from '../support/world';

let world: World;
let talk: Conversation;
beforeAll(async () => {
	world = await World.start('telegram-amocrm');
	talk = new Conversation(world);
	await talk.quick();
});
afterAll(async () => await world?.stop());

/** Every webhook of Wahelp twice and late by up to 300 ms, own messages echoed. */
async function restless(echo: 'before' | 'after', more = {}): Promise<void> {
	await world.fault('wahelp', { echo, copies: 2, shuffle: 300, webhookTimeoutMs: 60_000, ...more });
}

interface Exchange {
	who: Client;
	said: string[];
	answered: string[];
}

/** All of it arrived at the other side once and in order, and nothing came back to its author. */
async function expectExactlyOnce(exchanges: Exchange[]): Promise<void> {
	const amo = await world.state<AmoState>('amocrm');
	const wahelp = await talk.wahelpMessages();
	const bot = await talk.botMessages();
	const seen = await Promise.all(
		exchanges.map(async ({ who }) => ({
			who: who.id,
			wahelp: wahelp
				.filter(({ phone, via }) => phone === who.phone && via === 'api')
				.map(({ text }) => text),
			notes: (await talk.notes(who, amo)).map(wordsOf),
			telegram: bot
				.filter(({ chat_id, text }) => chat_id === who.id && text !== PASSED_ON)
				.map(({ text }) => text),
		})),
	);
	expect(seen).toEqual(
		exchanges.map(({ who, said, answered }) => ({
			who: who.id,
			wahelp: said,
			notes: said,
			telegram: answered,
		})),
	);
	expect(await talk.alerts()).toEqual([]);
}

const CLIENTS = size(4, 20);
const EACH = size(4, 10);

test(`${CLIENTS * EACH} messages each way over ${CLIENTS} clients: each arrives once, none comes back`, async () => {
	const exchanges = Array.from({ length: CLIENTS }, (_, n) => ({
		who: client(n),
		said: Array.from({ length: EACH }, (_unused, i) => `Вопрос ${i} клиента ${n}`),
		answered: Array.from({ length: EACH }, (_unused, i) => `Ответ ${i} клиенту ${n}`),
	}));
	await talk.known(...exchanges.map(({ who }) => who));
	const start = Date.now();
	for (const [echo, from, to] of [
		['before', 0, EACH / 2],
		['after', EACH / 2, EACH],
	] as const) {
		await restless(echo);
		await Promise.all(
			exchanges.flatMap(({ who, said, answered }) => [
				inTurn(said.slice(from, to), async (text, i) => {
					await talk.say(who, text, { copies: 2 });
					// As if the client had written it in Wahelp's messenger, too.
					await talk.elsewhere(who, text, { destination: i % 2 ? 'from' : 'from_user' });
				}),
				inTurn(answered.slice(from, to), async (text) => {
					await talk.manager(who, text);
				}),
			]),
		);
	}
	const sent = Date.now();
	await talk.allTaken(600_000);
	const rows = await talk.atRest(900_000);
	const end = Date.now();
	await expectExactlyOnce(exchanges);
	// An echo that is recognised at once leaves no row.
	const kept = rows.filter(({ status }) => status !== 'echo');
	expect(
		countBy(kept.map(({ target, source, status }) => `${target} ${source} ${status}`)),
	).toEqual({
		'wahelp client sent': CLIENTS * EACH,
		'amocrm client sent': CLIENTS * EACH,
		'client operator sent': CLIENTS * EACH,
	});
	const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
	process.stdout.write(
		`${2 * CLIENTS * EACH} messages: ${seconds(sent - start)} to send, ${seconds(end - start)}\n`,
	);
}, 1_500_000);

test.each(['before', 'after'] as const)(
	'the same words from both at the same time, echo %s the answer',
	async (echo) => {
		await restless(echo);
		const base = echo === 'before' ? 100 : 110;
		const exchanges = Array.from({ length: 4 }, (_, n) => ({
			who: client(base + n),
			said: ['да', 'да', 'ок'],
			answered: ['да', 'ок', 'да'],
		}));
		await talk.known(...exchanges.map(({ who }) => who));
		await Promise.all(
			exchanges.flatMap(({ who, said, answered }) => [
				inTurn(said, async (text) => await talk.say(who, text)),
				inTurn(answered, async (text) => await talk.manager(who, text)),
			]),
		);
		await talk.atRest();
		await expectExactlyOnce(exchanges);
	},
);

test('a late echo is known among many messages with the same words', async () => {
	await restless('after', { echo: 'off' });
	const who = client(200);
	await talk.known(who);
	await talk.say(who, 'спасибо');
	await talk.atRest();
	const [row] = await talk.rows({ telegram_id: String(who.id), target: 'wahelp' });
	const others = Array.from({ length: 60 }, (_, n) => ({
		target: 'amocrm',
		telegram_id: String(client(300 + n).id),
		text: 'спасибо',
		source: 'client',
		event_key: `other:${n}`,
		status: 'sent',
		vendor_message_id: String(n),
		attempts: 1,
	}));
	await world.sandbox.api.tables.insert('relay_messages', others);
	await talk.manager(who, '', { id: Number(row.vendor_message_id) });
	await talk.atRest();
	await expectExactlyOnce([{ who, said: ['спасибо'], answered: [] }]);
});

describe("with the setting that forwards the client's own messages", () => {
	beforeAll(async () => await talk.setting('forward_client_messages', 'yes'));
	afterAll(async () => await talk.setting('forward_client_messages', 'no'));

	test('what was written elsewhere arrives once, what was written in Telegram does not', async () => {
		await restless('before');
		const exchanges = ['from', 'from_user', 'user'].map((destination, n) => ({
			who: client(400 + n),
			destination,
			said: ['Пишу в Telegram', 'И ещё раз'],
			answered: ['Пишу в WhatsApp', 'И там ещё раз'],
		}));
		await talk.known(...exchanges.map(({ who }) => who));
		await Promise.all(
			exchanges.flatMap(({ who, destination, said, answered }) => [
				inTurn(said, async (text) => {
					await talk.say(who, text);
					await talk.elsewhere(who, text, { destination });
				}),
				inTurn(answered, async (text) => await talk.elsewhere(who, text, { destination })),
			]),
		);
		await talk.atRest();
		await expectExactlyOnce(exchanges);
		// Nobody but a manager makes the bot keep quiet.
		for (const { who } of exchanges) expect((await talk.card(who)).in_manager_chat).toBe(false);
	});
});

test('ten quick messages of a client and ten of a manager keep their order', async () => {
	await restless('before', { shuffle: 0 });
	const numbers = Array.from({ length: 10 }, (_, i) => i);
	const exchange = {
		who: client(500),
		said: numbers.map((i) => `Быстро ${i}`),
		answered: numbers.map((i) => `Сразу ${i}`),
	};
	await talk.known(exchange.who);
	const under: Array<Promise<unknown>> = [];
	for (const i of numbers) {
		under.push(talk.say(exchange.who, exchange.said[i], { copies: 2 }));
		under.push(talk.manager(exchange.who, exchange.answered[i]));
		await pause(100);
	}
	await Promise.all(under);
	await talk.atRest();
	await expectExactlyOnce([exchange]);
});

test('no run has failed', async () => {
	expect(await world.sandbox.api.executions({ status: 'error', limit: 50 })).toEqual([]);
});

async function inTurn<T>(
	items: T[],
	work: (item: T, index: number) => Promise<unknown>,
): Promise<void> {
	for (const [index, item] of items.entries()) await work(item, index);
}
