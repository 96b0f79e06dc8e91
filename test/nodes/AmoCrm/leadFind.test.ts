import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const CONTACT = 7000001;
const SITE = 4423755;
const STAGE = 63242022;

const find = async (options: object = {}, contactId: number | string = CONTACT) =>
	await kit.run({
		resource: 'lead',
		operation: 'findActive',
		contactId: { __rl: true, mode: 'id', value: String(contactId) },
		options: options as INodeParameters,
	});

/** A contact with leads; those that are listed last changed last. */
async function contactWith(...leads: object[]): Promise<void> {
	await kit.emit({ contact: { id: CONTACT, name: 'Айгерим Тест' } });
	const at = Math.floor(Date.now() / 1000) - 1000;
	for (const [index, lead] of leads.entries()) {
		await kit.emit({ lead: { contact: CONTACT, updated_at: at + index, ...lead } });
	}
}

const paths = async () =>
	(await kit.requests()).map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);

describe('Find Active', () => {
	test('gives the open lead that changed last, over all pipelines, in two requests', async () => {
		await contactWith(
			{ id: 1, pipeline_id: SITE, status_id: STAGE },
			{ id: 2, pipeline_id: 8598230, status_id: 80517739, price: 4990 },
			{ id: 3, pipeline_id: SITE, status_id: 142 },
			{ id: 4, pipeline_id: 10089806, status_id: 143 },
		);
		await kit.emit({ lead: { id: 5, contact: { id: 7000002, name: 'Another' } } });
		expect(await find()).toEqual({
			found: true,
			found_what: 'lead',
			contact_id: CONTACT,
			contact_exists: true,
			lead_id: 2,
			pipeline_id: 8598230,
			status_id: 80517739,
			has_marker: false,
			marker: '',
			other_marker: '',
			lead: expect.objectContaining({ id: 2, price: 4990, custom_fields_values: null }),
			current: expect.objectContaining({ id: 2, contact_ids: [CONTACT] }),
		});
		expect(await paths()).toEqual([
			`GET /api/v4/contacts/${CONTACT}?with=leads`,
			expect.stringContaining('GET /api/v4/leads?'),
		]);
	});

	test('leaves excluded stages out, as numbers, pairs or a list', async () => {
		await contactWith(
			{ id: 1, pipeline_id: SITE, status_id: STAGE + 1 },
			{ id: 2, pipeline_id: SITE, status_id: STAGE },
		);
		expect(await find()).toMatchObject({ lead_id: 2 });
		expect(await find({ excludedStages: `80579130, ${STAGE}` })).toMatchObject({ lead_id: 1 });
		expect(await find({ excludedStages: [`${SITE}:${STAGE}`] })).toMatchObject({ lead_id: 1 });
		expect(await find({ excludedStages: `1:${STAGE}` })).toMatchObject({ lead_id: 2 });
	});

	test('finds nothing: all closed, deleted or somebody else’s', async () => {
		await contactWith({ id: 1, status_id: 142 }, { id: 2 });
		await kit.emit({ delete: { lead: 2 } });
		await kit.faults({ deletedInLists: true });
		expect(await find()).toMatchObject({
			found: false,
			contact_exists: true,
			lead_id: null,
			lead: null,
			current: null,
		});
	});

	test('a contact that is gone is an answer', async () => {
		expect(await find({}, 7999999)).toMatchObject({ found: false, contact_exists: false });
	});

	test('reads many leads 50 at a time, not one by one', async () => {
		const leads = Array.from({ length: 60 }, (_, index) => ({ id: 100 + index }));
		await kit.emit({ contact: { id: CONTACT, leads } });
		expect(await find()).toMatchObject({ lead_id: 159 });
		expect(await paths()).toHaveLength(3);
	});

	describe('what is known already saves requests', () => {
		test('a known lead that is active: one', async () => {
			await contactWith({ id: 1 }, { id: 2 });
			expect(await find({ knownLeadId: 1 })).toMatchObject({ lead_id: 1 });
			expect(await paths()).toEqual(['GET /api/v4/leads/1?with=contacts']);
		});

		test.each([
			['closed', { id: 1, status_id: 142 }],
			['excluded', { id: 1, pipeline_id: SITE, status_id: STAGE + 1 }],
		])('a known lead that is %s: the usual way', async (_, known) => {
			await contactWith({ id: 2 }, known);
			const options = { knownLeadId: '1', excludedStages: String(STAGE + 1) };
			expect(await find(options)).toMatchObject({ lead_id: 2 });
		});

		test('a known lead of somebody else, or one that is gone: the usual way', async () => {
			await contactWith({ id: 2 });
			await kit.emit({ lead: { id: 3, contact: { id: 7000002 } } });
			expect(await find({ knownLeadId: 3 })).toMatchObject({ lead_id: 2 });
			expect(await find({ knownLeadId: 999 })).toMatchObject({ lead_id: 2 });
		});

		test.each([null, '', 0])('%j is no known lead', async (knownLeadId) => {
			await contactWith({ id: 2 });
			expect(await find({ knownLeadId })).toMatchObject({ lead_id: 2 });
		});

		test.each([[[1, 2]], ['1, 2'], ['[1,2]']])('a known list %j: one', async (list) => {
			await contactWith({ id: 1 }, { id: 2 });
			expect(await find({ leadIdsOfContact: list })).toMatchObject({ lead_id: 2 });
			expect(await paths()).toHaveLength(1);
		});

		test('an empty list: none', async () => {
			await contactWith({ id: 1 });
			expect(await find({ leadIdsOfContact: [] })).toMatchObject({ found: false });
			expect(await paths()).toHaveLength(0);
		});

		test('an empty text says nothing', async () => {
			await contactWith({ id: 1 });
			expect(await find({ leadIdsOfContact: '' })).toMatchObject({ lead_id: 1 });
		});
	});

	describe('with a marker', () => {
		const marker = { markerField: 880007, markerValue: 'pay_1' };

		test('the marked lead wins although it is closed and another one is known', async () => {
			await contactWith({ id: 1, status_id: 142, fields: { 880007: 'pay_1' } }, { id: 2 });
			expect(await find({ ...marker, knownLeadId: 2 })).toMatchObject({
				lead_id: 1,
				has_marker: true,
			});
		});

		test('without a marked lead it is the active one', async () => {
			await contactWith({ id: 1, status_id: 142, fields: { 880007: 'pay_10' } }, { id: 2 });
			expect(await find(marker)).toMatchObject({ lead_id: 2, has_marker: false });
		});

		test('a deleted one is no answer', async () => {
			await contactWith({ id: 1, fields: { 880007: 'pay_1' } }, { id: 2 });
			await kit.emit({ delete: { lead: 1 } });
			await kit.faults({ deletedInLists: true });
			expect(await find(marker)).toMatchObject({ lead_id: 2, has_marker: false });
		});

		test('a value without its field is refused', async () => {
			await expect(find({ markerValue: 'pay_1' })).rejects.toThrow('Marker Field: it is empty');
		});

		test('the field alone: the output says what the lead has there', async () => {
			await contactWith({ id: 1, status_id: 142 }, { id: 2, fields: { 880007: 'pay_5' } });
			const options = { markerField: 880007, knownLeadId: 2 };
			expect(await find(options)).toMatchObject({ lead_id: 2, marker: 'pay_5', has_marker: false });
			expect(await paths()).toHaveLength(1);
		});
	});
});

describe('Get and Get Many', () => {
	const getAll = async (options: INodeParameters = {}, more: INodeParameters = {}) => {
		const parameters = { resource: 'lead', operation: 'getAll', options, ...more };
		const [items] = await kit.place(parameters).execute();
		return items.map(({ json }) => json.id);
	};

	test('a lead by its ID or address, simplified or raw', async () => {
		await contactWith({ id: 8000001, name: 'Курс', fields: { 880004: 100 } });
		const url = 'https://example.amocrm.ru/leads/detail/8000001';
		const get = async (leadId: IDataObject, options = {}) =>
			await kit.run({ resource: 'lead', operation: 'get', leadId, options } as INodeParameters);
		const byId = await get({ __rl: true, mode: 'id', value: '8000001' });
		expect(byId).toMatchObject({ id: 8000001, name: 'Курс', contact_ids: [CONTACT] });
		const raw = await get({ __rl: true, mode: 'url', value: url }, { simplify: false });
		expect(raw).toMatchObject({ custom_fields_values: [{ field_id: 880004 }] });
	});

	test('a lead that is not there is an error', async () => {
		const leadId = { __rl: true, mode: 'id', value: '5' };
		const missing = { resource: 'lead', operation: 'get', leadId };
		expect(await kit.failure(missing)).toMatchObject({ code: 'not_found' });
	});

	test('newest first, up to the limit', async () => {
		await contactWith({ id: 1 }, { id: 2 }, { id: 3 });
		expect(await getAll({}, { limit: 2 })).toEqual([3, 2]);
		expect(await getAll({}, { returnAll: true })).toEqual([3, 2, 1]);
	});

	test('by pipeline, stage and text', async () => {
		await contactWith(
			{ id: 1, pipeline_id: SITE, status_id: 142, name: 'Физика' },
			{ id: 2, pipeline_id: 8598230, status_id: 142 },
			{ id: 3, pipeline_id: SITE, status_id: STAGE, name: 'Физика' },
		);
		expect(await getAll({ pipelineId: SITE })).toEqual([3, 1]);
		expect((await paths())[0]).toContain(`filter[pipeline_id]=${SITE}`);
		expect(await getAll({ statusId: `${SITE}:142` })).toEqual([1]);
		expect((await paths())[1]).toContain('filter[statuses][0][status_id]=142');
		expect(await getAll({ pipelineId: SITE, statusId: 142 })).toEqual([1]);
		expect(await getAll({ query: 'Физика', statusId: `${SITE}:${STAGE}` })).toEqual([3]);
	});

	test('a stage of another pipeline is refused', async () => {
		const options = { pipelineId: SITE, statusId: '8598230:142' };
		await expect(getAll(options)).rejects.toThrow('Stage: it is of another pipeline');
	});
});
