import { Kit } from './testkit';

describe('people at work in the demo account', () => {
	const amo = new Kit();
	beforeAll(() => amo.start());
	beforeEach(() => amo.fresh());
	afterAll(() => amo.close());

	test('a contact with shorthands and a lead of its own', async () => {
		const answer = await amo.emit({
			contact: {
				id: 7100000,
				name: 'Ира Тест',
				phone: ['+77010000001', '+77010000002'],
				email: 'ira@example.com',
				telegram_id: 123456789,
				telegram_username: '@ira_test',
				tags: ['vip'],
				lead: { name: 'Курс', pipeline_id: 8598230, fields: { 880001: ['Русский', 5504] } },
			},
		});
		expect(answer).toMatchObject({ contacts: [{ id: 7100000 }], leads: [{ id: 8000001 }] });
		const { contacts, leads, links, writes } = await amo.state();
		expect(JSON.stringify(contacts[0].custom_fields_values)).toContain('"value":"123456789"');
		expect(contacts[0]).toMatchObject({
			created_by: 600001,
			_embedded: { tags: [{ name: 'vip' }] },
		});
		expect(JSON.stringify(leads[0].custom_fields_values)).toContain('"enum_id":5504');
		expect(links).toMatchObject([{ entity_id: 8000001, to_entity_id: 7100000, is_main: true }]);
		// writes are those of the API only
		expect(writes).toEqual([]);
		expect(await amo.created('/contacts', {})).toBe(7100001);
	});

	test('an edit, as a person changes the total by hand; null clears', async () => {
		await amo.emit({ lead: { fields: { 880004: 1000, 880007: 'p' } } });
		await amo.emit({ edit: { lead: 8000001, fields: { 880004: 700, 880007: null } }, by: 600002 });
		const { body } = await amo.get('/leads/8000001');
		expect(body.updated_by).toBe(600002);
		expect(body.custom_fields_values).toMatchObject([
			{ field_id: 880004, values: [{ value: '700' }] },
		]);
	});

	test('links are made and undone', async () => {
		await amo.emit({ lead: {}, contact: [{}, {}] });
		const links = async () => (await amo.state()).links;
		await amo.emit({ link: { lead: 8000001, contact: 7000001 } });
		await amo.emit({ link: { lead: 8000001, contact: 7000002, main: true } });
		expect((await links()).map(({ is_main }) => is_main)).toEqual([false, true]);
		await amo.emit({ unlink: { lead: 8000001, contact: 7000001 } });
		expect(await links()).toHaveLength(1);
	});

	test('what makes no sense is refused in plain words', async () => {
		const error = async (body: object) => {
			const answer = await amo.control('emit', body);
			expect(answer.status).toBe(400);
			return String(answer.body.error);
		};
		expect(await error({ deal: {} })).toContain('unknown: deal; known: contact, lead');
		expect(await error({ lead: 5 })).toContain('lead must be an object');
		expect(await error({ lead: { fields: { 1: 'x' } } })).toContain('there is no field 1');
		expect(await error({ lead: { price: 'x' } })).toContain('InvalidType');
		expect(await error({ edit: { lead: 1 } })).toContain('no such entity');
		expect(await error({ lead: { contact: 1 } })).toContain('contacts has no 1');
		expect(await error({ webhook: { destination: 'x' } })).toContain('no webhook');
	});
});
