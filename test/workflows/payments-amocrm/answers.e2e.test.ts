import axios from 'axios';

import { SECRETS } from '../../../sandbox/secrets';
import { pipeline, PIPELINES } from '../../simulators/amocrm/account';
import { HandMade } from '../support/canvas';
import {
	enumsOf,
	FIELDS,
	IN_WORK,
	payment,
	Payments,
	person,
	sign,
	valueOf,
} from '../support/payments';
import { World } from '../support/world';

let world: World;
let payments: Payments;
beforeAll(async () => {
	world = await World.start('payments-amocrm');
	payments = new Payments(world);
	await payments.quick();
});
afterAll(async () => await world?.stop());

async function setting(key: string, value: string): Promise<void> {
	await world.sandbox.api.tables.update('bot_settings', { key }, { value });
}

test("the seed's sample: every field of the lead, the note, the row", async () => {
	const user = {
		first_name: 'Иван',
		last_name: 'Петров',
		phone: '89991234567',
		email: 'ivan@example.com',
		telegram_id: '123456789',
		telegram_tag: 'ivan_petrov',
	};
	const answer = await payments.send(payment('pay_123456', user));
	expect(answer).toEqual({
		code: 200,
		body: { status: 'success', payment_id: 'pay_123456', message: 'Recorded on a new lead.' },
	});

	const row = await payments.row('pay_123456');
	expect(row).toMatchObject({
		status: 'success',
		amount: 5000,
		pipeline_id: 4423755,
		lead_created: true,
		error_message: '',
		retry_count: 0,
	});
	expect(JSON.parse(row.payload)).toEqual(payment('pay_123456', user));
	expect(Date.parse(String(row.processed_at))).toBeGreaterThan(Date.now() - 60_000);

	const lead = await payments.lead(row.lead_id);
	expect(lead).toMatchObject({
		name: 'Оплата Русский - Иван Петров',
		price: 5000,
		pipeline_id: 4423755,
		status_id: 63242022,
	});
	expect(lead._embedded.contacts?.map(({ id }) => id)).toEqual([row.contact_id]);
	expect(enumsOf(lead, FIELDS.subjects)).toEqual([5501]);
	expect(enumsOf(lead, FIELDS.direction)).toEqual([5601]);
	expect(valueOf(lead, FIELDS.lastAmount)).toBe('5000');
	expect(valueOf(lead, FIELDS.total)).toBe('5000');
	expect(valueOf(lead, FIELDS.count)).toBe('1');
	expect(valueOf(lead, FIELDS.lastDate)).toBe(Date.UTC(2025, 0, 20, 11, 49, 20) / 1000);
	expect(valueOf(lead, FIELDS.paymentId)).toBe('pay_123456');
	expect(valueOf(lead, FIELDS.invoiceId)).toBe('inv_789');
	expect(valueOf(lead, 'UTM_SOURCE')).toBe('platform');
	expect(valueOf(lead, 'UTM_MEDIUM')).toBe('direct');
	expect(valueOf(lead, 'UTM_CAMPAIGN')).toBe('summer2025');
	expect(valueOf(lead, '_YM_UID')).toBe('1234567890');
	expect(valueOf(lead, 'UTM_TERM')).toBeUndefined();

	const { contacts } = await payments.amo();
	const contact = contacts.find(({ id }) => id === row.contact_id)!;
	expect(contact.name).toBe('Иван Петров');
	expect(valueOf(contact, 'PHONE')).toBe('+79991234567');
	expect(valueOf(contact, 'EMAIL')).toBe('ivan@example.com');
	expect(valueOf(contact, FIELDS.telegramId)).toBe('123456789');
	expect(valueOf(contact, FIELDS.telegramUsername)).toBe('@ivan_petrov');

	const notes = await payments.notes('pay_123456');
	expect(notes).toEqual([
		{
			leadId: row.lead_id,
			text: [
				'Оплата проведена',
				'',
				'Имя клиента: Иван Петров',
				'Дата/время: 2025-01-20 14:49:20 (Moscow)',
				'Дата/время UTC: 2025-01-20T11:49:20Z',
				'Статус: CONFIRMED',
				'Сумма: 5000 RUB',
				'Метод оплаты: SBP',
				'Курсы:',
				'  Годовой 2к25 стандарт (Русский)',
				'Промокод: PROMO2025',
				'TGID: 123456789 | TG Username: @ivan_petrov | Телефон: +79991234567',
				'Источник: platform',
				'Invoice ID: inv_789',
				'Payment ID: pay_123456',
			].join('\n'),
		},
	]);
});

test('the row keeps the payload as it arrived, to the last digit', async () => {
	const order = JSON.stringify(payment('pay_exact', person(11)), null, 1);
	const raw = order.replace('"amount": 100', '"amount": 12345678901234567890.10');
	expect(raw).not.toBe(order);
	expect((await payments.post(raw, { 'x-signature': sign(raw) })).code).toBe(200);
	expect((await payments.row('pay_exact')).payload).toBe(raw);
});

test('200 on the active lead: the total and the counter grow, the client is remembered', async () => {
	const user = person(1);
	const { contactId, leadId } = await payments.clientWithLead(
		{ ...user, telegram_id: undefined, telegram_tag: undefined },
		{ fields: { [FIELDS.total]: 700, [FIELDS.count]: 2, [FIELDS.subjects]: [5504] } },
	);
	const calls = await payments.callsOf(async () => {
		expect((await payments.send(payment('pay_known', user))).code).toBe(200);
	});
	// Found by phone, and the card is filled.
	expect(calls).toHaveLength(6);
	const lead = await payments.lead(leadId);
	expect(valueOf(lead, FIELDS.total)).toBe('5700');
	expect(valueOf(lead, FIELDS.count)).toBe('3');
	// The list of a multiselect is replaced by a write: what was there stays.
	expect(enumsOf(lead, FIELDS.subjects).sort()).toEqual([5501, 5504]);
	expect(lead.status_id).toBe(IN_WORK.status_id);
	const contact = (await payments.amo()).contacts.find(({ id }) => id === contactId)!;
	expect(valueOf(contact, FIELDS.telegramId)).toBe(user.telegram_id);
	expect(valueOf(contact, FIELDS.telegramUsername)).toBe('@ivan_0001');
	const clients = await world.sandbox.api.tables.rows('clients', { phone: '+79991230001' });
	expect(clients).toMatchObject([{ amo_contact_id: contactId, amo_lead_id: leadId }]);
});

test('a known client who names a Telegram account later gets it on the card, once', async () => {
	const user = person(15);
	const before = { ...user, telegram_id: undefined, telegram_tag: undefined };
	expect((await payments.send(payment('pay_later_1', before))).code).toBe(200);
	expect((await payments.send(payment('pay_later_2', user))).code).toBe(200);
	const { contact_id } = await payments.row('pay_later_2');
	expect((await payments.row('pay_later_1')).contact_id).toBe(contact_id);
	const { contacts } = await payments.amo();
	const contact = contacts.find(({ id }) => id === contact_id)!;
	expect(valueOf(contact, FIELDS.telegramId)).toBe(user.telegram_id);
	const calls = await payments.callsOf(async () => {
		expect((await payments.send(payment('pay_later_3', user))).code).toBe(200);
	});
	expect(calls.filter((call) => call.startsWith('PATCH /api/v4/contacts'))).toEqual([]);
});

test('202: a payment that is not confirmed is skipped, and recorded once it is', async () => {
	const pending = payment('pay_skip', person(2), { status: 'PENDING' });
	expect(await payments.send(pending)).toMatchObject({
		code: 202,
		body: {
			status: 'skipped',
			payment_id: 'pay_skip',
			message: expect.stringContaining('PENDING'),
		},
	});
	expect(await payments.row('pay_skip')).toMatchObject({ status: 'skipped', lead_id: null });
	expect(await payments.send(pending)).toMatchObject({ code: 202 });
	expect((await payments.send(payment('pay_skip', person(2)))).code).toBe(200);
	expect(await payments.row('pay_skip')).toMatchObject({ status: 'success', retry_count: 0 });
	// A later "refunded" does not undo what is recorded.
	const refunded = payment('pay_skip', person(2), { status: 'REFUNDED' });
	expect((await payments.send(refunded)).code).toBe(202);
	expect(await payments.row('pay_skip')).toMatchObject({ status: 'success' });
});

test('400: not JSON; 422: JSON that is no payment, with the field', async () => {
	for (const raw of ['{"course_order":', 'payment_id=pay_1', '\u0000\u0001']) {
		expect(await payments.post(raw, { 'x-signature': sign(raw) })).toEqual({
			code: 400,
			body: { status: 'invalid', payment_id: null, message: 'The body is not JSON.' },
		});
	}
	expect(await payments.post('', { 'x-signature': sign('') })).toEqual({
		code: 400,
		body: { status: 'invalid', payment_id: null, message: 'The body is empty. Send JSON.' },
	});
	const noCost = payment('pay_422', person(3), { course_order_items: [{ course: { name: 'A' } }] });
	expect(await payments.send(noCost)).toMatchObject({
		code: 422,
		body: { status: 'invalid', field: 'course_order.course_order_items[0].cost' },
	});
	for (const body of [[], 5, 'text', {}, { course_order: null }]) {
		expect((await payments.send(body as object)).code).toBe(422);
	}
	expect(await payments.rows(['pay_422'])).toEqual([]);
});

test('401: forged, re-serialised, for another body, or without a secret; the legacy secret passes', async () => {
	const raw = JSON.stringify(payment('pay_401', person(4)));
	const bad: Array<Record<string, string>> = [
		{},
		{ 'x-signature': '' },
		{ 'x-signature': sign(raw, 'another secret') },
		{ 'x-signature': sign(`${raw} `) },
		{ 'x-signature': sign(JSON.stringify(JSON.parse(raw), null, 1)) },
		{ 'x-signature': `sha256=${sign(raw).slice(0, -1)}` },
		{ 'x-webhook-secret': 'wrong' },
		{ 'x-webhook-secret': '' },
		// A wrong signature is not cured by the secret.
		{ 'x-signature': sign(raw, 'wrong'), 'x-webhook-secret': SECRETS.paymentLegacy },
		{ 'x-webhook-secret': SECRETS.payment },
	];
	for (const headers of bad) {
		const { code, body } = await payments.post(raw, headers);
		expect({ headers, code, status: body.status }).toEqual({
			headers,
			code: 401,
			status: 'unauthorized',
		});
	}
	expect(await payments.rows(['pay_401'])).toEqual([]);
	const { code } = await payments.post(raw, { 'x-webhook-secret': SECRETS.paymentLegacy });
	expect(code).toBe(200);
	// The signature with its prefix, and a repetition of what has been accepted.
	const repeated = await payments.post(raw, { 'x-signature': `sha256=${sign(raw)}` });
	expect(repeated).toMatchObject({
		code: 409,
		body: { status: 'duplicate', payment_id: 'pay_401' },
	});
});

test('404: nothing is created when creation is off, and the row says what is missing', async () => {
	await setting('payment_create_missing', 'no');
	try {
		const before = await payments.amo();
		const noContact = await payments.send(payment('pay_404a', person(5)));
		expect(noContact).toMatchObject({ code: 404, body: { status: 'not_found' } });
		expect(noContact.body.message).toContain('contact_not_found');
		await payments.clientWithLead(person(6), { status_id: 142 });
		const noLead = await payments.send(payment('pay_404b', person(6)));
		expect(noLead).toMatchObject({ code: 404, body: { payment_id: 'pay_404b' } });
		expect(noLead.body.message).toContain('lead_not_found');
		expect((await payments.amo()).writes).toEqual(before.writes);
		expect((await payments.row('pay_404a')).error_message).toContain('contact_not_found');
	} finally {
		await setting('payment_create_missing', 'yes');
	}
	// It comes home by itself once it may.
	await world.eventually('both payments to be recorded', async () => {
		const rows = await payments.rows(['pay_404a', 'pay_404b']);
		return rows.every(({ status }) => status === 'success');
	});
});

test('409: a payment that amoCRM has from somewhere else is not counted again', async () => {
	const user = person(7);
	const { leadId } = await payments.clientWithLead(user, {
		fields: { [FIELDS.total]: 5000, [FIELDS.count]: 1, [FIELDS.paymentId]: 'pay_old' },
	});
	const answer = await payments.send(payment('pay_old', user));
	expect(answer).toMatchObject({ code: 409, body: { status: 'duplicate', payment_id: 'pay_old' } });
	expect(valueOf(await payments.lead(leadId), FIELDS.total)).toBe('5000');
	expect(await payments.row('pay_old')).toMatchObject({ status: 'duplicate', lead_id: leadId });
});

test('500: kept, told to the admin once, tried again until it is done', async () => {
	// One attempt of a read is six calls.
	await world.fault('amocrm', { status: 502, html: true, times: 12 });
	const answer = await payments.send(payment('pay_500', person(8)));
	expect(answer).toMatchObject({ code: 500, body: { status: 'failed', payment_id: 'pay_500' } });
	const failed = await payments.row('pay_500');
	// The cause first, then what to do about it.
	expect(failed.error_message).toBe(
		'unavailable: amoCRM answered 502. The server is out of order. Run it again later.',
	);
	await world.eventually('the payment to be recorded', async () => {
		const row = await payments.row('pay_500');
		return row.status === 'success' && row.retry_count > 0;
	});
	expect(await payments.notes('pay_500')).toHaveLength(1);
	expect(await world.alerts('Оплата pay_500 не записана')).toHaveLength(1);
});

test('a subject without a mapping does not stop the payment: note and admin tell of it', async () => {
	const order = payment('pay_chem', person(9), {
		course_order_items: [
			{
				cost: 1000.5,
				course: { name: 'Химия с нуля', subject: { name: 'Химия', project: 'ЕГЭ' } },
			},
			{ cost: 2000, course: { name: 'История', subject: { name: ' история ', project: 'ОГЭ' } } },
		],
	});
	expect((await payments.send(order)).code).toBe(200);
	const row = await payments.row('pay_chem');
	const lead = await payments.lead(row.lead_id);
	expect(enumsOf(lead, FIELDS.subjects)).toEqual([5504]);
	expect(valueOf(lead, FIELDS.total)).toBe('3000.5');
	const [note] = await payments.notes('pay_chem');
	expect(note.text).toContain('Химия');
	expect(note.text).toMatch(/справочнике: .*Химия/);
	await world.eventually('the admin to hear of it', async () => {
		return (await world.alerts('Химия')).length === 1;
	});
});

test.each([
	['advcake', 'cpa', 8598230, 80517738],
	['my-RIS.promo-2', 'cpc', 8598230, 80517738],
	['yandex', 'cpc', 10089806, 80579130],
	['vk', 'EL-EGE-autumn', 10089806, 80579130],
	['direct', 'organic', 4423755, 63242022],
	['', '', 4423755, 63242022],
])('a new lead of utm %s / %s goes to pipeline %i', async (source, medium, pipeline, stage) => {
	const id = `pay_utm_${source}_${medium}`;
	const utm = { source, medium, campaign: 'c1' };
	const number = 20 + (await payments.rows()).length;
	expect((await payments.send(payment(id, person(number), { utm }))).code).toBe(200);
	const row = await payments.row(id);
	expect(row.pipeline_id).toBe(pipeline);
	const lead = await payments.lead(row.lead_id);
	expect([lead.pipeline_id, lead.status_id]).toEqual([pipeline, stage]);
	expect(valueOf(lead, 'UTM_CAMPAIGN')).toBe('c1');
});

test('a fourth pipeline is one rule and one node, as README.md says; nothing else changes', async () => {
	PIPELINES.push(pipeline(7700001, 'TikTok', 4, false, 77000012));
	const canvas = await HandMade.open(world.sandbox.api, 'CrmBridge31Process');
	const source = "={{ $('Read Payment').item.json.utm.source }}";
	canvas.addRule('Choose the Pipeline', 'TikTok', source, 'tiktok');
	const ids = { pipeline_id: 7700001, status_id: 77000012 };
	canvas.copySet('Use the Pipeline Site', 'Use the Pipeline TikTok', ids);
	canvas.connect('Choose the Pipeline', 0, 'Use the Pipeline TikTok');
	canvas.connect('Use the Pipeline TikTok', 0, 'Create a Lead');
	await canvas.publish();

	const through = async (id: string, number: number, source: string) => {
		const utm = { source, medium: 'video' };
		expect((await payments.send(payment(id, person(number), { utm }))).code).toBe(200);
		const row = await payments.row(id);
		const lead = await payments.lead(row.lead_id);
		return [row.pipeline_id, lead.pipeline_id, lead.status_id];
	};
	expect(await through('pay_tiktok', 90, 'TikTok-Ads')).toEqual([7700001, 7700001, 77000012]);
	expect(await through('pay_advcake', 91, 'advcake')).toEqual([8598230, 8598230, 80517738]);
	expect(await payments.notes('pay_tiktok')).toHaveLength(1);
});

test('the report counts by status and lists what has failed for good', async () => {
	const { tables } = world.sandbox.api;
	await tables.insert('payment_events', [
		{
			payment_id: 'pay_spent',
			status: 'failed',
			amount: 4990,
			payload: '{}',
			error_message: 'unauthorized: amoCRM answered 401',
			retry_count: 99,
		},
	]);
	const [report] = await world.eventually('the report', async () => {
		const reports = (await world.alerts('Оплаты за 7 дней')).filter((text) =>
			text.includes('pay_spent'),
		);
		return reports.length > 0 && reports;
	});
	const successes = (await payments.rows()).filter(({ status }) => status === 'success');
	const sum = successes.reduce((total, { amount }) => total + amount, 0);
	expect(report).toContain(`success: ${successes.length}, сумма ${sum}`);
	expect(report).toContain('failed: 1, сумма 4990');
	expect(report).toContain('pay_spent, попыток 99: unauthorized: amoCRM answered 401');
	expect(await payments.row('pay_spent')).toMatchObject({ retry_count: 99 });
	await tables.delete('payment_events', { payment_id: 'pay_spent' });
});

test('GET /webhook/health', async () => {
	const url = `${world.sandbox.n8nUrl}/webhook/health`;
	const { status, data } = await axios.get<{ status: string; payments: object }>(url);
	expect(status).toBe(200);
	expect(data).toMatchObject({ status: 'ok', payments: { failed: 0, processing: 0 } });
});

test('no run has failed', async () => {
	const runs = await world.sandbox.api.executions({ status: 'error', limit: 50 });
	expect(runs).toEqual([]);
});
