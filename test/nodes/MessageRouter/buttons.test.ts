import fc from 'fast-check';

import {
	findByData,
	findByText,
	readButtons,
	readButtonsList,
	type ButtonRow,
} from '../../../nodes/MessageRouter/domain/update/buttons';
import { readLabel } from '../../../nodes/MessageRouter/domain/update/label';
import { InputError } from '../../../nodes/shared/errors';
import { LABELS, NAMES } from './sample';
import { cpuMs } from '../../harness/cpu';

const row = (label: string, name = ''): ButtonRow => ({ label, name, inDialogStep: false });
const BUTTONS = readButtons(LABELS.map((label, index) => row(label, NAMES[index])));
const nameOf = (text: string) => findByText(BUTTONS, text)?.button.name;
const words = (label: string) => readLabel(label).words;

describe('a text is a button', () => {
	test.each(LABELS.map((label, index) => [label, NAMES[index]]))('%s', (label, name) => {
		expect(nameOf(label)).toBe(name);
	});

	test.each([
		['Прайс', 'price'],
		['прайс', 'price'],
		['ПРАЙС', 'price'],
		['💰Прайс', 'price'],
		['  💰   Прайс  ', 'price'],
		['Прайс 💰', 'price'],
		['режим\u00A0работы', 'hours'],
		['🕐\uFE0F Режим\n работы', 'hours'],
		['Режим\u200B работы', 'hours'],
		['МОИ БОНУСЫ', 'bonus'],
		['отмена ', 'cancel'],
		// "й" as two characters, as a Mac types it
		['Прайс'.normalize('NFD'), 'price'],
	])('%j is %s', (text, name) => {
		expect(nameOf(text)).toBe(name);
	});

	test('ё and е are one letter, in the label and in the text', () => {
		const buttons = readButtons([row('Ещё', 'more'), row('Счет', 'bill')]);
		expect(findByText(buttons, 'еще')?.button.name).toBe('more');
		expect(findByText(buttons, 'СЧЁТ')?.button.name).toBe('bill');
	});

	test.each([
		['skin tones', '👍 Да', '👍🏿 да'],
		['joined emoji', '👨‍👩‍👧 Семья', '👨👩👧 семья'],
		['variation selectors', '☎️ Звонок', '☎ звонок'],
		['keycaps', '1️⃣ Первый', '1⃣ первый'],
		['flags', '🇰🇿 Қазақша', '🇰🇿қазақша'],
		['emoji at both ends', '🔥 Скидки 🔥', '🔥 скидки 🔥'],
		['a label without words', '🛒', ' 🛒\uFE0F'],
	])('%s', (_what, label, text) => {
		const match = findByText(readButtons([row(label, 'it')]), text);
		expect(match).toMatchObject({ button: { name: 'it' }, withEmoji: true });
	});

	test('an emoji counts only when it is the one of the label', () => {
		expect(findByText(BUTTONS, '💰 прайс')).toMatchObject({ withEmoji: true });
		expect(findByText(BUTTONS, 'прайс')).toMatchObject({ withEmoji: false });
		expect(findByText(BUTTONS, '🕐 прайс')).toMatchObject({ withEmoji: false });
		expect(findByText(BUTTONS, 'Мои бонусы')).toMatchObject({ withEmoji: false });
		expect(findByText(BUTTONS, '😀 Мои бонусы')).toMatchObject({ withEmoji: false });
	});
});

describe('a text is no button', () => {
	test.each([
		// `split(" ", 1)[-1]` of the seed takes these.
		'бонусы',
		'заказ',
		'вопрос',
		'работы',
		'номером',
		'💰',
		'',
		'   ',
		'Прайс?',
		'Пришлите прайс',
		'прайс пожалуйста',
		'Мой прайс',
		'Про💰йс',
		'Прайс 💰 лист',
		'Режимработы',
		'Отмена заказа',
		'Отменаа',
	])('%j', (text) => {
		expect(nameOf(text)).toBeUndefined();
	});

	test('a million characters take no time', () => {
		const spent = cpuMs(() => {
			expect(nameOf(`${'💰 '.repeat(300_000)}Прайс${' 💰'.repeat(300_000)}х`)).toBeUndefined();
		});
		expect(spent).toBeLessThan(5000);
	});
});

describe('for any text', () => {
	const label = fc.constantFrom(...LABELS);
	const space = fc.array(fc.constantFrom(' ', '\u00A0', '\t', '\n', '\u2009', '\u200B', '\uFE0F'));

	test('it is a button only when it has the words of a label', () => {
		const pieces = fc.array(
			fc.oneof(fc.string({ unit: 'grapheme' }), label, fc.constantFrom('💰', ' ', 'прайс', '🕐')),
		);
		fc.assert(
			fc.property(pieces, (parts) => {
				const text = parts.join('');
				const expected = LABELS.findIndex((one) => words(one) === words(text));
				expect(nameOf(text)).toBe(NAMES[expected]);
			}),
		);
	});

	test('a label with one more word or letter is none', () => {
		const more = fc.stringMatching(/^[a-zа-я]{1,8}$/);
		fc.assert(
			fc.property(label, more, fc.constantFrom('', ' '), (one, word, gap) => {
				expect(nameOf(`${one}${gap}${word}`)).toBeUndefined();
				expect(nameOf(`${word}${gap}${words(one)}`)).toBeUndefined();
			}),
		);
	});

	test('case, spaces and emoji at the ends do not matter', () => {
		const emoji = fc.constantFrom('', '💰', '🕐', '👍🏽', '❤️', '🇷🇺', '3️⃣');
		fc.assert(
			fc.property(
				label,
				emoji,
				emoji,
				space,
				space,
				fc.infiniteStream(fc.boolean()),
				(...given) => {
					const [one, before, after, left, right, upper] = given;
					const cased = [...words(one)].map((letter) =>
						upper.next().value ? letter.toUpperCase() : letter,
					);
					const text = `${left.join('')}${before}${cased.join('')}${right.join('')}${after}`;
					expect(nameOf(text)).toBe(NAMES[LABELS.indexOf(one)]);
				},
			),
		);
	});
});

describe('the list of buttons', () => {
	test('a name that is left out is the label', () => {
		expect(readButtons([row('  💰 Прайс ')])).toMatchObject([
			{ label: '💰 Прайс', name: '💰 Прайс' },
		]);
	});

	test.each([
		['', 'button 1 has no label'],
		[' \uFE0F ', 'button 1 has no label'],
	])('an empty label %j is refused', (label, text) => {
		expect(() => readButtons([row(label)])).toThrow(new InputError(text, 'Buttons'));
	});

	test.each([
		['💰 Прайс', ' прайс '],
		['💰 Заказ', '🕐 Заказ'],
		['Ещё', 'ЕЩЕ'],
		['🛒', '🛒\uFE0F'],
	])('%j and %j are refused as the same', (one, other) => {
		const check = () => readButtons([row(one, 'a'), row('Меню'), row(other, 'b')]);
		expect(check).toThrow(InputError);
		expect(check).toThrow(`"${one.trim()}" and "${other.trim()}" read the same`);
	});

	test('text holds one button a line', () => {
		expect(readButtonsList('💰 Прайс = price\r\n\n Мои бонусы \n1+1=2 = sum\n')).toEqual([
			row('💰 Прайс ', ' price'),
			row(' Мои бонусы '),
			row('1+1=2 ', ' sum'),
		]);
	});

	test('data of an inline button is the name or the label', () => {
		expect(findByData(BUTTONS, 'price')).toMatchObject({ withEmoji: true });
		expect(findByData(BUTTONS, 'прайс')?.button.name).toBe('price');
		expect(findByData(BUTTONS, 'bonus')).toMatchObject({ withEmoji: false });
		expect(findByData(BUTTONS, 'PRICE')).toBeNull();
	});
});
