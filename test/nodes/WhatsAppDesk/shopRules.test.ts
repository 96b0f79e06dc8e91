import fc from 'fast-check';

import { checkShop, type Shop, type ShopEntry } from '../../../nodes/WhatsAppDesk/domain/shopRules';
import { wordsOf } from '../../../nodes/WhatsAppDesk/domain/shopWords';

const SAVED: Shop = {
	store_id: 'store-1',
	shop_name: 'Ромашка',
	waha_session_name: 'default',
	is_enabled: true,
	daily_limit: 200,
	quiet_from: '22:00',
	quiet_to: '09:00',
	min_delay_seconds: 30,
	max_delay_seconds: 60,
};
const TYPED = {
	shop_name: 'Ромашка',
	waha_session_name: 'default',
	is_enabled: 'Да',
	daily_limit: '200',
	quiet_from: '22:00',
	quiet_to: '09:00',
	min_delay_seconds: '30',
	max_delay_seconds: '60',
};

function check(entered: ShopEntry['entered'], more: Partial<ShopEntry> = {}) {
	const by = more.by ?? 'owner';
	const entry = { saved: { ...SAVED }, shops: [], wahaAddress: '', entered, ...more, by };
	const { problems, row } = checkShop(entry);
	return { row, words: problems.map((problem) => wordsOf(problem, by)) };
}
const owner = (more: object, entry: Partial<ShopEntry> = {}) =>
	check({ ...TYPED, ...more }, entry).words.map(({ error }) => error);
const program = (entered: object, wahaAddress = '') =>
	check({ ...entered }, { by: 'program', wahaAddress }).words;

describe('an owner in a form', () => {
	test('who changes nothing gets the saved row', () => {
		expect(check(TYPED)).toEqual({ row: SAVED, words: [] });
	});

	test('is read as people write: times with a point, spaces, yes and no', () => {
		const typed = {
			quiet_from: '9.05',
			quiet_to: ' 7-30 ',
			is_enabled: 'Нет',
			shop_name: ' Ро   машка ',
		};
		expect(check({ ...TYPED, ...typed })).toMatchObject({
			words: [],
			row: { quiet_from: '09:05', quiet_to: '07:30', is_enabled: false, shop_name: 'Ро машка' },
		});
	});

	test('may choose a pause that is always the same', () => {
		expect(owner({ min_delay_seconds: '60', max_delay_seconds: '60' })).toEqual([]);
		expect(owner({ min_delay_seconds: '540', max_delay_seconds: '540' })).toEqual([]);
	});

	test('may leave out quiet hours', () => {
		const { words, row } = check({ ...TYPED, quiet_from: '', quiet_to: ' ' });
		expect({ words, from: row.quiet_from, to: row.quiet_to }).toEqual({
			words: [],
			from: '',
			to: '',
		});
	});

	test.each([
		[{ shop_name: ' ' }, 'Название магазина: заполните это поле.'],
		[{ shop_name: 'я'.repeat(101) }, 'Название магазина: не длиннее 100 знаков, сейчас 101.'],
		[{ waha_session_name: '' }, 'Сессия WAHA: напишите имя сессии латинскими буквами'],
		[{ waha_session_name: '..' }, 'Сессия WAHA: напишите имя сессии латинскими буквами'],
		[{ waha_session_name: 'моя' }, 'Сессия WAHA: напишите имя сессии латинскими буквами'],
		[{ waha_session_name: 'a'.repeat(65) }, 'Сессия WAHA: напишите имя сессии'],
		[
			{ daily_limit: 'много' },
			'Сообщений в день: напишите целое число от 1 до 100000. Чтобы ничего',
		],
		[{ daily_limit: '0' }, 'Сообщений в день: напишите целое число от 1 до 100000.'],
		[{ daily_limit: '100001' }, 'Сообщений в день: напишите целое число от 1 до 100000.'],
		[{ daily_limit: '' }, 'Сообщений в день: напишите целое число от 1 до 100000.'],
		[{ daily_limit: '1e2' }, 'Сообщений в день: напишите целое число от 1 до 100000.'],
		[{ quiet_from: '25:00' }, 'Тихие часы с: напишите время так: 22:00. Сейчас «25:00».'],
		[{ quiet_from: '' }, 'Тихие часы с: заполните и это поле или очистите оба.'],
		[{ quiet_to: '' }, 'Тихие часы до: заполните и это поле или очистите оба.'],
		[{ quiet_to: '22.00' }, 'Тихие часы: начало и конец одинаковы.'],
		[
			{ min_delay_seconds: '-1' },
			'Пауза между сообщениями от, секунд: напишите целое число от 0 до 540.',
		],
		[
			{ max_delay_seconds: '541' },
			'Пауза между сообщениями до, секунд: напишите целое число от 0 до 540.',
		],
		[
			{ min_delay_seconds: '541' },
			'Пауза между сообщениями от, секунд: напишите целое число от 0 до 540.',
		],
		[
			{ min_delay_seconds: '61' },
			'Пауза между сообщениями: «от» (61) не может быть больше «до» (60).',
		],
	])('is told of one mistake in one sentence, %#', (typed, sentence) => {
		expect(owner(typed)).toEqual([expect.stringContaining(sentence)]);
	});

	test('is told of all mistakes at once', () => {
		const typed = { shop_name: '', daily_limit: 'x', quiet_from: '25:00', quiet_to: '' };
		expect(owner(typed)).toHaveLength(4);
	});

	test.each([
		['', 'Код магазина: заполните это поле.'],
		['мой магазин', 'Код магазина: только латинские буквы, цифры, «-» и «_», без пробелов.'],
		['STORE-1', 'Код магазина: «store-1» уже есть у магазина «Ромашка». Напишите другой код'],
	])('with a new shop needs a code of its own: %s', (store_id, sentence) => {
		const entry = { saved: {}, shops: [{ ...SAVED }] };
		expect(owner({ store_id }, entry)).toEqual([expect.stringContaining(sentence)]);
	});

	test('with a new shop cannot take the code of another one in small letters', () => {
		const entry = { saved: {}, shops: [{ store_id: 'Dacha_KZ' }] };
		expect(owner({ store_id: 'dacha_kz' }, entry)).toEqual([
			'Код магазина: «Dacha_KZ» уже есть. Напишите другой код или вернитесь и выберите тот магазин.',
		]);
	});

	test('cannot change the code of a shop', () => {
		expect(check({ ...TYPED, store_id: 'other' }).row.store_id).toBe('store-1');
	});
});

describe('a program', () => {
	test('that says nothing about a column leaves it as it is', () => {
		const { words, row } = check({ is_enabled: false, daily_limit: null }, { by: 'program' });
		expect({ words, row }).toEqual({ words: [], row: { ...SAVED, is_enabled: false } });
	});

	test('that names a new shop gets the usual values', () => {
		const { row } = check({ store_id: 'store-9' }, { by: 'program', saved: {} });
		expect(row).toEqual({
			store_id: 'store-9',
			shop_name: '',
			waha_session_name: 'default',
			is_enabled: true,
			daily_limit: 200,
			quiet_from: '',
			quiet_to: '',
			min_delay_seconds: 30,
			max_delay_seconds: 60,
		});
	});

	test.each([
		[{ shop_name: 5 }, 'shop_name: нужна строка.', 'A text is needed.'],
		[{ quiet_from: 22 }, 'quiet_from: нужна строка.', 'A text is needed.'],
		[{ is_enabled: 'да' }, 'is_enabled: нужно true или false.', 'A boolean is needed.'],
		[
			{ waha_session_name: 'мой' },
			'waha_session_name: только латинские буквы, цифры, точка, _ и -.',
			'Latin letters, digits, dot, _ and - only, 100 at most.',
		],
		[
			{ shop_name: 'x'.repeat(256) },
			'shop_name: не длиннее 255 знаков.',
			'255 characters at most.',
		],
		[
			{ daily_limit: -1 },
			'daily_limit: нужно целое число от 0.',
			'A whole number from 0 to 1000000.',
		],
		[
			{ daily_limit: '5' },
			'daily_limit: нужно целое число от 0.',
			'A whole number from 0 to 1000000.',
		],
		[
			{ min_delay_seconds: 1.5 },
			'min_delay_seconds: нужно целое число от 0 до 540.',
			'A whole number from 0 to 540.',
		],
		[
			{ quiet_from: '9:00' },
			'quiet_from: время в виде 21:00 или пустая строка.',
			'HH:mm or an empty text.',
		],
		[
			{ quiet_to: '' },
			'quiet_to: для тихих часов нужны и начало, и конец.',
			'Quiet hours need both a start and an end.',
		],
		[
			{ min_delay_seconds: 90, max_delay_seconds: 10 },
			'max_delay_seconds: не меньше min_delay_seconds (90).',
			'At least min_delay_seconds.',
		],
	])('is told the column and what it needs, %#', (entered, error, detail) => {
		const field = error.split(':')[0];
		expect(program(entered)).toEqual([{ field, error, detail }]);
	});

	test('may send an empty day limit of 0 and quiet hours of no length, as its front ends do', () => {
		expect(program({ daily_limit: 0, quiet_from: '09:00', quiet_to: '09:00' })).toEqual([]);
	});

	test('may tell the server that is in use, but not change it', () => {
		const inUse = 'http://waha.example:3000';
		expect(program({ waha_server_url: 'HTTP://waha.example:3000/' }, inUse)).toEqual([]);
		expect(program({ waha_server_url: ' ' }, inUse)).toEqual([]);
		expect(program({ waha_server_url: 'http://other.example' }, '')).toEqual([]);
		const [{ field, error }] = program({ waha_server_url: 'http://other.example' }, inUse);
		expect({ field, error }).toEqual({
			field: 'waha_server_url',
			error: expect.stringContaining('меняется в учётных данных WAHA'),
		});
	});
});

test('whatever is entered, a row without problems is one that can be sent by', () => {
	const cell = fc.oneof<Array<fc.Arbitrary<unknown>>>(
		fc.constantFrom(
			'',
			'9:00',
			'22:00',
			'09:00',
			'30',
			'0',
			'541',
			'default',
			'Да',
			'Нет',
			null,
			true,
		),
		fc.integer({ min: -1, max: 600 }),
		fc.string(),
	);
	const columns = Object.entries(TYPED).map(([column, typed]) => {
		const fitting = fc.constantFrom<unknown>(typed, SAVED[column as keyof Shop]);
		const any = fc.oneof({ weight: 6, arbitrary: fitting }, { weight: 1, arbitrary: cell });
		return [column, any] as const;
	});
	const entered = fc.record(Object.fromEntries(columns), { requiredKeys: [] });
	let fine = 0;
	fc.assert(
		fc.property(entered, fc.constantFrom('owner' as const, 'program' as const), (typed, by) => {
			const { row, words } = check(typed, { by });
			if (words.length > 0) return;
			fine++;
			expect(row.store_id).toBe('store-1');
			expect(row.min_delay_seconds).toBeLessThanOrEqual(row.max_delay_seconds);
			for (const seconds of [row.min_delay_seconds, row.max_delay_seconds, row.daily_limit]) {
				expect(Number.isInteger(seconds) && seconds >= 0).toBe(true);
			}
			expect(row.quiet_from === '').toBe(row.quiet_to === '');
			expect(row.quiet_from).toMatch(/^(|\d\d:\d\d)$/);
			expect(row.waha_session_name).toMatch(/^(?!\.+$)[\w.-]+$/);
		}),
	);
	expect(fine).toBeGreaterThan(0);
});
