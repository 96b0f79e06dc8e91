import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const id = (value: number | string) => ({ __rl: true, mode: 'id', value: String(value) });
const values = (value: object) => ({ mappingMode: 'defineBelow', value });
const update = (more: object = {}): INodeParameters =>
	({ resource: 'lead', operation: 'update', leadId: id(1), ...more }) as INodeParameters;
const patches = async () => await kit.requests('PATCH');
const leadOf = async (leadId: number) =>
	(await kit.state()).leads.find((lead) => lead.id === leadId);

describe('Update', () => {
	test('changes what was chosen and nothing else', async () => {
		await kit.emit({
			lead: { id: 1, name: 'Курс', price: 5, tags: ['old'], fields: { 880008: 'x', 880003: 1 } },
		});
		const output = await kit.run(
			update({
				customFields: values({ 880003: 0, 880008: '' }),
				options: {
					price: 0,
					statusId: '8598230:143',
					lossReasonId: 4100001,
					tags: ['new'],
					tagsToDelete: ['old'],
				},
			}),
		);
		expect(output).toEqual({ lead_id: 1, updated: true });
		const { writes } = await kit.state();
		expect(writes[0].body).toEqual({
			id: 1,
			request_id: 'item-0',
			price: 0,
			pipeline_id: 8598230,
			status_id: 143,
			loss_reason_id: 4100001,
			custom_fields_values: [
				{ field_id: 880003, values: [{ value: 0 }] },
				{ field_id: 880008, values: null },
			],
			tags_to_add: [{ name: 'new' }],
			tags_to_delete: [{ name: 'old' }],
		});
		const lead = await leadOf(1);
		expect(lead).toMatchObject({ name: 'Курс', price: 0, status_id: 143 });
		expect(lead?._embedded).toMatchObject({ tags: [{ name: 'new' }] });
	});

	describe('with Add to Lists', () => {
		const add = (subjects: unknown, more: object = {}) =>
			update({
				customFields: values({ 880001: subjects }),
				options: { addToLists: true },
				...more,
			});
		const subjectsOf = async (leadId: number) => {
			const fields = (await leadOf(leadId))?.custom_fields_values as IDataObject[];
			const field = fields.find(({ field_id }) => field_id === 880001);
			return (field?.values as IDataObject[]).map(({ enum_id }) => enum_id);
		};

		test('keeps the choices that the lead has, in one request more', async () => {
			await kit.emit({ lead: { id: 1, fields: { 880001: [5502] } } });
			expect(await kit.run(add(['Русский', 'Математика']))).toEqual({ lead_id: 1, updated: true });
			expect(await subjectsOf(1)).toEqual([5502, 5501]);
			expect(await kit.requests('GET /api/v4/leads?')).toHaveLength(1);
		});

		test('with nothing new writes nothing', async () => {
			await kit.emit({ lead: { id: 1, fields: { 880001: [5502] } } });
			expect(await kit.run(add(['Математика']))).toEqual({ lead_id: 1, updated: false });
			expect(await patches()).toHaveLength(0);
		});

		test('two items for one lead add one after the other', async () => {
			await kit.emit({ lead: { id: 1, fields: { 880001: [5502] } } });
			await kit.emit({ lead: { id: 2 } });
			const parameters = add('={{ $json.subject }}', {
				leadId: id('={{ $json.lead }}'),
			});
			const items = [
				{ json: { lead: 1, subject: 'Русский' } },
				{ json: { lead: 2, subject: 'Русский' } },
				{ json: { lead: 1, subject: 'История' } },
			];
			await kit.place(parameters).execute(items);
			expect(await subjectsOf(1)).toEqual([5502, 5501, 5504]);
			expect(await subjectsOf(2)).toEqual([5501]);
		});

		test('a lead that is gone is refused as ever', async () => {
			expect(await kit.failure(add(['Русский']))).toMatchObject({ code: 'not_found' });
		});

		test('without a list no lead is read', async () => {
			await kit.emit({ lead: { id: 1 } });
			await kit.run(update({ options: { addToLists: true, name: 'Курс' } }));
			expect(await kit.requests('GET')).toHaveLength(0);
		});
	});

	test('nothing chosen: nothing sent', async () => {
		expect(await kit.run(update())).toEqual({ lead_id: 1, updated: false });
		expect(await kit.requests()).toHaveLength(0);
	});

	test.each([
		[{ options: { lossReasonId: 4100001 } }, 'Loss Reason ID: it is only for lost leads'],
		[{ options: { statusId: '142' } }, 'Stage: a stage is a pair'],
		[{ leadId: id('abc') }, 'Lead: this is no ID'],
		[{ customFields: values({ 5: 'x' }) }, 'Custom Fields: this account has no field 5'],
	])('%j is refused', async (more, message) => {
		await expect(kit.run(update(more))).rejects.toThrow(message);
		expect(await patches()).toHaveLength(0);
	});

	test('60 leads in two requests; one that is gone is the error of its item', async () => {
		await kit.emit({ lead: Array.from({ length: 60 }, (_, index) => ({ id: index + 1 })) });
		await kit.emit({ delete: { lead: 3 } });
		const items = Array.from({ length: 60 }, (_, index) => ({ json: { leadId: index + 1 } }));
		const parameters = update({
			leadId: id('={{ $json.leadId }}'),
			options: { price: '={{ $json.leadId * 10 }}' },
		});
		const [output] = await kit.place(parameters, { continueOnFail: true }).execute(items);
		expect(await patches()).toHaveLength(2);
		expect(output[2].json.details).toMatchObject({ code: 'not_found', outcome: 'rejected' });
		for (const [index, { json }] of output.entries()) {
			if (index === 2) continue;
			expect(json).toEqual({ lead_id: index + 1, updated: true });
			expect((await leadOf(index + 1))?.price).toBe((index + 1) * 10);
		}
	});

	test('two items for one lead are applied in their order', async () => {
		await kit.emit({ lead: { id: 1 } });
		const items = [{ json: { price: 1 } }, { json: { price: 2 } }];
		await kit.place(update({ options: { price: '={{ $json.price }}' } })).execute(items);
		expect((await kit.state()).writes.map(({ body }) => (body as IDataObject).price)).toEqual([
			1, 2,
		]);
		expect(await patches()).toHaveLength(2);
	});

	test('is repeated when the answer was lost', async () => {
		await kit.emit({ lead: { id: 1 } });
		await kit.faults({ drop: true, method: 'PATCH' });
		expect(await kit.run(update({ options: { name: 'Б' } }))).toMatchObject({ updated: true });
		expect((await leadOf(1))?.name).toBe('Б');
	});
});

describe('Link Contact', () => {
	const link = (options: object = {}): INodeParameters =>
		({
			resource: 'lead',
			operation: 'linkContact',
			leadId: id(1),
			contactId: id(7000002),
			options,
		}) as INodeParameters;

	test.each([
		[{}, undefined],
		[{ isMain: true }, { is_main: true }],
		[{ isMain: false }, { is_main: false }],
	])('with %j', async (options, metadata) => {
		await kit.emit({ lead: { id: 1, contact: { id: 7000001 } } });
		await kit.emit({ contact: { id: 7000002 } });
		const output = await kit.run(link(options));
		expect(output).toEqual({ lead_id: 1, contact_id: 7000002, linked: true });
		const { links, writes } = await kit.state();
		expect(links).toHaveLength(2);
		expect(writes[0].body).toEqual({ to_entity_id: 7000002, to_entity_type: 'contacts', metadata });
	});

	test('is repeated when the answer was lost', async () => {
		await kit.emit({ lead: { id: 1 } });
		await kit.emit({ contact: { id: 7000002 } });
		await kit.faults({ dropAfterWrite: true, method: 'POST' });
		expect(await kit.run(link())).toMatchObject({ linked: true });
		expect((await kit.state()).links).toHaveLength(1);
	});

	test('an unknown contact is refused', async () => {
		await kit.emit({ lead: { id: 1 } });
		expect(await kit.failure(link())).toMatchObject({ outcome: 'rejected' });
	});
});
