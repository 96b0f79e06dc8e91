import fc from 'fast-check';

import { wordsOf } from '../../../nodes/Waha/domain/words';
import { cpuMs } from '../../harness/cpu';

/** Latin and Cyrillic letters that look the same are written with their code where it matters. */
const CYRILLIC_O = '\u043e';
const ZERO_WIDTH = '\u200b';

describe('a command word in any spelling', () => {
	test.each([
		['стоп'],
		['СТОП'],
		['Стоп!!!'],
		['  стоп\n'],
		['"Стоп"'],
		['«стоп»'],
		['„Стоп“.'],
		["'стоп'"],
		['’стоп’'],
		['-стоп-'],
		['— стоп —'],
		['(стоп)'],
		['*стоп*'],
		['_стоп_'],
		['~стоп~'],
		['```стоп```'],
		['стоп…'],
		['стоп🛑'],
		['🛑 стоп 🙏🏽'],
		['стоп ❤️'],
		['стоп 🇰🇿'],
		['стоп 👨‍👩‍👧'],
		['стоп™'],
		[`ст${ZERO_WIDTH}оп`],
		['\u202eстоп\u202c'],
		['\u200fстоп\u200e'],
		['\u2066стоп\u2069'],
		['\ufeffстоп\u00ad'],
		['стоп\u3164'],
		['стоп\u00a0'],
		['сто\u0301п'],
		['с т о п'],
		['С Т О П !'],
		['С.Т.О.П.'],
		['с-т-о-п'],
		['с\u2011т\u2011о\u2011п'],
		['с  т\nо\tп'],
		['стоооооп'],
		['СТОППППП'],
		['сссстооопппп'],
		['с т о о о о п'],
		// Latin c, o, p, T: they look the same.
		['cтоп'],
		['стoп'],
		['CTOП'],
		['c т o п'],
		['cтooooп'],
		// A run of both letters o.
		[`ст${CYRILLIC_O}o${CYRILLIC_O}п`],
	])('%j is стоп', (text) => {
		expect(wordsOf(text)).toBe('стоп');
	});

	test.each([
		['STOP'],
		['Stop.'],
		['s t o p'],
		['S-T-O-P'],
		['stooop'],
		['ＳＴＯＰ'],
		['𝐬𝐭𝐨𝐩'],
		['ⓢⓣⓞⓟ'],
		[`st${CYRILLIC_O}p`],
		// Cyrillic т, о and р behind a Latin s.
		['s\u0442\u043e\u0440'],
		[`s t ${CYRILLIC_O} p`],
	])('%j is stop', (text) => {
		expect(wordsOf(text)).toBe('stop');
	});

	test.each([
		['Отпишись от меня!', 'отпишись от меня'],
		['ОТПИCАТЬCЯ', 'отписаться'],
		['Отмена   рассылки', 'отмена рассылки'],
		// All letters but one could be of either alphabet.
		['CTAPт', 'старт'],
		['START', 'start'],
		['stаrt', 'start'],
		['Ещё', 'еще'],
		['Еще\u0308', 'еще'],
		['НЕ ПИШИТЕ МНЕ.', 'не пишите мне'],
		['тоқтат', 'тоқтат'],
		['ТОҚТАТУ!', 'тоқтату'],
		['зупинити', 'зупинити'],
		['кiно', 'кіно'],
		['й\u0306', 'й'],
		['désinscrire', 'désinscrire'],
		['1️⃣', '1'],
		['№5', 'no5'],
		['1000', '1000'],
		['1 2 3', '1 2 3'],
		['а', 'а'],
	])('%j is %j', (text, words) => {
		expect(wordsOf(text)).toBe(words);
	});
});

describe('what stays', () => {
	test.each([
		['стоп, а где заказ?', 'стоп а где заказ'],
		['Стоп-кран сломан', 'стоп-кран сломан'],
		['нон-стоп', 'нон-стоп'],
		['нон\u2011стоп', 'нон-стоп'],
		['стопка', 'стопка'],
		['не стоп', 'не стоп'],
		['stop-loss', 'stop-loss'],
		["don't stop", "don't stop"],
		['don’t stop', "don't stop"],
		['обʼява', "об'ява"],
		['стоп,пожалуйста', 'стоп пожалуйста'],
		['стоп🙏спасибо', 'стоп спасибо'],
		['стоп--стоп', 'стоп стоп'],
		['стоп - стоп', 'стоп стоп'],
		['с т о п же', 'с т о п же'],
		['я и ты', 'я и ты'],
		['длинная шея', 'длинная шея'],
		['программа', 'программа'],
		['iPhone для Ани', 'iphone для ани'],
		['iphone-чехол', 'iphone-чехол'],
		['Кока-Cola', 'кока-cola'],
		['停止', '停止'],
	])('%j is %j', (text, words) => {
		expect(wordsOf(text)).toBe(words);
	});

	test.each([
		[''],
		['   '],
		['🛑🛑'],
		['?!.,'],
		["-'-"],
		['\u200b'],
		[null],
		[undefined],
		[5],
		[{}],
	])('%j has no words', (text) => {
		expect(wordsOf(text)).toBe('');
	});
});

describe('for every text', () => {
	const parts = fc.constantFrom(
		...['стоп', 'STOP', 'cтоп', 'ё', 'o', CYRILLIC_O, ' ', '-', "'", '’', '!', '🛑', '\u200b'],
		...['\u0301', '\u202e', '1', '\n', 'ﬁ', '™', '\ud83d'],
	);
	const text = fc.oneof(
		fc.string(),
		fc.string({ unit: 'binary' }),
		fc.array(parts).map((list) => list.join('')),
	);

	test('only lower-case words with one space between them', () => {
		fc.assert(
			fc.property(text, (given) => {
				const words = wordsOf(given);
				expect(words).toBe(words.toLowerCase());
				expect(words).toMatch(/^([\p{L}\p{M}\p{N}]+(['-][\p{L}\p{M}\p{N}]+)*( (?=.))?)*$/u);
				expect(words).not.toMatch(/ё|(\p{L})\1\1/u);
			}),
		);
	});

	test('signs around it and its case change nothing', () => {
		const sign = fc.constantFrom('!', '"', '«', '🛑', ' ', '\u200b', '…', '-', '*', '\n', '❤️');
		const around = fc.array(sign).map((list) => list.join(''));
		const word = fc.constantFrom('стоп', 'stop', 'не пишите мне', 'стоп а где заказ', 'я', "don't");
		fc.assert(
			fc.property(around, word, around, (before, given, after) => {
				expect(wordsOf(before + given.toUpperCase() + after)).toBe(given);
			}),
		);
	});

	test('a long message takes no time', () => {
		const spent = cpuMs(() => {
			for (const part of ['а', "-'", 'а ', 'о-', '🛑', 'cтоп ', '\u0301']) {
				wordsOf(part.repeat(65_536));
			}
		});
		expect(spent).toBeLessThan(1000);
	});
});
