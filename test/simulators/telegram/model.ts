export type Json = Record<string, unknown>;

export interface TelegramUser extends Json {
	id: number;
	is_bot: boolean;
	first_name: string;
	last_name?: string;
	username?: string;
	language_code?: string;
}

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';

export interface MessageEntity {
	type: string;
	offset: number;
	length: number;
	url?: string;
	language?: string;
	custom_emoji_id?: string;
}

export interface FormattedText {
	text: string;
	entities: MessageEntity[];
}

/** A message as the Bot API shows it. */
export interface Message extends Json {
	message_id: number;
	chat: Json & { id: number; type: ChatType };
	/** Unix time in seconds. */
	date: number;
}

export interface Webhook {
	url: string;
	secretToken: string;
	maxConnections: number;
	ipAddress: string;
	hasCertificate: boolean;
	lastErrorDate?: number;
	lastErrorMessage?: string;
	/** Start of an unbroken row of HTTP 410 answers, in ms. */
	goneSince?: number;
}

/** An update on its way to the bot, with what happened to it. */
export interface QueuedUpdate {
	bot: string;
	update: Json & { update_id: number };
	/** Updates with the same key are delivered one after the other. */
	chatKey: string;
	createdAt: number;
	/** Webhook attempts so far. */
	attempts: number;
	failures: number;
	/** Pause of the last retry, in retry units. */
	delayUnits: number;
	nextAttemptAt: number;
	inFlight: boolean;
	/** How often it is still to be delivered, although a delivery succeeds. */
	copiesLeft: number;
	/** Not in the queue any more: accepted, confirmed by getUpdates, dropped or expired. */
	done: boolean;
	delivered: boolean;
}

export interface BotAccount {
	/** Public number of the bot; the only part of the token that leaves the simulator. */
	id: string;
	token: string;
	user: TelegramUser;
	webhook?: Webhook;
	/** Undefined: everything but what a bot has to ask for. */
	allowedUpdates?: string[];
	lastUpdateId: number;
	pending: QueuedUpdate[];
	nextWebhookCallAt: number;
}

/** One webhook request, in the state's `deliveries`. */
export interface WebhookAttempt {
	bot: string;
	update_id: number;
	attempt: number;
	at: number;
	url: string;
	headers: Record<string, string>;
	/** Answered status; 0 when no answer came. */
	status: number;
	answer: string;
	error?: string;
	/** Sent by `secret: "wrong" | "missing"`, so not by Telegram. */
	forged?: true;
}
