import type { Row, StoredRow } from '../../../sandbox/dataTables';
import { valueOf, type AmoState } from './payments';
import { pause, type World } from './world';

type Json = Record<string, unknown>;

/** A client of the shop, invented. */
export interface Client {
	/** Number of the person and of the private chat with the bot. */
	id: number;
	first_name: string;
	/** As Wahelp and Telegram write it: digits with country code. */
	phone: string;
}

/** A message that waits for Wahelp, amoCRM, the client or the admin, or has arrived there. */
export interface RelayRow extends StoredRow {
	target: 'wahelp' | 'amocrm' | 'client' | 'admin';
	telegram_id: string;
	text: string;
	source: 'client' | 'operator' | 'bot';
	event_key: string;
	status: string;
	vendor_message_id: string;
	attempts: number;
	error_message: string;
}

export interface WahelpMessage {
	id: number;
	phone: string | null;
	text: string;
	destination: string;
	via: 'api' | 'emit';
}

/** Sent by the bot. */
export interface BotMessage {
	chat_id: number;
	text: string;
	reply_markup?: Json;
	deleted?: boolean;
}

/** First attempts of a webhook. */
export interface WahelpEmit {
	deliveries: Array<{ url: string; status: number }>;
	message_id: number;
}

/** Chat of the admin in the sandbox. */
export const ADMIN_CHAT = 700000001;
/** What the client reads after a message that was passed on. */
export const PASSED_ON = 'Сообщение передано менеджеру. Ответим в ближайшее время.';

/** The client of this number; the bot does not know it before `/start`, `contact` or `known`. */
export function client(number: number): Client {
	const digits = String(number).padStart(4, '0');
	return { id: 500_000_000 + number, first_name: `Клиент${digits}`, phone: `7999555${digits}` };
}

/** Different texts of one client. */
export const texts = (who: Client, count: number, what = 'сообщение'): string[] =>
	Array.from({ length: count }, (_, i) => `${who.first_name}: ${what} ${i + 1}`);

/** Both ends of the conversation: clients in Telegram, managers in Wahelp and amoCRM. */
export class Conversation {
	constructor(private readonly world: World) {}

	/** amoCRM without request limit and without lag of its search. */
	async quick(): Promise<void> {
		await this.world.fault('amocrm', { ratePerSecond: 0, searchLagMs: 0 });
	}

	/** The client writes to the bot; resolves when n8n has answered Telegram's first attempt. */
	async say({ id, first_name }: Client, text: string, more: Json = {}): Promise<Answered> {
		const from = { id, first_name };
		return await this.world.emit('telegram', { message: { from, text }, ...more });
	}

	/** The client shares the own number by the button, or with `fields` another card. */
	async contact({ id, first_name, phone }: Client, fields: Json = {}): Promise<Answered> {
		const from = { id, first_name };
		return await this.world.emit('telegram', { contact: { from, phone_number: phone, ...fields } });
	}

	/** The client blocks or unblocks the bot. */
	async membership({ id }: Client, kind: 'block' | 'unblock'): Promise<Answered> {
		return await this.world.emit('telegram', { [kind]: { user_id: id } });
	}

	/** Makes the clients known to bot and Telegram, as after /start and the contact button. */
	async known(...clients: Client[]): Promise<void> {
		await this.world.fault('telegram', {
			knownChats: clients.map(({ id }) => ({ id, type: 'private' })),
		});
		await this.world.sandbox.api.tables.insert(
			'clients',
			clients.map(({ id, first_name, phone }) => ({
				phone: `+${phone}`,
				telegram_id: String(id),
				full_name: first_name,
				phone_confirmed: true,
				bonus_balance: 0,
				in_manager_chat: false,
				bot_blocked: false,
			})),
		);
	}

	/** A manager writes in Wahelp or amoCRM; `fields` as in the simulator's `operator`. */
	async manager(to: Client, text: string, fields: Json = {}, more: Json = {}): Promise<WahelpEmit> {
		const operator = { phone: to.phone, text, ...fields };
		return await this.world.emit('wahelp', { operator, ...more });
	}

	/** Wahelp reports a message as written by the client himself. */
	async elsewhere(by: Client, text: string, fields: Json = {}): Promise<WahelpEmit> {
		return await this.world.emit('wahelp', { client: { phone: by.phone, text, ...fields } });
	}

	/** Texts that the bot has sent into a chat, oldest first. */
	async replies(chat: Client | number): Promise<string[]> {
		const id = typeof chat === 'number' ? chat : chat.id;
		return (await this.botMessages()).filter(({ chat_id }) => chat_id === id).map(textOf);
	}

	/** Everything that the bots have sent, oldest first. */
	async botMessages(): Promise<BotMessage[]> {
		return (await this.world.state<{ messages: BotMessage[] }>('telegram')).messages;
	}

	/** Texts that we have passed on to Wahelp for a client, oldest first. */
	async atWahelp({ phone }: Client): Promise<string[]> {
		const messages = await this.wahelpMessages();
		return messages.filter((one) => one.phone === phone && one.via === 'api').map(textOf);
	}

	/** Everything in Wahelp's inbox, oldest first; what we have sent has `via: 'api'`. */
	async wahelpMessages(): Promise<WahelpMessage[]> {
		return (await this.world.state<{ messages: WahelpMessage[] }>('wahelp')).messages;
	}

	/** Notes on the client's contacts in amoCRM and their leads, oldest first, whole texts. */
	async notes({ phone }: Client, state?: AmoState): Promise<string[]> {
		const { contacts, leads, notes } = state ?? (await this.world.state<AmoState>('amocrm'));
		const own = contacts.filter((one) => digitsOf(valueOf(one, 'PHONE')) === phone);
		const contactIds = own.map(({ id }) => id);
		const leadIds = leads
			.filter(({ _embedded }) => _embedded.contacts?.some(({ id }) => contactIds.includes(id)))
			.map(({ id }) => id);
		return notes
			.filter(({ entity_type, entity_id }) =>
				(entity_type === 'contacts' ? contactIds : leadIds).includes(entity_id),
			)
			.map(({ params }) => params.text);
	}

	/** What the bot has told the admin, oldest first. */
	async alerts(): Promise<string[]> {
		return await this.replies(ADMIN_CHAT);
	}

	/** What the admin was told of this since he had `before` messages. */
	async toldSince(before: number, text: string): Promise<string[]> {
		return (await this.alerts()).slice(before).filter((sent) => sent.includes(text));
	}

	/** The only row of `clients` with the client's Telegram number. */
	async card({ id }: Client): Promise<StoredRow> {
		const rows = await this.world.sandbox.api.tables.rows('clients', { telegram_id: String(id) });
		if (rows.length !== 1) throw new Error(`${rows.length} cards of ${id}`);
		return rows[0];
	}

	async rows(where: Row = {}): Promise<RelayRow[]> {
		return (await this.world.sandbox.api.tables.rows('relay_messages', where)) as RelayRow[];
	}

	async setting(key: string, value: string): Promise<void> {
		await this.world.sandbox.api.tables.upsert('bot_settings', { key }, { value });
	}

	/** Waits until Telegram has no update left: what n8n was too slow for comes once more. */
	async allTaken(timeoutMs: number): Promise<void> {
		const left = async () =>
			(await this.world.state<{ bots: Array<{ pending: unknown[] }> }>('telegram')).bots.flatMap(
				({ pending }) => pending,
			);
		await this.world.eventually(
			'n8n to take every update',
			async () => (await left()).length === 0,
			timeoutMs,
			left,
		);
	}

	/** Waits until nothing is under way any more; what waits for an unblock may stay. */
	async atRest(timeoutMs = 120_000): Promise<RelayRow[]> {
		const open = async () =>
			(await this.rows()).filter(({ status }) => ['pending', 'sending'].includes(status));
		await this.world.eventually(
			'every message to be delivered',
			async () => (await open()).length === 0,
			timeoutMs,
			open,
		);
		// A run settles its row first, and then tells people what became of it.
		await pause(1000);
		return await this.rows();
	}
}

/** `status`: what n8n answered to the first attempt; 0 without an answer. */
export interface Answered {
	update_id: number | null;
	delivered: boolean;
	status: number;
}

function textOf({ text }: { text: string }): string {
	return text;
}

/** The client's own words out of a note of ours. */
export function wordsOf(note: string): string {
	return note
		.replace(/^Сообщение клиента из Telegram[^\n]*:\n/, '')
		.replace(/\n— CRM Bridge .*$/, '');
}

function digitsOf(value: unknown): string {
	return String(value ?? '').replace(/\D/g, '');
}
