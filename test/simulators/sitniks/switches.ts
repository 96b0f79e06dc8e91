import type { Json } from './model';

/** Every switch with its default; `POST /__sim/faults` changes them, a reset brings these back. */
export function defaultSwitches() {
	return {
		/** A plan without API: 403 everywhere, once the key is right. */
		trial: false,
		/** The rate limit works. */
		limit: true,
		limitRequests: 10,
		limitWindowMs: 10_000,
		/** How long the key is blocked after an overrun. */
		blockMs: 60_000,
		/** What `startDate` and `endDate` of the chat list look at; the sources disagree. */
		startDateMeans: 'active',
		/** `count` of the chat list is one too low on the first page, one too high on the next … */
		countJumps: false,
		/** Chats carry `assignedManagerId`, and their `clientId` if they have one. */
		chatIds: false,
		/** New chats are in the API only so many milliseconds later. */
		appearAfterMs: 0,
		/** Chat statuses of the account; new chats get the first one. */
		statuses: [
			'Новий',
			'Взято в роботу',
			'Виставлено рахунок',
			'AI Увага',
			'Оплачено',
			'Замовлення сформовано',
		],
		/** Assigning a manager without naming the tags loses them: the worst of what is possible. */
		putDropsTags: true,
		/** An account whose API cannot assign managers. */
		assignUnsupported: false,
		/** An older account, without `POST …/messages`. */
		noSendApi: false,
		/** Sends are refused when the client's last message is older than a day. */
		window24h: false,
		/** More managers than a page holds. */
		manyManagers: false,
		/** Receivers of "message in chat", as set up in the CRM's settings. */
		webhookUrls: [] as string[],
		/** Deliveries to each webhook, at the same time. */
		copies: 1,
		/** Each delivery waits a pseudo-random time of up to so many milliseconds. */
		shuffle: 0,
		/** Pauses before further attempts after no 2xx; whether Sitniks repeats at all is not known. */
		retryDelaysMs: [] as number[],
		/** How long a webhook may take to answer (assumption). */
		webhookTimeoutMs: 10_000,
		/** Reset leaves `webhookUrls`; survives resets itself. */
		keepWebhooks: false,
	};
}

export type Switches = ReturnType<typeof defaultSwitches>;

/** What the items of the lists have to be. */
const ITEMS: Record<string, (item: unknown) => boolean> = {
	statuses: (item) => typeof item === 'string' && item !== '',
	webhookUrls: (item) => typeof item === 'string' && URL.canParse(item),
	retryDelaysMs: isAmount,
};

/**
 * The switches with some of them changed; nothing changes when one is wrong.
 *
 * @throws {TypeError} for a key that is none, or a value of another kind
 */
export function changedSwitches(current: Switches, changes: Json): Switches {
	const defaults: Json = defaultSwitches();
	for (const [key, value] of Object.entries(changes)) {
		if (!Object.hasOwn(defaults, key)) {
			const known = ['blockNow', 'webhookUrl', ...Object.keys(defaults)].join(', ');
			throw new TypeError(`sitniks has no switch "${key}"; it has ${known}`);
		}
		if (key === 'startDateMeans') {
			if (value !== 'active' && value !== 'created') {
				throw new TypeError('startDateMeans is one of active, created');
			}
		} else if (!isOfKind(key, defaults[key], value)) {
			const kind = Array.isArray(defaults[key]) ? 'list' : typeof defaults[key];
			throw new TypeError(`${key} must be a ${kind}, and a usable one`);
		}
	}
	return { ...current, ...changes };
}

function isOfKind(key: string, byDefault: unknown, value: unknown): boolean {
	if (Array.isArray(byDefault)) return Array.isArray(value) && value.every(ITEMS[key]);
	return typeof byDefault === 'number' ? isAmount(value) : typeof value === typeof byDefault;
}

function isAmount(value: unknown): boolean {
	return typeof value === 'number' && value >= 0;
}
