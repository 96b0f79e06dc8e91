import type { Row } from '../../shared/rows';
import { settingOf } from '../../shared/settings';
import { listOf } from '../../shared/values';
import { wordsOf } from './words';

/** The client's number in the list that the bot has shown: `2`, `№2.` */
const NUMBER = /^\s*[№#]?\s*(\d{1,2})\s*[.)]?\s*$/;
/** Stands between a product and its price. */
const PRICE = ' — ';
/** A shorter name is compared as a whole, a longer one without its ending. */
const SHORT = 4;
const ENDING = 2;

/** What is sold, as the owner wrote it: name and price. */
export function productsOf(settings: Row[]): string[] {
	return listOf(settingOf(settings, 'dialogue_products'), ';');
}

/** The products with their numbers, one a line. */
export function numbered(products: string[]): string {
	return products.map((one, index) => `${index + 1}. ${one}`).join('\n');
}

/**
 * The product that a text names: by its number in the list, or by the words of its name. The first word
 * counts twice and may have another ending; `''` for none, and when two products fit equally well.
 */
export function productIn(text: string, products: string[]): string {
	const number = NUMBER.exec(text)?.[1];
	if (number !== undefined) return products[Number(number) - 1] ?? '';
	const written = partsOf(text);
	const points = products.map((one) => pointsOf(one.split(PRICE)[0], written));
	const best = Math.max(0, ...points);
	const isSure = best > 0 && points.filter((one) => one === best).length === 1;
	return isSure ? products[points.indexOf(best)] : '';
}

function pointsOf(name: string, written: string[]): number {
	const [first, ...more] = partsOf(name);
	if (first === undefined) return 0;
	const stem = first.slice(0, Math.max(SHORT, first.length - ENDING));
	const isFirst = (word: string) => (first.length < SHORT ? word === first : word.startsWith(stem));
	const others = more.filter((word) => written.includes(word)).length;
	return (written.some(isFirst) ? 2 : 0) + others;
}

/** The owner's answer to a question that holds one of its words, anywhere in a word; `''` for none. */
export function answerTo(text: string, settings: Row[]): string {
	const asked = text.toLowerCase();
	for (const entry of listOf(settingOf(settings, 'dialogue_faq'), '||')) {
		const at = entry.indexOf('=');
		const answer = entry.slice(at + 1).trim();
		if (at < 0 || answer === '') continue;
		const words = wordsOf(entry.slice(0, at).toLowerCase());
		if (words.some((word) => asked.includes(word))) return answer;
	}
	return '';
}

function partsOf(text: string): string[] {
	return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
