import type { StoredRow } from '../../../sandbox/dataTables';
import type { BotMessage } from './telegram';
import type { World } from './world';

type Json = Record<string, unknown>;

/** A client of the sales dialogue, invented. */
export interface Buyer {
	/** Number of the person in Telegram, and `userId` of the chat in Sitniks. */
	id: number;
	username?: string;
	first_name: string;
}

/** A chat as the simulator keeps it. */
export interface SitniksChat {
	id: string;
	userId: string;
	status: string;
	tags: string[];
	assignedManagerId: number | null;
	statusHistory: Array<{ status: string; at: string; via: 'api' | 'emit' }>;
	managerHistory: Array<{ managerId: number | null; at: string; via: 'api' | 'emit' }>;
	messages: Array<{ text?: string; via: 'api' | 'emit' }>;
}

export interface SitniksState {
	chats: SitniksChat[];
	requests: Array<{ method: string; path: string; at: number; status: number }>;
	overruns: number;
	blocked: number;
}

/** A row of the log and queue of stages. */
export interface StageRow extends StoredRow {
	user_id: string;
	stage: 'first_touch' | 'invoice_sent' | 'escalation';
	status: string;
	error_code: string;
	reason: string;
	attempts: number;
	/** Who has claimed it; '' for nobody. */
	owner: string;
}

/** What the shipped workflows 40–42 ask for. */
export const STATUS = {
	first: 'Взято в роботу',
	invoice: 'Виставлено рахунок',
	human: 'AI Увага',
};
/** The AI manager of the seed, and the first other one of the simulator. */
export const AI_MANAGER = 33;
export const HUMAN_MANAGER = 34;
export const ADMIN_CHAT = 700000001;

export function buyer(number: number): Buyer {
	const digits = String(number).padStart(4, '0');
	return { id: 510_000_000 + number, username: `buyer_${digits}`, first_name: `Покупець${digits}` };
}

/** What a client writes to get as far as the payment details. */
export const UNTIL_INVOICE = ['Добрий день', 'Хочу сукню', 'так', 'Олена К, 0501112233, Київ, №1'];
export const UNTIL_HUMAN = [...UNTIL_INVOICE, 'оплатила'];

/** Clients of the dialogue bot, their chats in Sitniks, and what is stored about both. */
export class SalesDialogue {
	constructor(private readonly world: World) {}

	/** Resolves when n8n has answered Telegram's first attempt; `ms` is how long that took. */
	async say({ id, username, first_name }: Buyer, text: string, more: Json = {}) {
		const started = Date.now();
		const message = { from: { id, first_name, username }, text };
		const { status } = await this.world.emit<{ status: number }>('telegram', {
			message,
			bot: 'sandbox_dialogue_bot',
			...more,
		});
		return { status, ms: Date.now() - started };
	}

	/** The same person appears in Sitniks, which listens to the same bot. */
	async appears({ id, username, first_name }: Buyer, fields: Json = {}): Promise<string> {
		const client = {
			user_id: String(id),
			nick: username ?? null,
			name: first_name,
			text: 'Добрий день',
			source: 'telegram_bot',
			...fields,
		};
		return (await this.world.emit<{ chat_id: string }>('sitniks', { client })).chat_id;
	}

	/** The chat appears, then the client writes all of it. @returns id of the chat and the slowest answer in ms */
	async whole(who: Buyer, texts: string[]): Promise<{ chat: string; slowest: number }> {
		const chat = await this.appears(who);
		return { chat, slowest: await this.write(who, texts) };
	}

	/** @returns the slowest answer in ms */
	async write(who: Buyer, texts: string[]): Promise<number> {
		let slowest = 0;
		for (const text of texts) {
			const { status, ms } = await this.say(who, text);
			if (status !== 200) throw new Error(`"${text}" was answered ${status}`);
			slowest = Math.max(slowest, ms);
		}
		return slowest;
	}

	/** Texts that the bot has sent to this person, oldest first. */
	async replies(id: number): Promise<string[]> {
		const { messages } = await this.world.state<{ messages: BotMessage[] }>('telegram');
		return messages.filter(({ chat_id }) => chat_id === id).map(({ text }) => text);
	}

	async sitniks(): Promise<SitniksState> {
		return await this.world.state<SitniksState>('sitniks');
	}

	async chat(id: string): Promise<SitniksChat> {
		const found = (await this.sitniks()).chats.find((chat) => chat.id === id);
		if (!found) throw new Error(`No chat ${id}`);
		return found;
	}

	/** Statuses that we have set, oldest first. */
	async statuses(id: string): Promise<string[]> {
		const { statusHistory } = await this.chat(id);
		return statusHistory.filter(({ via }) => via === 'api').map(({ status }) => status);
	}

	async stages(who?: Buyer | string): Promise<StageRow[]> {
		const rows = (await this.world.sandbox.api.tables.rows('sitniks_stages')) as StageRow[];
		if (who === undefined) return rows;
		const userId = typeof who === 'string' ? who : `telegram:${who.id}`;
		return rows.filter(({ user_id }) => user_id === userId).sort((a, b) => a.id - b.id);
	}

	/** Stages of this person as `stage status`. */
	async stageStates(who: Buyer | string): Promise<string[]> {
		return (await this.stages(who)).map(({ stage, status }) => `${stage} ${status}`);
	}

	async mapping(userId: string): Promise<StoredRow | undefined> {
		return (
			await this.world.sandbox.api.tables.rows('sitniks_chat_mappings', { user_id: userId })
		)[0];
	}

	/** Waits until no stage is open any more. */
	async atRest(timeoutMs = 60_000): Promise<StageRow[]> {
		const isOpen = ({ status }: StageRow) => ['pending', 'processing'].includes(status);
		const open = async () => (await this.stages()).filter(isOpen);
		await this.world.eventually(
			'every stage to be brought to Sitniks',
			async () => (await open()).length === 0,
			timeoutMs,
			open,
		);
		return await this.stages();
	}

	async setting(key: string, value: string): Promise<void> {
		await this.world.sandbox.api.tables.upsert('bot_settings', { key }, { value });
	}

	/** How often the list of chats was read. */
	async searches(): Promise<number> {
		const { requests } = await this.sitniks();
		return requests.filter(({ method, path }) => method === 'GET' && /\/chats\/?(\?|$)/.test(path))
			.length;
	}
}
