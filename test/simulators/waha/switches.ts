import type { Engine } from './model';

/** Every switch with its default; `POST /__sim/faults` changes them, a reset brings these back. */
export function defaultSwitches() {
	return {
		engine: 'GOWS' as Engine,
		tier: 'CORE',
		version: '2026.7.1',
		/** Before 2026.6.1: media and every session but `default` are refused with 422 naming Plus. */
		oldCore: false,
		/**
		 * What a send answers: `engine` the engine's own object · `empty` 201 without a body (2025.6.5) ·
		 * `dollar1` WEBJS with `id.$1` for `id._serialized` (July 2026) · `noId` an object without any id.
		 */
		answerStyle: 'engine' as 'engine' | 'empty' | 'dollar1' | 'noId',
		/** Digits of numbers that WhatsApp does not know: check-exists says so, GOWS cannot send to them. */
		unknownNumbers: [] as string[],
		/** Negative check-exists: `engine` decides, `omitted` no chatId (NOWEB), `null` chatId and pn null (GOWS). */
		unknownShape: 'engine' as 'engine' | 'omitted' | 'null',
		/** Digits of numbers that a send fails on with "no LID found", whatever check-exists says. */
		noLidNumbers: [] as string[],
		/** Digits of numbers whose chat WEBJS cannot open: "No LID for user", thrown before anything is sent. */
		noLidUsers: [] as string[],
		/** Sessions that are WORKING and whose every send GOWS fails on with 400, until they are restarted. */
		needRestart: [] as string[],
		/** Every send fails with this answer of WhatsApp's own server, such as 479; 0 for none. */
		serverError: 0,
		/** `@lid`: an unknown phone has the host of a LID with nothing before it, as some servers answer. */
		unknownLid: 'null' as 'null' | '@lid',
		/** Where NOWEB tells the phone behind a LID: `alt` `key.remoteJidAlt`, `pn` `key.senderPn` of older ones. */
		phoneField: 'alt' as 'alt' | 'pn',
		/** Known pairs of hidden id and phone chat: `{lid:"98765@lid",pn:"77010001122@c.us"}`. */
		lids: [] as Array<{ lid: string; pn: string }>,
		/** check-exists answers the number's `@lid` as chatId where one is known. */
		checkExistsLid: false,
		/** Typed digits → the digits under which WhatsApp knows the number. */
		canonicalNumbers: {} as Record<string, string>,
		/** Sending to strangers fails with 500 "463"; existing chats work (reach-out time-lock). */
		restricted: false,
		/** `me` of a restricted account says so and until when, as newer servers do. */
		reachoutTimelock: false,
		/** The next sends answer 500 with the request echoed; `sent`: the message went out all the same. */
		errorEcho: { times: 0, sent: false },
		/** `/ping` and `/health` want the key, too (WAHA: unless WAHA_API_KEY_EXCLUDE_PATH lists them). */
		pingNeedsKey: true,
		/** `/health` answers 503. */
		unhealthy: false,
		/** Additional keys: `{key, isAdmin?, session?, isActive?, actions?:{read,send,control,setting,app,delete}}`. */
		scopedKeys: [] as ScopedKey[],
		/** A webhook of the server's environment, not visible in any session's config. */
		globalHook: null as { url: string; events?: string[]; hmacKey?: string } | null,
		/** Ack levels that follow each send by themselves. */
		acks: [1, 2] as number[],
		/** Pause before each automatic ack. WhatsApp: some 100 ms, READ whenever the person looks. */
		ackDelayMs: 20,
		/** Echo and acks are delivered before the send is answered. */
		acksBeforeAnswer: false,
		/** The automatic acks come in reverse order. */
		acksShuffled: false,
		/** Each automatic ack comes twice. */
		acksRepeated: false,
		/** How long a call waits for WORKING before its 422. WAHA: about 5 s in 2024, 10 s in 2026. */
		notWorkingDelayMs: 1000,
		/** From STARTING to the next status. WAHA: some seconds, WEBJS up to half a minute. */
		startMs: 300,
		/** Life of the first and of the following QR codes; as in WAHA, FAILED comes after `qrCodes` of them. */
		qrFirstMs: 60_000,
		qrNextMs: 20_000,
		qrCodes: 6,
		/** Milliseconds in a "second" of a webhook's `retries.delaySeconds`. */
		retryUnitMs: 1000,
		/** How long a webhook may take to answer before it counts as failed and is sent again. */
		webhookTimeoutMs: 10_000,
		/** Life of `/api/files/…`; 0 is for ever. WAHA: 180 s. */
		mediaLifetimeMs: 180_000,
		/** Fetch `file.url` as WAHA does, 500 when that fails. Off: offline demos use invented addresses. */
		fetchFiles: false,
	};
}

export interface ScopedKey {
	id?: string;
	key: string;
	isAdmin?: boolean;
	isActive?: boolean;
	session?: string | null;
	actions?: Partial<Record<Scope, boolean>> | null;
}
export type Scope = 'read' | 'send' | 'control' | 'setting' | 'app' | 'delete';

export type Switches = ReturnType<typeof defaultSwitches>;

const CHOICES: Partial<Record<keyof Switches, readonly string[]>> = {
	engine: ['WEBJS', 'NOWEB', 'GOWS', 'WPP'],
	answerStyle: ['engine', 'empty', 'dollar1', 'noId'],
	unknownShape: ['engine', 'omitted', 'null'],
	unknownLid: ['null', '@lid'],
	phoneField: ['alt', 'pn'],
};

/**
 * The switches with some of them changed.
 * @throws {TypeError} for a key that is none, or a value of another kind
 */
export function changeSwitches(now: Switches, changes: Record<string, unknown>): Switches {
	const defaults: Record<string, unknown> = defaultSwitches();
	const next: Record<string, unknown> = { ...now };
	for (const [key, value] of Object.entries(changes)) {
		if (!(key in defaults)) {
			throw new TypeError(
				`waha has no switch "${key}"; it has ${Object.keys(defaults).join(', ')}`,
			);
		}
		const choices = CHOICES[key as keyof Switches];
		if (choices && !choices.includes(String(value))) {
			throw new TypeError(`${key} is one of ${choices.join(', ')}`);
		}
		if (key === 'globalHook') {
			if (value !== null && typeof (value as { url?: unknown }).url !== 'string') {
				throw new TypeError('globalHook is null or {url, events, hmacKey}');
			}
		} else if (kind(value) !== kind(defaults[key])) {
			throw new TypeError(`${key} must be of the kind ${kind(defaults[key])}`);
		}
		next[key] = key === 'errorEcho' ? { times: 1, sent: false, ...(value as object) } : value;
	}
	return next as Switches;
}

function kind(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return value === null ? 'null' : typeof value;
}
