import axios from 'axios';

import { AI_MANAGER, SalesDialogue, STATUS, UNTIL_INVOICE } from '../support/sitniks';
import { webhookUrls } from '../../../sandbox/ready';
import { SECRETS } from '../../../sandbox/secrets';
import { pause, World } from '../support/world';

type Json = Record<string, unknown>;

let world: World;
let sales: SalesDialogue;
beforeAll(async () => {
	world = await World.start('sitniks');
	sales = new SalesDialogue(world);
});
afterAll(async () => await world?.stop());

interface Emitted {
	chat_id: string;
	deliveries: Array<{ status: number }>;
}

async function writes(text: string, fields: Json = {}, more: Json = {}): Promise<Emitted> {
	const client = { user_id: '2000000000000077', nick: 'Insta.Olena', name: 'Олена', text };
	return await world.emit('sitniks', {
		client: { ...client, source: 'instagram', ...fields },
		...more,
	});
}

/** What we have sent into the chat. */
async function sent(chat: string): Promise<string[]> {
	const { messages } = await sales.chat(chat);
	return messages.filter(({ via }) => via === 'api').map(({ text }) => text ?? '');
}

async function post(body: unknown, query = `?secret=${SECRETS.sitniks}`): Promise<number> {
	const url = `${webhookUrls(world.sandbox.n8nUrl).sitniks}${query}`;
	return (await axios.post(url, body, { validateStatus: () => true })).status;
}

test('a dialogue in Instagram: answers over Sitniks, stages without any search', async () => {
	let chat = '';
	for (const text of UNTIL_INVOICE) {
		const emitted = await writes(text);
		expect(emitted.deliveries).toEqual([expect.objectContaining({ status: 200 })]);
		chat = emitted.chat_id;
	}
	await sales.atRest();
	await world.eventually('four answers', async () => (await sent(chat)).length === 4);
	expect((await sent(chat)).at(-1)).toContain('Реквізити для оплати');
	expect(await sales.statuses(chat)).toEqual([STATUS.first, STATUS.invoice]);
	expect(await sales.chat(chat)).toMatchObject({ assignedManagerId: AI_MANAGER });
	expect(await sales.mapping(`instagram:${chat}`)).toMatchObject({
		sitniks_chat_id: chat,
		current_status: STATUS.invoice,
		sitniks_manager_id: String(AI_MANAGER),
	});
	expect(await sales.searches()).toBe(0);
});

test('the same webhook three times gets one answer', async () => {
	const { chat_id } = await writes('Добрий день', { user_id: '2000000000000078' }, { copies: 3 });
	await world.eventually('the answer', async () => (await sent(chat_id)).length > 0);
	await pause(3000);
	expect(await sent(chat_id)).toHaveLength(1);
});

/** A chat of a client who has not written yet. */
async function seeded(userId: string): Promise<string> {
	const chat = { userId, userName: `Клієнт ${userId}`, initialSource: 'instagram' };
	return (await world.emit<Emitted>('sitniks', { chat })).chat_id;
}

/** A webhook's body: a client writes in his chat. */
const piece = (id: string, userId: string, text: string) => ({
	chat: { id, userId, userName: `Клієнт ${userId}`, initialSource: 'instagram' },
	message: { sentBy: userId, text },
});

test('several messages in one webhook: each client gets his own answer, in order', async () => {
	const [one, other] = [await seeded('2000000000000101'), await seeded('2000000000000102')];
	const body = [
		piece(one, '2000000000000101', 'Хочу сукню'),
		piece(other, '2000000000000102', 'костюм'),
		piece(one, '2000000000000101', 'так'),
	];
	expect(await post(body)).toBe(200);
	await world.eventually('three answers', async () => {
		return (await sent(one)).length === 2 && (await sent(other)).length === 1;
	});
	expect(await sent(one)).toEqual([
		expect.stringContaining('Сукня «Весна»'),
		expect.stringContaining('номер телефону'),
	]);
	expect(await sent(other)).toEqual([expect.stringContaining('Костюм «Місто»')]);
});

test('two messages of one client at the same time: both are answered, no step is lost', async () => {
	const clients = [111, 112, 113, 114, 115].map((number) => `2000000000000${number}`);
	const chats = await Promise.all(clients.map(seeded));
	const say = async (n: number, text: string) =>
		expect(await post(piece(chats[n], clients[n], text))).toBe(200);
	for (const text of ['сукня', 'так']) {
		await Promise.all(clients.map(async (_, n) => await say(n, text)));
	}
	await Promise.all(clients.flatMap((_, n) => [say(n, 'Олена К, Київ'), say(n, '0501112233')]));
	const { tables } = world.sandbox.api;
	for (const chat of chats) {
		await world.eventually('four answers', async () => (await sent(chat)).length === 4);
		const rows = await tables.rows('dialogues', { user_id: `instagram:${chat}` });
		expect(rows).toEqual([expect.objectContaining({ step: 'payment', step_number: 4 })]);
		const details = (await sent(chat)).filter((text) => text.includes('Реквізити'));
		expect(details).toHaveLength(1);
	}
	await sales.atRest(120_000);
	for (const chat of chats) {
		expect(await sales.statuses(chat)).toEqual([STATUS.first, STATUS.invoice]);
	}
});

test('a manager who writes himself has the dialogue: the bot keeps quiet', async () => {
	const user = { user_id: '2000000000000090' };
	const { chat_id } = await writes('Добрий день', user);
	await world.eventually('the answer', async () => (await sent(chat_id)).length > 0);
	await world.emit('sitniks', { manager: { chat_id, text: 'Вітаю, я Дарія. Чим допомогти?' } });
	const row = { user_id: `instagram:${chat_id}` };
	const { tables } = world.sandbox.api;
	await world.eventually('the bot to know', async () => {
		return (await tables.rows('dialogues', row))[0].step === 'human';
	});
	await writes('Хочу сукню', user);
	await pause(3000);
	expect(await sent(chat_id)).toHaveLength(1);
});

test('own messages, comments, pings, other networks and unknown shapes are answered 200 and start nothing', async () => {
	const { chat_id } = await writes('Ціна?', { user_id: '2000000000000079', comment: true });
	await world.emit('sitniks', { manager: { chat_id, text: 'Вже відповідаю' } });
	const facebook = await writes('Добрий день', { user_id: '2000000000000080', source: 'facebook' });
	expect(facebook.deliveries).toEqual([expect.objectContaining({ status: 200 })]);
	expect((await world.emit<Emitted>('sitniks', { ping: true })).deliveries).toEqual([
		expect.objectContaining({ status: 200 }),
	]);
	for (const body of [{}, [], { chat: null, message: 5 }, { hello: { world: 1 } }, 'text']) {
		expect(await post(body)).toBe(200);
	}
	await pause(2000);
	expect(await sent(chat_id)).toEqual([]);
	expect(await sent(facebook.chat_id)).toEqual([]);
	expect(await sales.stages(`instagram:${chat_id}`)).toEqual([]);
});

test('a wrong or missing secret is 401 and starts nothing', async () => {
	const { tables } = world.sandbox.api;
	const before = (await tables.rows('dialogues')).length;
	for (const secret of ['wrong', 'missing']) {
		const { deliveries } = await writes('Добрий день', { user_id: '2000000000000081' }, { secret });
		expect(deliveries).toEqual([expect.objectContaining({ status: 401 })]);
	}
	const forged = { chat: { id: '1', userId: '2' }, message: { sentBy: '2', text: 'x' } };
	expect(await post(forged, '')).toBe(401);
	await pause(2000);
	expect(await tables.rows('dialogues')).toHaveLength(before);
});

test('Sitniks does not take the answer: the admin is told, nothing is sent twice', async () => {
	await world.fault('sitniks', { noSendApi: true });
	const { chat_id } = await writes('Добрий день', { user_id: '2000000000000082' });
	await world.eventually(
		'the admin to know',
		async () => (await world.alerts('Instagram')).length > 0,
	);
	await world.fault('sitniks', { noSendApi: false });
	expect(await sent(chat_id)).toEqual([]);
});

test('who floods the chat is told of once, and gets no answer beyond the quota', async () => {
	const flood = { user_id: '2000000000000999', nick: 'flood', name: 'Шум' };
	let chat = '';
	for (let i = 0; i < 34; i++) chat = (await writes(`ой ${i}`, flood)).chat_id;
	const told = () => world.alerts('чаще, чем разрешено в минуту');
	await world.eventually('the alert', async () => (await told()).length > 0);
	await sales.atRest();
	await pause(2000);
	expect(await told()).toEqual([expect.stringContaining(chat)]);
	expect((await sent(chat)).length).toBeLessThanOrEqual(30);
});
