import type { ChatType } from './model';

export type Membership = 'member' | 'kicked' | 'left' | 'deleted';

/** A chat that exists without anybody having written. Private ones have pressed Start at every bot. */
export interface KnownChatSwitch {
	id: number;
	type: ChatType;
	title?: string;
	username?: string;
	first_name?: string;
	last_name?: string;
	/** What the bot is in a group or channel. */
	membership?: Membership;
	is_bot?: boolean;
}

/** Behaviour that `POST /__sim/faults` changes; README explains each. Times are in milliseconds. */
export interface Switches {
	strictWebhookUrl: boolean;
	initiateText: boolean;
	keepWebhooks: boolean;
	chatRatePerSecond: number;
	groupRatePerMinute: number;
	globalRatePerSecond: number;
	setWebhookPauseMs: number;
	retryUnitMs: number;
	pollUnitMs: number;
	webhookTimeoutMs: number;
	webhookGoneMs: number;
	updateTtlMs: number;
	callbackTtlMs: number;
	emitWaitMs: number;
	blocked: number[];
	deactivated: number[];
	/** By chat id: what a send is refused with. `Forbidden: …` is a 403, all else a 400. */
	refusals: Record<string, string>;
	/** Bot ids whose token was revoked. */
	revoked: number[];
	upgradedGroups: Record<string, number>;
	knownChats: KnownChatSwitch[];
}

const HOUR = 3_600_000;

export const defaultSwitches = (): Switches => ({
	strictWebhookUrl: false,
	initiateText: false,
	keepWebhooks: false,
	chatRatePerSecond: 0,
	groupRatePerMinute: 0,
	globalRatePerSecond: 0,
	setWebhookPauseMs: 0,
	retryUnitMs: 1000,
	pollUnitMs: 1000,
	webhookTimeoutMs: 60_000,
	webhookGoneMs: 23 * HOUR,
	updateTtlMs: 24 * HOUR,
	callbackTtlMs: 150_000,
	emitWaitMs: 30_000,
	blocked: [],
	deactivated: [],
	refusals: {},
	revoked: [],
	upgradedGroups: {},
	knownChats: [],
});

/**
 * The switches with changes applied; nothing is applied when one of them is wrong.
 *
 * @throws {TypeError} for an unknown key or a value of the wrong kind
 */
export function changedSwitches(current: Switches, changes: Record<string, unknown>): Switches {
	for (const [key, value] of Object.entries(changes)) {
		if (!Object.hasOwn(current, key)) {
			const known = Object.keys(current).join(', ');
			throw new TypeError(`unknown switch of telegram: ${key}; known: ${known}`);
		}
		const expected = kindOf(current[key as keyof Switches]);
		if (kindOf(value) !== expected) throw new TypeError(`${key} must be of kind ${expected}`);
	}
	const next = { ...current, ...changes } as Switches;
	for (const chat of next.knownChats) {
		const types = ['private', 'group', 'supergroup', 'channel'];
		if (typeof chat.id !== 'number' || !types.includes(chat.type)) {
			throw new TypeError(`a known chat needs a numeric id and a type of: ${types.join(', ')}`);
		}
	}
	return next;
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number' && !(value >= 0)) return 'negative or no number';
	return value === null ? 'null' : typeof value;
}
