import * as fc from 'fast-check';

import { readWish } from '../../../nodes/SalesDialogue/domain/wish';
import type { Row } from '../../../nodes/shared/rows';
import { DRESS, message, SETTINGS, settingsWith, standing, SUIT } from './sample';

const read = (text: string, step: string, settings: Row[] = SETTINGS) =>
	readWish(message(text), standing(step), settings);

describe('the wish of a client', () => {
	test.each([
		['', 'Добрий день', 'greeting'],
		['', 'Хочу сукню', 'choice'],
		['', 'А доставка як?', 'faq'],
		['', 'Покличте менеджера', 'human'],
		['choose', 'ммм', 'unclear'],
		['choose', '2', 'choice'],
		['confirm', 'так', 'contact'],
		['confirm', 'Беру!', 'contact'],
		['confirm', 'не беру', 'other'],
		['confirm', 'не підходить', 'other'],
		['confirm', 'так собі', 'other'],
		['confirm', 'ні, хочу костюм', 'choice'],
		['confirm', 'сукня', 'choice'],
		['confirm', 'ммм', 'unclear'],
		['contact', 'Олена К, 0501112233, Київ, відділення 1', 'requisites'],
		['contact', 'Іра +380 50 111–22–33', 'requisites'],
		['contact', '8 701 123 45 67', 'requisites'],
		['contact', 'без номера', 'no_phone'],
		['contact', 'сукня', 'no_phone'],
		['payment', 'сукня', 'wait'],
		['contact', 'вул. Тиха 15.10.2025 12:30', 'no_phone'],
		['contact', 'передумала', 'other'],
		['contact', 'краще костюм', 'choice'],
		['payment', 'оплатила', 'paid'],
		['payment', 'скинула гроші', 'paid'],
		['payment', 'я ще не оплатила', 'wait'],
		['payment', 'а чек буде?', 'wait'],
		['payment', 'скільки чекати', 'wait'],
		['payment', 'передумала', 'other'],
		['payment', 'оператора', 'human'],
		['choose', 'оплатила', 'unclear'],
	])('at the step "%s" with "%s" is "%s"', (step, text, wish) => {
		expect(read(text, step).wish).toBe(wish);
	});

	test('comes with the product and the answer that the text asks for', () => {
		expect(read('костюм', 'choose')).toEqual({ wish: 'choice', product: SUIT, answer: '' });
		expect(read('сукня, розмір?', '')).toMatchObject({
			wish: 'faq',
			product: DRESS,
			answer: expect.stringMatching(/^Є розміри/),
		});
	});

	test('while the payment is awaited a picture is the receipt', () => {
		const picture = message('ось', { media: true });
		expect(readWish(picture, standing('payment'), SETTINGS).wish).toBe('paid');
		expect(readWish(picture, standing('confirm'), SETTINGS).wish).toBe('unclear');
	});

	test('follows the words that the owner has written', () => {
		const own = settingsWith({ dialogue_yes_words: 'гаразд', dialogue_negations: 'аж ніяк' });
		expect(read('гаразд', 'confirm', own).wish).toBe('contact');
		expect(read('так', 'confirm', own).wish).toBe('unclear');
		expect(read('аж ніяк не гаразд', 'confirm', own).wish).toBe('other');
		expect(read('не оплатила', 'payment', own).wish).toBe('paid');
	});

	test('has its negations, too, where the table was made before they were a row', () => {
		const before = SETTINGS.filter(({ key }) => key !== 'dialogue_negations');
		expect(read('не беру', 'confirm', before).wish).toBe('other');
	});
});

const NO = fc.constantFrom('не', 'ні', 'нет', 'Не');
const filler = fc.array(fc.constantFrom('ой', 'ну', 'дякую', 'зараз', '!', '123'), {
	maxLength: 4,
});

test('who says no does not order and has not paid, whatever else is said', () => {
	const yes = fc.constantFrom('так', 'да', 'беру', 'хочу', 'оплатила', 'чек', 'квитанція', '+');
	const said = fc
		.tuple(NO, yes, filler)
		.chain((parts) => fc.shuffledSubarray(parts.flat(), { minLength: parts.flat().length }));
	fc.assert(
		fc.property(said, fc.constantFrom('confirm', 'payment'), (words, step) => {
			expect(['contact', 'paid', 'requisites']).not.toContain(read(words.join(' '), step).wish);
		}),
	);
});

test('payment details are due only after a choice, an agreement and a phone', () => {
	const step = fc.constantFrom('', 'choose', 'confirm', 'payment', 'human');
	fc.assert(
		fc.property(step, filler, (at, words) => {
			expect(read(['0501112233', ...words].join(', '), at).wish).not.toBe('requisites');
		}),
	);
});
