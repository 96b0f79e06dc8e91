import type { IDataObject } from 'n8n-workflow';

import { assignManager, setStatus, setTags } from '../../../nodes/Sitniks/api/changeChat';
import { byId, byName, CHAT_ID, onChat, useKit, USER_ID } from './kit';

const kit = useKit();

const writes = async (method: string) => await kit.requests(`${method} /open-api/chats/`);
const bodies = async (method: string) => (await writes(method)).map(({ body }) => body);
/** A human in Sitniks changes the chat right before the next write. */
const meanwhile = (api: ReturnType<typeof kit.api>, change: IDataObject) => {
	const { chat } = api;
	jest.spyOn(api, 'chat').mockImplementationOnce(async (id) => {
		await kit.seed(change);
		return await chat.call(api, id);
	});
};

describe('Set Status', () => {
	const set = (status: IDataObject | string, more: IDataObject = {}) =>
		onChat('setStatus', { status, ...more });

	test.each([byName(' Взято в роботу '), { __rl: true, mode: 'list', value: 'Взято в роботу' }])(
		'%j',
		async (status) => {
			await kit.seed();
			expect(await kit.run(set(status))).toEqual({
				chat_id: CHAT_ID,
				status: 'Взято в роботу',
				ok: true,
			});
			expect((await kit.chat()).statusHistory).toMatchObject([{ status: 'Взято в роботу' }]);
		},
	);

	test('a plain text of an expression will do, and the address of the chat', async () => {
		await kit.seed();
		const chatId = {
			__rl: true,
			mode: 'url',
			value: `https://web.sitniks.com/77/chats/dialog/${CHAT_ID}`,
		};
		expect(await kit.run(set('Оплачено', { chatId }))).toMatchObject({ chat_id: CHAT_ID });
		expect((await kit.chat()).status).toBe('Оплачено');
	});

	test('an unknown name is named, with the place where to look', async () => {
		await kit.seed();
		expect(await kit.failure(set(byName('Взято в работу')))).toEqual({
			error: 'Sitniks has no chat status "Взято в работу"',
			code: 'unknown_status',
			outcome: 'rejected',
			httpStatus: 400,
			hint: expect.stringContaining('Settings'),
		});
	});

	test('of a chat that vanished', async () => {
		expect(await kit.failure(set(byName('Оплачено')))).toMatchObject({
			code: 'chat_not_found',
			httpStatus: 404,
		});
	});

	test.each(['', '  '])('%p is no status', async (status) => {
		expect(await kit.failure(set(byName(status)))).toMatchObject({ field: 'Status' });
		expect(await kit.requests()).toEqual([]);
	});

	test.each([{ dropAfterWrite: true }, { status: 502, html: true }, { status: 500 }])(
		'is repeated after %j',
		async (fault) => {
			await kit.seed();
			await kit.faults({ ...fault, times: 1, method: 'PATCH' });
			expect(await kit.run(set(byName('Оплачено')))).toMatchObject({ ok: true });
			expect(await writes('PATCH')).toHaveLength(2);
		},
	);

	test('whose answers are all lost has an unknown outcome', async () => {
		await kit.seed();
		await kit.faults({ dropAfterWrite: true, times: 9, method: 'PATCH' });
		expect(await kit.failure(set(byName('Оплачено')))).toMatchObject({ outcome: 'unknown' });
		expect(await writes('PATCH')).toHaveLength(3);
	});

	test('that come together arrive in their order, even when the first is repeated', async () => {
		await kit.seed();
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'PATCH' });
		const api = kit.api();
		const names = ['Взято в роботу', 'Виставлено рахунок', 'AI Увага'];
		await Promise.all(names.map(async (name) => await setStatus(api, CHAT_ID, name)));
		const history = (await kit.chat()).statusHistory.map(({ status }) => status);
		expect(history).toEqual([names[0], ...names]);
	});
});

describe('Assign Manager', () => {
	const assign = (manager: IDataObject | string) => onChat('assignManager', { manager });

	test.each([
		[byId('33'), ''],
		[byName('павло '), 'Павло'],
		['Павло', 'Павло'],
		['33', ''],
		[{ __rl: true, mode: 'list', value: '33', cachedResultName: 'Павло (#33)' }, 'Павло'],
	])('%j, and the tags stay', async (manager, name) => {
		await kit.seed({ tags: ['vip', 'Опт'] });
		expect(await kit.run(assign(manager))).toEqual({
			chat_id: CHAT_ID,
			manager_id: 33,
			manager_name: name,
			tags: ['vip', 'Опт'],
		});
		const chat = await kit.chat();
		expect(chat).toMatchObject({ assignedManagerId: 33, tags: ['vip', 'Опт'] });
		expect(await bodies('PUT')).toEqual([{ tags: ['vip', 'Опт'], assignedManagerId: 33 }]);
	});

	test('by ID needs no list of managers', async () => {
		await kit.seed();
		await kit.run(assign(byId(34)));
		expect(await kit.requests('/managers')).toEqual([]);
	});

	test('by name reads the list once for many items', async () => {
		await kit.seed();
		const items = Array.from({ length: 5 }, () => ({ json: {} }));
		await kit.place(assign(byName('Павло'))).execute(items);
		expect(await kit.requests('/managers')).toHaveLength(1);
	});

	test('a name on the second page, and one that is new since the list was read', async () => {
		await kit.seed();
		await kit.run(assign(byName('Павло')));
		await kit.faults({ manyManagers: true });
		expect(await kit.run(assign(byName('менеджер 60')))).toMatchObject({ manager_id: 100 });
	});

	test('a name that two have is refused with the ids', async () => {
		await kit.seed();
		expect(await kit.failure(assign(byName('Дарія коваль')))).toMatchObject({
			code: 'ambiguous_manager',
			outcome: 'not_sent',
			hint: expect.stringContaining('34, 36'),
		});
		expect(await writes('PUT')).toEqual([]);
	});

	test.each([byName('Ніхто'), byId('999')])('%j: nobody', async (manager) => {
		await kit.seed();
		expect(await kit.failure(assign(manager))).toMatchObject({ code: 'manager_not_found' });
	});

	test.each([byId(''), byId('Павло'), byId('0'), byName(' ')])(
		'%j: no manager',
		async (manager) => {
			await kit.seed();
			expect(await kit.failure(assign(manager))).toMatchObject({ field: 'Manager' });
			expect(await writes('PUT')).toEqual([]);
		},
	);

	test.each(['Павло', ' павло ', '33'])('anyone except %j is the first other one', async (name) => {
		await kit.seed({ tags: ['vip'] });
		const options = { anyoneExcept: name };
		const done = await kit.run(onChat('assignManager', { manager: byName(''), options }));
		expect(done).toMatchObject({ chat_id: CHAT_ID, manager_id: 34, tags: ['vip'] });
		expect(await bodies('PUT')).toEqual([{ tags: ['vip'], assignedManagerId: 34 }]);
	});

	test('a named manager counts more than anyone else', async () => {
		await kit.seed();
		const options = { anyoneExcept: 'Павло', nobodyIsFine: true };
		const done = await kit.run(onChat('assignManager', { manager: byName('Павло'), options }));
		expect(done).toMatchObject({ manager_id: 33 });
	});

	test('nobody is fine when that is chosen: no call', async () => {
		await kit.seed();
		const options = { nobodyIsFine: true };
		const done = await kit.run(onChat('assignManager', { manager: byName(''), options }));
		expect(done).toEqual({ chat_id: CHAT_ID, assigned: false });
		expect(await kit.requests('/chats')).toEqual([]);
		expect(await kit.requests('/managers')).toEqual([]);
	});

	test('that the API of the account does not have is told so', async () => {
		await kit.seed({ tags: ['vip'] });
		await kit.faults({ assignUnsupported: true });
		expect(await kit.failure(assign(byName('Павло')))).toMatchObject({
			error: 'The API of this Sitniks account does not assign managers',
			code: 'assign_unsupported',
			outcome: 'rejected',
			httpStatus: 400,
		});
		expect(await writes('PATCH')).toEqual([]);
		expect((await kit.chat()).tags).toEqual(['vip']);
	});

	test.each([404, 405])('%p of the PUT says the same', async (status) => {
		await kit.seed();
		await kit.faults({ status, method: 'PUT' });
		expect(await kit.failure(assign(byId('33')))).toMatchObject({ code: 'assign_unsupported' });
	});

	test('of a chat that vanished', async () => {
		expect(await kit.failure(assign(byId('33')))).toMatchObject({ code: 'chat_not_found' });
		expect(await writes('PUT')).toEqual([]);
	});

	test('reads the tags anew after a lost answer', async () => {
		await kit.seed({ tags: ['vip'] });
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'PUT' });
		const api = kit.api();
		const assigning = assignManager(api, CHAT_ID, 33);
		await new Promise((resolve) => setTimeout(resolve, 250));
		await kit.seed({ tags: ['vip', 'by hand'] });
		expect((await assigning).tags).toEqual(['vip', 'by hand']);
		expect(await kit.chat()).toMatchObject({ tags: ['vip', 'by hand'], assignedManagerId: 33 });
	});
});

describe('Set Tags', () => {
	const tag = (mode: string, tags: string) => onChat('setTags', { mode, tags });

	test.each([
		['add', 'new, vip', ['vip', 'Опт', 'new']],
		['add', 'VIP', ['vip', 'Опт', 'VIP']],
		['remove', 'vip', ['Опт']],
		['replace', 'a, b', ['a', 'b']],
		['replace', '', []],
	])('%s %p', async (mode, tags, after) => {
		await kit.seed({ tags: ['vip', 'Опт'] });
		expect(await kit.run(tag(mode, tags))).toEqual({
			chat_id: CHAT_ID,
			tags: after,
			changed: true,
		});
		expect((await kit.chat()).tags).toEqual(after);
		expect(await bodies('PUT')).toEqual([{ tags: after }]);
	});

	test.each([
		['add', 'vip'],
		['remove', 'new'],
		['replace', 'Опт,vip'],
	])('%s %p writes nothing when nothing changes', async (mode, tags) => {
		await kit.seed({ tags: ['vip', 'Опт'] });
		expect(await kit.run(tag(mode, tags))).toMatchObject({ changed: false });
		expect(await writes('PUT')).toEqual([]);
	});

	test('a list of an expression may hold commas', async () => {
		await kit.seed();
		await kit.run(tag('add', '={{ ["a, b", "c"] }}'));
		expect((await kit.chat()).tags).toEqual(['a, b', 'c']);
	});

	test.each(['add', 'remove'])('%s nothing is refused', async (mode) => {
		await kit.seed();
		expect(await kit.failure(tag(mode, ' , '))).toMatchObject({ field: 'Tags' });
	});

	test('of a human in between survive', async () => {
		await kit.seed({ tags: ['vip'] });
		const api = kit.api();
		await setTags(api, CHAT_ID, ['first'], 'add');
		meanwhile(api, { tags: ['vip', 'first', 'by hand'] });
		await setTags(api, CHAT_ID, ['second'], 'add');
		meanwhile(api, { tags: ['vip', 'by hand'] });
		await assignManager(api, CHAT_ID, 33);
		expect((await kit.chat()).tags).toEqual(['vip', 'by hand']);
	});

	test('that come together are all there', async () => {
		await kit.seed();
		const api = kit.api();
		const tags = ['a', 'b', 'c', 'd', 'e'];
		await Promise.all([
			...tags.map(async (one) => await setTags(api, CHAT_ID, [one], 'add')),
			assignManager(api, CHAT_ID, 33),
		]);
		expect((await kit.chat()).tags.toSorted()).toEqual(tags);
	});

	test('with a mark of direction are changed although the answer has none', async () => {
		await kit.seed({ tags: ['vip'] });
		expect(await kit.run(tag('add', '\u202anew\u202c'))).toMatchObject({ changed: true });
		expect(await writes('PUT')).toHaveLength(1);
	});

	test('are changed although the answer is lost', async () => {
		await kit.seed({ tags: ['vip'] });
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'PUT' });
		expect(await kit.run(tag('add', 'new'))).toMatchObject({ tags: ['vip', 'new'], changed: true });
		expect(await writes('PUT')).toHaveLength(1);
	});
});

describe('Get and Get Many', () => {
	test('one chat, simplified or raw', async () => {
		await kit.faults({ chatIds: true });
		await kit.seed({ userNickName: 'olena.k', assignedManagerId: 33 });
		expect(await kit.run(onChat('get'))).toMatchObject({
			chat_id: CHAT_ID,
			manager_id: 33,
			manager_name: 'Павло',
		});
		expect(await kit.run(onChat('get', { options: { simplify: false } }))).toMatchObject({
			id: CHAT_ID,
			userId: USER_ID,
			ownerName: 'my.shop.ua',
		});
		const chatId = byId('6b10aa00e056c38300000aff');
		expect(await kit.failure(onChat('get', { chatId }))).toMatchObject({ code: 'chat_not_found' });
	});

	test.each(['', 'a/b', '../x'])('%p is no chat', async (id) => {
		expect(await kit.failure(onChat('get', { chatId: byId(id) }))).toMatchObject({ field: 'Chat' });
		expect(await kit.requests()).toEqual([]);
	});

	test('more chats than a page, each once', async () => {
		await kit.emit({ chats: 120 });
		const list = async (more: IDataObject) => {
			const all = { resource: 'chat', operation: 'getAll', ...more };
			return (await kit.place(all as never).execute())[0].map(({ json }) => json.chat_id);
		};
		expect(new Set(await list({ returnAll: true })).size).toBe(120);
		expect(await list({ limit: 70 })).toHaveLength(70);
		expect(await list({})).toHaveLength(50);
		expect(await list({ limit: 3 })).toHaveLength(3);
	});

	test('filters are sent as the API wants them', async () => {
		await kit.emit({ chats: 2, source: 'telegram_bot' });
		await kit.seed({ status: 'Оплачено' });
		const options = {
			status: 'Оплачено',
			initialSource: 'instagram',
			startDate: '2026-06-01T10:00:00+03:00',
			firstMessageEndDate: '',
		};
		const found = await kit.run({ resource: 'chat', operation: 'getAll', options });
		expect(found).toMatchObject({ chat_id: CHAT_ID });
		const [{ path }] = await kit.requests('GET /open-api/chats?');
		expect(Object.fromEntries(new URL(path, 'http://x').searchParams)).toEqual({
			status: 'Оплачено',
			initialSource: 'instagram',
			startDate: '2026-06-01T07:00:00.000Z',
			limit: '50',
			skip: '0',
		});
	});
});
