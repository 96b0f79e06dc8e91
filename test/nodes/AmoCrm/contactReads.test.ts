import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { recentContacts } from '../../../nodes/AmoCrm/api/recentContacts';
import { processLimiter } from '../../../nodes/shared/http';
import { AmoKit } from './kit';

const TELEGRAM_FIELD = 990001;

describe('contact: match, get, get many', () => {
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

	const match = (parameters: INodeParameters) =>
		kit.run({
			resource: 'contact',
			operation: 'match',
			telegramIdField: TELEGRAM_FIELD,
			...parameters,
		});
	const person = async (contact: object): Promise<number> =>
		(await kit.emit({ contact })).contacts[0].id;
	const searches = async () => (await kit.requests('query=')).length;

	test('by Telegram ID with one request, its leads included', async () => {
		const id = await person({ name: 'Anna', telegram_id: '123456789', lead: { name: 'Course' } });
		const found = await match({ telegramId: '123456789', phone: '8 999 000 00 01' });
		expect(found).toMatchObject({
			found: true,
			matched_by: 'telegram_id',
			contact_id: id,
			lead_ids: [8000001],
			candidates: 1,
			ignored: [],
			contact: { id, name: 'Anna' },
		});
		expect(await kit.requests('/api/v4')).toHaveLength(1);
	});

	test("a Telegram ID inside a stranger's phone, name or other field is no match", async () => {
		await person({ name: 'Stranger', phone: '+7 912 345-67-89' });
		await person({ name: '123456789' });
		await person({ name: 'Longer', telegram_id: '1234567890' });
		await person({ name: 'Other field', telegram_username: '123456789' });
		const strangers = await kit.requests();
		expect(await match({ telegramId: '123456789' })).toEqual({
			found: false,
			matched_by: '',
			contact_id: null,
			lead_ids: [],
			candidates: 0,
			ignored: [],
			contact: null,
		});
		expect((await kit.requests()).length).toBe(strangers.length + 1);
		const id = await person({ name: 'Right', telegram_id: '123456789' });
		expect(await match({ telegramId: '123456789' })).toMatchObject({ contact_id: id });
	});

	test.each([
		['+79990000001', '89990000001'],
		['8 (999) 000-00-01', '+7 999 000 00 01'],
		['9990000001', '79990000001'],
	])('the phone %s is found as %s', async (stored, asked) => {
		const id = await person({ name: 'Anna', phone: [stored, '+79990000009'] });
		expect(await match({ phone: asked })).toMatchObject({ matched_by: 'phone', contact_id: id });
	});

	test('Telegram ID before phone before e-mail, each only when the one before finds nobody', async () => {
		const byEmail = await person({ name: 'A', email: 'Anna@Example.com' });
		const asked = { telegramId: '123456789', phone: '89990000001', email: 'anna@example.com' };
		expect(await match(asked)).toMatchObject({ matched_by: 'email', contact_id: byEmail });
		expect(await searches()).toBe(3);
		const byPhone = await person({ name: 'B', phone: '+79990000001' });
		expect(await match(asked)).toMatchObject({ matched_by: 'phone', contact_id: byPhone });
		expect(await searches()).toBe(5);
		const byTelegram = await person({ name: 'C', telegram_id: '123456789' });
		expect(await match(asked)).toMatchObject({
			matched_by: 'telegram_id',
			contact_id: byTelegram,
		});
		expect(await searches()).toBe(6);
	});

	test('of several the one that changed last; deleted ones are out', async () => {
		await kit.faults({ deletedInLists: true });
		const old = await person({ name: 'Old', phone: '+79990000001' });
		const changed = await person({ name: 'Changed', phone: '89990000001' });
		const deleted = await person({ name: 'Deleted', phone: '79990000001' });
		const at = Math.floor(Date.now() / 1000);
		for (const [id, updated_at] of [
			[old, at - 90],
			[changed, at + 50],
			[deleted, at + 90],
		]) {
			await kit.emit({ edit: { contact: id, updated_at } });
		}
		await kit.emit({ delete: { contact: deleted } });
		expect(await match({ phone: '89990000001' })).toMatchObject({
			contact_id: changed,
			candidates: 2,
		});
	});

	test('the right one behind 250 false hits', async () => {
		const id = await person({ name: 'Right', telegram_id: '5550001', createdDaysAgo: 9 });
		const crowd = Array.from({ length: 260 }, (_, index) => ({
			name: `Crowd ${index}`,
			telegram_username: `x5550001${index}`,
		}));
		await kit.emit({ contact: crowd });
		await kit.emit({ edit: { contact: id, updated_at: 1_700_000_000 } });
		expect(await match({ telegramId: '5550001' })).toMatchObject({ contact_id: id });
		expect(await searches()).toBe(2);
	});

	test('what cannot be searched is ignored as long as there is something else', async () => {
		const id = await person({ name: 'Anna', email: 'anna@example.com' });
		const asked = { phone: '12 34', email: 'anna@example.com', telegramId: '' };
		expect(await match(asked)).toMatchObject({ contact_id: id, ignored: ['phone'] });
		expect(await searches()).toBe(1);
		const parameters = { resource: 'contact', operation: 'match' };
		expect(await kit.failure({ ...parameters, phone: '12 34' })).toMatchObject({
			code: 'invalid_input',
			field: 'Phone',
			outcome: 'not_sent',
		});
		expect(await kit.failure({ ...parameters, phone: '', email: '' })).toMatchObject({
			code: 'invalid_input',
		});
		expect(await kit.failure({ ...parameters, telegramId: '123456789' })).toMatchObject({
			field: 'Telegram ID Field',
		});
		expect(await searches()).toBe(1);
	});

	test('raw contact on request; numbers of another country', async () => {
		const id = await person({ name: 'Olena', phone: '+380 67 000 00 01' });
		const options = { country: 'ua', simplify: false };
		const found = await match({ phone: '067 000 00 01', options });
		expect(found).toMatchObject({ contact_id: id, matched_by: 'phone' });
		expect((found.contact as IDataObject).custom_fields_values).toHaveLength(1);
	});

	test('each item has its own match; a refused call is an error without phone or e-mail', async () => {
		const id = await person({ name: 'Anna', phone: '+79990000001' });
		const parameters = { resource: 'contact', operation: 'match', phone: '={{ $json.phone }}' };
		const items = ['89990000001', '', '89990000002'].map((phone) => ({ json: { phone } }));
		const [output] = await kit.place(parameters, { continueOnFail: true }).execute(items);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(output[0].json).toMatchObject({ contact_id: id });
		expect(output[1].json).toMatchObject({ details: { code: 'invalid_input' } });
		expect(output[2].json).toMatchObject({ found: false });
		await kit.faults({ banned: true });
		const failed = await kit.failure({ ...parameters, phone: '89990000001' });
		expect(failed).toMatchObject({ code: 'blocked', httpStatus: 403 });
		expect(JSON.stringify(failed)).not.toContain('999000');
	});

	test('429 and a 5xx of the search are repeated', async () => {
		const id = await person({ name: 'Anna', phone: '+79990000001' });
		await kit.faults({ status: 429, html: true }, { status: 502, html: true });
		expect(await match({ phone: '89990000001' })).toMatchObject({ contact_id: id });
	});

	test('get: by ID or address, simplified or raw; gone or deleted ones are not found', async () => {
		const id = await person({ name: 'Anna', phone: '+79990000001', lead: { name: 'Course' } });
		const get = { resource: 'contact', operation: 'get' };
		const url = `https://example.amocrm.ru/contacts/detail/${id}`;
		for (const contactId of [
			{ __rl: true, mode: 'id', value: String(id) },
			{ __rl: true, mode: 'url', value: url },
			{ __rl: true, mode: 'list', value: id },
		]) {
			expect(await kit.run({ ...get, contactId })).toMatchObject({
				id,
				phones: ['+79990000001'],
				lead_ids: [8000001],
			});
		}
		const contactId = { __rl: true, mode: 'id', value: String(id) };
		const raw = await kit.run({ ...get, contactId, options: { simplify: false } });
		expect(raw.custom_fields_values).toHaveLength(1);
		await kit.faults({ deletedInLists: true });
		await kit.emit({ delete: { contact: id } });
		for (const value of [String(id), '7999999']) {
			const gone = { __rl: true, mode: 'id', value };
			expect(await kit.failure({ ...get, contactId: gone })).toMatchObject({ code: 'not_found' });
		}
	});

	test('get many: all pages or a limit, by text, by responsible user', async () => {
		const crowd = Array.from({ length: 260 }, (_, index) => ({
			name: index % 130 === 0 ? `Anna ${index}` : `Other ${index}`,
			responsible_user_id: index === 0 ? 600002 : 600001,
		}));
		await kit.emit({ contact: crowd });
		const getAll = async (parameters: INodeParameters) => {
			const placed = kit.place({ resource: 'contact', operation: 'getAll', ...parameters });
			return (await placed.execute())[0].map(({ json }) => json);
		};
		const all = await getAll({ returnAll: true });
		expect(new Set(all.map(({ id }) => id)).size).toBe(260);
		const before = await kit.requests('limit=3&');
		expect(await getAll({ limit: 3 })).toHaveLength(3);
		expect((await kit.requests('limit=3&')).length).toBe(before.length + 1);
		const annas = await getAll({ query: ' Anna ', options: { simplify: false } });
		expect(annas.map(({ name }) => name)).toEqual(['Anna 0', 'Anna 130']);
		// the filter is ignored in accounts without the paid feature (sheet §7.2)
		const options = { responsibleUserId: '600002' };
		expect(await getAll({ returnAll: false, limit: 2, options })).toMatchObject([
			{ name: 'Anna 0' },
		]);
		expect(await getAll({ query: 'nobody has this' })).toEqual([]);
	});
});
