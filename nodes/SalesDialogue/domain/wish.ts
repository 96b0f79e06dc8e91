import { phonesIn } from '../../shared/phones';
import type { Row } from '../../shared/rows';
import { settingOf } from '../../shared/settings';
import { answerTo, productIn, productsOf } from './goods';
import type { Message } from './message';
import type { Standing } from './place';
import { says, wordsOf } from './words';

/** What a client wants, in the words that the rules and an AI agent share. */
export const WISHES = [
	/** Nothing yet: greet and show the products. */
	'greeting',
	/** Not this product. */
	'other',
	/** A product. */
	'choice',
	/** To order it. */
	'contact',
	/** Has given a phone: the payment details are due. */
	'requisites',
	/** Says that the payment is made. */
	'paid',
	/** A human. */
	'human',
	/** An answer that the owner has written down. */
	'faq',
	/** Was asked for a phone and has given none. */
	'no_phone',
	/** Something else while the payment is awaited. */
	'wait',
	/** Nobody knows. */
	'unclear',
] as const;

export type Wish = (typeof WISHES)[number];

export type ReadWish = {
	wish: Wish;
	/** The product that the message names; `''` for none or an unclear one. */
	product: string;
	/** The owner's answer to a question; `''` when there is none. */
	answer: string;
};

/** Words that turn a "yes" or "paid" into its opposite, for tables made before the row existed. */
const NEGATIONS = 'не, ні, нет';
/** Where clients of a shop write from; a number counts when it can be read in one of them. */
const COUNTRIES = ['UA', 'KZ'] as const;
/** Steps with a product in hand. */
const WITH_CHOICE = ['confirm', 'contact', 'payment'];

/**
 * Reads what a client wants from the words of `bot_settings`. A "no" goes before a "yes": nothing is
 * ordered and nothing is taken for paid when the client says both. A question is no payment.
 */
export function readWish(message: Message, standing: Standing, settings: Row[]): ReadWish {
	const { text } = message;
	const product = productIn(text, productsOf(settings));
	const answer = answerTo(text, settings);
	return { wish: wishOf(message, standing, settings, product, answer), product, answer };
}

function wishOf(
	{ text, media }: Message,
	{ step, choice }: Standing,
	settings: Row[],
	product: string,
	answer: string,
): Wish {
	const hasWord = (list: string, usual = '') =>
		says(text, wordsOf(settingOf(settings, `dialogue_${list}`, usual)));
	const isNegative = hasWord('negations', NEGATIONS);
	if (step === 'contact' && hasPhone(text)) return 'requisites';
	if (hasWord('human_words')) return 'human';
	const saysPaid = hasWord('paid_words') && !isNegative && !text.includes('?');
	if (step === 'payment' && (media || saysPaid)) return 'paid';
	if (WITH_CHOICE.includes(step)) {
		if (product !== '' && product !== choice) return 'choice';
		if (hasWord('no_words')) return 'other';
	}
	if (step === 'confirm') {
		if (isNegative) return 'other';
		if (hasWord('yes_words')) return 'contact';
	}
	if (answer !== '') return 'faq';
	if (product !== '' && step !== 'payment' && step !== 'contact') return 'choice';
	if (step === '') return 'greeting';
	if (step === 'contact') return 'no_phone';
	return step === 'payment' ? 'wait' : 'unclear';
}

/** Only whether there is a number: whose it is a manager sees. */
function hasPhone(text: string): boolean {
	return COUNTRIES.some((country) => phonesIn(text, country).length > 0);
}
