import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import type { Row, StoredRow } from '../../../sandbox/dataTables';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { databaseOf, literal } from './database';
import { copyPrepared } from './preparedData';
import { queueMode } from './queueMode';

type Json = Record<string, unknown>;
type Flow = 'kaspi-whatsapp' | 'payments-amocrm' | 'telegram-amocrm' | 'sitniks';

export interface LogRow extends StoredRow {
	store_id: string;
	order_id: string;
	order_kind: string;
	customer_phone: string;
	message_text: string;
	status: string;
	waha_message_id: string;
	error_message: string;
	attempts: number;
	sent_at: string | null;
	delivered_at: string | null;
	read_at: string | null;
}

/** A message that the WAHA simulator has sent for us. */
export interface SentMessage {
	chatId: string;
	/** `text`, `image`, `file` … */
	type: string;
	text: string;
	/** What stands under a file. */
	caption?: string;
	file?: { url: string; mimetype: string };
	key: string;
	fromMe: boolean;
	deliveredCount: number;
}

/** A whole sandbox for one test file, in a data folder of its own, with schedules every 2 s. */
export class World {
	/** @param dataDir is removed when the world stops */
	constructor(
		readonly sandbox: Sandbox,
		private readonly dataDir: string,
	) {}

	/** Seconds between the runs of schedules and polls. */
	static readonly EVERY_SECONDS = 2;

	/**
	 * @param flow folder of `workflows/` that is tested, or several; without it all are published. The schedules of the
	 * others would only make n8n slower: at this pace each runs every 2 s.
	 * @param only beginnings of file names, where the test needs only a part of the flow
	 * @param expressions n8n's own engine costs a fifth of the default one's processor time; a story of
	 * each flow runs on the default, to see that the canvases need nothing else
	 */
	static async start(
		flow?: Flow | Flow[],
		only?: string[],
		expressions: 'vm' | 'legacy' = 'legacy',
	): Promise<World> {
		const dataDir = mkdtempSync(join(tmpdir(), 'crm-bridge-e2e-'));
		const workflowsDir = flow ? copyPrepared([flow].flat(), dataDir, only) : undefined;
		// All flows at that pace would be busy with their schedules alone.
		const pace = { fast: true, everySeconds: flow ? World.EVERY_SECONDS : 5 };
		const sandbox = await startSandbox({
			...pace,
			...queueMode(),
			dataDir,
			workflowsDir,
			expressions,
		});
		return new World(sandbox, dataDir);
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	/** Makes something happen at a vendor. */
	async emit<T = Json>(vendor: string, body: Json): Promise<T> {
		return await this.sim(vendor, 'emit', body);
	}

	/** Breaks a vendor, or switches one of its behaviours. */
	async fault(vendor: string, body: Json | Json[]): Promise<void> {
		await this.sim(vendor, 'faults', body);
	}

	async state<T = Json>(vendor: string): Promise<T> {
		const { data } = await axios.get<T>(`${this.vendorUrl(vendor)}/__sim/state`);
		return data;
	}

	/** Rows of the outbox, of these orders when given. */
	async log(orders?: string[]): Promise<LogRow[]> {
		const rows = (await this.sandbox.api.tables.rows('whatsapp_messages_log')) as LogRow[];
		return orders ? rows.filter((row) => orders.includes(row.order_id)) : rows;
	}

	/** What went out over WhatsApp, to this phone (digits) when given. */
	async sent(phone?: string): Promise<SentMessage[]> {
		const { messages } = await this.state<{ messages: SentMessage[] }>('waha');
		const own = messages.filter((message) => message.fromMe);
		return phone ? own.filter((message) => message.chatId === `${phone}@c.us`) : own;
	}

	/** Alerts that the admin got in Telegram and that contain this text. */
	async alerts(text: string): Promise<string[]> {
		const { messages } = await this.state<{ messages: Array<{ text: string }> }>('telegram');
		return messages.map((message) => message.text).filter((sent) => sent.includes(text));
	}

	async settings(store: string, data: Row): Promise<void> {
		await this.sandbox.api.tables.update('whatsapp_settings', { store_id: store }, data);
	}

	/** Moves a time that n8n itself sets, which no API can change: how else to make yesterday's row. */
	date(table: string, column: 'createdAt' | 'updatedAt', at: number, ids: number[] = []): void {
		const database = databaseOf(this.sandbox);
		const [{ id }] = database.all(`SELECT id FROM data_table WHERE name = ${literal(table)}`);
		const time = new Date(at).toISOString().replace('T', ' ');
		// SQLite compares texts, and n8n writes them without a zone.
		const written = this.sandbox.queue ? time : time.replace('Z', '');
		const where = ids.length === 0 ? '' : ` WHERE id IN (${ids.map(Number).join(', ')})`;
		database.all(`UPDATE "data_table_user_${String(id)}" SET "${column}" = '${written}'${where}`);
	}

	/**
	 * Waits until `check` gives something other than false or undefined.
	 *
	 * @throws with the last seen value of `seen` when the time is over
	 */
	async eventually<T>(
		what: string,
		check: () => Promise<T | false | undefined>,
		timeoutMs = 60_000,
		seen?: () => Promise<unknown>,
	): Promise<T> {
		const end = Date.now() + timeoutMs;
		while (Date.now() < end) {
			const value = await check();
			if (value !== false && value !== undefined) return value;
			await pause(500);
		}
		const last = seen ? JSON.stringify(await seen(), null, 1).slice(0, 4000) : '';
		throw new Error(`Not within ${timeoutMs / 1000} s: ${what}\n${last}`);
	}

	/** Waits until every order has a row in one of these states. */
	async settled(orders: string[], states: string[], timeoutMs: number): Promise<LogRow[]> {
		return await this.eventually(
			`${orders.length} orders in ${states.join(', ')}`,
			async () => {
				const rows = await this.log(orders);
				const done = new Set(
					rows.filter((row) => states.includes(row.status)).map((row) => row.order_id),
				);
				return done.size === orders.length && rows;
			},
			timeoutMs,
			async () =>
				countBy((await this.log(orders)).map((row) => `${row.status} ${row.error_message}`)),
		);
	}

	vendorUrl(vendor: string): string {
		return `${this.sandbox.vendorsUrl}/${vendor}`;
	}

	private async sim<T>(vendor: string, action: string, body: unknown): Promise<T> {
		const { data } = await axios.post<T>(`${this.vendorUrl(vendor)}/__sim/${action}`, body);
		return data;
	}
}

export async function pause(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}

export function countBy(values: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
	return counts;
}
