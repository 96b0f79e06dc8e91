import fc from 'fast-check';

import { checkRow } from '../../../nodes/MessageTemplate/domain/row';
import { wordsOf } from '../../../nodes/MessageTemplate/domain/rowWords';
import {
	checkTemplate,
	WHATSAPP_CAPTION_LIMIT,
	WHATSAPP_TEXT_LIMIT,
} from '../../../nodes/MessageTemplate/domain/template';
import type { Writer } from '../../../nodes/shared/enteredRow';
import { orderVariables, SAMPLE_ORDER } from '../../../nodes/MessageTemplate/domain/variables';
import type { Row } from '../../../nodes/shared/rows';

const VARIABLES = orderVariables(SAMPLE_ORDER, { timeZone: 'Asia/Almaty' });
const SAVED = {
	id: 7,
	template_name: 'Старое имя',
	order_kind: 'accepted_pickup',
	template_text: 'Старый текст',
	media_url: 'https://files.example/card.png',
	weight: 3,
	is_active: false,
};
const TYPED = {
	template_name: ' Имя ',
	order_kind: 'new',
	template_text: ' Заказ {order_num}\r\nготов ',
	media_url: '',
	weight: '2,5',
	is_active: true,
};
const BODY = { template_name: ' Имя ', template_text: ' Заказ {order_num} ' };

function checked(by: Writer, entered: Row, saved: Row = {}) {
	return checkRow({
		entered,
		saved,
		by,
		check: (text, isCaption) =>
			checkTemplate(text, VARIABLES, isCaption ? WHATSAPP_CAPTION_LIMIT : WHATSAPP_TEXT_LIMIT),
	});
}
const words = (by: Writer, entered: Row, saved: Row = {}) =>
	checked(by, entered, saved).problems.flatMap((problem) => wordsOf(problem, by));
const errors = (by: Writer, entered: Row, saved: Row = {}) =>
	words(by, entered, saved).map(({ error }) => error);

describe('what the owner typed', () => {
	test('becomes the row to save: trimmed, with one kind of line break and a number', () => {
		const { problems, row, preview, length } = checked('owner', TYPED);

		expect(problems).toEqual([]);
		expect(row).toEqual({
			template_name: 'Имя',
			order_kind: 'new',
			template_text: 'Заказ {order_num}\nготов',
			media_url: '',
			weight: 2.5,
			is_active: true,
		});
		expect(preview).toBe('Заказ 12345\nготов');
		expect(length).toBe(17);
	});

	test('with mistakes in all fields: each is told, in the order of the page', () => {
		const wrong = {
			template_name: ' ',
			order_kind: 'sold',
			template_text: '{usr_name} {{order_num}} {shop_name',
			media_url: 'www.example.com/a.jpg',
			weight: 'много',
		};

		expect(errors('owner', { ...TYPED, ...wrong })).toEqual([
			'Название: впишите, как вы назовёте этот шаблон.',
			'Тип заказа: типа «sold» нет, выберите другой из списка.',
			'Текст: переменной {usr_name} нет. Может быть, {user_name}? Все переменные — внизу страницы.',
			'Текст: у переменной {order_num} лишние скобки, оставьте по одной с каждой стороны.',
			'Текст: у переменной {shop_name} не хватает скобки или есть лишний знак. Напишите её заново: {shop_name}.',
			'Картинка или документ: ссылка должна начинаться с https:// и быть без пробелов.',
			'Вес: впишите число от 0, например 1.',
		]);
	});

	test.each([
		['', 'Текст: напишите сообщение для покупателя.'],
		['{customer_phone}', 'Текст: от сообщения ничего не остаётся, добавьте слова.'],
		[
			'ы'.repeat(1025),
			'Текст: получается знаков: 1025, а можно не больше 1024 (под картинкой или документом). Сократите текст.',
		],
	])('text %#: says what to do', (text, error) => {
		const entered = { ...TYPED, template_text: text, media_url: 'https://files.example/a.pdf' };
		const variables = { ...VARIABLES, customer_phone: '' };
		const { problems } = checkRow({
			entered,
			saved: {},
			by: 'owner',
			check: (written, isCaption) => checkTemplate(written, variables, isCaption ? 1024 : 4096),
		});

		expect(problems.flatMap((problem) => wordsOf(problem, 'owner'))).toEqual([
			{ field: 'template_text', error, detail: expect.any(String) },
		]);
	});

	test.each(['', ' ', '-1', '1e7', 'Infinity', '1,5,5', 'NaN'])(
		'the weight "%s" is refused',
		(weight) => {
			expect(words('owner', { ...TYPED, weight }).map(({ field }) => field)).toEqual(['weight']);
		},
	);

	test('too long a name and too long an address are refused', () => {
		const entered = {
			...TYPED,
			template_name: 'и'.repeat(256),
			media_url: `https://files.example/${'a'.repeat(2000)}`,
		};

		expect(errors('owner', entered)).toEqual([
			'Название: не длиннее 255 знаков.',
			'Картинка или документ: ссылка не длиннее 2000 знаков.',
		]);
	});

	test.each([
		['http://files.example/a.png', 'ссылка должна начинаться с https:// и быть без пробелов.'],
		[
			'https://files.example/my card.png',
			'ссылка должна начинаться с https:// и быть без пробелов.',
		],
		['https://u:p@files.example/a.png', 'в ссылке не должно быть имени и пароля.'],
		[
			'https://192.168.0.10/a.png',
			'файл должен открываться из интернета, а эта ссылка ведёт во внутреннюю сеть.',
		],
	])('the address %s is refused with a word what to do', (media_url, error) => {
		expect(errors('owner', { ...TYPED, media_url })).toEqual([`Картинка или документ: ${error}`]);
	});

	test('a file of the own network is taken where the setting allows it', () => {
		const entered = { ...TYPED, media_url: 'http://nas.local/card.png' };
		const check = () => ({ problems: [], text: '', length: 0 }) as never;
		const problems = (allowPrivateMedia: boolean) =>
			checkRow({ entered, saved: {}, by: 'owner', allowPrivateMedia, check }).problems;

		expect(problems(true)).toEqual([]);
		expect(problems(false)).toEqual([{ field: 'media_url', rule: 'no https' }]);
	});

	test('a kind that only programs write may stay', () => {
		expect(errors('owner', { ...TYPED, order_kind: 'new_pickup' })).toEqual([]);
	});
});

describe('what a program sent', () => {
	test('for a new template takes the usual values for what is missing', () => {
		expect(checked('program', BODY)).toMatchObject({
			problems: [],
			row: {
				template_name: 'Имя',
				template_text: ' Заказ {order_num} ',
				order_kind: 'new',
				media_url: '',
				weight: 1,
				is_active: true,
			},
		});
	});

	test('keeps of the saved row what is missing or null', () => {
		const { row, problems } = checked('program', { ...BODY, weight: null, is_active: null }, SAVED);

		expect(problems).toEqual([]);
		expect(row).toEqual({
			...SAVED,
			id: undefined,
			template_name: 'Имя',
			template_text: ' Заказ {order_num} ',
		});
	});

	test('counts the text as a caption when the saved row has a file', () => {
		const text = { ...BODY, template_text: 'я'.repeat(1025) };

		expect(errors('program', text)).toEqual([]);
		expect(errors('program', text, SAVED)).toEqual([
			'template_text: В сообщении 1025 знаков, можно не больше 1024.',
		]);
	});

	test.each<[Row, string, string, string]>([
		[
			{ template_name: 5 },
			'template_name',
			'template_name: нужно название шаблона.',
			'A text is needed.',
		],
		[
			{ template_name: 'и'.repeat(256) },
			'template_name',
			'template_name: не длиннее 255 знаков.',
			'255 characters at most.',
		],
		[
			{ template_text: 5 },
			'template_text',
			'template_text: нужен текст шаблона.',
			'A text is needed.',
		],
		[
			{ template_text: ' ' },
			'template_text',
			'template_text: Текст пустой.',
			'The template is empty.',
		],
		[
			{ template_text: '{usr_name} и {{order_num}}' },
			'template_text',
			'template_text: Переменной {usr_name} нет. Может быть, {user_name}? Вокруг {order_num} нужны одинарные скобки, а не двойные.',
			'There is no variable {usr_name}. Did you mean {user_name}? To print a brace, double it. Write {order_num} with single braces instead of {{order_num}}.',
		],
		[
			{ template_text: '{order_num' },
			'template_text',
			'template_text: Напишите {order_num} заново: по одной скобке с каждой стороны и только имя между ними.',
			'Write {order_num} anew: one brace on each side and only the name between them.',
		],
		[
			{ order_kind: 'sent' },
			'order_kind',
			'order_kind: такого вида заказа нет.',
			'Use new, accepted, handed_over, completed, cancelled, returned, pickup, delivery, kaspi_delivery, preorder, one of the stages with a delivery such as accepted_pickup, or an empty text for any.',
		],
		[
			{ media_url: 'file:///etc/passwd' },
			'media_url',
			'media_url: нужна ссылка https://, или пустая строка.',
			'An https address, or an empty text.',
		],
		[
			{ media_url: 'http://files.example/a.png' },
			'media_url',
			'media_url: нужна ссылка https://, или пустая строка.',
			'An https address, or an empty text.',
		],
		[
			{ media_url: 'https://169.254.169.254/latest/meta-data/' },
			'media_url',
			'media_url: нужен общедоступный сервер.',
			'A public host is needed.',
		],
		[
			{ media_url: 'https://shop:secret@files.example/a.png' },
			'media_url',
			'media_url: без имени и пароля в ссылке.',
			'An address without a name and a password.',
		],
		[{ weight: '2' }, 'weight', 'weight: нужно число не меньше 0.', 'A number from 0 to 1000000.'],
		[{ is_active: 'yes' }, 'is_active', 'is_active: нужно true или false.', 'A boolean is needed.'],
	])('wrong value %#: the answer that front ends know', (wrong, field, error, detail) => {
		expect(words('program', { ...BODY, ...wrong })).toEqual([{ field, error, detail }]);
	});

	test('in an address may have spaces, as before', () => {
		expect(errors('program', { ...BODY, media_url: 'https://files.example/my card.png' })).toEqual(
			[],
		);
	});
});

test('whatever is entered: no problem means a row that a table takes', () => {
	const value = fc.oneof(
		fc.string(),
		fc.double(),
		fc.boolean(),
		fc.constantFrom(null, undefined, 'new', 'accepted_pickup', '', 'https://a.example/b', '1', 1),
	);
	const entered = fc.record({
		template_name: value,
		order_kind: value,
		template_text: value,
		media_url: value,
		weight: value,
		is_active: value,
	});
	fc.assert(
		fc.property(entered, fc.constantFrom<Writer>('owner', 'program'), (row, by) => {
			const result = checked(by, row);
			if (result.problems.length > 0) return;
			expect(result.row.template_name).toMatch(/^\S/);
			expect(result.row.template_text.trim()).not.toBe('');
			expect(result.row.media_url).toMatch(/^$|^https:\/\/[^/]+\./i);
			expect(result.row.weight).toBeGreaterThanOrEqual(0);
			expect(typeof result.row.is_active).toBe('boolean');
		}),
	);
});
