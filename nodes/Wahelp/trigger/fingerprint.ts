import type { Fingerprint } from '../../shared/repeats';
import type { InboundPiece } from '../domain/inbound/parse';

/** How long Wahelp repeats a delivery is not known; clients of it remember ids for an hour (sheet §9). */
export const REMEMBER_MS = 3_600_000;

/** Undefined without an id: two messages with the same text are no repeat. */
export function fingerprintOf({ message }: InboundPiece): Fingerprint | undefined {
	const { message_id, action, status, text } = message;
	if (message_id === '') return undefined;
	// A message can be edited more than once.
	const edit = action === 'updated' ? text : '';
	const state = action === 'status' ? status : '';
	return { parts: [message_id, action, state, edit], ttlMs: REMEMBER_MS };
}
