import { fieldsOf } from '../../../shared/values';

/** What a webhook's body tells of one thing that happened, taken out of its envelopes. */
export interface Piece {
	/** `channel.message.created`, lower-cased; '' when the body names no event. */
	event: string;
	/** The object that the event is about; empty when there is none. */
	data: Record<string, unknown>;
	/** Envelopes around `data` that hold nothing else, the outermost first. */
	envelopes: Array<Record<string, unknown>>;
	/** Whether `data.id` is the message's: inside an envelope, or of a bare message object. */
	isIdTrusted: boolean;
	/** The part of the body that tells of this piece alone. */
	raw: unknown;
	/** Why nothing can be read; '' when there is something to read. */
	unreadable: string;
}

interface Place {
	event: string;
	envelopes: Array<Record<string, unknown>>;
	/** Whether some `payload` or `data` is around: a list may have hidden which. */
	isInside: boolean;
	depth: number;
}

/** The real ones nest two levels deep. */
const MAX_DEPTH = 8;

/**
 * Takes a body apart (wahelp sheet §9): `{action, payload}`, `{event|type, data}`, a list in `payload`
 * or `data`, a list as the body, a bare message object, and mixtures. At least one piece; never throws.
 */
export function piecesOf(body: unknown): Piece[] {
	const found: Piece[] = [];
	collect(body, { event: '', envelopes: [], isInside: false, depth: 0 }, found);
	return found;
}

function collect(value: unknown, place: Place, found: Piece[]): void {
	if (place.depth > MAX_DEPTH) {
		found.push(unreadable(value, place, 'the body is nested too deeply'));
	} else if (Array.isArray(value)) {
		collectList(value, place, found);
	} else if (!isContainer(value)) {
		found.push(unreadable(value, place, 'this is no object'));
	} else {
		collectObject(value as Record<string, unknown>, place, found);
	}
}

function collectList(list: unknown[], place: Place, found: Piece[]): void {
	if (list.length === 0) found.push(unreadable(list, place, 'the list is empty'));
	// A message id beside a list cannot be that of each of its elements.
	const envelopes = list.length === 1 ? place.envelopes : [];
	for (const element of list) {
		collect(element, { ...place, envelopes, depth: place.depth + 1 }, found);
	}
}

function collectObject(value: Record<string, unknown>, place: Place, found: Piece[]): void {
	const { payload, data } = value;
	const inner = isContainer(payload) ? payload : isContainer(data) ? data : undefined;
	if (inner !== undefined && !isMessage(value)) {
		const event = named(value.action, value.event, value.type) || place.event;
		const envelopes = [...place.envelopes, value];
		collect(inner, { event, envelopes, isInside: true, depth: place.depth + 1 }, found);
		return;
	}
	const { isInside } = place;
	// A message has a `type` of its own, such as `text`; a name with a dot is an event's.
	const type = named(value.type).includes('.') ? value.type : undefined;
	const own = isInside ? named(type) : named(value.action, value.event, type);
	found.push({
		event: own || place.event,
		data: value,
		envelopes: place.envelopes,
		isIdTrusted: isInside || isMessage(value),
		raw: place.envelopes[0] ?? value,
		unreadable: '',
	});
}

/** A text together with who wrote it: no envelope has both. */
function isMessage(value: Record<string, unknown>): boolean {
	const hasText = [value.message, value.text, value.body].some(
		(text) => isFilled(text) || isContainer(text),
	);
	const hasWriter = [value.destination, value.direction].some(isFilled);
	return hasText && (hasWriter || isFilled(value.user_id) || isContainer(value.user));
}

function unreadable(value: unknown, place: Place, reason: string): Piece {
	const raw = place.envelopes[0] ?? value;
	const { event, envelopes } = place;
	return {
		event,
		data: fieldsOf(undefined),
		envelopes,
		isIdTrusted: false,
		raw,
		unreadable: reason,
	};
}

function isContainer(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function isFilled(value: unknown): boolean {
	return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}

/** The first that is a name, as it is compared. */
function named(...values: unknown[]): string {
	const found = values.find((value) => typeof value === 'string' && value.trim() !== '');
	return String(found ?? '')
		.trim()
		.toLowerCase();
}
