import {
	answerTo,
	numbered,
	productIn,
	productsOf,
} from '../../../nodes/SalesDialogue/domain/goods';
import { says, wordsOf } from '../../../nodes/SalesDialogue/domain/words';
import { DRESS, SETTINGS, settingsWith, SUIT } from './sample';

describe('a list of words', () => {
	test.each([
		['так, звісно', 'так', true],
		['ТАК!', 'так', true],
		['також', 'так', false],
		['нетак', 'так', false],
		['менеджера покличте', 'менеджер*', true],
		['топменеджера', 'менеджер*', false],
		['я не хочу цього', 'не хочу', true],
		['я не дуже хочу', 'не хочу', false],
		['беру 👍', '👍', true],
		['+', '+', true],
		['a.b', 'a.b', true],
		['axb', 'a.b', false],
		['(', '(', true],
		['2так', 'так', false],
	])('"%s" says "%s": %p', (text, word, expected) => {
		expect(says(text, [word])).toBe(expected);
	});

	test('is separated by commas, and an empty one says nothing', () => {
		expect(wordsOf(' так, , да* ,не хочу')).toEqual(['так', 'да*', 'не хочу']);
		expect(says('так', wordsOf(''))).toBe(false);
		expect(says('так', wordsOf('*, ні'))).toBe(false);
	});
});

describe('a product', () => {
	const products = productsOf(SETTINGS);

	test.each([
		['2', SUIT],
		['№1.', DRESS],
		['4', ''],
		['0', ''],
		['Хочу сукню', DRESS],
		['а костюма немає?', SUIT],
		['сукню у місто', DRESS],
		['сукня чи костюм', ''],
		['сукню весна або костюм', DRESS],
		['я з міста Львів', ''],
		['12 штук', ''],
		['', ''],
	])('in "%s" is "%s"', (text, expected) => {
		expect(productIn(text, products)).toBe(expected);
	});

	test('with a short name is known by the whole word only', () => {
		const list = productsOf(settingsWith({ dialogue_products: 'Чай — 90 грн' }));
		expect(productIn('чай є?', list)).toBe('Чай — 90 грн');
		expect(productIn('чайник є?', list)).toBe('');
	});

	test('of a list is shown with its number', () => {
		expect(numbered(products)).toBe(`1. ${DRESS}\n2. ${SUIT}\n3. Светр «Затишок» — 950 грн`);
		expect(productsOf([])).toEqual([]);
	});
});

describe('a question', () => {
	const faq = settingsWith({
		dialogue_faq: 'ціна, price = 2 + 2 = 4 || порожньо = || = нічиє || слово || порожньо = Є',
	});

	test('gets the answer of the first entry with one of its words', () => {
		expect(answerTo('А ДОСТАВКА як?', SETTINGS)).toMatch(/^Відправляємо Новою поштою/);
		expect(answerTo('Яка ціна', faq)).toBe('2 + 2 = 4');
		expect(answerTo('порожньо', faq)).toBe('Є');
	});

	test('without an answer in the list gets none', () => {
		expect(answerTo('слово', faq)).toBe('');
		expect(answerTo('нічиє', faq)).toBe('');
	});
});
