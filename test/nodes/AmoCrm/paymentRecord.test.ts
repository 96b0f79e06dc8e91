import type { PaymentFields } from '../../../nodes/AmoCrm/domain/payments';
import { recordPayment, type RecordRequest } from '../../../nodes/AmoCrm/api/recordPayment';
import type { Entity } from '../../../nodes/AmoCrm/api/schema';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const FIELDS: PaymentFields = { total: 880004, count: 880005, paymentId: 880007 };
/** The process remembers what it wrote to a lead: every test has leads of its own. */
let nextLead = 8100000;
/** Payments too: what one test recorded must not look like another's. */
let nextPayment = 0;

async function newLead(fields: object = {}): Promise<number> {
	nextLead += 1;
	await kit.emit({ lead: { id: nextLead, name: 'Курс', fields } });
	return nextLead;
}

function request(leadId: number, more: Partial<RecordRequest> = {}): RecordRequest {
	nextPayment += 1;
	const payment = { paymentId: `pay_${nextPayment}`, minorUnits: 100000 };
	return { leadId, payment, fields: FIELDS, more: [], pausesMs: [1, 1, 1, 1], ...more };
}

async function paidOn(leadId: number): Promise<{ total: number; count: number; id: unknown }> {
	const lead = (await kit.state()).leads.find(({ id }) => id === leadId);
	const fields = (lead?.custom_fields_values ?? []) as Array<{
		field_id: number;
		values: Array<{ value: unknown }>;
	}>;
	const valueOf = (id: number) => fields.find(({ field_id }) => field_id === id)?.values[0].value;
	return {
		total: Number(valueOf(880004) ?? 0),
		count: Number(valueOf(880005) ?? 0),
		id: valueOf(880007),
	};
}

async function read(leadId: number): Promise<Entity> {
	const lead = await kit.api().entity('leads', leadId, 'contacts');
	if (!lead) throw new Error('no lead');
	return lead;
}

const patches = async () => await kit.requests('PATCH /api/v4/leads');

describe('parallel payments', () => {
	test('20 payments of one lead add up exactly, half of them with a reading that is old', async () => {
		const leadId = await newLead({ 880004: 100.1, 880005: 1 });
		const leadAsRead = await read(leadId);
		const all = Array.from({ length: 20 }, (_, index) =>
			recordPayment(kit.api(), request(leadId, index % 2 ? { leadAsRead } : {})),
		);
		const results = await Promise.all(all);
		expect(results.every(({ recorded }) => recorded)).toBe(true);
		expect(await paidOn(leadId)).toMatchObject({ total: 20100.1, count: 21 });
	});

	test('a reading from before another payment of this process is not used', async () => {
		const leadId = await newLead();
		const leadAsRead = await read(leadId);
		await recordPayment(kit.api(), request(leadId, { leadAsRead }));
		const result = await recordPayment(kit.api(), request(leadId, { leadAsRead }));
		expect(result.before).toMatchObject({ total: 100000, count: 1 });
		expect(await paidOn(leadId)).toMatchObject({ total: 2000, count: 2 });
	});

	test('an old reading that has the payment proves it, whatever came after', async () => {
		const leadId = await newLead();
		const first = request(leadId);
		await recordPayment(kit.api(), first);
		const leadAsRead = await read(leadId);
		await recordPayment(kit.api(), request(leadId));
		const again = await recordPayment(kit.api(), { ...first, leadAsRead });
		expect(again).toMatchObject({ recorded: false, alreadyRecorded: true });
		expect(await paidOn(leadId)).toMatchObject({ total: 2000, count: 2 });
	});

	test('a fresh reading saves the read: one request', async () => {
		const leadId = await newLead();
		await recordPayment(kit.api(), request(leadId));
		const leadAsRead = await read(leadId);
		const before = (await kit.requests()).length;
		await recordPayment(kit.api(), request(leadId, { leadAsRead }));
		expect((await kit.requests()).slice(before).map(({ method }) => method)).toEqual(['PATCH']);
		expect(await paidOn(leadId)).toMatchObject({ total: 2000, count: 2 });
	});

	test('a manual edit between two payments is kept', async () => {
		const leadId = await newLead();
		await recordPayment(kit.api(), request(leadId));
		await kit.emit({ edit: { lead: leadId, fields: { 880004: 700 } } });
		await recordPayment(kit.api(), request(leadId));
		expect(await paidOn(leadId)).toMatchObject({ total: 1700, count: 2 });
	});
});

describe('the same payment again', () => {
	test('writes nothing', async () => {
		const leadId = await newLead();
		const same = request(leadId);
		await recordPayment(kit.api(), same);
		const result = await recordPayment(kit.api(), same);
		expect(result).toMatchObject({
			recorded: false,
			alreadyRecorded: true,
			confirmed: false,
			before: undefined,
			after: { total: 100000, count: 1 },
		});
		expect(await patches()).toHaveLength(1);
	});

	test('five times at once: one increment', async () => {
		const leadId = await newLead();
		const same = request(leadId);
		const all = await Promise.all([1, 2, 3, 4, 5].map(() => recordPayment(kit.api(), same)));
		expect(all.filter(({ recorded }) => recorded)).toHaveLength(1);
		expect(await paidOn(leadId)).toMatchObject({ total: 1000, count: 1 });
	});
});

describe('lost answers', () => {
	const LOST = { dropAfterWrite: true, method: 'PATCH' };

	test('the write was done: the lead tells it', async () => {
		const leadId = await newLead({ 880004: 500 });
		await kit.faults(LOST);
		const result = await recordPayment(kit.api(), request(leadId));
		expect(result).toMatchObject({
			recorded: true,
			confirmed: true,
			alreadyRecorded: false,
			before: { total: 50000 },
			after: { total: 150000, count: 1 },
		});
		expect(await patches()).toHaveLength(1);
		expect(await paidOn(leadId)).toMatchObject({ total: 1500, count: 1 });
	});

	test.each([{ drop: true }, { status: 502, html: true }, { status: 504 }])(
		'the write was not done (%j): it is repeated on a fresh reading',
		async (fault) => {
			const leadId = await newLead();
			const leadAsRead = await read(leadId);
			await kit.faults({ ...fault, method: 'PATCH' });
			const before = (await kit.requests()).length;
			const result = await recordPayment(kit.api(), request(leadId, { leadAsRead }));
			expect(result).toMatchObject({ recorded: true, confirmed: false });
			const methods = (await kit.requests()).slice(before).map(({ method }) => method);
			expect(methods).toEqual(['PATCH', 'GET', 'PATCH']);
			expect(await paidOn(leadId)).toMatchObject({ total: 1000, count: 1 });
		},
	);

	test('an edit after the lost try is counted in', async () => {
		const leadId = await newLead();
		await kit.faults({ drop: true, method: 'PATCH' });
		const slow = recordPayment(kit.api(), request(leadId, { pausesMs: [200, 1] }));
		while ((await patches()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		await kit.emit({ edit: { lead: leadId, fields: { 880004: 40 } } });
		await slow;
		expect(await paidOn(leadId)).toMatchObject({ total: 1040, count: 1 });
	});

	test('four tries, then the error says that nobody knows', async () => {
		const leadId = await newLead();
		await kit.faults({ drop: true, method: 'PATCH', times: 0 });
		const lost = recordPayment(kit.api(), request(leadId));
		await expect(lost).rejects.toMatchObject({ outcome: 'unknown' });
		expect(await patches()).toHaveLength(4);
	});

	test('the answer of the fourth try is lost as well, but it was done', async () => {
		const leadId = await newLead();
		await kit.faults({ drop: true, method: 'PATCH', times: 3 }, LOST);
		const result = await recordPayment(kit.api(), request(leadId));
		expect(result).toMatchObject({ recorded: true, confirmed: true });
		expect(await paidOn(leadId)).toMatchObject({ total: 1000, count: 1 });
	});

	test('when the lead cannot be read after it, nobody knows either', async () => {
		const leadId = await newLead();
		const leadAsRead = await read(leadId);
		await kit.faults(LOST, { status: 500, method: 'GET', path: '/leads/', times: 0 });
		const lost = recordPayment(kit.api(), request(leadId, { leadAsRead }));
		await expect(lost).rejects.toMatchObject({ outcome: 'unknown' });
	});

	test('after an error the next payment does not trust an old reading', async () => {
		const leadId = await newLead();
		const leadAsRead = await read(leadId);
		const first = request(leadId, { leadAsRead, pausesMs: [] });
		// It was done, nobody told, and the lead could not be read again.
		await kit.faults(LOST, { status: 500, method: 'GET', path: '/leads/', times: 6 });
		await expect(recordPayment(kit.api(), first)).rejects.toMatchObject({ outcome: 'unknown' });
		await recordPayment(kit.api(), request(leadId, { leadAsRead }));
		expect(await paidOn(leadId)).toMatchObject({ total: 2000, count: 2 });
	});
});

describe('refusals', () => {
	test('a lead that is gone is not found, and nothing is written', async () => {
		const leadId = await newLead();
		await kit.emit({ delete: { lead: leadId } });
		for (const gone of [leadId, 8999999]) {
			const failed = recordPayment(kit.api(), request(gone));
			await expect(failed).rejects.toMatchObject({ code: 'not_found', outcome: 'rejected' });
		}
		expect(await patches()).toHaveLength(0);
	});

	test('a deleted lead that amoCRM still shows is gone, too', async () => {
		const leadId = await newLead();
		await kit.emit({ delete: { lead: leadId } });
		await kit.faults({ deletedInLists: true });
		const failed = recordPayment(kit.api(), request(leadId));
		await expect(failed).rejects.toMatchObject({ code: 'not_found' });
		expect(await patches()).toHaveLength(0);
	});

	test('a lead that was deleted since it was read', async () => {
		const leadId = await newLead();
		const leadAsRead = await read(leadId);
		await kit.emit({ delete: { lead: leadId } });
		const failed = recordPayment(kit.api(), request(leadId, { leadAsRead }));
		await expect(failed).rejects.toMatchObject({ code: 'not_found', outcome: 'rejected' });
	});

	test('what amoCRM refuses is not repeated', async () => {
		const leadId = await newLead();
		const more = [{ field_id: 880001, values: [{ enum_id: 1 }] }];
		const failed = recordPayment(kit.api(), request(leadId, { more }));
		await expect(failed).rejects.toMatchObject({ outcome: 'rejected', httpStatus: 400 });
		expect(await patches()).toHaveLength(1);
		expect(await paidOn(leadId)).toMatchObject({ total: 0 });
	});

	test('429s are waited for', async () => {
		const leadId = await newLead();
		await kit.faults({ status: 429, html: true, times: 3 });
		await recordPayment(kit.api(), request(leadId));
		expect(await paidOn(leadId)).toMatchObject({ total: 1000, count: 1 });
	});
});

test('a dry run tells what would be written and writes nothing', async () => {
	const leadId = await newLead({ 880004: 5 });
	const more = [{ field_id: 880008, values: [{ value: 'inv_1' }] }];
	const result = await recordPayment(kit.api(), request(leadId, { dryRun: true, more }));
	expect(result).toMatchObject({ recorded: false, after: { total: 100500, count: 1 } });
	expect(result.written).toHaveLength(4);
	expect(await patches()).toHaveLength(0);
});
