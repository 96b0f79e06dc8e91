import type { Json } from './model';

const ENVELOPES = ['action', 'event', 'type', 'array', 'payloadArray', 'bare', 'objectMessage'];
const ID_PLACES = [
	'data.id',
	'data.message_id',
	'data.wahelp_id',
	'data.message.id',
	'data.message.message_id',
	'message_id',
	'wahelp_id',
	'id',
];
/** Statuses that follow a send when `statusUpdates` is `true`. */
const ALL_STATUSES = ['sent', 'delivered', 'read'];

/** Every switch with its default; `POST /__sim/faults` changes them, a reset brings these back. */
export function defaultSwitches() {
	return {
		/** `expires_in` and life of tokens that are handed out from now on. */
		tokenSeconds: 3600,
		/** The refresh call answers 401. */
		refreshFails: false,
		/** Project paths need `X-Project`: 422 without it, 403 when it names another project. */
		strictProject: false,
		/** Adding a phone that the channel has: updated, or refused with the existing id in `data.id`. */
		existingUserAnswer: 'upsert',
		/** Status of that refusal (the real one is not known). */
		existingUserStatus: 422,
		/** Phones (digits) without the channel's messenger: neither added nor written to. */
		noMessenger: [] as string[],
		/** That refusal, and `existingUserAnswer`'s, come as HTTP 200 with `success:false`. */
		refuseWith200: false,
		/** Users are answered without `phone`; a single user has it in `contact.phone`. */
		userWithoutPhone: false,
		/** Names of channels that are not connected: «Мессенджер не подключен». */
		channelsDown: [] as string[],
		/** Sends answer 200 with `success:false` and this text. */
		sendRefusal: '',
		/** The next sends answer 429; `retryAfter` in seconds, null leaves the header out. */
		throttle: { times: 0, retryAfter: null as number | null },
		/** From accepting a message to the answer. */
		answerDelayMs: 0,
		/** Where a send's answer has the message id. */
		idPlace: 'data.id',
		/** `GET …/messages`: first item, list key (`bare`: the body is the list), text key, `page`/`offset` work. */
		historyOrder: 'newest',
		historyKey: 'data',
		historyText: 'message',
		historyPaging: true,
		/** `webhooks/` exists, otherwise 404. */
		webhooksCollection: true,
		/** `PUT …/hook` exists, otherwise 404. */
		hookCall: true,
		/** 301 to the other form of the path: `add` and `true` add the trailing slash, `remove` takes it away. */
		redirectSlash: false as boolean | string,
		/** Own sends come back as webhooks: before the answer (awaited up to `echoWaitMs`), after it, or not. */
		echo: 'after',
		echoWaitMs: 2000,
		/** Updates that follow each send, in this order; `true` is sent, delivered, read. */
		statusUpdates: [] as string[] | boolean,
		/** Pause before each of them. */
		statusDelayMs: 20,
		/** Deliveries of each webhook, at the same time. */
		copies: 1,
		/** Each delivery waits a pseudo-random time of up to so many milliseconds. */
		shuffle: 0,
		envelope: 'action',
		/** `user.phone` in webhooks: `missing` (or true), `empty`; `uid` is then no phone either. */
		hidePhone: false as boolean | string,
		/** `YYYY-MM-DD HH:MM:SS` in Moscow; otherwise ISO 8601 in UTC. */
		moscowTimes: true,
		/** Pauses before further attempts after no 2xx. Wahelp's schedule is unknown: an assumption. */
		retryDelaysMs: [1000, 5000, 15_000] as number[],
		/** How long a webhook may take to answer (assumption). */
		webhookTimeoutMs: 10_000,
		/** Reset leaves the webhooks, because n8n registers them once; survives resets itself. */
		keepWebhooks: false,
	};
}

export type Switches = ReturnType<typeof defaultSwitches>;

const CHOICES: Record<string, readonly unknown[]> = {
	existingUserAnswer: ['upsert', 'validation_error'],
	idPlace: ID_PLACES,
	historyOrder: ['newest', 'oldest'],
	historyKey: ['data', 'results', 'messages', 'items', 'bare'],
	historyText: ['message', 'text', 'body'],
	redirectSlash: [true, false, 'add', 'remove'],
	echo: ['before', 'after', 'off'],
	envelope: ENVELOPES,
	hidePhone: [true, false, 'missing', 'empty'],
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
			const known = Object.keys(defaults).join(', ');
			throw new TypeError(`wahelp has no switch "${key}"; it has expireTokens, ${known}`);
		}
		const choices = CHOICES[key];
		if (choices) {
			if (!choices.includes(value)) throw new TypeError(`${key} is one of ${choices.join(', ')}`);
		} else if (!(key === 'statusUpdates' && typeof value === 'boolean')) {
			const expected = kindOf(defaults[key]);
			if (kindOf(value) !== expected) throw new TypeError(`${key} must be of the kind ${expected}`);
		}
	}
	const next = { ...current, ...changes };
	// `{"throttle":{"retryAfter":2}}` hits once.
	if (changes.throttle) next.throttle = { times: 1, retryAfter: null, ...changes.throttle };
	return next;
}

/** The switch `statusUpdates` as a list. */
export function statusesAfterSend({ statusUpdates }: Switches): string[] {
	if (statusUpdates === true) return ALL_STATUSES;
	return statusUpdates === false ? [] : statusUpdates;
}

/** @throws {TypeError} for a name that is no envelope */
export function envelopeNamed(name: unknown): string {
	if (typeof name === 'string' && ENVELOPES.includes(name)) return name;
	throw new TypeError(`envelope is one of ${ENVELOPES.join(', ')}`);
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number' && !(value >= 0)) return 'negative or no number';
	return value === null ? 'null' : typeof value;
}
