import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { callback, message, route } from './sample';

const STEP = { dialogStep: 'waiting_order' };
const MANAGER = { inManagerChat: true };
const BOTH = { ...STEP, ...MANAGER };
const price = { button: 'price', label: '💰 Прайс' };

describe('the order of decisions', () => {
	test.each<[string, INodeParameters, IDataObject]>([
		// nothing special
		['/start', {}, { route: 'command', command: 'start', known: true }],
		['/start ref42', {}, { route: 'command', command: 'start', argument: 'ref42' }],
		['/START', {}, { route: 'command', command: 'start' }],
		['/info', {}, { route: 'command', command: 'info', known: true }],
		['/help me', {}, { route: 'command', command: 'help', known: false, argument: 'me' }],
		['💰 Прайс', {}, { route: 'button', ...price }],
		['прайс', {}, { route: 'button', ...price }],
		['Мои бонусы', {}, { route: 'button', button: 'bonus' }],
		['Отмена', {}, { route: 'button', button: 'cancel' }],
		['бонусы', {}, { route: 'free_text', button: '' }],
		['Есть прайс?', {}, { route: 'free_text' }],
		['/ привет', {}, { route: 'free_text', command: '' }],
		['//', {}, { route: 'free_text' }],
		['/home/x y', {}, { route: 'free_text' }],
		['/привет', {}, { route: 'free_text' }],
		[`/${'a'.repeat(33)}`, {}, { route: 'free_text' }],
		['см. /start', {}, { route: 'free_text' }],
		// a dialog step
		['два чайника', STEP, { route: 'dialog_step', dialog_step: 'waiting_order', button: '' }],
		['💰 Прайс', STEP, { route: 'dialog_step', ...price }],
		['Отмена', STEP, { route: 'button', button: 'cancel' }],
		['ОТМЕНА ', STEP, { route: 'button', button: 'cancel' }],
		['/cancel', STEP, { route: 'command', command: 'cancel' }],
		['/start', STEP, { route: 'command', command: 'start' }],
		['/info', STEP, { route: 'dialog_step', command: 'info', known: true }],
		['/help', STEP, { route: 'dialog_step', command: 'help', known: false }],
		// a manager chat
		['спасибо', MANAGER, { route: 'manager_chat' }],
		['💰 Прайс', MANAGER, { route: 'button', ...price }],
		['прайс', MANAGER, { route: 'manager_chat' }],
		['🕐 прайс', MANAGER, { route: 'manager_chat' }],
		['Мои бонусы', MANAGER, { route: 'manager_chat' }],
		['Отмена', MANAGER, { route: 'manager_chat' }],
		['/start', MANAGER, { route: 'command', command: 'start' }],
		['/cancel', MANAGER, { route: 'manager_chat', command: 'cancel' }],
		['/help', MANAGER, { route: 'manager_chat' }],
		// a manager chat in the middle of a step
		['два чайника', BOTH, { route: 'manager_chat', dialog_step: 'waiting_order' }],
		['Отмена', BOTH, { route: 'manager_chat' }],
		['🕐 Режим работы', BOTH, { route: 'button', button: 'hours' }],
		['/start', BOTH, { route: 'command' }],
	])('%j with %j', async (text, state, expected) => {
		expect(await route(message(text), state)).toMatchObject({ reason: '', text, ...expected });
	});
});

describe("Telegram's own marks", () => {
	const marked = (text: string, ...entities: IDataObject[]) => message({ text, entities });
	const command = (offset: number, length: number) => ({ type: 'bot_command', offset, length });

	test.each<[string, IDataObject, IDataObject]>([
		[
			'a command with a comma behind it',
			marked('/start, да', command(0, 6)),
			{ route: 'command', command: 'start', argument: ', да' },
		],
		[
			'a command for this bot',
			marked('/start@shop_bot x', command(0, 15)),
			{ route: 'command', command: 'start', argument: 'x' },
		],
		['a path before a command', marked('/start/x /go', command(9, 3)), { route: 'free_text' }],
		['a command inside the text', marked('см. /start', command(4, 6)), { route: 'free_text' }],
		[
			'a path',
			marked('/start текст', { type: 'code', offset: 0, length: 6 }),
			{ route: 'free_text' },
		],
		[
			'a mark of no length',
			marked('/start', { type: 'bot_command', offset: 0 }),
			{ route: 'free_text' },
		],
		['a mark on other text', marked('привет', command(0, 6)), { route: 'free_text' }],
	])('%s', async (_what, update, expected) => {
		expect(await route(update)).toMatchObject(expected);
	});
});

describe('a command for another bot', () => {
	const shop = { options: { botUsername: '@Shop_Bot' } };

	test.each<[string, INodeParameters, IDataObject]>([
		['/start@shop_bot', shop, { route: 'command', known: true }],
		['/start@other_bot', shop, { route: 'other', reason: 'another_bot', known: false }],
		['/start@other_bot', {}, { route: 'command', known: true }],
		['/start@other_bot', { ...shop, ...STEP }, { route: 'dialog_step', known: false }],
		['/start@other_bot', { ...shop, ...MANAGER }, { route: 'manager_chat', known: false }],
	])('%s with %j', async (text, parameters, expected) => {
		expect(await route(message(text), parameters)).toMatchObject({ ...expected, command: 'start' });
	});
});

describe('a press of an inline button', () => {
	test.each<[string, INodeParameters, IDataObject]>([
		['price', {}, { route: 'button', ...price }],
		['Мои бонусы', {}, { route: 'button', button: 'bonus' }],
		['unknown', {}, { route: 'other', reason: 'unknown_button' }],
		['price', STEP, { route: 'dialog_step', ...price }],
		['cancel', STEP, { route: 'button', button: 'cancel' }],
		['price', MANAGER, { route: 'button', ...price }],
		['bonus', MANAGER, { route: 'other', reason: 'manager_chat', button: 'bonus' }],
	])('%s with %j', async (data, state, expected) => {
		expect(await route(callback(data), state)).toMatchObject({
			...expected,
			callback_query_id: '77',
			chat_id: '500000123',
			user_id: '500000123',
			text: '',
		});
	});

	test('of a message in a group is Other', async () => {
		const update = callback('price');
		const query = update.callback_query as { message: { chat: IDataObject } };
		query.message.chat = { id: -5, type: 'group' };
		expect(await route(update)).toMatchObject({ route: 'other', reason: 'not_private' });
	});
});
