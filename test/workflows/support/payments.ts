import { createHmac } from 'node:crypto';

import axios from 'axios';

import type { StoredRow } from '../../../sandbox/dataTables';
import { SECRETS } from '../../../sandbox/secrets';
import type { World } from './world';

type Json = Record<string, unknown>;

/** Fields of the demo amoCRM account. */
export const FIELDS = {
	subjects: 880001,
	direction: 880002,
	lastAmount: 880003,
	total: 880004,
	count: 880005,
	lastDate: 880006,
	paymentId: 880007,
	invoiceId: 880008,
	telegramId: 990001,
	telegramUsername: 990002,
};
/** A stage of the pipeline "Сайт" whose leads are in work. */
export const IN_WORK = { pipeline_id: 4423755, status_id: 63242023 };

export interface PaymentRow extends StoredRow {
	payment_id: string;
	status: string;
	amount: number;
	contact_id: number | null;
	lead_id: number | null;
	pipeline_id: number | null;
	lead_created: boolean;
	payload: string;
	error_message: string;
	retry_count: number;
	processed_at: string | null;
}

interface FieldValue {
	field_id: number;
	field_code: string | null;
	values: Array<{ value: unknown; enum_id?: number }>;
}

export interface AmoEntity {
	id: number;
	name: string;
	price: number;
	pipeline_id: number;
	status_id: number;
	is_deleted: boolean;
	custom_fields_values: FieldValue[] | null;
	_embedded: { contacts?: Array<{ id: number }>; leads?: Array<{ id: number }> };
}

export interface AmoState {
	contacts: AmoEntity[];
	leads: AmoEntity[];
	notes: Array<{ entity_id: number; entity_type: string; params: { text: string } }>;
	links: Array<{ entity_id: number; to_entity_id: number }>;
	writes: Array<{ action: string; entity_type: string; id: number; body: unknown }>;
	requests: Array<{ method: string; path: string; status: number }>;
}

export interface Person {
	first_name?: string;
	last_name?: string;
	phone?: string;
	email?: string;
	telegram_id?: string;
	telegram_tag?: string;
}

/** An invented client. */
export function person(number: number): Required<Person> {
	const digits = String(number).padStart(4, '0');
	return {
		first_name: 'Иван',
		last_name: `Пример${digits}`,
		phone: `8999123${digits}`,
		email: `ivan${digits}@example.com`,
		telegram_id: `55512${digits}`,
		telegram_tag: `ivan_${digits}`,
	};
}

/** The seed's sample payload with another id and client. */
export function payment(paymentId: string, user: Person, more: Json = {}): { course_order: Json } {
	return {
		course_order: {
			status: 'CONFIRMED',
			amount: 100,
			created_at: '2025-01-20 14:49:20',
			updated_at: '2025-01-20 14:49:20',
			code: 'PROMO2025',
			payment_id: paymentId,
			invoice_id: 'inv_789',
			payment_method: 'SBP',
			currency: 'RUB',
			course_order_items: [
				{
					cost: 5000,
					number_lessons: 10,
					course: {
						name: 'Годовой 2к25 стандарт',
						subject: { name: 'Русский', project: 'ЕГЭ' },
					},
					package_id: null,
				},
			],
			user,
			utm: {
				source: 'platform',
				medium: 'direct',
				compaign: 'summer2025',
				term: '',
				content: '',
				ym: '1234567890',
			},
			domain: 'pl.el-ed.ru',
			...more,
		},
	};
}

export interface Answer {
	code: number;
	body: { status?: string; payment_id?: string | null; message?: string; field?: string };
}

/** Payments against the sandbox: the platform on one side, amoCRM and the tables on the other. */
export class Payments {
	constructor(private readonly world: World) {}

	get url(): string {
		return `${this.world.sandbox.n8nUrl}/webhook/payment`;
	}

	/** Sends a payment, signed as the platform does. */
	async send(body: object): Promise<Answer> {
		const raw = JSON.stringify(body);
		return await this.post(raw, { 'x-signature': sign(raw) });
	}

	/** Sends any bytes with any headers; a connection that breaks is code 0. */
	async post(raw: string | Buffer, headers: Record<string, string>): Promise<Answer> {
		try {
			const { status, data } = await axios.post<Answer['body']>(this.url, raw, {
				headers: { 'content-type': 'application/json', ...headers },
				transformRequest: [(bytes: unknown) => bytes],
				validateStatus: () => true,
				timeout: 180_000,
			});
			return { code: status, body: data };
		} catch {
			return { code: 0, body: {} };
		}
	}

	/**
	 * As the platform does: again and again until it gets 200 or 409.
	 *
	 * @throws when the answer does not speak of this payment: n8n says 200 to a run that ends nowhere
	 */
	async sendUntilTaken(body: { course_order: Json }, pauseMs = 1000): Promise<number> {
		for (;;) {
			const { code, body: said } = await this.send(body);
			if (code === 200 || code === 409) {
				const wanted = body.course_order.payment_id;
				if (said.payment_id === wanted) return code;
				throw new Error(`${code} of ${String(wanted)} says ${JSON.stringify(said)}`);
			}
			await new Promise((resolve) => setTimeout(resolve, pauseMs));
		}
	}

	async rows(paymentIds?: string[]): Promise<PaymentRow[]> {
		const rows = (await this.world.sandbox.api.tables.rows('payment_events')) as PaymentRow[];
		return paymentIds ? rows.filter((row) => paymentIds.includes(row.payment_id)) : rows;
	}

	async row(paymentId: string): Promise<PaymentRow> {
		const rows = await this.rows([paymentId]);
		if (rows.length !== 1) throw new Error(`${rows.length} rows of ${paymentId}`);
		return rows[0];
	}

	async amo(): Promise<AmoState> {
		return await this.world.state<AmoState>('amocrm');
	}

	async lead(id: number | null): Promise<AmoEntity> {
		const lead = (await this.amo()).leads.find((one) => one.id === id);
		if (!lead) throw new Error(`no lead ${id}`);
		return lead;
	}

	/** A client with an open lead, made by people in amoCRM. */
	async clientWithLead(
		user: Person,
		lead: Json = {},
	): Promise<{ contactId: number; leadId: number }> {
		const made = await this.world.emit<{
			contacts: Array<{ id: number }>;
			leads: Array<{ id: number }>;
		}>('amocrm', {
			contact: {
				name: `${user.first_name} ${user.last_name}`,
				phone: user.phone,
				email: user.email,
				telegram_id: user.telegram_id,
				telegram_username: user.telegram_tag && `@${user.telegram_tag}`,
				lead: { name: 'Заявка', ...IN_WORK, ...lead },
			},
		});
		return { contactId: made.contacts[0].id, leadId: made.leads[0].id };
	}

	/** Quick amoCRM: no request limit, no lag of the search index. */
	async quick(more: Json = {}): Promise<void> {
		await this.world.fault('amocrm', { ratePerSecond: 0, searchLagMs: 0, ...more });
	}

	/** The pause before a failed payment is tried again. */
	async retryAfter(seconds: number): Promise<void> {
		const value = String(seconds);
		await this.world.sandbox.api.tables.update(
			'bot_settings',
			{ key: 'payment_retry_seconds' },
			{ value },
		);
	}

	/** How long a payment in work belongs to its run. */
	async leaseOf(seconds: number): Promise<void> {
		const value = String(seconds);
		await this.world.sandbox.api.tables.update(
			'bot_settings',
			{ key: 'payment_stuck_seconds' },
			{ value },
		);
	}

	/** Calls of the vendor's API that `work` has caused. */
	async callsOf(work: () => Promise<unknown>): Promise<string[]> {
		const before = (await this.amo()).requests.length;
		await work();
		const { requests } = await this.amo();
		return requests.slice(before).map(({ method, path }) => `${method} ${path.split('?')[0]}`);
	}

	/** Notes on a lead that hold this payment. */
	async notes(paymentId: string): Promise<Array<{ leadId: number; text: string }>> {
		return (await this.amo()).notes
			.filter(({ params }) => params.text.split('\n').includes(`Payment ID: ${paymentId}`))
			.map(({ entity_id, params }) => ({ leadId: entity_id, text: params.text }));
	}
}

/** HMAC-SHA256 over the raw body, hex. */
export function sign(raw: string | Buffer, secret = SECRETS.payment): string {
	return createHmac('sha256', secret).update(raw).digest('hex');
}

/** The first value of a field; numbers come back as text. */
export function valueOf(entity: AmoEntity, field: number | string): unknown {
	return entity.custom_fields_values?.find(
		({ field_id, field_code }) => field_id === field || field_code === field,
	)?.values[0].value;
}

export function enumsOf(entity: AmoEntity, field: number): number[] {
	const values = entity.custom_fields_values?.find(({ field_id }) => field_id === field)?.values;
	return (values ?? []).flatMap(({ enum_id }) => enum_id ?? []);
}
