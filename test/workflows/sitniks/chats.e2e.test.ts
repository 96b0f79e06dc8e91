import { AI_MANAGER, buyer, SalesDialogue, STATUS, UNTIL_INVOICE } from '../support/sitniks';
import { World } from '../support/world';

let world: World;
let sales: SalesDialogue;
beforeAll(async () => {
	world = await World.start('sitniks');
	sales = new SalesDialogue(world);
});
afterAll(async () => await world?.stop());

/** The first message of a person, and what became of the chat that is meant. */
async function touched(number: number, chat: string, username?: string): Promise<void> {
	const who = { ...buyer(number), username };
	await sales.write(who, ['Добрий день']);
	await sales.atRest();
	expect(await sales.stageStates(who)).toEqual(['first_touch done']);
	expect(await sales.statuses(chat)).toEqual([STATUS.first]);
}

test('nick names with upper case, with @, of another spelling', async () => {
	// The number in Sitniks is another one here: only the nick says who it is.
	const upper = await sales.appears({ ...buyer(1), id: 1, username: 'Olena.K_Shop' });
	await touched(1, upper, 'olena.k_shop');
	const at = await sales.appears({ ...buyer(2), id: 2, username: '@Taras_Ua' });
	await touched(2, at, 'taras_ua');
});

test('no nick at all: the number in Telegram finds the chat', async () => {
	const chat = await sales.appears({ ...buyer(3), username: undefined });
	await touched(3, chat, undefined);
});

test('the same nick in Instagram is somebody else', async () => {
	const { chat_id: stranger } = await world.emit<{ chat_id: string }>('sitniks', {
		chat: { userNickName: 'same_nick', initialSource: 'instagram' },
	});
	const own = await sales.appears({ ...buyer(4), id: 992, username: 'same_nick' });
	await touched(4, own, 'same_nick');
	expect(await sales.statuses(stranger)).toEqual([]);
});

test('two chats of the same nick: the one that was written in last', async () => {
	const who = { ...buyer(5), id: 995, username: 'two_chats' };
	const old = await sales.appears(who, { at: '2026-01-05T10:00:00.000Z' });
	const fresh = await sales.appears({ ...who, id: 996 });
	expect(fresh).not.toBe(old);
	await touched(5, fresh, 'two_chats');
	expect(await sales.statuses(old)).toEqual([]);
});

test('a chat behind more than fifty newer ones', async () => {
	const who = buyer(6);
	const chat = await sales.appears(who);
	await world.emit('sitniks', { chats: 120, source: 'telegram_bot' });
	await touched(6, chat, who.username);
});

test('a chat that appears 20 s late', async () => {
	await world.fault('sitniks', { appearAfterMs: 20_000 });
	const who = buyer(7);
	const chat = await sales.appears(who);
	await world.fault('sitniks', { appearAfterMs: 0 });
	const slowest = await sales.write(who, UNTIL_INVOICE);
	expect(slowest).toBeLessThan(5000);
	expect(await sales.replies(who.id)).toHaveLength(4);
	await sales.atRest(120_000);
	expect(await sales.statuses(chat)).toEqual([STATUS.first, STATUS.invoice]);
	expect(await sales.chat(chat)).toMatchObject({ assignedManagerId: AI_MANAGER });
});

test('tags that a human set in between survive', async () => {
	const who = buyer(8);
	const chat = await sales.appears(who);
	await sales.write(who, ['Добрий день']);
	await sales.atRest();
	await world.emit('sitniks', { chat: { id: chat, tags: ['vip', 'Постійна'] } });
	await sales.write(who, ['менеджер']);
	await sales.atRest();
	expect(await sales.chat(chat)).toMatchObject({ tags: ['vip', 'Постійна'], status: STATUS.human });
});

test('a chat that vanished is searched once more, and the new one is remembered', async () => {
	const who = buyer(9);
	const { chat } = await sales.whole(who, ['Хочу светр', 'так']);
	await sales.atRest();
	await world.emit('sitniks', { remove: { chat_id: chat } });
	const again = await sales.appears(who);
	await sales.write(who, ['Олена 0671234567 Дніпро']);
	await sales.atRest();
	expect(await sales.statuses(again)).toEqual([STATUS.invoice]);
	expect(await sales.mapping(`telegram:${who.id}`)).toMatchObject({
		sitniks_chat_id: again,
		current_status: STATUS.invoice,
	});
});

test('several open stages of one client are brought one after the other', async () => {
	const who = buyer(12);
	await world.fault('sitniks', { status: 503, times: 0 });
	const { chat } = await sales.whole(who, UNTIL_INVOICE);
	await sales.write(who, ['менеджер']);
	expect(await sales.stages(who)).toHaveLength(3);
	await world.fault('sitniks', []);
	await sales.atRest(120_000);
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
	// The row is the only lock: nobody holds one any more, and there is none beside it.
	expect((await sales.stages(who)).map(({ owner }) => owner)).toEqual(['', '', '']);
	const scope = { scope: 'sitniks-stages' };
	expect(await world.sandbox.api.tables.rows('processed_events', scope)).toEqual([]);
});

test('a stage that is too old is given up without a call', async () => {
	await world.sandbox.api.tables.insert('sitniks_stages', [
		{
			user_id: 'old-one',
			stage: 'first_touch',
			event_key: 'old',
			chat_status: STATUS.first,
			telegram_username: 'old_one',
			status: 'pending',
			attempts: 0,
		},
	]);
	await sales.setting('sitniks_give_up_hours', '0.0001');
	const { requests } = await sales.sitniks();
	const rows = await sales.atRest();
	await sales.setting('sitniks_give_up_hours', '24');
	expect(rows.find(({ user_id }) => user_id === 'old-one')).toMatchObject({
		status: 'failed',
		error_code: 'too_old',
	});
	expect((await sales.sitniks()).requests).toHaveLength(requests.length);
});

test('a person who is not in Sitniks: the dialogue goes on, the row says why', async () => {
	const who = buyer(10);
	const slowest = await sales.write(who, UNTIL_INVOICE);
	expect(slowest).toBeLessThan(5000);
	await world.eventually('the search to be over', async () => {
		return (await sales.stages(who))[0].attempts > 0;
	});
	expect(await sales.stages(who)).toMatchObject([
		{ stage: 'first_touch', status: 'pending', error_code: 'chat_not_found' },
		{ stage: 'invoice_sent', status: 'pending', attempts: 0 },
	]);
});
