import { textOf, type Row } from '../../shared/rows';
import { settingOf } from '../../shared/settings';
import { fieldsOf } from '../../shared/values';
import { numbered, productIn, productsOf } from './goods';
import type { Message } from './message';
import type { Standing, Step } from './place';
import { WISHES, type Wish } from './wish';

/** Stage of a deal that Sitniks is told of. */
export type Stage = '' | 'invoice_sent' | 'escalation';

/** What is answered, and how the dialogue stands then: the columns of `dialogues`. */
export type Answer = {
	/** `''`: nothing is said. */
	reply: string;
	step: string;
	stage: string;
	choice: string;
	misunderstood: number;
	step_number: number;
	/** For the admin chat when a human is needed. */
	for_managers: string;
	/** For the admin chat when the answer cannot be sent; the reason follows. */
	for_admin: string;
};

/** What *Read Wish* or an AI agent found out. */
interface Given {
	/** `''`: it is none of the wishes. */
	wish: Wish | '';
	/** The text that an agent has written; `''` takes the owner's. */
	reply: string;
	product: string;
	answer: string;
}

type Outcome = Pick<Answer, 'reply' | 'step' | 'stage'> & Partial<Answer>;

/** So often something is not understood before a human is called. */
const PATIENCE = 2;
/** Wishes that nobody has understood. */
const LOST: Wish[] = ['no_phone', 'wait', 'unclear'];
const THANKS = 'Дякую! Менеджер відповість найближчим часом.';
/** Also for tables that were set up before there was a row for it. */
const TOO_MANY =
	'Забагато повідомлень за хвилину: наступні я не прочитаю. Зачекайте хвилину і напишіть усе одним повідомленням.';
/** Rows of texts that are not named after their wish. */
const TEXTS: Partial<Record<Wish, string>> = {
	other: 'greeting',
	wait: 'wait_payment',
	unclear: 'misunderstood',
};
const STEPS: Partial<Record<Wish, Step>> = {
	greeting: 'choose',
	other: 'choose',
	choice: 'confirm',
	contact: 'contact',
	requisites: 'payment',
	paid: 'human',
	human: 'human',
};
const STAGES: Partial<Record<Wish, Stage>> = {
	requisites: 'invoice_sent',
	paid: 'escalation',
	human: 'escalation',
};

/**
 * The answer to a message. Texts are rows of `bot_settings`, `text_dialogue_<wish>`, with `{products}`,
 * `{choice}` and `{name}`.
 *
 * @param item what *Read Wish* gave (`wish`, `product`, `answer`), what an AI agent gave (`wish`, `reply`,
 *   `choice`, also under `output`), an agent's error, or the place of a message that needs no reading
 */
export function writeAnswer(
	message: Message,
	standing: Standing,
	item: Row,
	settings: Row[],
): Answer {
	const outcome = outcomeOf(message, standing, item, settings);
	const { step_number, choice } = standing;
	const answer = { choice, step_number, misunderstood: 0, ...outcome };
	return { ...answer, ...alertsOf(message, answer.choice) };
}

function outcomeOf(message: Message, standing: Standing, item: Row, settings: Row[]): Outcome {
	const { place, step, stage, reply, misunderstood, step_number } = standing;
	if (place === 'answered') return { reply: '', step, stage: '', misunderstood };
	if (place === 'saved') return { reply, step, stage, misunderstood };
	if (place === 'human') return { reply: '', step: 'human', stage: '' };
	if (place === 'too_many') {
		const tooMany = ownText('too_many', settings, TOO_MANY);
		return { reply: tooMany, step, stage: '', misunderstood, step_number: step_number - 1 };
	}
	if (place !== 'blocked') return answerOf(message, standing, givenOf(item, settings), settings);
	// The dialogue has not moved on: the first touch is still to come.
	const counted = { misunderstood: misunderstood + 1, step_number: step_number - 1 };
	if (misunderstood < PATIENCE) {
		return { reply: ownText('polite', settings), step, stage: '', ...counted };
	}
	return { reply: ownText('human', settings), step: 'human', stage: 'escalation', ...counted };
}

function answerOf(message: Message, standing: Standing, given: Given, settings: Row[]): Outcome {
	const wish = wishFor(standing, given);
	const { step, misunderstood } = standing;
	// An agent's own words about something else.
	if (wish === '') return { reply: given.reply, step: step || 'choose', stage: '' };
	const choice = choiceAfter(wish, standing, given);
	const products = numbered(productsOf(settings));
	const text = ownText(TEXTS[wish] ?? wish, settings);
	const own =
		wish === 'faq' ? given.answer : filled(text, { choice, name: message.name, products });
	// Payment details are the owner's and nobody else's; words for a wish that does not count are void.
	const isForOwner = wish === 'requisites' || wish !== given.wish;
	return {
		reply: isForOwner ? own : given.reply || own,
		step: STEPS[wish] ?? (LOST.includes(wish) ? step : step || 'choose'),
		stage: STAGES[wish] ?? '',
		choice,
		misunderstood: LOST.includes(wish) ? misunderstood + 1 : 0,
	};
}

function choiceAfter(wish: Wish, { choice }: Standing, { product }: Given): string {
	if (wish === 'choice') return product;
	return wish === 'greeting' || wish === 'other' ? '' : choice;
}

/** The wish that counts; `''` for an agent's own words about something else. */
function wishFor(standing: Standing, { wish, reply, product, answer }: Given): Wish | '' {
	// An agent that failed, and a question without an answer, are for a human.
	const isEmpty = wish === '' || (wish === 'faq' && answer === '');
	if (isEmpty && reply === '') return 'human';
	if (wish && LOST.includes(wish) && standing.misunderstood >= PATIENCE) return 'human';
	// A product that is not sold, or two that fit.
	return wish === 'choice' && product === '' ? 'greeting' : wish;
}

function givenOf(item: Row, settings: Row[]): Given {
	const output = fieldsOf(item.output);
	const field = (name: string) => textOf(output[name] ?? item[name]);
	const products = productsOf(settings);
	const named = field('product') || field('choice');
	return {
		wish: WISHES.find((wish) => wish === field('wish')) ?? '',
		reply: field('reply'),
		// Only what the owner sells, at his price.
		product: products.includes(named) ? named : productIn(named, products),
		answer: field('answer'),
	};
}

function ownText(name: string, settings: Row[], otherwise = THANKS): string {
	return settingOf(settings, `text_dialogue_${name}`, otherwise);
}

/** In one go: what a client is called fills in nothing. */
function filled(text: string, values: Record<string, string>): string {
	return text.replace(/\{(choice|name|products)\}/g, (_, name: string) => values[name]);
}

function alertsOf({ name, username, channel, text }: Message, choice: string) {
	const who = `${name || 'без имени'}${username ? `, @${username}` : ''}`;
	const product = choice ? `\nТовар: ${choice}` : '';
	return {
		for_managers: `Клиенту нужен человек: ${who} (${channel})${product}\n«${text.slice(0, 300)}»`,
		for_admin: `Ответ в диалоге продаж не отправлен клиенту ${who}`,
	};
}
