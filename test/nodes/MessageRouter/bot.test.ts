import fc from 'fast-check';

import { cardOf, isWithManager, stepNow } from '../../../nodes/MessageRouter/domain/bot/card';
import { sortMessage } from '../../../nodes/MessageRouter/domain/bot/message';
import { rowsForAdmins, rowsForManager } from '../../../nodes/MessageRouter/domain/bot/relayRows';
import { keptText, replyTo, type Reply } from '../../../nodes/MessageRouter/domain/bot/reply';
import { judgeSent } from '../../../nodes/MessageRouter/domain/bot/sent';
import { buttonsOf, fillIn, menuOf, textFor } from '../../../nodes/MessageRouter/domain/bot/texts';
import { readButtons } from '../../../nodes/MessageRouter/domain/update/buttons';
import { readCommands } from '../../../nodes/MessageRouter/domain/update/commands';
import { outputJson } from '../../../nodes/MessageRouter/domain/update/output';
import { readUpdate } from '../../../nodes/MessageRouter/domain/update/readUpdate';
import type { Row } from '../../../nodes/shared/rows';
import { routedOf } from '../../../nodes/MessageRouter/domain/bot/reply';
import { callback, IRA, message } from './sample';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const rows = (values: Record<string, string>): Row[] =>
	Object.entries(values).map(([key, value], index) => ({ id: index + 1, key, value }));

const TEXTS = {
	button_bonuses: 'Мои бонусы',
	button_order: 'Сделать заказ',
	button_question: 'Задать вопрос',
	button_price: '💰 Прайс',
	button_hours: '🕐 Режим работы',
	button_share: '📱 Поделиться номером',
	button_cancel: 'Отмена',
	text_welcome: 'Здравствуйте, {name}! Дайте номер.',
	text_greeting: 'Здравствуйте, {name}!',
	text_info: 'Я бот.',
	text_unknown_command: 'Такой команды нет.',
	text_cancelled: 'Отменено.',
	text_bonuses: 'Бонусов: {bonus}.',
	text_price: 'Вот прайс.',
	text_hours: '9–21.',
	text_ask_order: 'Что заказать?',
	text_order_taken: 'Заказ принят.',
	text_ask_question: 'Какой вопрос?',
	text_question_taken: 'Вопрос передан.',
	text_finish_step: 'Завершите шаг.',
	text_ask_phone: 'Поделитесь номером.',
	text_phone_first: 'Сначала номер.',
	text_prove_first: 'Подтвердите номер.',
	text_phone_saved: 'Номер сохранён.',
	text_bad_phone: 'Не похоже на номер.',
	text_foreign_contact: 'Чужой контакт.',
	text_phone_taken: 'Номер уже есть.',
	text_passed_on: 'Передано.',
	relay_via: 'both',
	relay_confirm_pause_seconds: '5',
};
const SETTINGS = rows(TEXTS);
const MENU = 'Мои бонусы | Сделать заказ\nЗадать вопрос\n💰 Прайс | 🕐 Режим работы';
const KNOWN: Row = {
	id: 7,
	telegram_id: String(IRA.id),
	telegram_username: IRA.username,
	phone: '+77010001122',
	phone_confirmed: true,
	full_name: 'Ира Примерова',
	bonus_balance: 320,
	dialog_step: '',
};
const STRANGER: Row = { ...KNOWN, phone: '', phone_confirmed: null, bonus_balance: null };
const TYPED: Row = { ...KNOWN, phone_confirmed: false };
const COMMANDS = readCommands(
	['start', 'cancel', 'info'].map((command) => ({
		command,
		inDialogStep: command !== 'info',
		inManagerChat: command === 'start',
	})),
);
const FIELDS = {
	buttons: readButtons([]),
	commands: COMMANDS,
	botUsername: '',
	dialogStep: '',
	inManagerChat: false,
	country: 'RU',
};

function sort(update: unknown, clients: Row[] = [KNOWN], settings = SETTINGS) {
	const facts = readUpdate(update);
	const sorted = sortMessage(facts, FIELDS, clients, settings, NOW);
	const json = outputJson(facts, sorted.decision, sorted.router);
	return { ...sorted, json };
}

const NOTHING = { outcome: '', isPassedOn: false, messageBefore: undefined };

function reply(
	update: unknown,
	clients: Row[] = [KNOWN],
	settings = SETTINGS,
	happened: Parameters<typeof replyTo>[3] = NOTHING,
): Reply {
	const { json, plan, card, router } = sort(update, clients, settings);
	const routed = routedOf({ ...json, ...plan, in_manager_chat: router.inManagerChat });
	return replyTo(routed, card, settings, happened, NOW);
}

const contact = (fields: object) =>
	message({ contact: { phone_number: '77010001122', ...fields } });
const OWN = contact({ user_id: IRA.id });
const FOREIGN = contact({ user_id: 1 });

describe('what is to be done', () => {
	const inStep = (dialog_step: string): Row[] => [{ ...KNOWN, dialog_step }];
	const withManager: Row[] = [{ ...KNOWN, in_manager_chat: true, manager_last_message_at: ago(1) }];
	test.each<[string, unknown, Row[], string, string]>([
		['/start', message('/start'), [KNOWN], 'answer', 'start'],
		['an unknown command', message('/help'), [KNOWN], 'answer', 'unknown_command'],
		['a button', message('прайс'), [KNOWN], 'answer', 'price'],
		['words', message('Где заказ?'), [KNOWN], 'manager', 'relayed'],
		['words of a stranger', message('Где заказ?'), [], 'keep', 'keep'],
		['words without a phone', message('Где заказ?'), [STRANGER], 'keep', 'keep'],
		['words with a typed phone', message('Где заказ?'), [TYPED], 'manager', 'relayed'],
		['an order', message('Две вазы'), inStep('waiting_order'), 'admins', 'order'],
		['a question', message('Почём?'), inStep('waiting_question'), 'admins', 'question'],
		['a button in a step', message('Прайс'), inStep('waiting_order'), 'answer', 'finish_step'],
		['a command in a step', message('/info'), inStep('waiting_order'), 'answer', 'finish_step'],
		['cancel in a step', message('отмена'), inStep('waiting_order'), 'answer', 'cancel'],
		['a step that nobody knows', message('да'), inStep('waiting_tea'), 'answer', 'cancel'],
		[
			'a typed phone',
			message('8 999 555 00 01'),
			inStep('waiting_phone_manual'),
			'number',
			'number',
		],
		['words instead of it', message('Алло'), inStep('waiting_phone_manual'), 'manager', 'relayed'],
		['the own contact', OWN, [], 'number', 'number'],
		['a foreign contact of a stranger', FOREIGN, [STRANGER], 'number', 'number'],
		['a foreign contact', FOREIGN, [KNOWN], 'manager', 'relayed'],
		['words to a manager', message('Ленина, 5'), withManager, 'manager', 'relayed'],
		['a button with its emoji', message('💰 Прайс'), withManager, 'answer', 'price'],
		['a button without it', message('Мои бонусы'), withManager, 'manager', 'relayed'],
		['an unknown inline button', callback('nothing'), [KNOWN], 'answer', ''],
		['an edited message', { update_id: 1, edited_message: {} }, [KNOWN], 'answer', ''],
	])('about %s', (_, update, clients, way, scene) => {
		expect(sort(update, clients).plan).toEqual({ way, scene });
	});

	test('words with a typed phone wait where Wahelp alone would read them', () => {
		const wahelp = rows({ ...TEXTS, relay_via: 'wahelp' });
		expect(sort(message('Алло'), [TYPED], wahelp).plan.way).toBe('keep');
		expect(sort(message('Алло'), [KNOWN], wahelp).plan.way).toBe('manager');
		const trusting = rows({ ...TEXTS, relay_via: 'wahelp', trust_typed_phone: 'yes' });
		expect(sort(message('Алло'), [TYPED], trusting).plan.way).toBe('manager');
	});
});

describe('the card', () => {
	test('with a phone goes before one without', () => {
		expect(cardOf([STRANGER, KNOWN], []).phone).toBe('+77010001122');
	});

	test.each<[unknown, boolean]>([
		[true, true],
		[null, true],
		[undefined, true],
		[false, false],
		['false', false],
	])('with phone_confirmed %j is proved: %s', (phone_confirmed, isProved) => {
		expect(cardOf([{ ...KNOWN, phone_confirmed }], []).isProved).toBe(isProved);
	});

	test('without a phone is never proved', () => {
		const trusting = rows({ trust_typed_phone: 'yes' });
		expect(cardOf([{ ...STRANGER, phone_confirmed: true }], trusting).isProved).toBe(false);
	});

	test('is with a manager for the minutes of the setting, with a comma or a point', () => {
		const row = { ...KNOWN, in_manager_chat: true, manager_last_message_at: ago(2) };
		const at = (minutes: string) =>
			isWithManager(cardOf([row], []), rows({ manager_pause_minutes: minutes }), NOW);
		expect([at('1,5'), at('2.5'), at('')]).toEqual([false, true, true]);
	});

	test('waits for a phone only while a phone may come', () => {
		const card = cardOf([{ ...KNOWN, dialog_step: 'waiting_phone_manual' }], []);
		const typed = ['+7 (999) 555-00-01', '8-999', 'привет', ''];
		expect(typed.map((text) => stepNow(card, text))).toEqual([
			'waiting_phone_manual',
			'waiting_phone_manual',
			'',
			'',
		]);
	});
});

describe('buttons and menu', () => {
	test('are rows: a new one stands below, in a row of its own', () => {
		const more = rows({ ...TEXTS, button_address: '📍 Адрес', text_address: 'Ленина, 5' });
		expect(menuOf(more)).toBe(`${MENU}\n📍 Адрес`);
		expect(reply(message('адрес'), [KNOWN], more)).toMatchObject({
			say: 'text',
			text: 'Ленина, 5',
			keyboard: 'buttons',
			rows: `${MENU}\n📍 Адрес`,
			step: '',
		});
	});

	test('stand where bot_menu says', () => {
		const placed = rows({
			...TEXTS,
			button_address: 'Адрес',
			bot_menu: 'price, address; order | bonuses; nothing',
		});
		expect(menuOf(placed).split('\n')).toEqual([
			'💰 Прайс | Адрес',
			'Сделать заказ | Мои бонусы',
			'Задать вопрос',
			'🕐 Режим работы',
		]);
	});

	test('of an empty row are off, of a missing row have their usual label', () => {
		const { button_price, ...others } = TEXTS;
		expect(button_price).toBeDefined();
		const labels = buttonsOf(rows({ ...others, button_hours: '' })).map(({ label }) => label);
		expect(labels).toContain('💰 Прайс');
		expect(labels).not.toContain('🕐 Режим работы');
	});

	test('of the steps are always there', () => {
		const empty = buttonsOf(rows({ button_share: '', button_cancel: ' ' }));
		expect(empty.slice(0, 2)).toMatchObject([
			{ name: 'share', label: '📱 Поделиться номером', inDialogStep: true },
			{ name: 'cancel', label: 'Отмена', inDialogStep: true },
		]);
	});

	test('are never refused by the router, whatever the table holds', () => {
		const label = fc.oneof(fc.string(), fc.constantFrom('Прайс', '💰 прайс', 'отмена', '😀', ''));
		const key = fc.stringMatching(/^button_[a-z]{1,3}$|^button_(share|price|cancel)$/);
		fc.assert(
			fc.property(fc.array(fc.record({ key, value: label })), (table) => {
				const buttons = readButtons(buttonsOf(table));
				expect(new Set(buttons.map(({ name }) => name)).size).toBe(buttons.length);
				expect(buttons.map(({ name }) => name)).toEqual(
					expect.arrayContaining(['share', 'cancel']),
				);
			}),
		);
	});
});

describe('the text of a scene', () => {
	test('has its regular key, or the one that it had before', () => {
		expect(textFor(rows({ text_greeting: 'alt' }), 'text_start')).toBe('alt');
		expect(textFor(rows({ text_greeting: 'alt', text_start: 'neu' }), 'text_start')).toBe('neu');
		expect(textFor(rows({ text_phone_first: 'alt' }), 'text_keep')).toBe('alt');
		expect(textFor([], 'text_start')).toBe('');
	});

	test('takes name and bonus once: a name is never read again', () => {
		const values = { name: '$& {bonus}', bonus: 5 };
		expect(fillIn('{name}: {bonus}, {other}', values)).toBe('$& {bonus}: 5, {other}');
		expect(fillIn('{name}', { name: '', bonus: 0 })).toBe('друг');
	});
});

describe('the reply', () => {
	const contactKeyboard = { keyboard: 'contact', step: 'waiting_phone_manual', rows: '' };
	const menu = { keyboard: 'buttons', rows: MENU, step: '' };
	const cancel = { keyboard: 'buttons', rows: 'Отмена' };
	test.each<[string, unknown, Row[], object]>([
		['/start', message('/start'), [KNOWN], { text: 'Здравствуйте, Ира К!', ...menu }],
		[
			'/start of a stranger',
			message('/start'),
			[],
			{ text: 'Здравствуйте, Ира К! Дайте номер.', ...contactKeyboard },
		],
		['/info without a phone', message('/info'), [STRANGER], { text: 'Я бот.', ...menu }],
		['bonuses', message('Мои бонусы'), [KNOWN], { text: 'Бонусов: 320.', ...menu }],
		[
			'bonuses without a phone',
			message('Мои бонусы'),
			[STRANGER],
			{ text: 'Поделитесь номером.', ...contactKeyboard },
		],
		['the price without a phone', message('Прайс'), [STRANGER], { text: 'Вот прайс.', ...menu }],
		[
			'an order',
			message('Сделать заказ'),
			[KNOWN],
			{ text: 'Что заказать?', ...cancel, step: 'waiting_order' },
		],
		[
			'an order by user name',
			message('Сделать заказ'),
			[STRANGER],
			{ text: 'Что заказать?', step: 'waiting_order' },
		],
		[
			'another button in a step',
			message('Прайс'),
			[{ ...KNOWN, dialog_step: 'waiting_order' }],
			{ text: 'Завершите шаг.', ...cancel, step: 'waiting_order' },
		],
		[
			'the words of an order',
			message('Две вазы'),
			[{ ...KNOWN, dialog_step: 'waiting_order' }],
			{ text: 'Заказ принят.', ...menu },
		],
		[
			'cancel',
			message('/cancel'),
			[{ ...KNOWN, dialog_step: 'waiting_order' }],
			{ text: 'Отменено.', ...menu },
		],
		['words', message('Алло'), [KNOWN], { text: 'Передано.', keyboard: 'none', step: '' }],
		[
			'words without a phone',
			message('Алло'),
			[STRANGER],
			{ text: 'Сначала номер.', ...contactKeyboard },
		],
		[
			'share',
			message('📱 Поделиться номером'),
			[KNOWN],
			{ text: 'Поделитесь номером.', ...contactKeyboard },
		],
	])('to %s', (_, update, clients, expected) => {
		expect(reply(update, clients)).toMatchObject({ say: 'text', ...expected });
	});

	test('asks for a number where neither that nor a user name reaches the client', () => {
		const nameless = { ...message('Сделать заказ') } as { message: { from: object } };
		nameless.message.from = { ...IRA, username: '' };
		expect(reply(nameless, [STRANGER])).toMatchObject({
			text: 'Поделитесь номером.',
			...contactKeyboard,
		});
	});

	test('to kept words of a client with a typed phone asks for the proof', () => {
		const wahelp = rows({ ...TEXTS, relay_via: 'wahelp' });
		expect(reply(message('Алло'), [TYPED], wahelp)).toMatchObject({
			text: 'Подтвердите номер.',
			...contactKeyboard,
		});
	});

	test.each<[string, string, boolean, string]>([
		['saved', 'saved', false, 'Номер сохранён.'],
		['saved, with words', 'saved', true, 'Номер сохранён.\nПередано.'],
		['taken', 'taken', false, 'Номер уже есть.'],
		['foreign', 'foreign', false, 'Чужой контакт.'],
		['bad', 'bad', false, 'Не похоже на номер.'],
	])('to a phone that is %s', (_, outcome, isPassedOn, text) => {
		const happened = { ...NOTHING, outcome, isPassedOn, bonus: 50 };
		const answer = reply(OWN, [], SETTINGS, happened);
		expect(answer).toMatchObject({ text, isChanged: true });
		expect(answer.keyboard).toBe(outcome === 'saved' ? 'buttons' : 'contact');
	});

	test('to a typed phone asks for the proof while words still wait for it', () => {
		const waiting = [{ ...STRANGER, pending_text: 'Алло', dialog_step: 'waiting_phone_manual' }];
		const happened = { ...NOTHING, outcome: 'saved' };
		expect(reply(message('8 999 555 00 01'), waiting, SETTINGS, happened)).toMatchObject({
			text: 'Номер сохранён.\nПодтвердите номер.',
			...contactKeyboard,
		});
	});

	describe('to words that are passed on', () => {
		const said = (settings: Row[], before?: string, client = KNOWN) =>
			reply(message('Алло'), [client], settings, { ...NOTHING, messageBefore: before }).say;
		test('comes once for messages that follow each other quickly', () => {
			expect(said(SETTINGS, ago(1))).toBe('text');
			expect(said(SETTINGS, ago(0.05))).toBe('nothing');
			expect(said(rows({ ...TEXTS, relay_confirm_pause_seconds: '0' }), ago(0.05))).toBe('text');
		});

		test('does not come while a manager is there, or when the shop wants none', () => {
			const talking = { ...KNOWN, in_manager_chat: true, manager_last_message_at: ago(1) };
			expect(said(SETTINGS, undefined, talking)).toBe('nothing');
			expect(said(rows({ ...TEXTS, relay_confirm: 'Нет' }))).toBe('nothing');
		});
	});

	test('stops the waiting sign of a button that nobody knows, and says nothing else', () => {
		expect(reply(callback('nothing'))).toMatchObject({ say: 'sign', isChanged: false });
		expect(reply({ update_id: 1 })).toMatchObject({ say: 'nothing', isChanged: false });
	});

	test('is nothing where the text is empty, and the keyboard is left alone where the menu is', () => {
		expect(reply(message('Прайс'), [KNOWN], rows({ ...TEXTS, text_price: '' })).say).toBe(
			'nothing',
		);
		const off = Object.fromEntries(
			['bonuses', 'order', 'question', 'price', 'hours'].map((name) => [`button_${name}`, '']),
		);
		expect(reply(message('/start'), [KNOWN], rows({ ...TEXTS, ...off })).keyboard).toBe('none');
	});

	const member = (status: string) => ({
		update_id: 5,
		my_chat_member: {
			chat: { id: IRA.id, type: 'private' },
			from: IRA,
			date: 1,
			new_chat_member: { status },
		},
	});
	test('to a block is silent, and the card is written; a stranger gets none', () => {
		expect(reply(member('kicked'))).toMatchObject({
			say: 'nothing',
			isBlocked: true,
			isChanged: true,
		});
		expect(reply(member('member'))).toMatchObject({ isBlocked: false, isChanged: true });
		expect(reply(member('kicked'), [])).toMatchObject({ isChanged: false });
	});

	test.each<[string, Row, boolean]>([
		['nothing new', KNOWN, false],
		['another step', { ...KNOWN, dialog_step: 'waiting_order' }, true],
		['another user name', { ...KNOWN, telegram_username: 'old' }, true],
		['a block that is over', { ...KNOWN, bot_blocked: true }, true],
		['no row yet', {}, true],
	])('with %s: the card is written: %s', (_, client, isChanged) => {
		expect(reply(message('/cancel'), [client]).isChanged).toBe(isChanged);
	});

	test('always leaves a way on: a text, its keyboard and a step that the router knows', () => {
		const update = fc.oneof(
			fc.constantFrom('/start', '/cancel', 'Прайс', 'Сделать заказ', 'Отмена', '8 999 555 00 01'),
			fc.string(),
		);
		const step = fc.constantFrom('', 'waiting_order', 'waiting_phone_manual', 'waiting_tea');
		fc.assert(
			fc.property(update, step, fc.constantFrom(KNOWN, STRANGER, TYPED), (text, was, client) => {
				const answer = reply(message(text), [{ ...client, dialog_step: was }]);
				if (answer.keyboard === 'buttons') expect(answer.rows).not.toBe('');
				if (answer.keyboard === 'contact') expect(answer.contactLabel).not.toBe('');
				expect([was, '', 'waiting_order', 'waiting_question', 'waiting_phone_manual']).toContain(
					answer.step,
				);
			}),
		);
	});
});

describe('rows of relay_messages', () => {
	const words = { telegramId: '500', text: ' Алло ', eventKey: 'client-bot:1' };
	const via = (relay_via: string, client: Row = KNOWN) => {
		const settings = rows({ relay_via });
		return rowsForManager(words, cardOf([client], settings), settings);
	};
	test.each<[string, string[]]>([
		['amocrm_note', ['amocrm']],
		['wahelp', ['wahelp']],
		[' BOTH ', ['wahelp', 'amocrm']],
		['', ['amocrm']],
		['constructor', ['amocrm']],
	])('by relay_via "%s"', (setting, targets) => {
		expect(via(setting)).toEqual(
			targets.map((target) => ({
				target,
				chat_id: '500',
				telegram_id: '500',
				phone: '+77010001122',
				text: 'Алло',
				source: 'client',
				source_id: '',
				event_key: 'client-bot:1',
				status: 'pending',
				attempts: 0,
			})),
		);
	});

	test('never carry a phone that is not proved, and never go to Wahelp with it', () => {
		expect(via('both', TYPED)).toMatchObject([{ target: 'amocrm', phone: '' }]);
		expect(via('wahelp', TYPED)).toEqual([]);
	});

	test('for the admins: each chat once, with who wrote it', () => {
		const settings = rows({ ...TEXTS, orders_chat_ids: '1, 2,1', admin_chat_id: '9' });
		const writer = { step: 'order', name: 'Ира', username: 'ira_k' };
		const list = rowsForAdmins(words, writer, cardOf([TYPED], settings), settings);
		expect(list.map(({ chat_id }) => chat_id)).toEqual(['1', '2']);
		expect(list[0]).toMatchObject({
			target: 'admin',
			source: 'bot',
			text: '🛒 Заказ из бота\nИра Примерова, +77010001122 (не подтверждён), @ira_k\n\n Алло ',
		});
	});

	test('of a new step have the label of its button as title', () => {
		const settings = rows({ button_booking: 'Записаться', admin_chat_id: '9' });
		const writer = { step: 'booking', name: 'Ира', username: '' };
		const [row] = rowsForAdmins(words, writer, cardOf([], settings), settings);
		expect(row).toMatchObject({
			chat_id: '9',
			text: 'Записаться: из бота\nИра, номер не указан\n\n Алло ',
		});
	});
});

describe('kept text', () => {
	test('grows line by line, and a repeated update adds nothing', () => {
		expect(keptText({ pendingText: '' }, 'один')).toBe('один');
		expect(keptText({ pendingText: 'один' }, 'два')).toBe('один\nдва');
		expect(keptText({ pendingText: 'один\nдва' }, 'два')).toBe('один\nдва');
	});
});

describe('what became of the answer', () => {
	const judge = (result: Row, reply = {}) =>
		judgeSent(result, { hasText: true, isBlocked: false, isChanged: false, ...reply });
	const failed = (code: string, outcome: string) => ({
		error: 'words',
		details: { code, outcome },
	});
	test.each<[string, Row, object, object]>([
		['sent', { message_id: 1 }, {}, { next: 'done', isBlocked: false }],
		['sent, new card', { message_id: 1 }, { isChanged: true }, { next: 'write' }],
		['not sent', failed('rate_limited', 'not_sent'), {}, { next: 'again' }],
		['a wrong token', failed('unauthorized', 'rejected'), {}, { next: 'again' }],
		['a wrong field', failed('invalid_input', 'not_sent'), {}, { next: 'tell' }],
		['an answer lost', failed('timeout', 'unknown'), {}, { next: 'tell' }],
		['refused', failed('too_long', 'rejected'), {}, { next: 'tell' }],
		['a block', failed('bot_blocked', 'rejected'), {}, { next: 'write', isBlocked: true }],
		['never started', failed('chat_not_found', 'rejected'), {}, { next: 'write', isBlocked: true }],
		['no details', { error: 'x' }, {}, { next: 'tell' }],
		['a sign that went on', failed('network', 'not_sent'), { hasText: false }, { next: 'done' }],
	])('%s', (_, result, reply, expected) => {
		expect(judge(result, reply)).toMatchObject(expected);
	});
});
