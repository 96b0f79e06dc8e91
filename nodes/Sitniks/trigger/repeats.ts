import { createHash } from 'crypto';

import { RecentKeys } from '../../shared/ttlMap';
import type { EventPiece, SitniksEvent } from './event';

const LIMIT = 10_000;

/**
 * The messages that triggers got lately. Webhooks hold no id of a message (sitniks sheet §6), so a copy is
 * known by what it says, and only for a short time: a client may really write the same word again.
 */
export class Repeats {
	private readonly recent: RecentKeys;

	/** @param now in milliseconds */
	constructor(now: () => number) {
		this.recent = new RecentKeys(0, LIMIT, now);
	}

	/**
	 * Those that this trigger did not get within the window, remembered from now on; of two alike in one
	 * body the first. A copy does not prolong the window.
	 *
	 * @param scope one trigger of one workflow
	 * @param windowMs 0 lets all through
	 */
	fresh(scope: string, pieces: EventPiece[], windowMs: number): EventPiece[] {
		return pieces.filter(({ event }) => {
			const key = keyOf(scope, event);
			if (key === undefined || windowMs <= 0) return true;
			if (this.recent.has(key)) return false;
			this.recent.remember(key, windowMs);
			return true;
		});
	}

	/**
	 * The name of a whole delivery, the same for its copies within the window and another one after it;
	 * undefined when nobody can tell copies of it, or none are dropped.
	 */
	delivery(scope: string, pieces: EventPiece[], windowMs: number): string | undefined {
		const keys = pieces.map(({ event }) => keyOf(scope, event));
		if (windowMs <= 0 || keys.some((key) => key === undefined)) return undefined;
		const name = hashOf(['delivery', ...keys]);
		if (!this.recent.has(name)) this.recent.remember(name, windowMs);
		return `${name}|${this.recent.until(name)}`;
	}
}

/** Undefined for what says too little to be told apart, such as two photos without a text. */
function keyOf(scope: string, event: SitniksEvent): string | undefined {
	const { chat_id, message_id, sent_by, text, attachments, comment_id, sent_at } = event;
	if (message_id !== '') return hashOf([scope, message_id, text]);
	if (chat_id === '' || (text === '' && attachments.length === 0)) return undefined;
	return hashOf([scope, chat_id, sent_by, text, attachments, comment_id, sent_at]);
}

function hashOf(parts: unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
