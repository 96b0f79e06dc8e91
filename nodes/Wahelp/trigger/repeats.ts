import { createHash } from 'crypto';

import { Deliveries } from '../../shared/deliveries';
import { RecentKeys } from '../../shared/ttlMap';
import type { InboundMessage } from '../inbound/parse';

/** How long Wahelp repeats a delivery is not known; clients of it remember ids for an hour (sheet §9). */
const REMEMBER_MS = 3_600_000;
const LIMIT = 10_000;

/** Of all Wahelp triggers of this process: answered when their run ends. */
export const deliveries = new Deliveries(REMEMBER_MS, LIMIT);

/** Of all Wahelp triggers of this process: answered at once. */
const seen = new RecentKeys(REMEMBER_MS, LIMIT);

/** The messages that this trigger has not seen yet; of two alike in one body the first. */
export function unseen<T extends { message: InboundMessage }>(scope: string, pieces: T[]): T[] {
	const here = new Set<string>();
	return pieces.filter(({ message }) => {
		const key = keyOf(scope, message);
		if (key === undefined) return true;
		if (seen.has(key) || here.has(key)) return false;
		here.add(key);
		return true;
	});
}

/** Only once the call is accepted: what was not comes again and must not look like a repeat. */
export function rememberSeen(scope: string, pieces: Array<{ message: InboundMessage }>): void {
	for (const { message } of pieces) {
		const key = keyOf(scope, message);
		if (key !== undefined) seen.remember(key);
	}
}

/** Of a whole delivery; undefined when one of its messages has no id. */
export function deliveryKey(
	scope: string,
	pieces: Array<{ message: InboundMessage }>,
): string | undefined {
	const keys = pieces.map(({ message }) => keyOf(scope, message));
	return keys.every((key) => key !== undefined) ? keys.join() : undefined;
}

/** Undefined without an id: two messages with the same text are no repeat. */
function keyOf(scope: string, message: InboundMessage): string | undefined {
	const { message_id, action, status, text } = message;
	if (message_id === '') return undefined;
	// A message can be edited more than once.
	const edit = action === 'updated' ? text : '';
	const state = action === 'status' ? status : '';
	const key = JSON.stringify([scope, message_id, action, state, edit]);
	return createHash('sha256').update(key).digest('base64');
}
