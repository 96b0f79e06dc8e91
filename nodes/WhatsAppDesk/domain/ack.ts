import { textOf, timeOf, type Row } from '../../shared/rows';

/** An ack as *WAHA Bridge Trigger* gives it. */
export interface Ack {
	messageKey: string;
	/** `pending` proves nothing. */
	status: string;
	/** For `failed`: why, its code in front. */
	reason: string;
	/** When it happened, ISO. */
	at: string;
	/** When WAHA told it, in milliseconds since 1970. */
	toldAt: number;
}

/** What an ack changes in its row. */
export interface Raised {
	id: unknown;
	status: string;
	sent_at: unknown;
	delivered_at: unknown;
	read_at: string | null;
	error_message: string;
	/** Four statuses that the row must not have when it is written: another ack may come first. */
	keeps: string[];
}

export type AckVerdict =
	{ what: 'raise'; row: Raised } | { what: 'look again' } | { what: 'nothing' };

/** What each ack proves is more than the one before: an ack replaces only what stands before it. */
const ORDER = ['sent', 'failed', 'delivered', 'read'];
/** Longer than a send takes. */
const PATIENCE_MS = 75_000;
/** Remarks on what went out, which an ack does not make untrue. */
const REMARK = /^(plus_required|not_supported|invalid_input):/;

/**
 * What an ack means for the log. Acks come in any order, again, and before the answer of the send.
 *
 * @param rows rows with the ack's message, and those that are being sent: the id of a message may be
 * written down only after its acks
 * @param now in milliseconds since 1970
 */
export function judgeAck(ack: Ack, rows: Row[], now: number): AckVerdict {
	const level = ORDER.indexOf(ack.status);
	if (level < 0 || ack.messageKey === '') return { what: 'nothing' };
	const isEarly = now - ack.toldAt < PATIENCE_MS;
	const row = rows
		.filter(({ waha_message_id: key }) => textOf(key) === ack.messageKey)
		.sort((a, b) => Number(a.id) - Number(b.id))[0];
	if (!row) {
		return { what: isEarly && rows.some(isBeingSent) ? 'look again' : 'nothing' };
	}
	// Its holder is about to write down what became of it.
	if (isEarly && isBeingSent(row) && textOf(row.owner) !== '') return { what: 'look again' };
	if (ORDER.indexOf(textOf(row.status)) >= level) return { what: 'nothing' };
	return { what: 'raise', row: raised(ack, row, level) };
}

function isBeingSent({ status }: Row): boolean {
	return textOf(status) === 'sending';
}

function raised(ack: Ack, row: Row, level: number): Raised {
	const { status, at, reason } = ack;
	const isDelivered = status === 'delivered' || status === 'read';
	const remark = textOf(row.error_message);
	return {
		id: row.id,
		status,
		sent_at: momentOf(row.sent_at) ?? at,
		delivered_at: momentOf(row.delivered_at) ?? (isDelivered ? at : null),
		read_at: status === 'read' ? at : null,
		error_message: reason || (REMARK.test(remark) ? remark : ''),
		keeps: [...ORDER.slice(level), '-', '-', '-'].slice(0, 4),
	};
}

function momentOf(value: unknown): string | null {
	const time = timeOf(value);
	return time === undefined ? null : new Date(time).toISOString();
}
