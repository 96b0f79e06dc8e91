import { textOf, timeOf, type Row } from '../../../shared/rows';
import { isOn, settingOf } from '../../../shared/settings';
import { numberOf, PHONE_STEP, type Card } from './card';
import { asks, stepOf } from './plan';
import { fillIn, hasText, labelOf, menuOf, textFor } from './texts';

/** What came of the steps before the answer. */
export interface Happened {
	/** Of *Register*: `saved`, `taken`, `foreign`, `bad`; empty when no phone was given. */
	outcome: string;
	/** Whether kept words went to the manager with the phone. */
	isPassedOn: boolean;
	/** Of the card as it is now. */
	bonus?: number;
	/** When the client wrote the message before, as a table gives it. */
	messageBefore: unknown;
}

export interface Reply {
	/** `sign`: nothing but to stop the waiting sign of an inline button. */
	say: 'text' | 'sign' | 'nothing';
	text: string;
	keyboard: 'none' | 'buttons' | 'contact';
	/** As *Telegram Bridge* takes them: one row a line. */
	rows: string;
	contactLabel: string;
	/** The step that the client is in from now on. */
	step: string;
	isBlocked: boolean;
	/** Whether the row of the client has to be written. */
	isChanged: boolean;
}

type Answer = Pick<Reply, 'text' | 'keyboard' | 'rows' | 'step'>;

/** A message as *Route* gives it; what is missing counts as empty. */
export interface Routed {
	route: string;
	way: string;
	scene: string;
	/** How Telegram names the client. */
	name: string;
	username: string;
	membership: string;
	callbackQueryId: string;
	isManagerThere: boolean;
}

export function routedOf(item: Row): Routed {
	const text = (name: string) => textOf(item[name]);
	return {
		route: text('route'),
		way: text('way'),
		scene: text('scene'),
		name: text('full_name'),
		username: text('username'),
		membership: text('membership'),
		callbackQueryId: text('callback_query_id'),
		isManagerThere: item.in_manager_chat === true,
	};
}

/**
 * What the bot answers. The text of a scene is the row `text_<scene>`, or `text_<scene>_without_phone`
 * while the client has no phone; where that one is missing, the first.
 *
 * @param settings rows of `bot_settings`
 * @param now milliseconds since 1970
 */
export function replyTo(
	message: Routed,
	card: Card,
	settings: Row[],
	happened: Happened,
	now: number,
): Reply {
	const { route, membership, callbackQueryId, name } = message;
	const isSilent = route === 'other';
	const answer = isSilent ? silence(card) : answerTo(message, card, settings, happened, now);
	const text = fillIn(answer.text, { name, bonus: happened.bonus ?? card.bonus });
	const sign = callbackQueryId === '' ? 'nothing' : 'sign';
	return {
		...answer,
		text,
		keyboard: answer.keyboard === 'buttons' && answer.rows === '' ? 'none' : answer.keyboard,
		say: text.trim() === '' ? sign : 'text',
		contactLabel: labelOf(settings, 'share'),
		isBlocked: membership === 'blocked',
		// Somebody who only comes and goes gets no row.
		isChanged: isSilent
			? membership !== '' && card.id !== 0
			: happened.outcome !== '' || isCardNew(message, card, answer.step),
	};
}

/** Nothing to say, and the step goes on. */
function silence({ step }: Card): Answer {
	return { text: '', keyboard: 'none', rows: '', step };
}

function answerTo(
	{ way, scene, username, isManagerThere }: Routed,
	card: Card,
	settings: Row[],
	happened: Happened,
	now: number,
): Answer {
	const text = (name: string) => textFor(settings, `text_${name}`);
	const withMenu = (words: string): Answer => ({
		text: words,
		keyboard: 'buttons',
		rows: menuOf(settings),
		step: '',
	});
	const inStep = (words: string, step: string): Answer => ({
		text: words,
		keyboard: 'buttons',
		rows: labelOf(settings, 'cancel'),
		step,
	});

	if (way === 'manager') return { ...silence(card), text: passedOn(), step: '' };
	if (way === 'keep') {
		return askForPhone(text(card.phone === '' ? 'keep_without_phone' : 'keep'));
	}
	if (way === 'admins') return withMenu(text(`${scene}_taken`));
	if (way === 'number') return afterNumber();
	if (scene === 'finish_step') return inStep(text(scene), card.step);
	if (scene === 'share') return askForPhone(text(scene));
	const isAsking = asks(settings, scene);
	// Whoever orders must be reached somehow: a user name will do.
	const canReach = card.phone !== '' || (isAsking && username !== '');
	if (!canReach && hasText(settings, `text_${scene}_without_phone`)) {
		return askForPhone(text(`${scene}_without_phone`));
	}
	return isAsking ? inStep(text(`ask_${scene}`), stepOf(scene)) : withMenu(text(scene));

	function afterNumber(): Answer {
		if (happened.outcome === 'saved') {
			const lines = (more: string) => [text('phone_saved'), more].filter(Boolean).join('\n');
			if (happened.isPassedOn) return withMenu(lines(text('passed_on')));
			// What was written still waits: for the proof of a phone that was typed.
			if (card.pendingText !== '') return askForPhone(lines(text('keep')));
			return withMenu(lines(''));
		}
		const words: Record<string, string> = { taken: 'phone_taken', foreign: 'foreign_contact' };
		return askForPhone(text(words[happened.outcome] ?? 'bad_phone'));
	}

	/** Once for messages that follow each other quickly, never while a manager is there. */
	function passedOn(): string {
		if (isManagerThere || !isOn(settingOf(settings, 'relay_confirm'), true)) return '';
		const pause = numberOf(settings, 'relay_confirm_pause_seconds', 0) * 1000;
		const before = timeOf(happened.messageBefore) ?? 0;
		return before > now - pause ? '' : text('passed_on');
	}
}

function askForPhone(text: string): Answer {
	return { text, keyboard: 'contact', rows: '', step: PHONE_STEP };
}

function isCardNew({ username }: Routed, card: Card, step: string): boolean {
	return card.id === 0 || card.step !== step || card.username !== username || card.isBlocked;
}

/** What a kept text becomes with another message behind it; the newest 20,000 characters stay. */
export function keptText({ pendingText }: Pick<Card, 'pendingText'>, text: string): string {
	// The same update may come again.
	if (`\n${pendingText}`.endsWith(`\n${text}`)) return pendingText;
	return [pendingText, text].filter(Boolean).join('\n').slice(-20_000);
}
