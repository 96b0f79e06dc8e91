import type { IDataObject } from 'n8n-workflow';

import { setStatus } from '../../../nodes/Sitniks/api/changeChat';
import { findChat, type FindTiming, type Search } from '../../../nodes/Sitniks/api/findChat';
import type { Send } from '../../../nodes/shared/http';
import type { SitniksApi } from '../../../nodes/Sitniks/api/client';
import { CHAT_ID, KEY, sendWithKey, useKit, USER_ID } from './kit';

const kit = useKit();

const FIND = { resource: 'chat', operation: 'find' };
const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
/** A chat that was made and active then. */
const since = (ms: number) => ({ createdAt: ago(ms), lastMessageCreatedAt: ago(ms) });
const lists = async () => await kit.requests('GET /open-api/chats?');

const NOW: FindTiming = { shareMs: -1, lookMs: 50 };
const ALL: Search = { backMs: Infinity, waitMs: 0, maxPages: 20 };
const search = async (
	nick: string,
	changes: Partial<Search> = {},
	{ api = kit.api(), timing = NOW }: { api?: SitniksApi; timing?: FindTiming } = {},
) => await findChat(api, { nick, userId: '', source: '' }, { ...ALL, ...changes }, timing);

describe('by nick name', () => {
	test.each(['@Olena.K', 'OLENA.K', ' https://instagram.com/olena.k/ '])('%p', async (nickName) => {
		await kit.emit({ chats: 3 });
		await kit.seed({ userNickName: 'oLeNa.k', userName: 'Олена', tags: ['vip'] });
		expect(await kit.run({ ...FIND, nickName })).toEqual({
			found: true,
			chat_id: CHAT_ID,
			user_id: USER_ID,
			user_name: 'Олена',
			nick_name: 'oLeNa.k',
			source: 'instagram',
			status: 'Новий',
			tags: ['vip'],
			manager_id: null,
			manager_name: '',
			created_at: expect.stringMatching(/Z$/),
			updated_at: expect.stringMatching(/Z$/),
			last_message_at: expect.stringMatching(/Z$/),
		});
		expect(await lists()).toHaveLength(1);
	});

	test('a person without a chat is no error, and a small account costs two calls', async () => {
		await kit.emit({ chats: 3 });
		await kit.seed({ userNickName: null });
		expect(await kit.run({ ...FIND, nickName: 'null' })).toEqual({
			found: false,
			searched_all: true,
		});
		expect(await lists()).toHaveLength(2);
	});

	test('nothing to look for is an error before any call', async () => {
		expect(await kit.failure({ ...FIND, nickName: ' @ ', userId: '' })).toMatchObject({
			error: 'it is empty',
			code: 'invalid_input',
			field: 'Nick Name',
		});
		expect(await kit.requests()).toEqual([]);
	});

	test('of two people in two networks names the networks, not the nick', async () => {
		await kit.emit({ client: { nick: 'Max', text: 'Hi', source: 'instagram' } });
		await kit.emit({ client: { nick: 'max', text: 'Hi', source: 'telegram_bot' } });
		const failed = await kit.failure({ ...FIND, nickName: 'max' });
		expect(failed).toMatchObject({ code: 'ambiguous', outcome: 'not_sent' });
		expect(JSON.stringify(failed)).not.toMatch(/\bmax\b/i);
		const found = await kit.run({ ...FIND, nickName: 'max', source: 'telegram_bot' });
		expect(found).toMatchObject({ found: true, source: 'telegram_bot' });
	});

	test('of several chats the one with the newest message', async () => {
		const of = { userNickName: 'olena.k', userId: USER_ID };
		await kit.emit({ chat: { ...of, lastMessageCreatedAt: ago(60_000) } });
		await kit.seed({ ...of, lastMessageCreatedAt: ago(1000) });
		await kit.emit({ chat: { ...of, lastMessageCreatedAt: ago(30_000) } });
		expect(await kit.run({ ...FIND, nickName: 'olena.k' })).toMatchObject({ chat_id: CHAT_ID });
	});
});

test('nobody is an error with its code when that is chosen', async () => {
	await kit.seed({ userNickName: null });
	const options = { nobodyIsError: true };
	expect(await kit.failure({ ...FIND, nickName: 'nobody', options })).toMatchObject({
		code: 'chat_not_found',
		outcome: 'not_sent',
	});
});

describe('with an ID of the chat at hand', () => {
	const OTHER = '6b10aa00e056c38300000a02';
	const NONE = ['telegram:608310009', '608310009', 'x'.repeat(200), '6b10aa00e056c38300ffffff'];
	const find = async (options: IDataObject) =>
		await kit.run({ ...FIND, nickName: 'olena.k', options } as never);
	beforeEach(async () => {
		await kit.seed({ userNickName: 'olena.k' });
		await kit.emit({ chat: { id: OTHER, userNickName: 'taras' } });
	});

	test.each([CHAT_ID, ` https://web.sitniks.com/77/chats/dialog/${CHAT_ID} `])(
		'the known one %j is taken without a call',
		async (knownChatId) => {
			expect(await find({ knownChatId })).toEqual({ found: true, chat_id: CHAT_ID });
			expect(await kit.requests()).toEqual([]);
		},
	);

	test.each(NONE.slice(0, 3))('a known %j is no chat: it is searched', async (knownChatId) => {
		expect(await find({ knownChatId })).toMatchObject({ found: true, chat_id: CHAT_ID });
		expect(await lists()).toHaveLength(1);
	});

	test('a suggested one that is there counts more than the known one', async () => {
		const found = await find({ knownChatId: CHAT_ID, suggestedChatId: OTHER });
		expect(found).toMatchObject({ found: true, chat_id: OTHER, nick_name: 'taras' });
		expect(found).not.toHaveProperty('suggestion_ignored');
	});

	test('a suggested one that is the known one is not read', async () => {
		const hints = { knownChatId: CHAT_ID, suggestedChatId: CHAT_ID };
		expect(await find(hints)).toEqual({ found: true, chat_id: CHAT_ID });
		expect(await kit.requests()).toEqual([]);
	});

	test.each(NONE)('a suggested %j never replaces the known one', async (suggestedChatId) => {
		expect(await find({ knownChatId: CHAT_ID, suggestedChatId })).toEqual({
			found: true,
			chat_id: CHAT_ID,
			suggestion_ignored: true,
		});
	});

	test.each(NONE)('a suggested %j with nothing known: it is searched', async (suggestedChatId) => {
		expect(await find({ suggestedChatId })).toMatchObject({
			found: true,
			chat_id: CHAT_ID,
			suggestion_ignored: true,
		});
	});

	test('trouble while the suggested one is read is an error, not another chat', async () => {
		await kit.faults({ trial: true });
		const options = { knownChatId: CHAT_ID, suggestedChatId: OTHER };
		expect(await kit.failure({ ...FIND, nickName: 'olena.k', options })).toMatchObject({
			code: 'plan_without_api',
		});
	});
});

test('a user ID counts more than a nick name, and is no number', async () => {
	await kit.emit({ chat: { userNickName: 'olena.k', userId: '20000000000000002' } });
	await kit.seed({ userNickName: null });
	const found = await kit.run({ ...FIND, nickName: 'olena.k', userId: USER_ID });
	expect(found).toMatchObject({ chat_id: CHAT_ID, user_id: USER_ID });
});

describe('further back', () => {
	test.each([
		[30 * 60_000, 'hour'],
		[12 * HOUR_MS, 'day'],
		[3 * 24 * HOUR_MS, 'week'],
		[20 * 24 * HOUR_MS, 'month'],
		[90 * 24 * HOUR_MS, 'all'],
	])('%p ms, within %s', async (ms, searchBack) => {
		await kit.seed({ userNickName: 'olena.k', ...since(ms) });
		// So many newer chats that the top of the list does not show it.
		await kit.emit({ chats: 60, at: ago(400_000) });
		const found = await kit.run({ ...FIND, nickName: 'olena.k', options: { searchBack } });
		expect(found).toMatchObject({ found: true, chat_id: CHAT_ID });
	});

	test.each(['hour', 'day', 'week', 'month'])('not further than a %s', async (searchBack) => {
		await kit.seed({ userNickName: 'olena.k', ...since(90 * 24 * HOUR_MS) });
		await kit.emit({ chats: 60, at: ago(400_000) });
		const found = await kit.run({ ...FIND, nickName: 'olena.k', options: { searchBack } });
		expect(found).toEqual({ found: false, searched_all: true });
	});

	test('an old chat that is active now, where startDate means when it was made', async () => {
		await kit.faults({ startDateMeans: 'created' });
		await kit.emit({ chats: 60, at: ago(400_000) });
		const createdAt = ago(90 * 24 * HOUR_MS);
		await kit.seed({ userNickName: 'olena.k', createdAt, lastMessageCreatedAt: ago(0) });
		expect(await kit.run({ ...FIND, nickName: 'olena.k' })).toMatchObject({ chat_id: CHAT_ID });
		expect(await lists()).toHaveLength(2);
	});
});

describe('many chats', () => {
	test('in the newest minutes are paged, wherever count jumps', async () => {
		await kit.seed({ userNickName: 'olena.k', ...since(200_000) });
		await kit.faults({ countJumps: true });
		await kit.emit({ chats: 130, everyMs: 10 });
		expect(await kit.run({ ...FIND, nickName: 'olena.k' })).toMatchObject({ chat_id: CHAT_ID });
		const skips = (await lists()).map(({ path }) => /skip=(\d+)/.exec(path)![1]);
		expect(skips).toEqual(['0', '50', '100', '0']);
	});

	test('are read no further than Max Pages, and the answer says so', async () => {
		await kit.seed({ userNickName: 'olena.k', ...since(90 * 24 * HOUR_MS) });
		await kit.emit({ chats: 260, at: ago(400_000), everyMs: 60_000 });
		const options = { maxPages: 2 };
		expect(await kit.run({ ...FIND, nickName: 'olena.k', options })).toEqual({
			found: false,
			searched_all: false,
		});
		expect((await lists()).length).toBeLessThanOrEqual(8);
	});

	test('that a narrower window has shown are not read again', async () => {
		await kit.seed({ userNickName: 'olena.k', ...since(12 * HOUR_MS) });
		await kit.emit({ chats: 160, at: ago(400_000), everyMs: 10 });
		expect((await search('olena.k')).chat?.id).toBe(CHAT_ID);
		const skips = (await lists()).map(({ path }) => Number(/skip=(\d+)/.exec(path)![1]));
		// Five minutes, the top, an hour in four pages with a last look at its top, a day from its last row on.
		expect(skips).toEqual([0, 0, 0, 50, 100, 150, 0, 159]);
	});

	test('of a list with another order are read from the start', async () => {
		await kit.faults({ startDateMeans: 'created' });
		const day = 24 * HOUR_MS;
		// Active now and made long ago: they fill the top of all chats, but are in none of the windows.
		for (let n = 0; n < 51; n++) {
			await kit.emit({ chat: { createdAt: ago(60 * day), lastMessageCreatedAt: ago(n) } });
		}
		await kit.emit({ chats: 60, at: ago(400_000) });
		const lastMessageCreatedAt = ago(350_000);
		await kit.seed({ userNickName: 'olena.k', createdAt: ago(day / 2), lastMessageCreatedAt });
		expect((await search('olena.k', { backMs: day })).chat?.id).toBe(CHAT_ID);
		const skips = (await lists()).map(({ path }) => Number(/skip=(\d+)/.exec(path)![1]));
		expect(skips.slice(-4)).toEqual([59, 0, 50, 0]);
	});

	test('are paged where count is too low', async () => {
		await kit.seed({ userNickName: 'olena.k', ...since(200_000) });
		await kit.faults({ countJumps: true });
		await kit.emit({ chats: 50 });
		expect((await search('olena.k')).chat?.id).toBe(CHAT_ID);
	});

	test('are paged where the server gives smaller pages than asked for', async () => {
		await kit.seed({ userNickName: 'olena.k', ...since(200_000) });
		await kit.emit({ chats: 50 });
		const send: Send = async (call) =>
			await sendWithKey(KEY)({ ...call, url: call.url.replace('limit=50', 'limit=20') });
		expect((await search('olena.k', {}, { api: kit.api({ send }) })).chat?.id).toBe(CHAT_ID);
	});

	test('one that moves to the top while they are read is not missed', async () => {
		await kit.seed({ userNickName: 'olena.k', ...since(250_000) });
		await kit.emit({ chats: 110 });
		const api = kit.api();
		const { chatPage } = api;
		let pages = 0;
		jest.spyOn(api, 'chatPage').mockImplementation(async (query, skip) => {
			pages += 1;
			if (pages === 2) await kit.emit({ client: { chat_id: CHAT_ID, text: 'Hi' } });
			return await chatPage.call(api, query, skip);
		});
		expect((await search('olena.k')).chat).toBeDefined();
		pages = 0;
		expect((await search('olena.k', {}, { api })).chat?.id).toBe(CHAT_ID);
		expect(pages).toBe(4);
	});

	test('do not loop where the server does not know skip', async () => {
		await kit.emit({ chats: 60, at: ago(0) });
		const api = kit.api();
		const { chatPage } = api;
		jest
			.spyOn(api, 'chatPage')
			.mockImplementation(async (query) => await chatPage.call(api, query, 0));
		expect(await search('nobody', {}, { api })).toEqual({ chat: undefined, isComplete: false });
		expect((await lists()).length).toBeLessThan(10);
	});
});

describe('a chat that appears late', () => {
	test('is waited for', async () => {
		await kit.faults({ appearAfterMs: 300 });
		await kit.seed({ userNickName: 'olena.k' });
		expect((await search('olena.k')).chat).toBeUndefined();
		expect((await search('olena.k', { waitMs: 2000 })).chat?.id).toBe(CHAT_ID);
	});

	test('is waited for no longer than asked', async () => {
		const start = Date.now();
		expect(await search('nobody', { waitMs: 200 })).toEqual({ isComplete: true });
		expect(Date.now() - start).toBeGreaterThanOrEqual(195);
		expect(Date.now() - start).toBeLessThan(10_000);
	});

	test('by the option of the node', async () => {
		await kit.faults({ appearAfterMs: 300 });
		await kit.seed({ userNickName: 'olena.k' });
		const options = { waitSeconds: 10 };
		expect(await kit.run({ ...FIND, nickName: 'olena.k', options })).toMatchObject({ found: true });
	});

	test('is not waited for when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const api = kit.api({ signal: cancel.signal });
		const waiting = search('nobody', { waitMs: 60_000 }, { api, timing: { ...NOW, lookMs: 5 } });
		setTimeout(() => cancel.abort(new Error('stopped')), 100);
		await expect(waiting).rejects.toThrow('stopped');
	});
});

describe('what was read within the last minute', () => {
	test('finds other people without a call, until a chat proves to be gone', async () => {
		await kit.emit({ chats: 3 });
		await kit.seed({ userNickName: 'olena.k' });
		const { chat_id: taras } = await kit.emit({ chat: { userNickName: 'taras' } });
		const api = kit.api();
		expect((await search('olena.k', {}, { api })).chat?.id).toBe(CHAT_ID);
		expect((await search('taras', {}, { api })).chat?.id).toBe(taras);
		expect(await lists()).toHaveLength(1);

		await kit.emit({ remove: { chat_id: CHAT_ID } });
		await expect(setStatus(api, CHAT_ID, 'Оплачено')).rejects.toMatchObject({
			code: 'chat_not_found',
		});
		expect((await search('olena.k', {}, { api })).chat).toBeUndefined();
	});

	test('is not enough for somebody new', async () => {
		await kit.seed({ userNickName: 'olena.k' });
		const api = kit.api();
		await search('olena.k', {}, { api });
		const { chat_id } = await kit.emit({ chat: { userNickName: 'new.one' } });
		expect((await search('new.one', {}, { api })).chat?.id).toBe(chat_id);
	});
});

test.each([
	['telegram', true],
	['telegram_bot', true],
	['tele', false],
	['instagram', false],
])('source %s of a chat from telegram_bot: %s', async (source, found) => {
	await kit.seed({ userNickName: 'olena.k', initialSource: 'telegram_bot' });
	expect(await kit.run({ ...FIND, nickName: 'olena.k', source })).toMatchObject({ found });
});

describe('a listing is shared', () => {
	test('by all items of an execution', async () => {
		await kit.emit({ chats: 3 });
		await kit.seed({ userNickName: 'olena.k' });
		const items = Array.from({ length: 100 }, () => ({ json: {} }));
		const placed = kit.place({ ...FIND, nickName: 'olena.k' });
		const [output] = await placed.execute(items);
		expect(output.every(({ json }) => json.chat_id === CHAT_ID)).toBe(true);
		expect(output.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(
			items.map((_, index) => index),
		);
		expect(await lists()).toHaveLength(1);
	});

	test('by executions at the same time, each with the people it looks for', async () => {
		await kit.seed({ userNickName: 'olena.k' });
		const runs = ['olena.k', 'nobody', '@OLENA.K'].map((nickName) =>
			kit.run({ ...FIND, nickName }),
		);
		expect((await Promise.all(runs)).map(({ found }) => found)).toEqual([true, false, true]);
		expect(await lists()).toHaveLength(2);
	});

	test('not with a later one', async () => {
		const timing = { shareMs: 50, lookMs: 50 };
		const api = kit.api();
		expect((await search('olena.k', {}, { api, timing })).chat).toBeUndefined();
		await kit.seed({ userNickName: 'olena.k' });
		await new Promise((resolve) => setTimeout(resolve, 80));
		expect((await search('olena.k', {}, { api, timing })).chat?.id).toBe(CHAT_ID);
	});

	test('and an execution that is cancelled takes nobody with it', async () => {
		await kit.seed({ userNickName: 'olena.k' });
		await kit.faults({ status: 503, times: 1 });
		const cancel = new AbortController();
		const cancelled = kit.api({ signal: cancel.signal });
		const other = kit.api();
		Object.assign(other, { sharedKey: cancelled.sharedKey });
		const timing = { shareMs: 2000, lookMs: 50 };
		const first = search('olena.k', {}, { api: cancelled, timing });
		const second = search('olena.k', {}, { api: other, timing });
		setTimeout(() => cancel.abort(new Error('stopped')), 50);
		await expect(first).rejects.toThrow('stopped');
		expect((await second).chat?.id).toBe(CHAT_ID);
	});
});
