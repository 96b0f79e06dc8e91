import { timeOf, type Row } from '../../shared/rows';
import { settingOf } from '../../shared/settings';
import { listOf } from '../../shared/values';

export type Word = 'stop' | 'start';

/** What a buyer's short answer is, by the words of `bot_settings`. */
export interface Answer {
	/** `''`: it is something else. */
	word: Word | '';
	/** What the buyer is told; empty: nothing. */
	confirmation: string;
}

/**
 * @param words the message in lower case without signs, as *WAHA Bridge Trigger* gives it
 * @param settings rows with `key` and `value`
 */
export function readAnswer(words: string, settings: Row[]): Answer {
	const value = (key: string) => settingOf(settings, key);
	const isOneOf = (key: string) =>
		listOf(value(key).toLowerCase().replaceAll('ё', 'е')).includes(words);
	if (words === '') return { word: '', confirmation: '' };
	if (isOneOf('whatsapp_stop_words')) {
		return { word: 'stop', confirmation: value('text_whatsapp_stopped') };
	}
	if (isOneOf('whatsapp_start_words')) {
		return { word: 'start', confirmation: value('text_whatsapp_started') };
	}
	return { word: '', confirmation: '' };
}

/** For the admin: WhatsApp hides the number, and nobody knows it. */
export function unknownBuyerText(word: string, pushName: string): string {
	const said = word === 'stop' ? 'СТОП' : 'СТАРТ';
	const name = pushName || 'неизвестно';
	return `Покупатель написал «${said}», но WhatsApp скрывает его номер, и в нашем журнале его нет. Откройте этот чат в WhatsApp (имя: ${name}), узнайте номер и отметьте его в форме истории сообщений.`;
}

/** What to do about a buyer's word. */
export type Step = 'opt out' | 'opt in' | 'confirm' | 'nothing';

export interface Said {
	/** Rows of `processed_events`: scope `whatsapp-stop` or `whatsapp-start`, owner = when it was written. */
	words: Row[];
	/** Rows of `clients` with this phone. */
	clients: Row[];
	/** The row of the word at hand. */
	mine: Row;
	/** Whether this run has changed the client already. */
	hasChanged: boolean;
}

/**
 * The next step for a word of a buyer. Words overtake each other on their way: the one that was written
 * later counts, at the same time the careful one. Ask again after each step: the client then agrees
 * with the words, whatever other runs do meanwhile.
 *
 * A word that does not count changes nothing, except what this run has changed before it knew. One of
 * several stop words is confirmed, and the next one only after a start word. A start word is
 * confirmed by the run that has undone the opt-out.
 */
export function nextStep({ words, clients, mine, hasChanged }: Said): Step {
	const all = [mine, ...words.filter(({ id }) => id !== mine.id)];
	const stops = all.filter((row) => row.scope === 'whatsapp-stop');
	const lastStart = latest(all.filter((row) => row.scope === 'whatsapp-start'));
	const isOut = latest(stops) >= lastStart;
	const counts = isOut === (mine.scope === 'whatsapp-stop');
	if (!counts && !hasChanged) return 'nothing';
	const isOptedOut = (client: Row) => client.whatsapp_opt_out === true;
	if (isOut && (clients.length === 0 || !clients.every(isOptedOut))) return 'opt out';
	if (!isOut && clients.some(isOptedOut)) return 'opt in';
	if (!counts) return 'nothing';
	if (!isOut) return hasChanged ? 'confirm' : 'nothing';
	const open = stops.filter((row) => saidAt(row) >= lastStart && row.state !== 'unsaid');
	const first = Math.min(...open.map(({ id }) => Number(id)));
	return first === Number(mine.id) ? 'confirm' : 'nothing';
}

function latest(words: Row[]): number {
	return Math.max(-Infinity, ...words.map(saidAt));
}

function saidAt({ owner }: Row): number {
	return timeOf(owner) ?? -Infinity;
}
