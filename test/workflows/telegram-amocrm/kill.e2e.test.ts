import type { AmoState } from '../support/payments';
import { client, Conversation, PASSED_ON, texts, wordsOf } from '../support/telegram';
import { World } from '../support/world';

type Json = Record<string, unknown>;

let world: World;
let talk: Conversation;
beforeAll(async () => {
	world = await World.start('telegram-amocrm');
	talk = new Conversation(world);
	await talk.quick();
	// Every message is confirmed, so that each confirmation can be counted.
	await talk.setting('relay_confirm_pause_seconds', '0');
	await world.fault('telegram', { retryUnitMs: 500 });
	await world.fault('wahelp', { webhookTimeoutMs: 60_000, statusUpdates: false });
});
afterAll(async () => await world?.stop());

test('n8n is killed amid 30 messages both ways: nothing is lost, nothing is doubled', async () => {
	const clients = [60, 61, 62, 63, 64].map(client);
	await talk.known(...clients);
	const told = (await talk.alerts()).length;
	await world.fault('wahelp', { retryDelaysMs: Array.from({ length: 8 }, () => 5000) });
	const all = Promise.all(
		clients.map(async (one) => {
			for (const [index, text] of texts(one, 3).entries()) {
				await talk.say(one, text);
				await talk.manager(one, texts(one, 3, 'ответ')[index]);
			}
		}),
	);
	const arrived = async () =>
		(await Promise.all(clients.map((one) => talk.replies(one)))).flat().length;
	await world.eventually('some to arrive', async () => (await arrived()) >= 6);
	await world.sandbox.n8n.kill('SIGKILL');
	// As if the lease of what it was sending had run out while it was off.
	world.date('relay_messages', 'updatedAt', Date.now() - 200_000);
	await world.sandbox.n8n.start();
	await all;
	const pendingUpdates = async () => {
		const { bots } = await world.state<{ bots: Array<{ pending: Json[] }> }>('telegram');
		return bots[0].pending.length;
	};
	await world.eventually(
		'Telegram and Wahelp to get rid of everything',
		async () => {
			const rows = await talk.rows();
			const count = (target: string) =>
				new Set(
					rows
						.filter((row) => row.target === target)
						.filter((row) => clients.some(({ id }) => row.telegram_id === String(id)))
						.filter(({ source, status }) => source !== 'bot' && status !== 'echo')
						.map(({ event_key }) => event_key),
				).size;
			return (
				(await pendingUpdates()) === 0 &&
				['wahelp', 'amocrm', 'client'].every((t) => count(t) === 15)
			);
		},
		150_000,
	);
	await talk.atRest(120_000);

	const amocrm = await world.state<AmoState>('amocrm');
	for (const one of clients) {
		const notes = await talk.notes(one, amocrm);
		const replies = await talk.replies(one);
		const answers = await talk.rows({
			telegram_id: String(one.id),
			target: 'client',
			source: 'operator',
		});
		const inDoubt = answers.filter(({ status }) => status === 'in_doubt');
		expect(await talk.atWahelp(one)).toEqual(texts(one, 3));
		const own = notes.filter((note) => note.startsWith('Сообщение клиента')).map(wordsOf);
		expect(own).toEqual(texts(one, 3));
		expect(inDoubt.length).toBeLessThanOrEqual(1);
		for (const text of texts(one, 3, 'ответ')) {
			const times = replies.filter((reply) => reply === text).length;
			const isInDoubt = inDoubt.some((row) => row.text === text);
			expect({ text, times }).toEqual({ text, times: isInDoubt ? Math.min(times, 1) : 1 });
			expect(notes.filter((note) => note.includes(text))).toHaveLength(isInDoubt ? 1 : 0);
			expect(await talk.toldSince(told, text)).toHaveLength(isInDoubt ? 1 : 0);
		}
		// An answer of the bot may come twice, when n8n died between sending and noting it.
		const confirmed = replies.filter((reply) => reply === PASSED_ON).length;
		expect(confirmed).toBeLessThanOrEqual(4);
		expect(replies.length).toBe(
			confirmed + texts(one, 3, 'ответ').filter((t) => replies.includes(t)).length,
		);
	}
});
