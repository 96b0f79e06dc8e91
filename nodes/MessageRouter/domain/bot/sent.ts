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
	/** For the admin when `next` is `tell`, else empty. `key`: what is told once an hour. */
	alert: { key: string; text: string };
}

/** Who has written more than the quota of the trigger lets through. */
export interface Flood {
	/** The chat, as the admin finds it in `clients`. */
	chat: string;
	name: string;
}

/** The client has to do something first: nobody else can help. */
const GONE = ['bot_blocked', 'user_deactivated', 'never_started', 'chat_not_found'];

/**
 * Judges what *Telegram Bridge* gave for the answer. Only what surely did not go out is tried again: a
 * repeated update has done all the rest, and doubles of it are known by their keys.
 *
 * @param result the item behind the send, of its error output, too
 * @param flood when the update is the first one over the quota of its chat
 */
export function judgeSent(
	result: Row,
	reply: { hasText: boolean; isBlocked: boolean; isChanged: boolean },
	flood?: Flood,
): Sent {
	const { hasText, isBlocked, isChanged } = reply;
	const quiet = { key: '', text: '' };
	// A waiting sign that goes on is no harm.
	const isDone = !hasText || textOf(result.error) === '';
	if (isDone && flood) return { next: 'tell', isBlocked, alert: floodAlert(flood) };
	if (isDone) return { next: isChanged ? 'write' : 'done', isBlocked, alert: quiet };
	const { code, outcome } = (result.details ?? {}) as { code?: unknown; outcome?: unknown };
	if (GONE.includes(textOf(code))) return { next: 'write', isBlocked: true, alert: quiet };
	const isLater = outcome === 'not_sent' && code !== 'invalid_input';
	if (isLater || code === 'unauthorized') return { next: 'again', isBlocked, alert: quiet };
	const text = `Ответ бота клиенту не отправлен: ${textOf(result.error)}`;
	return { next: 'tell', isBlocked, alert: { key: 'client-bot-answer', text } };
}

function floodAlert({ chat, name }: Flood): Sent['alert'] {
	const who = name === '' ? chat : `${name} (${chat})`;
	return {
		key: `client-bot-quota:${chat}`,
		text: `Клиент ${who} пишет боту чаще, чем разрешено в минуту. Его следующие сообщения этой минуты не обрабатываются. Предел — «Messages per Chat and Minute» в узле When a Client Writes.`,
	};
}
