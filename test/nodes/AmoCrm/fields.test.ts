import type { IDataObject, IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';

import {
	contactLocator,
	contactValues,
	customFieldsMapper,
	customFieldsParameter,
	fieldIdOf,
	fieldOption,
	fieldParameter,
	idOf,
	idParameter,
	leadLocator,
	optionsField,
	optionsOf,
	stageOption,
	stageParameter,
	tagsOption,
	tagsParameter,
	userOption,
} from '../../../nodes/AmoCrm/actions/fields';
import { InputError } from '../../../nodes/shared/errors';
import { PlacedNode } from '../../harness/node';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const show = { resource: ['lead'] };

/** A node with these fields only, which gives what `read` made of them for each item. */
function place(
	parameters: INodeParameters,
	read: (context: IExecuteFunctions, itemIndex: number) => unknown,
): PlacedNode {
	const type = {
		description: {
			displayName: 'Fields',
			name: 'fields',
			version: 1,
			properties: [
				{ displayName: 'Resource', name: 'resource', type: 'string', default: 'lead' },
				{ displayName: 'Operation', name: 'operation', type: 'string', default: 'create' },
				contactLocator(show),
				leadLocator(show),
				optionsField({ resource: ['lead'], operation: ['create'] }, [
					userOption,
					stageOption,
					tagsOption,
				]),
				fieldParameter(show, { displayName: 'Total', name: 'totalField', method: 'getX' }),
				customFieldsMapper(show, 'leads'),
			],
		},
		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			const results = items.map(async (_, index) => ({ json: (await read(this, index)) as never }));
			return [await Promise.all(results)];
		},
	} as unknown as INodeType;
	return new PlacedNode(type, { parameters });
}

async function readOf(
	parameters: INodeParameters,
	read: (context: IExecuteFunctions, itemIndex: number) => unknown,
): Promise<unknown> {
	const [[item]] = await place(parameters, read).execute();
	return item.json;
}

const chosen = async (value: IDataObject | null, entity: 'leads' | 'contacts' = 'leads') =>
	await readOf(
		{ customFields: { mappingMode: 'defineBelow', value } } as INodeParameters,
		(context, index) => customFieldsParameter(context, index, kit.api(), entity),
	);

describe('locators', () => {
	test.each([
		[{ __rl: true, mode: 'list', value: 8000001 }],
		[{ __rl: true, mode: 'id', value: ' 8000001 ' }],
		[{ __rl: true, mode: 'id', value: '={{ 8000000 + 1 }}' }],
		[{ __rl: true, mode: 'url', value: 'https://x.amocrm.ru/leads/detail/8000001?tab=1' }],
		['8000001'],
		[8000001],
	])('%j names the lead', async (leadId) => {
		const read = (context: IExecuteFunctions, index: number) =>
			idParameter(context, index, 'leadId');
		expect(await readOf({ leadId } as INodeParameters, read)).toBe(8000001);
	});

	test.each([
		['', 'it is empty'],
		[null, 'it is empty'],
		['abc', 'this is no ID'],
		['-5', 'this is no ID'],
		[1.5, 'this is no ID'],
		[0, 'this is no ID'],
		['99999999999999999999', 'this is no ID'],
		['https://x.amocrm.ru/contacts/detail/7000001', 'this is the address of one of the contacts'],
	])('%j is refused: %s', (raw, message) => {
		const refused = expect.objectContaining({ message, field: 'Lead' });
		expect(() => idOf(raw, 'Lead', 'leads')).toThrow(refused);
	});

	test('the error of a parameter names it as the editor does', async () => {
		const contactId = { __rl: true, mode: 'list', value: '' };
		const read = (context: IExecuteFunctions, index: number) => {
			try {
				return idParameter(context, index, 'contactId');
			} catch (error) {
				return (error as InputError).field;
			}
		};
		expect(await readOf({ contactId }, read)).toBe('Contact');
	});

	test('each has list, ID and URL', () => {
		const modes = contactLocator(show, { name: 'other', required: false }).modes ?? [];
		expect(modes.map(({ name }) => name)).toEqual(['list', 'id', 'url']);
	});
});

describe('options', () => {
	test('only the chosen ones', async () => {
		const options = { statusId: '3100001:142', tags: [] };
		expect(await readOf({ options }, optionsOf)).toEqual(options);
		expect(await readOf({}, optionsOf)).toEqual({});
	});

	test('a stage is a pair', () => {
		const pair = { pipeline_id: 3100001, status_id: 142 };
		expect(stageParameter('3100001:142')).toEqual(pair);
		expect(stageParameter(' 3100001 / 142 ')).toEqual(pair);
		expect(stageParameter({ pipeline_id: '3100001', status_id: 142 })).toEqual(pair);
		expect(stageParameter('')).toEqual({});
		expect(stageParameter(undefined)).toEqual({});
	});

	test.each([142, '142', '1:2:3', 'a:b', {}, '1:'])('%j is no stage', (value) => {
		expect(() => stageParameter(value)).toThrow(InputError);
	});

	test('tags: numbers are ids, texts are names', () => {
		expect(tagsParameter([5, 'site', ' site ', '5', ''])).toEqual([
			{ id: 5 },
			{ name: 'site' },
			{ name: '5' },
		]);
		expect(tagsParameter('vip, site')).toEqual([{ name: 'vip' }, { name: 'site' }]);
		expect(tagsParameter([])).toEqual([]);
		expect(tagsParameter(undefined)).toBeUndefined();
	});

	test('a field by its drop-down', () => {
		expect(fieldIdOf('880004', 'Total Field')).toBe(880004);
		expect(fieldIdOf('', 'Total Field')).toBeUndefined();
		expect(() => fieldIdOf('total', 'Total Field')).toThrow(InputError);
		const option = fieldOption({ displayName: 'Marker', name: 'm', method: 'getLeadTextFields' });
		expect(option).toMatchObject({ displayName: 'Marker Name or ID', type: 'options' });
	});
});

describe('custom fields', () => {
	test('each by its type, addressed as amoCRM wants it', async () => {
		const value = {
			880001: ['Русский', 5504],
			'880002': 'ЕГЭ',
			'880004': '1500',
			'880005': 0,
			'880006': '2026-07-01T10:00:00Z',
			'880007': 12345,
			UTM_SOURCE: 'vk',
		};
		expect(await chosen(value)).toEqual([
			{ field_id: 880001, values: [{ enum_id: 5501 }, { enum_id: 5504 }] },
			{ field_id: 880002, values: [{ enum_id: 5601 }] },
			{ field_id: 880004, values: [{ value: 1500 }] },
			{ field_id: 880005, values: [{ value: 0 }] },
			{ field_id: 880006, values: [{ value: 1782900000 }] },
			{ field_id: 880007, values: [{ value: '12345' }] },
			{ field_code: 'UTM_SOURCE', values: [{ value: 'vk' }] },
		]);
	});

	test('the simulator takes them all', async () => {
		const custom_fields_values = await chosen({ 880001: 'Русский', 880004: 5, UTM_SOURCE: 'vk' });
		await kit.api().create('leads', [{ name: 'A', custom_fields_values }]);
		expect((await kit.state()).leads[0].custom_fields_values).toHaveLength(3);
	});

	test('an expression counts for each item', async () => {
		const value = { 880007: '={{ "p-" + $json.n }}' };
		const placed = place(
			{ customFields: { mappingMode: 'defineBelow', value } },
			(context, index) => customFieldsParameter(context, index, kit.api(), 'leads'),
		);
		const [items] = await placed.execute([{ json: { n: 1 } }, { json: { n: 2 } }]);
		expect(items.map(({ json }) => JSON.stringify(json).match(/p-\d/)?.[0])).toEqual([
			'p-1',
			'p-2',
		]);
	});

	test('not chosen, null and undefined are not sent; an empty text clears', async () => {
		expect(await chosen({ 880007: null, 880008: '' })).toEqual([
			{ field_id: 880008, values: null },
		]);
	});

	test('none chosen: no request', async () => {
		expect(await chosen(null)).toEqual([]);
		expect(await chosen({ 880007: null })).toEqual([]);
		expect(
			await readOf({}, (context, index) =>
				customFieldsParameter(context, index, kit.api(), 'leads'),
			),
		).toEqual([]);
		expect(await kit.requests()).toEqual([]);
	});

	const withColumns = async (value: IDataObject) => {
		const customFields = {
			mappingMode: 'defineBelow',
			value,
			matchingColumns: [],
			schema: [
				{ id: '880001', displayName: 'Предметы', type: 'array' },
				{
					id: '880002',
					displayName: 'Направление',
					type: 'options',
					options: [{ name: '2026', value: 5601 }],
				},
				{ id: '880004', displayName: 'Итог', type: 'number' },
				{ id: '880006', displayName: 'Дата', type: 'dateTime' },
				{ id: '880008', displayName: 'Invoice', type: 'string', removed: true },
				{ id: 'UTM_SOURCE', displayName: 'utm_source', type: 'string' },
			],
		};
		const read = (context: IExecuteFunctions, index: number) =>
			customFieldsParameter(context, index, kit.api(), 'leads');
		return await readOf({ customFields } as unknown as INodeParameters, read);
	};

	test("the node's own columns say enough: no request, whatever n8n's check would say", async () => {
		const value = {
			880001: [5501, '5504'],
			880002: '5601',
			880004: '1500',
			880006: '',
			UTM_SOURCE: 'vk',
		};
		expect(await withColumns(value)).toEqual([
			{ field_id: 880001, values: [{ enum_id: 5501 }, { enum_id: 5504 }] },
			{ field_id: 880002, values: [{ enum_id: 5601 }] },
			{ field_id: 880004, values: [{ value: 1500 }] },
			{ field_id: 880006, values: null },
			{ field_code: 'UTM_SOURCE', values: [{ value: 'vk' }] },
		]);
		expect(await kit.requests()).toEqual([]);
	});

	test('where they do not, amoCRM is asked', async () => {
		expect(await withColumns({ 880001: 'Русский' })).toEqual([
			{ field_id: 880001, values: [{ enum_id: 5501 }] },
		]);
		expect(await withColumns({ 880008: 'i-1' })).toEqual([
			{ field_id: 880008, values: [{ value: 'i-1' }] },
		]);
		// A text that is a number is no id.
		await expect(withColumns({ 880002: '2026' })).rejects.toThrow('none of its choices');
		expect(await kit.requests('custom_fields')).toHaveLength(1);
	});

	test('a field that the account lacks is named', async () => {
		await expect(chosen({ 990001: 'x' }, 'leads')).rejects.toThrow(
			'this account has no field 990001 for leads',
		);
	});

	test('a field and a choice added after the first look are found', async () => {
		const now = jest.spyOn(Date, 'now');
		await chosen({ 880007: 'x' });
		await kit.emit({ field: { id: 880050, entity_type: 'leads', name: 'Новое', type: 'text' } });
		const later = Date.now() + 60_000;
		now.mockReturnValue(later);
		expect(await chosen({ 880050: 'y' })).toEqual([{ field_id: 880050, values: [{ value: 'y' }] }]);
		now.mockRestore();
		expect(await kit.requests('custom_fields')).toHaveLength(2);
	});

	test('many wrong values ask for the fields only once', async () => {
		for (let run = 0; run < 5; run++) await chosen({ 880001: 'Химия' }).catch(() => undefined);
		expect(await kit.requests('custom_fields')).toHaveLength(1);
	});
});

describe('phone and e-mail', () => {
	test('as amoCRM keeps them', () => {
		expect(contactValues({ phone: '8 (900) 000-00-01', email: ' a@example.com ' })).toEqual([
			{ field_code: 'PHONE', values: [{ value: '+79000000001', enum_code: 'WORK' }] },
			{ field_code: 'EMAIL', values: [{ value: 'a@example.com', enum_code: 'WORK' }] },
		]);
		expect(contactValues({ phone: ['89000000001', '+79000000001', '87010000002'] })).toEqual([
			expect.objectContaining({ values: [expect.anything(), expect.anything()] }),
		]);
		expect(contactValues({ phone: '', email: undefined })).toEqual([]);
		// amoCRM would refuse the whole contact, and half an address is none.
		expect(contactValues({ email: `${'a'.repeat(256)}@example.com` })).toEqual([]);
	});

	test.each([
		[{ phone: '123' }, 'Phone'],
		[{ phone: '+0(000)-000-00-00' }, 'Phone'],
		[{ email: 'nobody' }, 'Email'],
	])('%j is refused without being repeated', (input, field) => {
		const refused = expect.objectContaining({ field });
		expect(() => contactValues(input)).toThrow(refused);
		expect(() => contactValues(input)).not.toThrow(Object.values(input)[0]);
	});
});
