import { textOf, type Row } from '../../../shared/rows';

/** One message of Telegram holds 4,096 characters; the rest is for what is written before it. */
const MOST_CHARACTERS = 3500;

export interface Folded {
	text: string;
	/** Rows whose words are in the text, or stood in it already: they are done when it is sent. */
	ids: number[];
}

/**
 * What a client writes to the admins while his last message to them is less than a minute old waits for the
 * end of that minute, and goes out as one message.
 *
 * @param row the message whose turn it is, of any target
 * @param rows rows of the same client, in any order
 */
export function foldIn(row: Row, rows: Row[]): Folded {
	const text = String(row.text ?? '');
	const isOfClient = textOf(row.target) === 'admin' && textOf(row.telegram_id) !== '';
	// Rows without a chat share no lane: another run may be sending one of them.
	if (!isOfClient || textOf(row.chat_id) === '') return { text, ids: [] };
	const mine = Number(row.id);
	const waiting = rows
		.filter((one) => Number(one.id) > mine && textOf(one.status) === 'pending')
		.filter((one) => ['target', 'telegram_id', 'chat_id'].every((key) => isSame(one, row, key)))
		.sort((a, b) => Number(a.id) - Number(b.id));
	const folded: Folded = { text, ids: [] };
	const known = new Set([textOf(row.event_key)]);
	for (const one of waiting) {
		const words = known.has(textOf(one.event_key)) ? '' : `\n\n${String(one.text ?? '')}`;
		if (folded.text.length + words.length > MOST_CHARACTERS) break;
		folded.text += words;
		folded.ids.push(Number(one.id));
		known.add(textOf(one.event_key));
	}
	return folded;
}

function isSame(one: Row, other: Row, column: string): boolean {
	return textOf(one[column]) === textOf(other[column]);
}
