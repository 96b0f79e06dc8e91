import { FIELDS, payment, Payments, person, valueOf } from '../support/payments';
import { size } from '../support/size';
import { countBy, pause, World } from '../support/world';

let world: World;
let payments: Payments;
beforeAll(async () => {
	world = await World.start('payments-amocrm', ['30', '31', '32']);
	payments = new Payments(world);
	await payments.quick();
});
afterAll(async () => await world?.stop());

/** Waits until every payment has come home; nothing may stay in work. */
async function home(ids: string[], timeoutMs = 120_000): Promise<void> {
	await world.eventually(
		`${ids.length} payments to be recorded`,
		async () => {
			const rows = await payments.rows(ids);
			return rows.length === ids.length && rows.every(({ status }) => status === 'success');
		},
		timeoutMs,
		async () =>
			(await payments.rows(ids)).map((row) => [row.payment_id, row.status, row.error_message]),
	);
}

/** Every payment of 5,000 is on exactly one lead of its client and has exactly one note there. */
async function expectExactlyOnce(ids: string[], clients: number[]): Promise<void> {
	const { contacts, leads } = await payments.amo();
	const wrong: string[] = [];
	for (const client of clients) {
		const own = contacts.filter(
			(one) => valueOf(one, FIELDS.telegramId) === person(client).telegram_id,
		);
		if (own.length !== 1) wrong.push(`client ${client}: ${own.length} contacts`);
	}
	let total = 0;
	let count = 0;
	for (const lead of leads) {
		total += Number(valueOf(lead, FIELDS.total) ?? 0);
		count += Number(valueOf(lead, FIELDS.count) ?? 0);
	}
	expect({ total, count }).toEqual({ total: 5000 * recorded.size, count: recorded.size });
	for (const id of ids) {
		const notes = await payments.notes(id);
		const { lead_id } = await payments.row(id);
		if (notes.length !== 1) wrong.push(`${id}: ${notes.length} notes`);
		if (notes[0]?.leadId !== lead_id) wrong.push(`${id}: note on another lead`);
	}
	expect(wrong).toEqual([]);
}

/** Every payment that this file has sent: the sums are over all leads. */
const recorded = new Set<string>();

async function sendAndWait(id: string, client: number): Promise<void> {
	recorded.add(id);
	await payments.sendUntilTaken(payment(id, person(client)));
	await home([id]);
	await expectExactlyOnce([id], [client]);
}

describe('a lost answer', () => {
	test('of the create: the lead is found by its mark, not made again', async () => {
		// A repeated run could not find the contact by searching.
		await payments.quick({ searchLagMs: 600_000 });
		await world.fault('amocrm', { dropAfterWrite: true, method: 'POST', path: '/leads/complex' });
		await sendAndWait('pay_lost_1', 1);
		await payments.quick();
	});

	test('of the create for a known contact', async () => {
		await world.emit('amocrm', {
			contact: { name: 'Без сделки', telegram_id: person(2).telegram_id, phone: person(2).phone },
		});
		await world.fault('amocrm', { dropAfterWrite: true, method: 'POST', path: '/api/v4/leads' });
		await sendAndWait('pay_lost_2', 2);
	});

	test('of the PATCH: it is not added again', async () => {
		await payments.clientWithLead(person(3));
		await world.fault('amocrm', { dropAfterWrite: true, method: 'PATCH', path: '/leads' });
		await sendAndWait('pay_lost_3', 3);
	});

	test('of every PATCH of a try: the repeated run sees that it was added', async () => {
		const { leadId } = await payments.clientWithLead(person(4));
		const id = 'pay_lost_4';
		// The reads after it are lost, too, so that this run has to give up.
		await world.fault('amocrm', [
			{ dropAfterWrite: true, method: 'PATCH', path: '/leads' },
			{ drop: true, method: 'GET', path: `/leads/${leadId}`, times: 6 },
		]);
		await sendAndWait(id, 4);
		expect((await payments.row(id)).retry_count).toBeGreaterThan(0);
	});

	test('of the note: one note', async () => {
		await world.fault('amocrm', { dropAfterWrite: true, method: 'POST', path: '/notes' });
		await sendAndWait('pay_lost_5', 5);
	});
});

test('the note fails: the repeated run adds the note and nothing else', async () => {
	const fault = { status: 500, method: 'POST', path: '/leads/notes', times: 3 };
	await world.fault('amocrm', fault);
	await sendAndWait('pay_note', 8);
	expect(await payments.row('pay_note')).toMatchObject({ retry_count: 1, lead_created: true });
	const clients = await world.sandbox.api.tables.rows('clients', { phone: '+79991230008' });
	expect(clients).toHaveLength(1);
	const { writes } = await payments.amo();
	expect(writes.filter(({ body }) => JSON.stringify(body).includes('"pay_note"'))).toHaveLength(1);
});

test('another payment comes before the one whose answer was lost is repeated: both count once', async () => {
	const user = person(6);
	const { leadId } = await payments.clientWithLead(user);
	recorded.add('pay_first').add('pay_second');
	await payments.retryAfter(3600);
	await world.fault('amocrm', [
		{ dropAfterWrite: true, method: 'PATCH', path: '/leads' },
		{ drop: true, method: 'GET', path: `/leads/${leadId}`, times: 6 },
	]);
	expect((await payments.send(payment('pay_first', user))).code).toBe(500);
	expect(valueOf(await payments.lead(leadId), FIELDS.paymentId)).toBe('pay_first');
	expect(await payments.sendUntilTaken(payment('pay_second', user))).toBe(200);
	// Its lead is written down before its Payment ID is replaced.
	expect(await payments.row('pay_first')).toMatchObject({ status: 'failed', lead_id: leadId });
	await payments.retryAfter(1);
	await home(['pay_first', 'pay_second']);
	const lead = await payments.lead(leadId);
	expect([valueOf(lead, FIELDS.total), valueOf(lead, FIELDS.count)]).toEqual(['10000', '2']);
	await expectExactlyOnce(['pay_first', 'pay_second'], [6]);
});

test('429s and a storm of 5xx: everything comes home, each payment once', async () => {
	const clients = [10, 11, 12, 13].slice(0, size(3, 4));
	await payments.clientWithLead(person(10));
	await payments.clientWithLead(person(11));
	const ids = clients.flatMap((client) =>
		Array.from({ length: size(2, 3) }, (_, n) => `pay_storm_${client}_${n}`),
	);
	ids.forEach((id) => recorded.add(id));
	await world.fault('amocrm', [
		{ status: 429, html: true, times: 10 },
		{ status: 500, times: 10 },
		{ status: 504, html: true, times: 10 },
		{ dropAfterWrite: true, method: 'PATCH', times: 2 },
		{ status: 502, html: true, times: 20 },
		{ dropAfterWrite: true, method: 'POST', times: 2 },
	]);
	await Promise.all(
		ids.map(
			async (id) => await payments.sendUntilTaken(payment(id, person(Number(id.split('_')[2])))),
		),
	);
	await home(ids, 200_000);
	await expectExactlyOnce(ids, clients);
});

test('n8n killed again and again while the platform sends until 200 or 409', async () => {
	const clients = [20, 21, 22, 23, 24].slice(0, size(4, 5));
	await payments.clientWithLead(person(20));
	await payments.clientWithLead(person(21));
	await payments.clientWithLead(person(22));
	await payments.quick({ searchLagMs: 2000 });
	// What a dead run held is free after its lease, and no run here needs so long.
	await payments.leaseOf(45);
	const ids = clients.flatMap((client) =>
		Array.from({ length: size(3, 4) }, (_, n) => `pay_kill_${client}_${n}`),
	);
	ids.forEach((id) => recorded.add(id));
	const codes = Promise.all(
		ids.map(async (id, index) => {
			await pause(index * 700);
			return await payments.sendUntilTaken(payment(id, person(Number(id.split('_')[2]))), 500);
		}),
	);
	// In queue mode the main process first, then a worker.
	const processes = [world.sandbox.n8n, ...world.sandbox.workers];
	for (const [index, untilKill] of [3000, 5700, 4400].slice(0, size(2, 3)).entries()) {
		await pause(untilKill);
		const victim = processes[index % processes.length];
		await victim.kill('SIGKILL');
		await victim.start();
	}
	await codes;
	await home(ids, 240_000);
	await expectExactlyOnce(ids, clients);
	expect(Object.keys(countBy((await payments.rows()).map((row) => row.status)))).toEqual([
		'success',
	]);
});
