import { idsOf, pause, useKit } from './testkit';

const kit = useKit();
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const setStatus = (id: string, body: unknown) => kit.call('PATCH', `/chats/${id}/status`, body);
const put = (id: string, body: unknown) => kit.call('PUT', `/chats/${id}`, body);
const find = async (query: Record<string, string | number> = {}) =>
	idsOf(await kit.get('/chats', query));
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('a chat', () => {
	const shape = {
		id: expect.stringMatching(/^[0-9a-f]{24}$/),
		userId: expect.stringMatching(/^\d{17}$/),
		userName: 'Olena K',
		userNickName: 'Olena.K',
		ownerId: '30000000000000001',
		ownerName: 'my.shop.ua',
		initialSource: 'instagram',
		status: 'Новий',
		tags: [],
		assignedManagerName: null,
		clientId: null,
		createdAt: ISO,
		updatedAt: ISO,
		lastMessageCreatedAt: ISO,
	};

	test('has the fields of the sheet, by id not wrapped', async () => {
		const id = await kit.chat({ nick: 'Olena.K', name: 'Olena K' });
		expect((await kit.get('/chats')).body).toEqual({ data: [shape], count: 1 });
		const { body } = await kit.get(`/chats/${id}`);
		expect(body).toEqual({ ...shape, id });
		expect(String(Number(body.userId))).not.toBe(body.userId);
	});

	test('has a manager without id, unless chatIds', async () => {
		const id = await kit.chat({ nick: 'Olena.K', name: 'Olena K' });
		await kit.emit({ chat: { id, assignedManagerId: 34, clientId: 501 } });
		const named = { ...shape, assignedManagerName: 'Дарія Коваль' };
		expect((await kit.get(`/chats/${id}`)).body).toEqual(named);
		await kit.faults({ chatIds: true });
		const ids = { assignedManagerId: 34, clientId: 501 };
		expect((await kit.get(`/chats/${id}`)).body).toEqual({ ...named, ...ids });
	});

	test('that is unknown or gone is 404', async () => {
		const id = await kit.chat();
		await kit.emit({ remove: { chat_id: id } });
		for (const path of [id, '6b10aa00e056c38300000a01', 'x']) {
			const { status, body } = await kit.get(`/chats/${path}`);
			expect([status, body]).toEqual([
				404,
				{ statusCode: 404, message: 'Chat not found', error: 'Not Found' },
			]);
		}
		expect((await setStatus(id, { status: 'Оплачено' })).status).toBe(404);
		expect((await put(id, { tags: [] })).status).toBe(404);
		expect((await kit.get(`/chats/${id}/messages`)).status).toBe(404);
		expect(await find()).toEqual([]);
	});

	test('can appear late in list and by id, while its webhook comes at once', async () => {
		await kit.faults({ appearAfterMs: 300, webhookUrl: kit.hookUrl });
		const id = await kit.chat();
		expect(kit.hits).toHaveLength(1);
		expect((await kit.get('/chats')).body).toEqual({ data: [], count: 0 });
		expect((await kit.get(`/chats/${id}`)).status).toBe(404);
		expect((await setStatus(id, { status: 'Оплачено' })).status).toBe(404);
		await pause(310);
		expect(await find()).toEqual([id]);
		expect((await kit.get(`/chats/${id}`)).status).toBe(200);
	});
});

describe('the list', () => {
	test('newest activity first, 10 a page, 50 at most', async () => {
		const old = await kit.chat();
		const { chat_ids: fillers = [] } = await kit.emit({ chats: 60 });
		expect(await find()).toEqual(fillers.toReversed().slice(0, 10));
		const page = await kit.get('/chats', { limit: 100 });
		expect([page.body.data.length, page.body.count]).toEqual([50, 61]);
		const rest = await find({ limit: 50, skip: 50 });
		expect(rest).toHaveLength(11);
		expect(rest[10]).toBe(old);
		expect(await find({ limit: 50, skip: 61 })).toEqual([]);
		await pause(2);
		await kit.emit({ client: { chat_id: old, text: 'Ще тут?' } });
		expect((await find())[0]).toBe(old);
	});

	test('count can be wrong, another way on each page', async () => {
		await kit.emit({ chats: 25 });
		await kit.faults({ countJumps: true });
		const counts = [];
		for (const skip of [0, 10, 20]) counts.push((await kit.get('/chats', { skip })).body.count);
		expect(counts).toEqual([24, 26, 24]);
	});

	test('by status name and source, exactly', async () => {
		const a = await kit.chat();
		const b = await kit.chat({ source: 'telegram_bot' });
		await setStatus(a, { status: 'Взято в роботу' });
		expect(await find({ status: 'Взято в роботу' })).toEqual([a]);
		expect(await find({ status: 'взято в роботу' })).toEqual([]);
		expect(await find({ initialSource: 'telegram_bot' })).toEqual([b]);
		expect(await find({ initialSource: 'telegram_bot', status: 'Взято в роботу' })).toEqual([]);
	});

	test('startDate and endDate mean the last activity, or with a switch the creation', async () => {
		const [day, hour] = [minutesAgo(1440), minutesAgo(60)];
		const old = await kit.chat({ at: day });
		const revived = await kit.chat({ at: day });
		await kit.emit({ client: { chat_id: revived, text: 'Я знову тут' } });
		expect(await find({ startDate: hour })).toEqual([revived]);
		expect(await find({ endDate: hour })).toEqual([old]);
		await kit.faults({ startDateMeans: 'created' });
		expect(await find({ startDate: hour })).toEqual([]);
		expect(await find({ endDate: hour })).toEqual([revived, old]);
	});

	test('firstMessageStartDate and firstMessageEndDate mean the first client message', async () => {
		const hour = minutesAgo(60);
		const old = await kit.chat({ at: minutesAgo(90) });
		const fresh = await kit.chat();
		await kit.emit({ client: { chat_id: old, text: 'Я знову тут' } });
		await kit.emit({ chat: { userName: 'Без повідомлень' } });
		expect(await find({ firstMessageStartDate: hour })).toEqual([fresh]);
		expect(await find({ firstMessageEndDate: hour })).toEqual([old]);
	});

	test.each([
		[{ limit: 'x' }, 'limit must be an integer number'],
		[{ limit: 0 }, 'limit must not be less than 1'],
		[{ skip: -1 }, 'skip must not be less than 0'],
		[{ startDate: 'вчора' }, 'startDate must be a valid ISO 8601 date string'],
	])('%j is 400', async (query, text) => {
		const { status, body } = await kit.get('/chats', query);
		expect(status).toBe(400);
		expect(body).toEqual({ statusCode: 400, message: [text], error: 'Bad Request' });
	});
});

describe('the status', () => {
	test('is set by name and remembered with its time', async () => {
		const id = await kit.chat();
		expect((await setStatus(id, { status: 'Взято в роботу' })).status).toBe(200);
		expect((await setStatus(id, { status: 'AI Увага' })).status).toBe(200);
		expect((await kit.get(`/chats/${id}`)).body.status).toBe('AI Увага');
		const [{ statusHistory }] = (await kit.state()).chats;
		expect(statusHistory).toMatchObject([
			{ status: 'Взято в роботу', via: 'api', at: expect.any(Number) },
			{ status: 'AI Увага', via: 'api' },
		]);
	});

	test.each([
		[{ status: 'Немає такого' }, ['status does not exist']],
		[{ status: 'взято в роботу' }, ['status does not exist']],
		[{}, ['status should not be empty', 'status must be a string']],
		[{ status: 5 }, ['status must be a string']],
		[
			{ id: 3 },
			['property id should not exist', 'status should not be empty', 'status must be a string'],
		],
	])('%j is 400 and changes nothing', async (body, message) => {
		const id = await kit.chat();
		const answer = await setStatus(id, body);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({ statusCode: 400, message, error: 'Bad Request' });
		expect((await kit.state()).chats[0]).toMatchObject({ status: 'Новий', statusHistory: [] });
	});

	test('names are those of the account; a new chat has the first', async () => {
		await kit.faults({ statuses: ['Новый', 'В работе'] });
		const id = await kit.chat();
		expect((await kit.get(`/chats/${id}`)).body.status).toBe('Новый');
		expect((await setStatus(id, { status: 'Взято в роботу' })).status).toBe(400);
		expect((await setStatus(id, { status: 'В работе' })).status).toBe(200);
	});
});

describe('PUT', () => {
	test('replaces the tags wholly and leaves the manager', async () => {
		const id = await kit.chat();
		await kit.emit({ chat: { id, tags: ['vip', 'old'], assignedManagerId: 33 } });
		expect((await put(id, { tags: ['new'] })).status).toBe(200);
		const chat = (await kit.get(`/chats/${id}`)).body;
		expect(chat).toMatchObject({ tags: ['new'], assignedManagerName: 'Павло' });
		await put(id, { tags: [] });
		expect((await kit.get(`/chats/${id}`)).body.tags).toEqual([]);
	});

	test('assigns a manager; tags that are not sent along are lost, or kept with a switch', async () => {
		const id = await kit.chat();
		await kit.emit({ chat: { id, tags: ['vip'] } });
		await put(id, { assignedManagerId: 33, tags: ['vip', 'ai'] });
		const both = { tags: ['vip', 'ai'], assignedManagerName: 'Павло' };
		expect((await kit.get(`/chats/${id}`)).body).toMatchObject(both);
		await kit.faults({ putDropsTags: false });
		await put(id, { assignedManagerId: 35 });
		expect((await kit.get(`/chats/${id}`)).body.tags).toEqual(['vip', 'ai']);
		await kit.faults({ putDropsTags: true });
		await put(id, { assignedManagerId: 36 });
		const lost = { tags: [], assignedManagerName: 'Дарія Коваль' };
		expect((await kit.get(`/chats/${id}`)).body).toMatchObject(lost);
		const [{ managerHistory, assignedManagerId }] = (await kit.state()).chats;
		expect(assignedManagerId).toBe(36);
		expect(managerHistory.map(({ managerId, via }) => [managerId, via])).toEqual([
			[33, 'api'],
			[35, 'api'],
			[36, 'api'],
		]);
	});

	test.each([
		[{ assignedManagerId: 999 }, 'Manager not found'],
		[{ assignedManagerId: '33' }, ['assignedManagerId must be an integer number']],
		[{ assignedManagerId: null }, ['assignedManagerId must be an integer number']],
		[{ tags: 'vip' }, ['each value in tags must be a string', 'tags must be an array']],
		[{ tags: [1] }, ['each value in tags must be a string']],
		[{ status: 'Оплачено' }, ['property status should not exist']],
	])('%j is 400 and changes nothing', async (body, message) => {
		const id = await kit.chat();
		await kit.emit({ chat: { id, tags: ['vip'] } });
		const answer = await put(id, { tags: ['x'], ...body });
		expect(answer).toMatchObject({ status: 400, body: { message, error: 'Bad Request' } });
		expect((await kit.state()).chats[0]).toMatchObject({ tags: ['vip'], managerHistory: [] });
	});

	test('an account that cannot assign refuses the field, and takes tags', async () => {
		const id = await kit.chat();
		await kit.faults({ assignUnsupported: true });
		expect(await put(id, { assignedManagerId: 33, tags: ['a'] })).toMatchObject({
			status: 400,
			body: { message: ['property assignedManagerId should not exist'] },
		});
		expect((await put(id, { tags: ['a'] })).status).toBe(200);
		expect((await kit.state()).chats[0]).toMatchObject({ tags: ['a'], assignedManagerId: null });
	});
});
