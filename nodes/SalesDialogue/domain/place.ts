import { textOf, timeOf, type Row } from '../../shared/rows';
import { settingOf } from '../../shared/settings';
import type { Message } from './message';
import { says, wordsOf } from './words';

/** Where a message meets the dialogue. */
export type Place =
	/** The first message of a dialogue: its chat is to be marked in Sitniks. */
	| 'first'
	| 'next'
	/** It has a blocked word, or is too long to be read. */
	| 'blocked'
	/** It is one too many within a minute, and those that follow are not read. */
	| 'too_many'
	/** A human has the dialogue: the bot keeps quiet. */
	| 'human'
	/** A repeated message whose answer was decided and perhaps not sent. */
	| 'saved'
	/** A repeated message that was answered. */
	| 'answered';

/** Step of a dialogue, as the row of `dialogues` holds it; `''` before the first one. */
export type Step = '' | 'choose' | 'confirm' | 'contact' | 'payment' | 'human';

/** A dialogue as it stands when a message comes in. */
export type Standing = {
	place: Place;
	/** The row of `dialogues`. */
	row_id: number | null;
	/** Key of the message before this one, as the row had it: whoever saves checks that it is still there. */
	before_key: string | null;
	step: string;
	/** Which message of the dialogue this is, from 1. */
	step_number: number;
	/** The product that was chosen. */
	choice: string;
	/** How many messages in a row were not understood. */
	misunderstood: number;
	/** The saved answer of a repeated message. */
	reply: string;
	/** The saved stage of a repeated message. */
	stage: string;
};

const HOUR_MS = 3_600_000;
/** A payment may take its time. */
const PAYMENT_HOURS = 168;
const MAX_LENGTH = 1500;

/**
 * Where the dialogue of a client stands.
 *
 * @param rows of `dialogues` with the client's `user_id`; of several the one that was written last counts
 * @param settings rows of `bot_settings`: `dialogue_stop_words`, `dialogue_new_after_hours`, `dialogue_human_hours`
 * @param now in milliseconds since 1970
 */
export function findPlace(message: Message, rows: Row[], settings: Row[], now: number): Standing {
	const row = lastOf(rows);
	const key = row.last_event_key;
	const stored = {
		row_id: row.id === undefined ? null : Number(row.id),
		before_key: key === null || key === undefined ? null : String(key),
		step: textOf(row.step),
		step_number: numberOf(row.step_number),
		choice: textOf(row.choice),
		misunderstood: numberOf(row.misunderstood),
		reply: '',
		stage: '',
	};
	if (message.event_key !== '' && key === message.event_key) {
		const reply = textOf(row.reply);
		if (reply === '') return { ...stored, place: 'answered' };
		return { ...stored, place: 'saved', reply, stage: textOf(row.stage) };
	}
	const isNew = isOver(row, settings, now) || /^\/start\b/.test(message.text);
	const none = { step: '', step_number: 0, choice: '', misunderstood: 0 };
	const before = isNew ? { ...stored, ...none } : stored;
	const standing = { ...before, step_number: before.step_number + 1 };
	return { ...standing, place: placeOf(message, standing, settings) };
}

function placeOf(
	message: Message,
	{ step, step_number }: Omit<Standing, 'place'>,
	settings: Row[],
): Place {
	if (step === 'human') return 'human';
	if (message.over_quota) return 'too_many';
	const blocked = wordsOf(settingOf(settings, 'dialogue_stop_words'));
	if (message.text.length > MAX_LENGTH || says(message.text, blocked)) return 'blocked';
	return step_number === 1 ? 'first' : 'next';
}

/** Whether so much time has passed that a message begins a new dialogue. */
function isOver({ step, last_message_at }: Row, settings: Row[], now: number): boolean {
	const last = timeOf(last_message_at);
	if (last === undefined) return true;
	const hours = (key: string, usual: number) => Number(settingOf(settings, key)) || usual;
	if (step === 'payment') return last < now - PAYMENT_HOURS * HOUR_MS;
	const lasts =
		step === 'human' ? hours('dialogue_human_hours', 72) : hours('dialogue_new_after_hours', 24);
	return last < now - lasts * HOUR_MS;
}

/** Two first messages at the same moment may have made two rows. */
function lastOf(rows: Row[]): Row {
	const age = (row: Row) => timeOf(row.last_message_at) ?? 0;
	const [last = {}] = rows
		.filter(({ id }) => id !== undefined)
		.sort((a, b) => age(b) - age(a) || Number(b.id) - Number(a.id));
	return last;
}

function numberOf(value: unknown): number {
	return Number(value) || 0;
}
