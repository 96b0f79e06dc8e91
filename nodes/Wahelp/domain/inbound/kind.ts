/** The trigger's outputs, in this order. */
export const KINDS = ['operator', 'client', 'status', 'other'] as const;
export type Kind = (typeof KINDS)[number];

export type Action = 'created' | 'updated' | 'deleted' | 'status' | '';
export type Status = 'sent' | 'delivered' | 'read' | 'failed' | '';

/** What decides where a piece belongs. */
export interface Signs {
	event: string;
	/** Lower-cased `destination`. */
	direction: string;
	hasContent: boolean;
	status: Status;
	/** The text is the one that stands in for a deleted message. */
	saysDeleted: boolean;
}

export interface Verdict {
	kind: Kind;
	action: Action;
	/** Why it is `other`; '' otherwise. */
	reason: string;
	deleted: boolean;
}

const CLIENT = new Set(['from', 'from_user', 'user']);
/** `from_telegram` and the like are operators who wrote from the phone or the app itself. */
const MESSENGERS = ['whatsapp', 'telegram', 'instagram', 'vk', 'viber', 'max', 'avito'];
/** Closed (wahelp sheet §9): what a bot or a scenario wrote must not reach the client as a manager's. */
const OPERATOR = new Set([
	'operator',
	'from_operator',
	'from_amocrm',
	...MESSENGERS.map((messenger) => `from_${messenger}`),
]);
const STATUS_WORDS: Record<Exclude<Status, ''>, string[]> = {
	sent: ['sent', 'send'],
	delivered: ['delivered', 'delivered_to_recipient'],
	read: ['read', 'seen', 'viewed'],
	failed: ['failed', 'error', 'not_delivered'],
};
const MESSAGE_EVENT = /(?:^|\.)message\.(created|updated|deleted|delivered|read|failed)$/;
const ACTION = /(?:^|\.)(created|updated|deleted)$/;
/** A vendor's word in our sentence. */
const SHOWN_LENGTH = 60;

/**
 * Where a piece belongs (wahelp sheet §9). Only a new message is the operator's or the client's: an
 * edited or deleted one would be passed on twice.
 */
export function verdictOf(signs: Signs): Verdict {
	const { event, status } = signs;
	const verb = MESSAGE_EVENT.exec(event)?.[1];
	if (verb === 'delivered' || verb === 'read' || verb === 'failed') {
		return { kind: 'status', action: 'status', reason: '', deleted: false };
	}
	if (event !== '' && verb === undefined) {
		const action = (ACTION.exec(event)?.[1] ?? '') as Action;
		return other(`the event ${shown(event)} is not about a message`, action);
	}
	if (verb === 'deleted' || (verb === 'updated' && signs.saysDeleted)) {
		return { ...other('the message was deleted', verb), deleted: true };
	}
	if (verb === 'updated') {
		return status === ''
			? other('the message was edited', verb)
			: { kind: 'status', action: 'status', reason: '', deleted: false };
	}
	return newMessage(signs);
}

/** One of our words for the vendor's, '' when it is none. */
export function statusOf(...values: unknown[]): Status {
	for (const value of values) {
		const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
		for (const [status, words] of Object.entries(STATUS_WORDS)) {
			if (words.includes(word)) return status as Status;
		}
	}
	return '';
}

/** The status that an event of its own tells, such as `message.read`. */
export function statusOfEvent(event: string): Status {
	return statusOf(MESSAGE_EVENT.exec(event)?.[1]);
}

function newMessage({ event, direction, hasContent }: Signs): Verdict {
	const action = event !== '' || hasContent || direction !== '' ? 'created' : '';
	if (action === '') return other('it names no event, text or direction', action);
	if (direction === '') return other('it does not say who wrote the message', action);
	const kind = writerOf(direction);
	if (kind === 'other') {
		return other(`${shown(direction)} is neither the client nor an operator`, action);
	}
	if (!hasContent) return other('the message has neither text nor file', action);
	return { kind, action, reason: '', deleted: false };
}

/** Whether this `destination`, lower-cased, says that a human of ours wrote. */
export function isOperators(direction: string): boolean {
	return OPERATOR.has(direction);
}

function writerOf(direction: string): Kind {
	if (CLIENT.has(direction)) return 'client';
	return isOperators(direction) ? 'operator' : 'other';
}

function other(reason: string, action: Action): Verdict {
	return { kind: 'other', action, reason, deleted: false };
}

function shown(word: string): string {
	return `"${word.slice(0, SHOWN_LENGTH)}"`;
}
