import axios from 'axios';

import { publishAgent } from '../support/dialogueAgent';
import { ScriptedModel } from '../support/scriptedModel';
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
	world = await World.start('sitniks', undefined, 'vm');
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

/** How the bot's answer begins. */
const CONFIRM = /Оформлюємо замовлення/;
const CONTACT = /ім’я та прізвище/;
const WAIT = /Чекаю на оплату/;
const PRODUCTS = /У нас є/;
const HUMAN = /Передаю/;

test.each<[number, string[], Array<[string, RegExp]>]>([
	[
		30,
		['сукня', 'так', 'Іра 0501112233 Київ'],
		[
			['я ще не оплатила', WAIT],
			['а чек буде?', WAIT],
		],
	],
	[31, ['сукня', 'так', 'Іра 0501112233 Київ'], [['скинула гроші', HUMAN]]],
	[32, ['сукня', 'так', 'Іра +380 50 111–22–33'], [['передумала', PRODUCTS]]],
	[33, ['сукня'], [['не беру', PRODUCTS]]],
	[34, ['сукня'], [['не підходить', PRODUCTS]]],
	[
		35,
		['сукня'],
		[
			['ні, хочу костюм', CONFIRM],
			['давай', CONTACT],
			['вул. Тиха 15.10.2025 12:30', /Не бачу номера/],
		],
	],
	[
		36,
		['я з міста Львів'],
		[
			['2', CONFIRM],
			['так собі', PRODUCTS],
		],
	],
])('buyer %s after %p', async (number, before, then) => {
	const who = buyer(number);
	await sales.appears(who);
	await sales.write(who, before);
	for (const [text, answer] of then) {
		await sales.write(who, [text]);
		const last = (await sales.replies(who.id)).at(-1);
		expect({ text, last }).toEqual({ text, last: expect.stringMatching(answer) });
	}
});

test('who is not understood three times gets a human, at the payment as well', async () => {
	const lost = buyer(40);
	await sales.appears(lost);
	await sales.write(lost, ['сукня', 'так', 'Іра 0501112233 Київ', 'ау', 'ау', 'ау']);
	expect((await sales.replies(lost.id)).at(-1)).toMatch(HUMAN);
});

test('the first touch is made up for when the first message was blocked', async () => {
	await sales.setting('dialogue_stop_words', 'чужаслово*');
	const rude = buyer(41);
	const chat = await sales.appears(rude);
	await sales.write(rude, ['чужаслово', 'Добрий день']);
	await sales.atRest();
	expect(await sales.statuses(chat)).toEqual([STATUS.first]);
	await sales.setting('dialogue_stop_words', '');
});

test('a message the next day: payment and human go on, an idle dialogue begins anew', async () => {
	const { tables } = world.sandbox.api;
	const yesterday = new Date(Date.now() - 30 * 3_600_000).toISOString();
	const later = async (number: number, before: string[], text: string) => {
		const who = buyer(number);
		await sales.appears(who);
		await sales.write(who, before);
		const row = { user_id: `telegram:${who.id}` };
		await tables.update('dialogues', row, { last_message_at: yesterday });
		const said = (await sales.replies(who.id)).length;
		await sales.write(who, [text]);
		return (await sales.replies(who.id)).slice(said);
	};
	expect(await later(42, ['сукня', 'так', 'Іра 0501112233'], 'оплатила')).toEqual([
		expect.stringMatching(HUMAN),
	]);
	expect(await later(43, ['менеджер'], 'Ви тут?')).toEqual([]);
	expect(await later(44, ['сукня'], 'так')).toEqual([expect.stringMatching(PRODUCTS)]);
});

test('a repeated message of Telegram gets no second answer and no second stage', async () => {
	const twice = buyer(6);
	const chat = await sales.appears(twice);
	for (const text of UNTIL_HUMAN) await sales.say(twice, text, { copies: 3 });
	await sales.atRest();
	expect(await sales.replies(twice.id)).toHaveLength(5);
	expect(await sales.statuses(chat)).toEqual(Object.values(STATUS));
});

test('who writes more than thirty messages in a minute is told once, and the dialogue stays', async () => {
	const flooding = buyer(60);
	await sales.appears(flooding);
	await sales.write(flooding, Array<string>(34).fill('Яка доставка?'));
	const replies = await sales.replies(flooding.id);
	const told = replies.filter((text) => text.includes('Забагато повідомлень'));
	expect({ told: told.length, replies: replies.length }).toEqual({ told: 1, replies: 31 });
}, 120_000);

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

describe('an AI Agent in its marked place', () => {
	let model: ScriptedModel;
	let address: string;
	beforeAll(async () => {
		model = await ScriptedModel.start();
		address = await publishAgent(world, model.url);
	});
	afterAll(async () => await model?.stop());

	const user = { channel: 'viber', user_id: 'viber:agent-1', name: 'Олена' };
	let written = 0;
	async function say(text: string, output?: object): Promise<string> {
		if (output) model.willSay(output);
		const message = { ...user, text, event_key: `agent-${++written}` };
		const { data } = await axios.post<{ reply: string }>(address, message);
		return data.reply;
	}
	const dialogue = async () =>
		(await world.sandbox.api.tables.rows('dialogues', { user_id: user.user_id }))[0];

	test('leads the dialogue from the first touch to the payment details, which stay the owner’s', async () => {
		const praise = 'Сукня «Весна» вам личитиме! Оформлюємо?';
		expect(await say('щось на весну', { wish: 'choice', choice: 'сукня', reply: praise })).toBe(
			praise,
		);
		expect(await dialogue()).toMatchObject({
			step: 'confirm',
			choice: 'Сукня «Весна» — 1200 грн',
			last_event_key: 'agent-1',
		});
		expect(JSON.stringify(model.requests[0].messages)).toContain('щось на весну');

		expect(await say('авжеж', { wish: 'contact', choice: '', reply: '' })).toContain(
			'номер телефону',
		);
		const invented = { wish: 'requisites', choice: '', reply: 'Картка 4444 3333 2222 1111' };
		const details = await say('Олена, 0501112233', invented);
		expect(details).toContain('Реквізити для оплати');
		expect(details).not.toContain('4444');
		expect((await sales.stages(user.user_id)).map(({ stage }) => stage)).toEqual([
			'first_touch',
			'invoice_sent',
		]);
	});

	test('that fails is replaced by a human', async () => {
		expect(await say('ау')).toContain('Передаю розмову');
		expect(await dialogue()).toMatchObject({ step: 'human', stage: 'escalation' });
		expect((await sales.stages(user.user_id)).at(-1)?.stage).toBe('escalation');
	});
});
