import { useKit } from './testkit';

const kit = useKit();
const client = (fields: object) => kit.emit({ client: { text: 'Добрий день', ...fields } });
const chat = (fields: object) => kit.emit({ chat: fields });
const read = async (id: string) => (await kit.get(`/chats/${id}`)).body;

describe('client', () => {
	test('makes his chat on the fly and uses it again, one in each messenger', async () => {
		const first = await client({ user_id: '20000000000000077', nick: 'Olena.K' });
		expect(first).toMatchObject({
			deliveries: [],
			chat_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			message_id: expect.stringMatching(/^[0-9a-f]{24}$/),
		});
		const same = await client({ user_id: '20000000000000077' });
		expect(same.chat_id).toBe(first.chat_id);
		expect(same.message_id).not.toBe(first.message_id);
		const telegram = await client({ user_id: '20000000000000077', source: 'telegram_bot' });
		expect(telegram.chat_id).not.toBe(first.chat_id);
		expect(await read(telegram.chat_id)).toMatchObject({
			userNickName: null,
			ownerName: 'my_shop_bot',
		});
		expect(await read(first.chat_id)).toMatchObject({ userNickName: 'Olena.K' });
	});

	test('newChat makes another one, which is used from then on', async () => {
		const user = { user_id: '20000000000000077' };
		const first = await client(user);
		const second = await client({ ...user, newChat: true });
		expect(second.chat_id).not.toBe(first.chat_id);
		expect((await client(user)).chat_id).toBe(second.chat_id);
		expect((await client({ chat_id: first.chat_id })).chat_id).toBe(first.chat_id);
		expect((await read(second.chat_id)).userId).toBe(user.user_id);
	});

	test('without a user id the nick name tells who it is; without both he is somebody new', async () => {
		const { chat_id } = await client({ nick: 'Olena.K' });
		expect((await client({ nick: '@olena.k' })).chat_id).toBe(chat_id);
		expect((await read(chat_id)).userNickName).toBe('@olena.k');
		const twin = await client({ nick: 'olena.k', user_id: '20000000000000077' });
		expect(twin.chat_id).not.toBe(chat_id);
		expect((await client({})).chat_id).not.toBe((await client({})).chat_id);
	});

	test('a time of long ago is that of the chat, too', async () => {
		const at = '2026-08-03T09:10:11.120Z';
		const { chat_id } = await client({ at });
		expect(await read(chat_id)).toMatchObject({ createdAt: at, lastMessageCreatedAt: at });
	});
});

test('a manager answers, by default 34', async () => {
	const { chat_id } = await client({});
	await kit.emit({ manager: { chat_id, text: 'Вітаю' } });
	await kit.emit({ manager: { chat_id, text: 'Слухаю', manager: 35 } });
	const [{ messages }] = (await kit.state()).chats;
	expect(messages.map(({ managerName, via }) => [managerName ?? null, via])).toEqual([
		[null, 'emit'],
		['Дарія Коваль', 'emit'],
		['Олена Мельник', 'emit'],
	]);
});

describe('chat', () => {
	test('seeds one with chosen fields', async () => {
		const fields = {
			id: '6b10aa00e056c38300000a01',
			userId: '2000000000000001',
			userName: 'Olena K',
			userNickName: 'OLENA.K',
			initialSource: 'facebook',
			status: 'Новый',
			tags: ['vip'],
			createdAt: '2026-08-03T09:10:11.120Z',
			lastMessageCreatedAt: '2026-08-03T09:12:39.900Z',
		};
		const { chat_id } = await chat({ ...fields, assignedManagerId: 33 });
		expect(chat_id).toBe(fields.id);
		expect(await read(chat_id)).toMatchObject({
			...fields,
			ownerName: 'My Shop',
			assignedManagerName: 'Павло',
		});
	});

	test('changes one as a human does, and only what is given', async () => {
		const { chat_id: id } = await client({ nick: 'Olena.K' });
		await chat({ id, status: 'Оплачено', tags: ['a'], assignedManagerId: 35 });
		await chat({ id, userNickName: null });
		expect(await read(id)).toMatchObject({
			status: 'Оплачено',
			tags: ['a'],
			assignedManagerName: 'Олена Мельник',
			userNickName: null,
		});
		const [{ statusHistory, managerHistory }] = (await kit.state()).chats;
		expect(statusHistory).toMatchObject([{ status: 'Оплачено', via: 'emit' }]);
		expect(managerHistory).toMatchObject([{ managerId: 35, via: 'emit' }]);
		await chat({ id, assignedManagerId: null });
		expect((await read(id)).assignedManagerName).toBeNull();
	});

	test('a manager need not be in the list', async () => {
		await kit.faults({ chatIds: true });
		const { chat_id } = await chat({ assignedManagerId: 999 });
		const unknown = { assignedManagerId: 999, assignedManagerName: null };
		expect(await read(chat_id)).toMatchObject(unknown);
		await chat({ id: chat_id, assignedManagerName: 'Колишня' });
		expect((await read(chat_id)).assignedManagerName).toBe('Колишня');
	});
});

describe('chats', () => {
	test('are fillers with nick names of their own', async () => {
		const { chat_ids, chat_id, deliveries } = await kit.emit({ chats: 70 });
		expect([chat_ids?.length, chat_id, deliveries]).toEqual([70, null, []]);
		const { chats } = await kit.state();
		expect(new Set(chats.map(({ userNickName }) => userNickName)).size).toBe(70);
		expect(new Set(chats.map(({ userId }) => userId)).size).toBe(70);
		expect(chats.every(({ messages }) => messages.length === 1)).toBe(true);
	});

	test('with a source, a status and times', async () => {
		const at = '2026-08-03T09:10:00.000Z';
		const more = { source: 'facebook', status: 'Оплачено', at, everyMs: 60_000 };
		await kit.emit({ chats: 3, ...more });
		const { data } = (await kit.get('/chats')).body;
		const common = { initialSource: 'facebook', status: 'Оплачено' };
		expect(data).toMatchObject([
			{ ...common, lastMessageCreatedAt: at },
			{ ...common, lastMessageCreatedAt: '2026-08-03T09:09:00.000Z' },
			{ ...common, lastMessageCreatedAt: '2026-08-03T09:08:00.000Z' },
		]);
	});
});

test.each([
	[{}, 'emit needs one of'],
	[{ client: {}, manager: {} }, 'emit needs one of'],
	[{ bogus: {} }, 'emit needs one of'],
	[{ client: 'x' }, 'client: an object'],
	[{ client: {} }, 'text or attachments'],
	[{ client: { text: 'x', txt: 'x' } }, 'unknown: txt'],
	[{ client: { text: 'x', user_id: 77 } }, 'user_id: a text'],
	[{ client: { text: 'x', user_id: 'u77' } }, 'user_id: a text of digits'],
	[{ client: { text: 'x', source: 'telegram' } }, 'source is one of'],
	[{ client: { text: 'x', chat_id: 'nowhere' } }, 'no chat nowhere'],
	[{ client: { text: 'x', at: 'вчора' } }, 'at: a time'],
	[{ client: { text: 'x' }, secret: 'right' }, 'secret'],
	[{ client: { text: 'x' }, copies: 0 }, 'copies'],
	[{ manager: { text: 'x' } }, 'chat_id is needed'],
	[{ manager: { text: 'x', manager: 999 } }, 'no manager 999'],
	[{ chat: { nick: 'x' } }, 'unknown: nick; known: id, userId'],
	[{ chat: { id: 'x' } }, 'id: 24 hexadecimal digits'],
	[{ chat: { tags: 'x' } }, 'tags: a list of texts'],
	[{ chat: {}, secret: 'wrong' }, 'unknown: secret'],
	[{ chats: 'x' }, 'chats: a whole number'],
	[{ remove: { chat_id: 'nowhere' } }, 'no chat nowhere'],
])('%j is refused', async (body, text) => {
	await expect(kit.emit(body)).rejects.toThrow(text);
});
