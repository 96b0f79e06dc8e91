import { textOf, type Row } from '../../../shared/rows';

/**
 * What to do once the answer was sent, or not: `write` the client down, `again`: let Telegram send the
 * update again, `tell` the admin, `done`.
 */
export type Next = 'write' | 'again' | 'tell' | 'done';

export interface Sent {
	next: Next;
	/** Whether the client cannot be reached by this bot. */
	isBlocked: boolean;
}

/** The client has to do something first: nobody else can help. */
const GONE = ['bot_blocked', 'user_deactivated', 'never_started', 'chat_not_found'];

/**
 * Judges what *Telegram Bridge* gave for the answer. Only what surely did not go out is tried again: a
 * repeated update has done all the rest, and doubles of it are known by their keys.
 *
 * @param result the item behind the send, of its error output, too
 */
export function judgeSent(
	result: Row,
	reply: { hasText: boolean; isBlocked: boolean; isChanged: boolean },
): Sent {
	const { hasText, isBlocked, isChanged } = reply;
	// A waiting sign that goes on is no harm.
	const isDone = !hasText || textOf(result.error) === '';
	if (isDone) return { next: isChanged ? 'write' : 'done', isBlocked };
	const { code, outcome } = (result.details ?? {}) as { code?: unknown; outcome?: unknown };
	if (GONE.includes(textOf(code))) return { next: 'write', isBlocked: true };
	const isLater = outcome === 'not_sent' && code !== 'invalid_input';
	return { next: isLater || code === 'unauthorized' ? 'again' : 'tell', isBlocked };
}
