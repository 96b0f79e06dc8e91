import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { recentContacts } from '../../../nodes/AmoCrm/api/recentContacts';
import { processLimiter } from '../../../nodes/shared/http';
import { AmoKit } from './kit';

interface StoredField {
	field_id: number;
	field_code: string | null;
	values: Array<{ value: unknown; enum_code?: string }>;
}

describe('contact: create, update', () => {
	const kit = new AmoKit();
	beforeAll(async () => {
		// The request limits have tests of their own; here they would only cost time.
		jest.spyOn(processLimiter, 'take').mockResolvedValue();
		await kit.start();
	});
	beforeEach(async () => {
		recentContacts.clear();
		await kit.reset();
	});
	afterAll(() => kit.stop());

	const locator = (value: unknown) => ({ __rl: true, mode: 'id', value }) as INodeParameters;
	const mapped = (value: IDataObject) =>
		({ mappingMode: 'defineBelow', value }) as unknown as INodeParameters;
	const person = async (contact: object): Promise<number> =>
		(await kit.emit({ contact })).contacts[0].id;
	const stored = async (id: number) => {
		const contact = (await kit.state()).contacts.find((one) => one.id === id)!;
		const fields = (contact.custom_fields_values ?? []) as unknown as StoredField[];
		const { tags } = contact._embedded as { tags: Array<{ name: string }> };
		const values = fields.map(({ field_id, values: list }) => [
			field_id,
			list.map(({ value }) => value),
		]);
		return {
			values: Object.fromEntries(values) as Record<number, unknown[]>,
			tags: tags.map(({ name }) => name).sort(),
		};
	};
	const writes = async () => (await kit.state()).writes;
	const update = (parameters: INodeParameters) =>
		kit.run({ resource: 'contact', operation: 'update', ...parameters });

	test('create: what was chosen and nothing else, phones as E.164', async () => {
		const created = await kit.run({
			resource: 'contact',
			operation: 'create',
			name: 'Anna Example',
			phone: '8 (999) 000-00-01',
			email: 'Anna@example.com',
			customFields: mapped({ '990001': 123456789, '990002': '@anna_test' }),
			options: { responsibleUserId: '600002', tags: 'vip, site' },
		});
		expect(created).toEqual({ contact_id: 7000001, created: true });
		expect(await writes()).toMatchObject([
			{
				action: 'create',
				body: {
					name: 'Anna Example',
					responsible_user_id: 600002,
					custom_fields_values: [
						{ field_code: 'PHONE', values: [{ value: '+79990000001', enum_code: 'WORK' }] },
						{ field_code: 'EMAIL', values: [{ value: 'Anna@example.com', enum_code: 'WORK' }] },
						{ field_id: 990001, values: [{ value: '123456789' }] },
						{ field_id: 990002, values: [{ value: '@anna_test' }] },
					],
					_embedded: { tags: [{ name: 'vip' }, { name: 'site' }] },
				},
			},
		]);
		const [{ body }] = await writes();
		expect(Object.keys(body as object).sort()).toEqual(
			['_embedded', 'custom_fields_values', 'name', 'request_id', 'responsible_user_id'].sort(),
		);
	});

	test('create: 120 items are 3 requests, each answer with its item; a bad one fails alone', async () => {
		const parameters = {
			resource: 'contact',
			operation: 'create',
			name: '={{ $json.name }}',
			phone: '={{ $json.phone }}',
			options: { responsibleUserId: '={{ $json.user }}' },
		};
		const items = Array.from({ length: 120 }, (_, index) => ({
			json: {
				name: `Client ${index}`,
				phone: index === 5 ? 'no phone' : '',
				// a user that amoCRM does not know
				user: index === 70 ? 699999 : 600001,
			},
		}));
		const [output] = await kit.place(parameters, { continueOnFail: true }).execute(items);
		expect(output).toHaveLength(120);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(output[5].json.details).toMatchObject({ code: 'invalid_input', field: 'Phone' });
		expect(output[70].json).toMatchObject({
			error: expect.stringContaining('responsible_user_id') as string,
			details: { outcome: 'rejected' },
		});
		const { contacts } = await kit.state();
		expect(contacts).toHaveLength(118);
		for (const [index, { json }] of output.entries()) {
			if (index === 5 || index === 70) continue;
			expect(contacts.find(({ id }) => id === json.contact_id)?.name).toBe(`Client ${index}`);
		}
		// 119 items in 3 requests, one of them again without its bad element
		expect(await kit.requests('POST /api/v4/contacts')).toHaveLength(4);
	});

	test('create: nothing to write, a bad phone, a bad e-mail; texts do not show them', async () => {
		const create = { resource: 'contact', operation: 'create' };
		expect(await kit.failure(create)).toMatchObject({ field: 'Name', outcome: 'not_sent' });
		const phone = await kit.failure({ ...create, phone: '8 999 000' });
		expect(phone).toMatchObject({ field: 'Phone' });
		expect(JSON.stringify(phone)).not.toContain('999');
		expect(await kit.failure({ ...create, name: 'A', email: 'nobody' })).toMatchObject({
			field: 'Email',
		});
		expect(await kit.requests('POST')).toEqual([]);
	});

	test('create: a lost answer is an error with unknown outcome, not a second contact', async () => {
		await kit.faults({ dropAfterWrite: true, method: 'POST' });
		const create = { resource: 'contact', operation: 'create', name: 'Anna' };
		expect(await kit.failure(create)).toMatchObject({ outcome: 'unknown' });
		expect((await kit.state()).contacts).toHaveLength(1);
	});

	test('update: only what was chosen changes; a new phone is added to the old ones', async () => {
		const id = await person({
			name: 'Anna',
			phone: ['8 999 000-00-01', '+79990000002'],
			telegram_id: '1',
			tags: ['vip'],
		});
		const done = await update({
			contactId: locator(id),
			phone: '+79990000003',
			customFields: mapped({ '990002': '@anna_test' }),
			options: { tags: ['new'], lastName: '' },
		});
		expect(done).toEqual({
			contact_id: id,
			updated: true,
			filled: ['last_name', 'tags', 'Telegram Username', 'phone'],
		});
		const contact = await stored(id);
		expect(contact.values).toEqual({
			970001: ['8 999 000-00-01', '+79990000002', '+79990000003'],
			990001: ['1'],
			990002: ['@anna_test'],
		});
		expect(contact.tags).toEqual(['new', 'vip']);
		const [{ body }] = await writes();
		expect(body).toHaveProperty('last_name', '');
		expect(body).not.toHaveProperty('name');
	});

	test('update: a skipped item makes no request, whatever else it says; the others are written', async () => {
		const id = await person({ name: 'Anna' });
		const parameters = {
			resource: 'contact',
			operation: 'update',
			contactId: locator('={{ $json.id }}'),
			phone: '={{ $json.phone }}',
			options: { skip: '={{ $json.skip }}', onlyEmpty: true },
		} as INodeParameters;
		const item = (skip: boolean, more: object) => ({ json: { skip, phone: '', ...more } });
		const [output] = await kit
			.place(parameters)
			.execute([
				item(true, { id: null, phone: '12' }),
				item(false, { id, phone: '+79990000001' }),
				item(true, { id, phone: '+79990000002' }),
			]);
		expect(output.map(({ json }) => json)).toEqual([
			{ contact_id: null, updated: false, filled: [] },
			{ contact_id: id, updated: true, filled: ['phone'] },
			{ contact_id: null, updated: false, filled: [] },
		]);
		expect((await stored(id)).values[970001]).toEqual(['+79990000001']);
		expect(await writes()).toHaveLength(1);
	});

	test('update: a phone that is there already, written otherwise, is not written', async () => {
		const id = await person({ name: 'Anna', phone: '8 999 000-00-01' });
		expect(await update({ contactId: locator(id), phone: '+7 999 0000001' })).toEqual({
			contact_id: id,
			updated: false,
			filled: [],
		});
		expect(await writes()).toEqual([]);
		const options = { addPhones: false };
		await update({ contactId: locator(id), phone: '+79990000002', options });
		expect((await stored(id)).values[970001]).toEqual(['+79990000002']);
	});

	test('update: without phone and e-mail nothing is read first; an empty text clears a field', async () => {
		const id = await person({ name: 'Anna', telegram_username: '@anna_test' });
		await update({ contactId: locator(id), customFields: mapped({ '990002': '' }) });
		expect((await stored(id)).values).toEqual({});
		expect(await kit.requests(`GET /api/v4/contacts?`)).toEqual([]);
	});

	test('fill only empty: reads 50 with one request and writes what is missing', async () => {
		const ids = [
			await person({ name: 'Anna', phone: '+79990000001' }),
			await person({ name: 'Boris', telegram_id: '2' }),
			await person({ name: 'Vera', telegram_id: '3', phone: '+79990000003' }),
		];
		const parameters = {
			resource: 'contact',
			operation: 'update',
			contactId: '={{ $json.id }}',
			name: 'Other',
			phone: '={{ $json.phone }}',
			customFields: mapped({ '990001': '={{ $json.telegram }}' }),
			options: { onlyEmpty: true, responsibleUserId: 600002 },
		};
		const items = ids.map((id, index) => ({
			json: { id, phone: `8999000001${index}`, telegram: `1${index}` },
		}));
		const gone = { json: { id: 7999999, phone: '', telegram: '5' } };
		const [output] = await kit
			.place(parameters, { continueOnFail: true })
			.execute([...items, gone]);
		expect(output.map(({ json }) => json)).toMatchObject([
			{ contact_id: ids[0], updated: true, filled: ['Telegram ID'] },
			{ contact_id: ids[1], updated: true, filled: ['phone'] },
			{ contact_id: ids[2], updated: false, filled: [] },
			{ details: { code: 'not_found', outcome: 'rejected' } },
		]);
		expect((await stored(ids[0])).values).toEqual({ 970001: ['+79990000001'], 990001: ['10'] });
		expect((await stored(ids[1])).values).toEqual({ 970001: ['+79990000011'], 990001: ['2'] });
		expect(await kit.requests('GET /api/v4/contacts?')).toHaveLength(1);
		expect(await kit.requests('PATCH')).toHaveLength(1);
		expect((await kit.state()).contacts.map(({ name }) => name)).toEqual(['Anna', 'Boris', 'Vera']);
	});

	test('fill only empty of a full contact makes no write', async () => {
		const id = await person({ name: 'Anna', telegram_id: '1' });
		const options = { onlyEmpty: true };
		const customFields = mapped({ '990001': '2' });
		expect(await update({ contactId: locator(id), customFields, options })).toMatchObject({
			updated: false,
		});
		expect(await kit.requests('PATCH')).toEqual([]);
	});

	test('a contact that the flow has read is not read again; it must be the same one', async () => {
		const id = await person({ name: 'Anna', phone: '+79990000001' });
		const match = { resource: 'contact', operation: 'match', phone: '89990000001' };
		const { contact } = await kit.run({ ...match, options: { simplify: false } });
		const before = await kit.requests('GET');
		const contactAsRead = JSON.stringify(contact);
		const parameters = {
			contactId: locator(id),
			phone: '+79990000002',
			customFields: mapped({ '990001': '1' }),
			options: { onlyEmpty: true, contactAsRead },
		};
		expect(await update(parameters)).toMatchObject({ filled: ['Telegram ID'] });
		const reads = (await kit.requests('GET')).slice(before.length);
		// the field's definition, once per process
		expect(reads.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
			expect.stringContaining('/contacts/custom_fields'),
		]);
		expect((await stored(id)).values[970001]).toEqual(['+79990000001']);
		const failing = { resource: 'contact', operation: 'update', ...parameters };
		expect(await kit.failure({ ...failing, contactId: locator(7999999) })).toMatchObject({
			code: 'invalid_input',
			field: 'Contact as Read',
		});
	});

	test('two items of one contact: the second sees what the first wrote', async () => {
		const id = await person({ name: 'Anna', phone: '+79990000001' });
		const parameters = {
			resource: 'contact',
			operation: 'update',
			contactId: String(id),
			phone: '={{ $json.phone }}',
		};
		const items = ['+79990000002', '+79990000003', '+79990000002'].map((phone) => ({
			json: { phone },
		}));
		const [output] = await kit.place(parameters).execute(items);
		expect(output.map(({ json }) => json.updated)).toEqual([true, true, false]);
		expect((await stored(id)).values[970001]).toEqual([
			'+79990000001',
			'+79990000002',
			'+79990000003',
		]);
	});

	test('a batch PATCH is partial: who is gone fails alone, without a first read, too', async () => {
		const id = await person({ name: 'Anna' });
		const parameters = {
			resource: 'contact',
			operation: 'update',
			contactId: '={{ $json.id }}',
			name: 'New',
		};
		const items = [7999999, id].map((one) => ({ json: { id: one } }));
		const [output] = await kit.place(parameters, { continueOnFail: true }).execute(items);
		expect(output[0].json).toMatchObject({ details: { code: 'not_found' } });
		expect(output[1].json).toEqual({ contact_id: id, updated: true, filled: ['name'] });
		await expect(kit.place(parameters).execute(items)).rejects.toMatchObject({
			context: { itemIndex: 0 },
		});
	});

	test('an update whose answer is lost is done again; the end is the same', async () => {
		const id = await person({ name: 'Anna', phone: '+79990000001' });
		await kit.faults({ dropAfterWrite: true, method: 'PATCH' });
		const done = await update({ contactId: locator(id), phone: '+79990000002' });
		expect(done).toMatchObject({ updated: true });
		expect((await stored(id)).values[970001]).toEqual(['+79990000001', '+79990000002']);
		expect(await kit.requests('PATCH')).toHaveLength(2);
	});
});
