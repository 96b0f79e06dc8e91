/** The nouns of the WAHA simulator, in WAHA's words. */

export type Engine = 'WEBJS' | 'NOWEB' | 'GOWS' | 'WPP';

export const SESSION_STATUSES = [
	'STOPPED',
	'STARTING',
	'SCAN_QR_CODE',
	'PASSKEY_REQUIRED',
	'PASSKEY_CONFIRMATION_REQUIRED',
	'WORKING',
	'FAILED',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export interface Me {
	id: string;
	lid: string;
	jid: string;
	pushName: string;
}

export interface Webhook {
	url: string;
	events?: string[];
	hmac?: { key?: string } | null;
	retries?: {
		policy?: 'constant' | 'linear' | 'exponential';
		delaySeconds?: number;
		attempts?: number;
	} | null;
	customHeaders?: Array<{ name: string; value: string }> | null;
}

/** Kept and given back as it came, keys that the simulator does not know included. */
export interface SessionConfig {
	webhooks?: Webhook[];
	metadata?: Record<string, string>;
	noweb?: { store?: { enabled?: boolean } };
	webjs?: { tagsEventsOn?: boolean };
	[key: string]: unknown;
}

export interface Session {
	name: string;
	status: SessionStatus;
	/** The last three, oldest first. */
	statuses: Array<{ status: SessionStatus; timestamp: number }>;
	config?: SessionConfig;
	/** A phone is linked: a start leads to WORKING, otherwise to SCAN_QR_CODE. */
	paired: boolean;
	/** Value of the QR code that is on show. */
	qr: string | null;
	/** Time of the last thing that happened, in milliseconds. */
	activity: number;
}

export const ACK_NAMES: Record<number, string> = {
	[-1]: 'ERROR',
	0: 'PENDING',
	1: 'SERVER',
	2: 'DEVICE',
	3: 'READ',
	4: 'PLAYED',
};

export interface Media {
	url: string | null;
	mimetype: string | null;
	filename: string | null;
	error: unknown;
	s3: null;
}

export interface Message {
	session: string;
	chatId: string;
	fromMe: boolean;
	/** Serialized: `true_<chatId>_<key>`, in groups with `_<participant>` behind it. */
	id: string;
	/** WhatsApp's own id, the `{ID}` part of `id`. */
	key: string;
	type: string;
	text?: string | null;
	caption?: string;
	/** As it was sent. */
	file?: Record<string, unknown>;
	/** Body fields of the request that have no place of their own: location, contacts, reply_to … */
	extra?: Record<string, unknown>;
	/** Time in milliseconds. */
	at: number;
	/** The highest level reached; -1 only when nothing higher was seen. */
	ack: number;
	source: 'api' | 'app';
	participant: string | null;
	media: Media | null;
	/** How often the recipient sees it: WhatsApp shows one message per id. */
	deliveredCount: number;
	/** Further sends with the same id. */
	repeats: number;
}

export const ACCOUNT: Me = {
	id: '77000001122@c.us',
	lid: '550011220033@lid',
	jid: '77000001122:7@s.whatsapp.net',
	pushName: 'Demo Shop',
};
