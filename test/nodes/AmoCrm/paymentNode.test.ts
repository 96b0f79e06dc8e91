import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const id = (value: number) => ({ __rl: true, mode: 'id', value: String(value) });
const values = (value: object) => ({ mappingMode: 'defineBelow', value });
/** The process remembers what it wrote to a lead: every test has a lead of its own. */
let lead = 8200000;

function record(more: object = {}): INodeParameters {
	return {
		resource: 'lead',
		operation: 'recordPayment',
		leadId: id(lead),
		paymentId: 'pay_67890',
		amount: 10000,
		paidAt: '2025-01-20T14:49:20+03:00',
		totalField: 880004,
		countField: 880005,
		paymentIdField: 880007,
		lastAmountField: 880003,
		lastDateField: 880006,
		...more,
	} as INodeParameters;
}

async function newLead(fields: object = {}): Promise<void> {
	lead += 1;
	await kit.emit({ lead: { id: lead, contact: { name: 'Иван Тест' }, fields } });
}

const patches = async () => (await kit.state()).writes.filter(({ action }) => action === 'update');

describe('Record Payment', () => {
	test('writes all fields of the payment in one PATCH', async () => {
		await newLead({ 880004: 5000.5, 880005: 2, 880007: 'pay_1' });
		const customFields = values({ 880001: ['Русский'], 880002: 'ЕГЭ', 880008: 'inv_1' });
		expect(await kit.run(record({ customFields }))).toEqual({
			lead_id: lead,
			payment_id: 'pay_67890',
			recorded: true,
			already_recorded: false,
			confirmed: false,
			total: 15000.5,
			count: 3,
			previous_total: 5000.5,
			previous_count: 2,
			previous_payment_id: 'pay_1',
		});
		const [{ body }] = await patches();
		expect(body).toEqual({
			custom_fields_values: [
				{ field_id: 880004, values: [{ value: 15000.5 }] },
				{ field_id: 880005, values: [{ value: 3 }] },
				{ field_id: 880003, values: [{ value: 10000 }] },
				{ field_id: 880006, values: [{ value: 1737373760 }] },
				{ field_id: 880007, values: [{ value: 'pay_67890' }] },
				{ field_id: 880001, values: [{ enum_id: 5501 }] },
				{ field_id: 880002, values: [{ enum_id: 5601 }] },
				{ field_id: 880008, values: [{ value: 'inv_1' }] },
			],
		});
	});

	describe('with Add to Lists', () => {
		const RUSSIAN = 5501;
		const MATHS = 5502;
		const subjects = (given: unknown) => values({ 880001: given, 880002: 'ЕГЭ' });
		const options = { addToLists: true };
		const chosen = async (field = 880001) => {
			const { leads } = await kit.state();
			const { custom_fields_values } = leads.find(({ id: leadId }) => leadId === lead)!;
			const fields = custom_fields_values as Array<{ field_id: number; values: IDataObject[] }>;
			return fields.find(({ field_id }) => field_id === field)?.values.map((one) => one.enum_id);
		};

		test('a lead with Математика has both after a payment for Русский', async () => {
			await newLead({ 880001: [MATHS] });
			await kit.run(record({ customFields: subjects(['Русский']), options }));
			expect(await chosen()).toEqual([MATHS, RUSSIAN]);
		});

		test('without a request more than with a lead that was read before', async () => {
			await newLead({ 880001: [MATHS] });
			const leadAsRead = (await kit.state()).leads.find((one) => one.id === lead);
			const before = (await kit.requests('/leads')).length;
			const more = { customFields: subjects([RUSSIAN]), options: { ...options, leadAsRead } };
			await kit.run(record(more as never));
			expect(await chosen()).toEqual([MATHS, RUSSIAN]);
			expect(await kit.requests('/leads/8')).toHaveLength(before + 1);
		});

		test('what is chosen already stays once, and no choice takes nothing away', async () => {
			await newLead({ 880001: [MATHS, RUSSIAN] });
			await kit.run(record({ customFields: subjects([RUSSIAN]), options }));
			expect(await chosen()).toEqual([MATHS, RUSSIAN]);
			await kit.run(record({ paymentId: 'pay_2', customFields: subjects([]), options }));
			expect(await chosen()).toEqual([MATHS, RUSSIAN]);
		});

		test('a field with one choice is set', async () => {
			await newLead({ 880002: 'ОГЭ' });
			await kit.run(record({ customFields: subjects([RUSSIAN]), options }));
			expect(await chosen(880002)).toEqual([5601]);
		});

		test('a change between two tries of a lost answer is kept', async () => {
			await newLead();
			await kit.faults({ status: 502, method: 'PATCH', times: 1 });
			const run = kit.run(record({ customFields: subjects([RUSSIAN]), options }));
			while ((await kit.requests('PATCH')).length === 0) await new Promise(setImmediate);
			await kit.emit({ edit: { lead, fields: { 880001: [MATHS] } } });
			await run;
			expect(await chosen()).toEqual([MATHS, RUSSIAN]);
		});

		test('without the option the chosen list takes the place of the old one', async () => {
			await newLead({ 880001: [MATHS] });
			await kit.run(record({ customFields: subjects([RUSSIAN]) }));
			expect(await chosen()).toEqual([RUSSIAN]);
		});
	});

	test('the second time it is there already', async () => {
		await newLead();
		await kit.run(record());
		expect(await kit.run(record())).toMatchObject({
			recorded: false,
			already_recorded: true,
			total: 10000,
			count: 1,
			previous_total: null,
		});
		expect(await patches()).toHaveLength(1);
	});

	test('a lost answer is looked up', async () => {
		await newLead();
		await kit.faults({ dropAfterWrite: true, method: 'PATCH' });
		expect(await kit.run(record())).toMatchObject({
			recorded: true,
			confirmed: true,
			total: 10000,
		});
	});

	test('with the lead of Find Active it is one request', async () => {
		await newLead({ 880004: 500 });
		const { contacts } = await kit.state();
		const found = await kit.run({
			resource: 'lead',
			operation: 'findActive',
			contactId: id(contacts[0].id),
		});
		const before = (await kit.requests()).length;
		for (const leadAsRead of [found.lead, JSON.stringify(found.lead)]) {
			const dryRun = await kit.run(record({ options: { leadAsRead, dryRun: true } }));
			expect(dryRun).toMatchObject({ dry_run: true, recorded: false, total: 10500 });
		}
		expect(await kit.requests()).toHaveLength(before);
		await kit.run(record({ options: { leadAsRead: found.lead } }));
		expect((await kit.requests()).slice(before).map(({ method }) => method)).toEqual(['PATCH']);
	});

	test.each(['', null, {}, '{}'])('%j as Lead as Read is none', async (leadAsRead) => {
		await newLead({ 880004: 500 });
		expect(await kit.run(record({ options: { leadAsRead } }))).toMatchObject({ total: 10500 });
	});

	test.each([
		[{ amount: 0 }, 'Amount: it is not above 0'],
		[{ amount: 'NaN' }, 'Amount: this is no number'],
		[{ amount: '10.005' }, 'Amount: it has more than two decimals'],
		[{ paymentId: ' ' }, 'Payment ID: it is empty'],
		[{ paidAt: 'soon' }, 'Paid At: this is no date'],
		[{ paidAt: '' }, 'Paid At: it is empty'],
		[{ totalField: '' }, 'Total Field: it is empty'],
		[{ countField: 880004 }, 'Total Field: another value goes to this field'],
		[{ customFields: values({ 880004: 5 }) }, 'Custom Fields: a field of the payment'],
		[
			{ options: { leadAsRead: { id: 5, custom_fields_values: null } } },
			'Lead as Read: it has another ID',
		],
		[{ options: { leadAsRead: { id: 5, name: 'x' } } }, 'Lead as Read: it does not look as'],
		[{ options: { leadAsRead: 'nonsense' } }, 'Lead as Read: it does not look as'],
	])('%j is refused before anything is written', async (more, message) => {
		await newLead();
		await expect(kit.run(record(more))).rejects.toThrow(message);
		expect(await patches()).toHaveLength(0);
	});

	test('unix seconds and the workflow’s zone', async () => {
		await newLead();
		const dryRun = { options: { dryRun: true } };
		const dateOf = async (paidAt: unknown) => {
			const output = await kit.run(record({ paidAt, ...dryRun }));
			const entries = output.custom_fields_values as Array<{ field_id: number; values: unknown }>;
			return entries.find(({ field_id }) => field_id === 880006)?.values;
		};
		expect(await dateOf(1737373760)).toEqual([{ value: 1737373760 }]);
		expect(await dateOf('1737373760')).toEqual([{ value: 1737373760 }]);
		expect(await kit.run(record({ paidAt: '', lastDateField: '', ...dryRun }))).toMatchObject({
			dry_run: true,
		});
	});

	test('several items of one lead are added one after the other; a bad one fails alone', async () => {
		await newLead();
		const items = [
			{ json: { paymentId: 'pay_1', amount: 10.1 } },
			{ json: { paymentId: 'pay_2', amount: -1 } },
			{ json: { paymentId: 'pay_3', amount: 20.2 } },
		];
		const parameters = record({
			paymentId: '={{ $json.paymentId }}',
			amount: '={{ $json.amount }}',
		});
		const [output] = await kit.place(parameters, { continueOnFail: true }).execute(items);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(output[1].json.details).toMatchObject({ field: 'Amount', outcome: 'not_sent' });
		expect(output[2].json).toMatchObject({ total: 30.3, count: 2, previous_payment_id: 'pay_1' });
	});

	test('a lead that is gone is an error that a flow can branch on', async () => {
		lead += 1;
		const failure: IDataObject = await kit.failure(record());
		expect(failure).toMatchObject({ code: 'not_found', outcome: 'rejected' });
	});
});
