import {
	AI_MANAGER,
	buyer,
	HUMAN_MANAGER,
	SalesDialogue,
	STATUS,
	UNTIL_HUMAN,
	ADMIN_CHAT,
} from '../support/sitniks';
import { World } from '../support/world';

let world: World;
let sales: SalesDialogue;
beforeAll(async () => {
	world = await World.start();
	sales = new SalesDialogue(world);
});
afterAll(async () => await world?.stop());

test('a dialogue through all three stages: status, manager and mapping after each', async () => {
	const olena = buyer(1);
	const user = `telegram:${olena.id}`;
	const chat = await sales.appears(olena);

	await sales.write(olena, ['Добрий день']);
	await sales.atRest();
	expect(await sales.chat(chat)).toMatchObject({
		status: STATUS.first,
		assignedManagerId: AI_MANAGER,
	});
	expect(await sales.mapping(user)).toMatchObject({
		user_id: user,
		telegram_username: olena.username,
		sitniks_chat_id: chat,
		sitniks_manager_id: String(AI_MANAGER),
		current_status: STATUS.first,
		first_touch_at: expect.stringMatching(/^\d{4}-/),
	});
	const searches = await sales.searches();

	await sales.write(olena, ['Хочу сукню', 'так', 'Олена К, 0501112233, Київ, відділення 1']);
	await sales.atRest();
	expect(await sales.chat(chat)).toMatchObject({
		status: STATUS.invoice,
		assignedManagerId: AI_MANAGER,
	});
	expect(await sales.mapping(user)).toMatchObject({ current_status: STATUS.invoice });

	await sales.write(olena, ['оплатила']);
	await sales.atRest();
	expect(await sales.chat(chat)).toMatchObject({
		status: STATUS.human,
		assignedManagerId: HUMAN_MANAGER,
	});
	expect(await sales.mapping(user)).toMatchObject({
		current_status: STATUS.human,
		sitniks_manager_id: String(HUMAN_MANAGER),
		sitniks_chat_id: chat,
	});

	// Each stage once, nothing was searched again, and the client got an answer to each message.
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
	expect(await sales.stageStates(olena)).toEqual([
		'first_touch done',
		'invoice_sent done',
		'escalation done',
	]);
	expect(await sales.searches()).toBe(searches);
	expect(await sales.replies(olena.id)).toEqual([
		expect.stringContaining('1. Сукня «Весна» — 1200 грн'),
		'Сукня «Весна» — 1200 грн. Оформлюємо замовлення? (так / ні)',
		expect.stringContaining('номер телефону'),
		expect.stringContaining('Реквізити для оплати'),
		expect.stringContaining('Передаю менеджеру'),
	]);
	expect(await world.alerts(`@${olena.username}`)).toHaveLength(1);
});

test('a human has the dialogue: the bot keeps quiet until a new one begins', async () => {
	const ivan = buyer(2);
	const chat = await sales.appears(ivan);
	await sales.write(ivan, ['Покличте менеджера', 'Ви тут?', 'Ау']);
	expect(await sales.replies(ivan.id)).toEqual([expect.stringContaining('Передаю розмову')]);
	await sales.atRest();
	expect(await sales.statuses(chat)).toEqual([STATUS.first, STATUS.human]);

	await sales.write(ivan, ['/start']);
	await sales.atRest();
	expect(await sales.replies(ivan.id)).toHaveLength(2);
	expect(await sales.statuses(chat)).toEqual([STATUS.first, STATUS.human, STATUS.first]);
});

test('moderation comes before the first touch; the third time a human is called', async () => {
	await sales.setting('dialogue_stop_words', 'чужаслово*');
	const rude = buyer(3);
	const chat = await sales.appears(rude);
	await sales.write(rude, ['чужаслово']);
	await sales.atRest();
	expect(await sales.stages(rude)).toEqual([]);
	expect(await sales.statuses(chat)).toEqual([]);
	await sales.write(rude, ['ну чужасловом', 'чужаслово!']);
	await sales.atRest();
	expect((await sales.replies(rude.id)).at(-1)).toContain('Передаю розмову');
	expect(await sales.statuses(chat)).toEqual([STATUS.human]);
	await sales.setting('dialogue_stop_words', '');
});

test('questions, wrong turns and unclear words keep their place in the dialogue', async () => {
	const nadia = buyer(4);
	await sales.appears(nadia);
	await sales.write(nadia, [
		'Привіт! А доставка як?',
		'костюм',
		'ні',
		'2',
		'так',
		'без номера',
		'Надія, +380671112233, Львів 5',
		'скільки чекати',
		'квитанція ось',
	]);
	const replies = await sales.replies(nadia.id);
	expect(replies.map((reply) => reply.split(/[.!?:\n]/)[0])).toEqual([
		'Відправляємо Новою поштою щодня, 1–3 дні',
		'Костюм «Місто» — 1800 грн',
		'Вітаю',
		'Костюм «Місто» — 1800 грн',
		'Чудово',
		'Не бачу номера телефону',
		'Дякую',
		'Чекаю на оплату',
		'Дякую',
	]);
	const confused = buyer(5);
	await sales.appears(confused);
	await sales.write(confused, ['Добрий день', 'ммм', 'хм', 'гм']);
	expect((await sales.replies(confused.id)).at(-1)).toContain('Передаю розмову менеджеру');
});

test('a repeated message of Telegram gets no second answer and no second stage', async () => {
	const twice = buyer(6);
	const chat = await sales.appears(twice);
	for (const text of UNTIL_HUMAN) await sales.say(twice, text, { copies: 3 });
	await sales.atRest();
	expect(await sales.replies(twice.id)).toHaveLength(5);
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
});

test('groups and bots are not answered', async () => {
	const { status } = await world.emit<{ status: number }>('telegram', {
		message: {
			from: { id: 510_000_099, first_name: 'Група' },
			chat_id: -1005,
			text: 'Добрий день',
		},
		bot: 'sandbox_dialogue_bot',
	});
	expect(status).toBe(200);
	expect(await sales.replies(-1005)).toEqual([]);
	expect(await sales.stages('telegram:510000099')).toEqual([]);
});

test('switched off, or without a key: stages are only logged, the dialogue is the same', async () => {
	const told = (await sales.replies(ADMIN_CHAT)).length;
	await sales.setting('sitniks_enabled', 'no');
	const off = buyer(7);
	const { chat } = await sales.whole(off, UNTIL_HUMAN);
	expect(await sales.stageStates(off)).toEqual([
		'first_touch skipped',
		'invoice_sent skipped',
		'escalation skipped',
	]);
	expect((await sales.stages(off))[0].reason).toContain('sitniks_enabled');
	await sales.setting('sitniks_enabled', 'yes');
	expect(await sales.replies(off.id)).toHaveLength(5);
	expect(await sales.statuses(chat)).toEqual([]);
	expect((await sales.replies(ADMIN_CHAT)).slice(told)).toEqual([
		expect.stringContaining('Клиенту нужен человек'),
	]);
});
