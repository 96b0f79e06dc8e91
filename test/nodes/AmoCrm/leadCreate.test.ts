import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { createLeadsOnce, type NewLead } from '../../../nodes/AmoCrm/api/createOnce';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const CONTACT = 7000001;
const MARKER = { markerField: 880007, markerValue: 'pay_1' };
const LOST = { dropAfterWrite: true, method: 'POST' };

const create = (more: object = {}): INodeParameters =>
	({ resource: 'lead', operation: 'create', name: 'Курс', ...more }) as INodeParameters;
const posts = async () => await kit.requests('POST /api/v4/leads');
const id = (value: number) => ({ __rl: true, mode: 'id', value: String(value) });
const values = (value: object) => ({ mappingMode: 'defineBelow', value });

describe('Create', () => {
	test('a contact made with its lead is matched before the search index has it', async () => {
		await kit.faults({ searchLagMs: 60_000 });
		const made = await kit.run(
			create({ contact: 'new', contactName: 'Айгерим', phone: '8 999 000-00-01' }),
		);
		const matched = await kit.run({
			resource: 'contact',
			operation: 'match',
			phone: '+7 999 000-00-01',
		});
		expect(matched).toMatchObject({ found: true, contact_id: made.contact_id });
	});

	describe('with an existing or new contact', () => {
		const either = (contactId: unknown) =>
			create({
				contact: 'either',
				contactId: { __rl: true, mode: 'id', value: contactId },
				contactName: 'Айгерим',
				phone: '+79990000001',
			});

		test('links the one that is given', async () => {
			await kit.emit({ contact: { id: CONTACT } });
			expect(await kit.run(either(CONTACT))).toMatchObject({ contact_id: CONTACT });
			expect((await kit.state()).contacts).toHaveLength(1);
		});

		test.each(['', null, 0, '={{ null }}', '={{ $json.nothing }}'])(
			'%j is none: it is created with the lead',
			async (contactId) => {
				const made = await kit.run(either(contactId));
				const { contacts } = await kit.state();
				expect(contacts).toMatchObject([{ id: made.contact_id, name: 'Айгерим' }]);
			},
		);

		test('what is no ID is refused: no second contact is made', async () => {
			await expect(kit.run(either('7000001x'))).rejects.toThrow('Contact: this is no ID');
		});
	});

	test('sends what was chosen, with its stage, tags and custom fields', async () => {
		await kit.emit({ contact: { id: CONTACT } });
		const output = await kit.run(
			create({
				contact: 'existing',
				contactId: id(CONTACT),
				customFields: values({
					880001: 'Русский, История',
					880004: 0,
					880008: '',
					UTM_SOURCE: 'vk',
				}),
				options: {
					price: '4990',
					responsibleUserId: 600002,
					statusId: '8598230:80517738',
					tags: ['site'],
				},
			}),
		);
		const { leads, writes } = await kit.state();
		expect(output).toEqual({
			lead_id: leads[0].id,
			contact_id: CONTACT,
			pipeline_id: leads[0].pipeline_id,
			created: true,
			found_by_marker: false,
		});
		expect(writes).toHaveLength(1);
		expect(writes[0].body).toEqual({
			name: 'Курс',
			price: 4990,
			responsible_user_id: 600002,
			pipeline_id: 8598230,
			status_id: 80517738,
			request_id: 'item-0',
			custom_fields_values: [
				{ field_id: 880001, values: [{ enum_id: 5501 }, { enum_id: 5504 }] },
				{ field_id: 880004, values: [{ value: 0 }] },
				{ field_code: 'UTM_SOURCE', values: [{ value: 'vk' }] },
			],
			_embedded: { tags: [{ name: 'site' }], contacts: [{ id: CONTACT, is_main: true }] },
		});
	});

	test('a bare lead has nothing but its name', async () => {
		expect(await kit.run(create())).toMatchObject({ contact_id: null, created: true });
		expect((await kit.state()).writes[0].body).toEqual({ name: 'Курс', request_id: 'item-0' });
	});

	test('a new contact comes with the lead in one request', async () => {
		const output = await kit.run(
			create({
				contact: 'new',
				contactName: 'Айгерим Тест',
				phone: '89991234567',
				email: 'a.test@example.com',
				contactCustomFields: values({ 990001: '123456789', 990002: '' }),
			}),
		);
		const { contacts, leads } = await kit.state();
		expect(output).toMatchObject({ lead_id: leads[0].id, contact_id: contacts[0].id });
		expect(await kit.requests('POST')).toHaveLength(1);
		expect(contacts[0].custom_fields_values).toEqual([
			expect.objectContaining({
				field_code: 'PHONE',
				values: [expect.objectContaining({ value: '+79991234567' })],
			}),
			expect.objectContaining({ field_code: 'EMAIL' }),
			expect.objectContaining({ field_id: 990001 }),
		]);
	});

	test.each([
		[{ options: { price: 'NaN' } }, 'Price: this is no whole number'],
		[{ options: { price: 10.5 } }, 'Price: this is no whole number'],
		[{ options: { statusId: '142' } }, 'Stage: a stage is a pair of pipeline and status'],
		[{ contact: 'new' }, 'Contact Name: it is empty'],
		[{ contact: 'new', phone: '12' }, 'Phone: this is no usable phone'],
		[{ contact: 'existing', contactId: id(0) }, 'Contact: this is no ID'],
		[
			{ customFields: values({ 880007: 'x' }), options: MARKER },
			'Marker Value: the field has another',
		],
		[{ options: { ...MARKER, lookBackMinutes: 0 } }, 'Look Back Minutes'],
	])('%j is refused before anything is sent', async (more, message) => {
		await expect(kit.run(create(more))).rejects.toThrow(message);
		expect(await posts()).toHaveLength(0);
	});

	test('120 items are three requests, and two more for those with new contacts', async () => {
		const items = Array.from({ length: 180 }, (_, index) => ({ json: { index } }));
		const parameters = create({
			name: '=L{{ $json.index }}',
			contact: '={{ $json.index % 3 ? "none" : "new" }}',
			contactName: '=C{{ $json.index }}',
		});
		const [output] = await kit.place(parameters).execute(items);
		const { contacts, leads } = await kit.state();
		expect((await posts()).map(({ path }) => path).sort()).toEqual([
			...Array<string>(3).fill('/api/v4/leads'),
			...Array<string>(2).fill('/api/v4/leads/complex'),
		]);
		for (const [index, { json, pairedItem }] of output.entries()) {
			expect(pairedItem).toEqual({ item: index });
			expect(leads.find((lead) => lead.id === json.lead_id)?.name).toBe(`L${index}`);
			const contact = contacts.find((one) => one.id === json.contact_id);
			expect(contact?.name).toBe(index % 3 ? undefined : `C${index}`);
		}
	});

	test('one bad item of three does not stop the others with Continue On Fail', async () => {
		const items = [{ json: { user: 600001 } }, { json: { user: 5 } }, { json: { user: 600002 } }];
		const parameters = create({ options: { responsibleUserId: '={{ $json.user }}' } });
		const [output] = await kit.place(parameters, { continueOnFail: true }).execute(items);
		expect(output.map(({ json }) => json.created ?? (json.details as IDataObject).outcome)).toEqual(
			[true, 'rejected', true],
		);
		expect((await kit.state()).leads).toHaveLength(2);
	});
});

describe('Create Once', () => {
	test('writes the marker; after a lost answer the lead is found by it', async () => {
		await kit.emit({ contact: { id: CONTACT } });
		await kit.faults(LOST);
		const contact = { contact: 'existing', contactId: id(CONTACT) };
		const output = await kit.run(create({ ...contact, options: MARKER }));
		const { leads } = await kit.state();
		expect(leads).toHaveLength(1);
		expect(output).toEqual({
			lead_id: leads[0].id,
			contact_id: CONTACT,
			pipeline_id: null,
			created: false,
			found_by_marker: true,
		});
	});

	test('the same with a new contact, which is told, too', async () => {
		await kit.faults(LOST);
		const contact = { contact: 'new', contactName: 'Айгерим Тест' };
		const output = await kit.run(create({ ...contact, options: MARKER }));
		const { contacts, leads } = await kit.state();
		expect([contacts.length, leads.length]).toEqual([1, 1]);
		expect(output).toMatchObject({ contact_id: contacts[0].id, found_by_marker: true });
	});

	test('a try that was not done is repeated', async () => {
		await kit.faults({ drop: true, method: 'POST' });
		expect(await kit.run(create({ options: MARKER }))).toMatchObject({ created: true });
		expect((await kit.state()).leads).toHaveLength(1);
	});

	test('a repeated run looks first, among the leads of the time that is given', async () => {
		await kit.emit({ lead: { id: 1, fields: { 880007: 'pay_1' }, createdDaysAgo: 2 } });
		const near = await kit.run(create({ options: { ...MARKER, lookFirst: true } }));
		expect(near).toMatchObject({ created: true });
		const again = await kit.run(create({ options: { ...MARKER, lookFirst: true } }));
		expect(again).toEqual({ ...near, created: false, found_by_marker: true });
		await kit.emit({ delete: { lead: near.lead_id as number } });
		const far = { ...MARKER, lookFirst: true, lookBackMinutes: 5000 };
		expect(await kit.run(create({ options: far }))).toMatchObject({ lead_id: 1 });
	});

	test('without a marker a lost answer is an error that says so, and nothing is repeated', async () => {
		await kit.faults(LOST);
		expect(await kit.failure(create())).toMatchObject({ outcome: 'unknown' });
		expect(await posts()).toHaveLength(1);
	});

	test('two lost answers in a row, nothing there: the error', async () => {
		await kit.faults({ drop: true, method: 'POST', times: 0 });
		expect(await kit.failure(create({ options: MARKER }))).toMatchObject({ outcome: 'unknown' });
		expect(await posts()).toHaveLength(2);
	});

	test('two items with one marker are one lead', async () => {
		const [output] = await kit
			.place(create({ options: MARKER }))
			.execute([{ json: {} }, { json: {} }]);
		expect(output[1].json).toEqual({ ...output[0].json, created: false, found_by_marker: true });
		expect((await kit.state()).leads).toHaveLength(1);
	});
});

describe('createLeadsOnce', () => {
	const api = () => kit.api();
	const lead = (requestId: string, marker?: string): NewLead => ({
		requestId,
		body: {
			name: requestId,
			custom_fields_values: marker && [{ field_id: 880007, values: [{ value: marker }] }],
		},
		marker: marker === undefined ? undefined : { fieldId: 880007, value: marker },
		lookFirst: false,
		lookBackMinutes: 10,
	});
	const send = async (leads: NewLead[]) =>
		await createLeadsOnce(
			api(),
			leads,
			async (bodies) =>
				new Map(
					[...(await api().create('leads', bodies))].map(([requestId, created]) => [
						requestId,
						{ leadId: created.id, foundByMarker: false },
					]),
				),
			1,
		);

	test('of a lost batch the marked are found, the others are in doubt', async () => {
		await kit.faults(LOST);
		const results = await send([lead('a', 'pay_1'), lead('b'), lead('c', 'pay_2')]);
		expect(results.get('a')).toMatchObject({ foundByMarker: true });
		expect(results.get('b')).toMatchObject({ outcome: 'unknown' });
		expect(results.get('c')).toMatchObject({ foundByMarker: true });
		expect((await kit.state()).leads).toHaveLength(3);
	});

	test('a longer text with the marker in it is another lead', async () => {
		await kit.emit({ lead: { id: 1, fields: { 880007: 'pay_10' } } });
		await kit.faults({ drop: true, method: 'POST' });
		expect((await send([lead('a', 'pay_1')])).get('a')).toMatchObject({ foundByMarker: false });
	});

	test('when the leads cannot be read after a lost answer, nobody knows', async () => {
		await kit.faults(LOST, { status: 500, method: 'GET', times: 0 });
		await expect(send([lead('a', 'pay_1')])).rejects.toMatchObject({ outcome: 'unknown' });
	});

	test('looks through more than one page', async () => {
		await kit.emit({ lead: { id: 1, fields: { 880007: 'pay_1' } } });
		await kit.emit({ lead: Array.from({ length: 300 }, () => ({ name: 'Курс' })) });
		const results = await send([{ ...lead('a', 'pay_1'), lookFirst: true }]);
		expect(results.get('a')).toMatchObject({ leadId: 1, foundByMarker: true });
	});
});
