import type { INodeProperties } from 'n8n-workflow';

import { TtlMap } from './ttlMap';

/** More than anybody writes by hand. */
const DEFAULT_PER_MINUTE = 30;
const MINUTE_MS = 60_000;
/** Of all triggers; who is forgotten begins with a fresh quota. */
const MAX_CHATS = 10_000;

/** What is known of a chat. */
export interface ChatState {
	/** When messages were let through, in milliseconds since 1970. */
	passed: number[];
	/** When one was last held back. */
	heldBackAt?: number;
}

/**
 * `pass` it starts a run · `tell` it is the first one over the quota and starts a run, so that somebody can
 * be told · `drop` it starts nothing.
 */
export type Verdict = 'pass' | 'tell' | 'drop';

/** The option of a trigger. */
export const chatQuotaOption: INodeProperties = {
	displayName: 'Messages per Chat and Minute',
	name: 'messagesPerMinute',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_PER_MINUTE,
	description:
		'What one person writes in one chat beyond this starts no run and is lost, so that a stranger cannot use up the account. The first message over it still comes, marked over_quota; the next such mark comes when the chat has kept within it for a minute. 0 lets everything through. Kept in memory, per n8n process. When not added: 30.',
};

/** The option as it was chosen; an expression may give nothing, or a text. */
export function perMinuteOf(chosen: unknown): number {
	const number = chosen === undefined || chosen === null || chosen === '' ? NaN : Number(chosen);
	return Number.isFinite(number) ? Math.max(0, Math.floor(number)) : DEFAULT_PER_MINUTE;
}

/**
 * Whether another message of a chat is within its quota: of those that pass, at most `perMinute` lie in any
 * minute.
 *
 * @param perMinute 0 for no quota
 * @param now in milliseconds since 1970; a clock that was set back forgets what lies after it
 */
export function judgeMessage(
	{ passed, heldBackAt = -Infinity }: ChatState,
	perMinute: number,
	now: number,
): { verdict: Verdict; state: ChatState } {
	const isOfThisMinute = (at: number) => at <= now && now - at < MINUTE_MS;
	const recent = passed.filter(isOfThisMinute);
	if (perMinute === 0 || recent.length < perMinute) {
		return { verdict: 'pass', state: { passed: [...recent, now], heldBackAt } };
	}
	const isTold = isOfThisMinute(heldBackAt);
	return { verdict: isTold ? 'drop' : 'tell', state: { passed: recent, heldBackAt: now } };
}

/** The quotas of many chats. */
export class ChatQuota {
	// Twice a minute: a chat that is held back is remembered as long as it matters.
	private readonly chats = new TtlMap<ChatState>(2 * MINUTE_MS, MAX_CHATS);

	/**
	 * Counts an event and gives it, marked when it is the first one over the quota, or nothing.
	 *
	 * @param scope one trigger of one workflow
	 * @param chat who wrote where; undefined for what is not counted, such as an own message
	 */
	apply<T>(
		scope: string,
		event: T,
		chat: string | undefined,
		perMinute: number,
		marked: (event: T) => T,
	): T[] {
		if (chat === undefined || perMinute === 0) return [event];
		const key = `${scope}|${chat}`;
		const known = this.chats.get(key) ?? { passed: [] };
		const { verdict, state } = judgeMessage(known, perMinute, Date.now());
		this.chats.set(key, state);
		if (verdict === 'drop') return [];
		return [verdict === 'tell' ? marked(event) : event];
	}

	/** Forgets everything, for tests. */
	clear(): void {
		this.chats.clear();
	}
}

/** Shared by all triggers of this process. */
export const processQuota = new ChatQuota();
