import { fieldsOf, firstText, stringOf } from '../../../shared/values';
import { directionOf, isoTime, textOf, userIdOf } from '../message';
import { piecesOf, type Piece } from './envelope';
import { statusOf, statusOfEvent, verdictOf, type Action, type Kind, type Status } from './kind';
import { phoneOf } from './phone';

/** One message, status or other event of Wahelp. Ids are text; what is not known is ''. */
export type InboundMessage = {
	kind: Kind;
	/** Why it is `other`, in plain words. */
	reason: string;
	/** As Wahelp names it, such as `channel.message.created`. */
	event: string;
	action: Action;
	message_id: string;
	text: string;
	/** E.164 with its plus. */
	phone: string;
	user_id: string;
	contact_id: string;
	channel_id: string;
	/** The best name of the channel that the message has: alias, name, uuid or id. */
	channel: string;
	/** All of them. */
	channel_names: string[];
	/** `destination` as it came, lower-cased. */
	direction: string;
	operator_id: string;
	/** ISO in UTC. */
	sent_at: string;
	message_type: string;
	file_url: string;
	status: Status;
	deleted: boolean;
	/** The client has blocked the channel. */
	blocked: boolean;
};

export interface InboundOptions {
	/** Of phones that are written without a country code, such as `RU`. */
	country?: string;
}

/** A message with the part of the body that it was read from. */
export interface InboundPiece {
	message: InboundMessage;
	raw: unknown;
}

const DELETED_TEXT = '_message deleted_';
const DATE = /^\s*\d{4}-\d{2}-\d{2}/;
const EPOCH = /^\s*\d{9,13}\s*$/;

/**
 * Reads a webhook's body, whatever it is: at least one message, `other` with a reason when there is
 * nothing to read. Never throws. Envelopes and places of the fields: wahelp sheet §9.
 */
export function parseInbound(body: unknown, options: InboundOptions = {}): InboundMessage[] {
	return readInbound(body, options).map(({ message }) => message);
}

/** The same, with what each was read from. */
export function readInbound(body: unknown, options: InboundOptions = {}): InboundPiece[] {
	return piecesOf(body).map((piece) => ({ message: messageOf(piece, options), raw: piece.raw }));
}

function messageOf(piece: Piece, { country }: InboundOptions): InboundMessage {
	const { event, data } = piece;
	const text = textOf(data);
	const direction = directionOf(data);
	const fileUrl = firstText(stringOf(data.file_url), stringOf(fieldsOf(data.message).file_url));
	const status = statusOfEvent(event) || statusOf(data.status, data.state);
	const verdict = verdictOf({
		event,
		direction,
		hasContent: text.trim() !== '' || fileUrl !== '',
		status,
		saysDeleted: text.length < 100 && text.trim().toLowerCase() === DELETED_TEXT,
	});
	const isUnreadable = piece.unreadable !== '';
	return {
		kind: isUnreadable ? 'other' : verdict.kind,
		reason: piece.unreadable || verdict.reason,
		event,
		action: verdict.action,
		message_id: messageIdOf(piece),
		text,
		phone: phoneOf(data, country),
		user_id: userIdOf(data),
		...contactAndChannel(data),
		direction,
		operator_id: firstText(data.operator_id),
		sent_at: firstTime(data.status_at, data.created_at),
		message_type: typeOf(data),
		file_url: fileUrl,
		status,
		deleted: verdict.deleted,
		blocked: fieldsOf(data.user).blocked === true,
	};
}

/** Of a message's event only: `id` of a `channel.user.created` is the user's. */
function messageIdOf({ event, data, envelopes, isIdTrusted }: Piece): string {
	if (event !== '' && !/(?:^|\.)message\./.test(event)) return '';
	const inner = fieldsOf(data.message);
	const payload = fieldsOf(inner.payload);
	return firstText(
		...envelopes.flatMap((envelope) => [envelope.message_id, envelope.wahelp_id]),
		data.message_id,
		isIdTrusted ? data.id : undefined,
		data.wahelp_id,
		inner.message_id,
		inner.id,
		payload.message_id,
		payload.id,
	);
}

function contactAndChannel(data: Record<string, unknown>) {
	const { channel } = data;
	// A text is its name; never seen on the wire.
	const { alias, name, uuid, id } = fieldsOf(channel);
	const places = [typeof channel === 'string' ? channel : alias, name, uuid, id, data.channel_id];
	const names = places.map((place) => firstText(place)).filter((place) => place !== '');
	return {
		contact_id: firstText(
			fieldsOf(data.user).contact_id,
			data.contact_id,
			fieldsOf(data.contact).id,
		),
		channel_id: firstText(data.channel_id, id),
		channel: names[0] ?? '',
		channel_names: [...new Set(names)],
	};
}

/** A message's `type` has no dot; an event's has. */
function typeOf(data: Record<string, unknown>): string {
	const inner = fieldsOf(data.message);
	const found = firstText(
		...[data.message_type, inner.message_type, inner.type, data.type].map(stringOf),
	);
	return found.includes('.') ? '' : found.trim();
}

/** The first that is a time of our days. */
function firstTime(...values: unknown[]): string {
	for (const value of values) {
		const isTime = typeof value === 'string' && (DATE.test(value) || EPOCH.test(value));
		const iso = isTime || typeof value === 'number' ? isoTime(value) : '';
		if (/^2[01]\d\d-/.test(iso)) return iso;
	}
	return '';
}
