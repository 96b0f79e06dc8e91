import type { INodeParameters } from 'n8n-workflow';

import { readIdentities } from '../../../nodes/AmoCrm/domain/matching';
import { recentContacts } from '../../../nodes/AmoCrm/api/recentContacts';
import { upsertContact } from '../../../nodes/AmoCrm/api/upsert';
import { processLimiter } from '../../../nodes/shared/http';
import { AmoKit } from './kit';

const LAG = { searchLagMs: 60_000 };

describe('contact: create or update', () => {
	const kit = new AmoKit();
	beforeAll(async () => {
		// The request limits have tests of their own; here they would only cost time.
		jest.spyOn(processLimiter, 'take').mockResolvedValue();
		await kit.start();
	});
	beforeEach(async () => {
		recentContacts.clear();
		await kit.reset(LAG);
	});
	afterAll(() => kit.stop());

	const upsert = (parameters: INodeParameters) =>
		kit.run({
			resource: 'contact',
			operation: 'upsert',
			telegramIdField: 990001,
			name: 'Anna Example',
			...parameters,
		});
	const contacts = async () => (await kit.state()).contacts;
	const person = async (contact: object): Promise<number> =>
		(await kit.emit({ contact })).contacts[0].id;
	const creates = async () =>
		(await kit.state()).writes.filter(({ action }) => action === 'create').length;
	const mapped = (value: Record<string, string>) =>
		({ mappingMode: 'defineBelow', value }) as INodeParameters;

	test('somebody new is created with all that is known', async () => {
		const done = await upsert({
			telegramId: '123456789',
			phone: '8 999 000 00 01',
			email: 'anna@example.com',
			customFields: mapped({ '990001': 'something else', '990002': '@anna_test' }),
			options: { tags: 'site' },
		});
		expect(done).toEqual({
			contact_id: 7000001,
			created: true,
			matched_by: '',
			filled: [],
			lead_ids: [],
		});
		const [contact] = await contacts();
		expect(contact.name).toBe('Anna Example');
		expect(JSON.stringify(contact.custom_fields_values)).not.toContain('something else');
		const fields = contact.custom_fields_values as unknown as Array<{
			field_id: number;
			values: Array<{ value: string }>;
		}>;
		expect(
			Object.fromEntries(fields.map(({ field_id, values }) => [field_id, values[0].value])),
		).toEqual({
			970001: '+79990000001',
			970002: 'anna@example.com',
			990001: '123456789',
			990002: '@anna_test',
		});
	});

	test('twice within the search lag is one contact, by any of its identities', async () => {
		const all = { telegramId: '123456789', phone: '89990000001', email: 'anna@example.com' };
		const { contact_id: id } = await upsert(all);
		expect(await upsert(all)).toMatchObject({
			contact_id: id,
			created: false,
			matched_by: 'telegram_id',
		});
		expect(await upsert({ phone: '+7 999 000 00 01' })).toMatchObject({
			contact_id: id,
			matched_by: 'phone',
		});
		expect(await upsert({ email: 'ANNA@example.com' })).toMatchObject({
			contact_id: id,
			matched_by: 'email',
		});
		expect(await contacts()).toHaveLength(1);
		// Match knows as much.
		const match = { resource: 'contact', operation: 'match', phone: '89990000001' };
		expect(await kit.run(match)).toMatchObject({ found: true, contact_id: id });
	});

	test('20 in parallel, sharing now this and now that, are one contact', async () => {
		const shared = [
			{ telegramId: '123456789', phone: '89990000001' },
			{ phone: '89990000001', email: 'anna@example.com' },
			{ email: 'anna@example.com', telegramId: '123456789' },
			{ email: 'anna@example.com', phone: '+79990000001', telegramId: '123456789' },
		];
		const done = await Promise.all(
			Array.from({ length: 20 }, (_, index) => upsert(shared[index % 4])),
		);
		expect(new Set(done.map(({ contact_id }) => contact_id)).size).toBe(1);
		expect(done.filter(({ created }) => created)).toHaveLength(1);
		expect(await creates()).toBe(1);
	});

	describe('that another process has made within the search lag', () => {
		const given = { telegramId: '123456789', phone: '89990000001' };
		const upsertIn = async (parallelWorkers: number, options = {}) => {
			// What one process remembers the other one does not.
			recentContacts.clear();
			const parameters = { resource: 'contact', operation: 'upsert', telegramIdField: 990001 };
			const placed = kit.place(
				{ ...parameters, name: 'Anna', ...given, options },
				{ credential: { parallelWorkers } },
			);
			const [[item]] = await placed.execute();
			return item.json;
		};

		test('is found where the credential says that processes share the account', async () => {
			const first = await upsertIn(2);
			expect(first).toMatchObject({ created: true });
			const second = await upsertIn(2);
			expect(second).toMatchObject({ contact_id: first.contact_id, created: false });
			expect(await contacts()).toHaveLength(1);
		});

		test('costs one request, and none where n8n is one process', async () => {
			const looks = async () => (await kit.requests('GET /api/v4/contacts?')).length;
			await upsertIn(1);
			const alone = await looks();
			await kit.reset(LAG);
			await upsertIn(2);
			expect((await looks()) - alone).toBe(1);
			await kit.reset(LAG);
			// A repeated run looks there anyway.
			await upsertIn(2, { lookFirst: true });
			expect((await looks()) - alone).toBe(1);
		});
	});

	test('a created contact that was deleted or changed meanwhile is not taken from memory', async () => {
		const first = await upsert({ telegramId: '123456789' });
		await kit.emit({ delete: { contact: first.contact_id } });
		const second = await upsert({ telegramId: '123456789' });
		expect(second).toMatchObject({ created: true });
		expect(second.contact_id).not.toBe(first.contact_id);
		await kit.emit({ edit: { contact: second.contact_id, fields: { 990001: '5' } } });
		expect(await upsert({ telegramId: '123456789' })).toMatchObject({ created: true });
	});

	test('of an existing contact only empty fields are filled', async () => {
		await kit.reset();
		const id = await person({ name: 'Existing', phone: '8 999 000-00-01', lead: { name: 'L' } });
		const all = { telegramId: '123456789', phone: '89990000001', email: 'anna@example.com' };
		const options = { responsibleUserId: 600002 };
		const customFields = mapped({ '990002': '@anna_test' });
		expect(await upsert({ ...all, customFields, options })).toEqual({
			contact_id: id,
			created: false,
			matched_by: 'phone',
			filled: ['telegram_id', 'email', 'Telegram Username'],
			lead_ids: [8000001],
		});
		const [contact] = await contacts();
		expect(contact).toMatchObject({ name: 'Existing', responsible_user_id: 600001 });
		expect(await upsert({ ...all, telegramId: '555', phone: '89990000001' })).toMatchObject({
			matched_by: 'phone',
			filled: [],
		});
		expect((await kit.state()).writes).toHaveLength(1);
	});

	test('another phone of an existing contact is added on request only', async () => {
		await kit.reset();
		const id = await person({ name: 'A', telegram_id: '123456789', phone: '+79990000001' });
		const given = { telegramId: '123456789', phone: '89990000002' };
		expect(await upsert(given)).toMatchObject({ contact_id: id, filled: [] });
		const options = { addPhones: true };
		expect(await upsert({ ...given, options })).toMatchObject({ filled: ['phone'] });
		expect(await upsert({ phone: '89990000002' })).toMatchObject({ contact_id: id });
	});

	test('a create whose answer was lost is found among the newest, not done again', async () => {
		await kit.faults({ dropAfterWrite: true, method: 'POST' });
		const given = { telegramId: '123456789', phone: '89990000001' };
		const done = await upsert(given);
		expect(done).toMatchObject({ contact_id: 7000001, created: true });
		expect(await creates()).toBe(1);
		expect(await contacts()).toHaveLength(1);
	});

	describe('a known contact', () => {
		const known = (id: unknown, parameters: INodeParameters = { phone: '89990000001' }) =>
			upsert({ ...parameters, options: { knownContactId: id as string } });

		test('is taken as it is, whoever has the phone', async () => {
			const id = await person({ name: 'Known' });
			await person({ name: 'Other', phone: '+79990000001' });
			expect(await known(id)).toMatchObject({
				contact_id: id,
				created: false,
				matched_by: 'known',
				filled: [],
			});
			expect((await contacts()).find((one) => one.id === id)?.custom_fields_values).toBeFalsy();
		});

		test('that is gone is looked for, and made anew when nobody is found', async () => {
			const id = await person({ name: 'Other', phone: '+79990000001' });
			expect(await known(7999999)).toMatchObject({ contact_id: id, matched_by: 'phone' });
			expect(await known(7999999, { phone: '89990000002' })).toMatchObject({ created: true });
		});

		test.each(['', null, 0])('written as %p is none', async (nothing) => {
			expect(await known(nothing)).toMatchObject({ created: true });
		});
	});

	describe('somebody whose number is not proved', () => {
		const nameless = (more: INodeParameters = {}) =>
			upsert({ options: { createWithoutIdentity: true, ...more } });

		test('gets a contact with the name alone, and nobody is looked for', async () => {
			await person({ name: 'Anna Example', phone: '+79990000001' });
			expect(await nameless({ lookFirst: true })).toMatchObject({ created: true, matched_by: '' });
			const made = (await contacts()).at(-1)!;
			expect([made.name, made.custom_fields_values ?? null]).toEqual(['Anna Example', null]);
			const asked = (await kit.state()).requests as unknown as Array<{
				method: string;
				path: string;
			}>;
			expect(
				asked.filter(({ path }) => path.includes('/contacts')).map(({ method }) => method),
			).toEqual(['POST']);
		});

		test('keeps the contact that is known', async () => {
			const id = await person({ name: 'Known' });
			expect(await nameless({ knownContactId: String(id) })).toMatchObject({ contact_id: id });
		});

		test('is not created twice by the operation itself after a lost answer', async () => {
			await kit.faults({ dropAfterWrite: true, method: 'POST' });
			await expect(nameless()).rejects.toThrow();
			expect(await creates()).toBe(1);
		});

		test('is refused without the option', async () => {
			await expect(upsert({})).rejects.toMatchObject({
				message: expect.stringContaining('nothing to look for') as string,
			});
		});
	});

	describe('without n8n', () => {
		const request = (more: object = {}) => ({
			identities: readIdentities({ phone: '89990000001', country: 'RU' }).identities,
			values: {
				name: 'Anna',
				tags: [],
				fields: [
					{
						label: 'phone',
						entry: { field_code: 'PHONE', values: [{ value: '+79990000001' }] },
					},
				],
			},
			pauseMs: 1,
			...more,
		});

		test('a create that never reached amoCRM is done again, once', async () => {
			await kit.faults({ drop: true, method: 'POST', path: '/contacts' });
			expect(await upsertContact(kit.api(), request())).toMatchObject({ created: true });
			expect(await creates()).toBe(1);
		});

		test('a 5xx on both tries is an error with unknown outcome', async () => {
			await kit.faults({ status: 502, html: true, method: 'POST', times: 2 });
			await expect(upsertContact(kit.api(), request())).rejects.toMatchObject({
				outcome: 'unknown',
			});
			expect(await kit.requests('POST /api/v4/contacts')).toHaveLength(2);
		});

		test('when the look for it fails, too, the outcome is unknown and nothing is repeated', async () => {
			await kit.faults(
				{ dropAfterWrite: true, method: 'POST' },
				{ status: 403, method: 'GET', path: 'order', times: 0 },
			);
			// The search has an order, too: without identities that can be searched it is left out.
			await expect(
				upsertContact(kit.api(), { ...request(), identities: [] }),
			).rejects.toMatchObject({ outcome: 'unknown' });
			expect(await creates()).toBe(1);
		});

		test('an empty answer to a create counts as lost', async () => {
			const answer = { _embedded: { contacts: [] } };
			await kit.faults({ status: 200, body: answer, method: 'POST', times: 1 });
			expect(await upsertContact(kit.api(), request())).toMatchObject({ created: true });
			expect(await creates()).toBe(1);
		});

		test('a refused create is an error at once', async () => {
			await kit.faults({ paymentRequired: true });
			await expect(upsertContact(kit.api(), request())).rejects.toMatchObject({
				code: 'payment_required',
				outcome: 'rejected',
			});
			expect(await kit.requests('POST /api/v4/contacts')).toHaveLength(1);
		});

		test('a repeated run after a crash finds its contact among the newest', async () => {
			await upsertContact(kit.api(), request());
			recentContacts.clear();
			expect(await upsertContact(kit.api(), request({ lookFirst: true }))).toMatchObject({
				created: false,
				matchedBy: 'phone',
				contactId: 7000001,
			});
			expect(await creates()).toBe(1);
		});

		test('a fill whose answer was lost is done again', async () => {
			await kit.reset();
			await kit.emit({ contact: { phone: '+79990000001' } });
			await kit.faults({ dropAfterWrite: true, method: 'PATCH' });
			expect(await upsertContact(kit.api(), request())).toMatchObject({ filled: ['name'] });
		});
	});

	test('what cannot be searched is refused: it would be written', async () => {
		const given = { resource: 'contact', operation: 'upsert', phone: '89990000001' };
		expect(await kit.failure({ ...given, email: 'none' })).toMatchObject({ field: 'Email' });
		expect(await kit.failure({ ...given, phone: '' })).toMatchObject({ code: 'invalid_input' });
		expect(await contacts()).toEqual([]);
	});

	test('several items of one person in one run are one contact', async () => {
		const parameters = { resource: 'contact', operation: 'upsert', phone: '={{ $json.phone }}' };
		const items = ['89990000001', '+7 999 000-00-01', '9990000001'].map((phone) => ({
			json: { phone },
		}));
		const [output] = await kit.place(parameters).execute(items);
		expect(output.map(({ json }) => json.created)).toEqual([true, false, false]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(await contacts()).toHaveLength(1);
	});
});
