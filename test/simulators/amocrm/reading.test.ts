import { Kit } from './testkit';

describe('reading amoCRM', () => {
	const amo = new Kit();
	beforeAll(() => amo.start());
	beforeEach(() => amo.fresh());
	afterAll(() => amo.close());

	test('what is not there is 204 without a body: lists, leads, contacts, notes, tasks', async () => {
		const lead = await amo.created('/leads', {});
		for (const path of [
			'/contacts',
			'/contacts?query=nobody',
			'/leads/999999999',
			'/contacts/999999999',
			`/leads/${lead}/notes`,
			`/leads/${lead}/notes/999`,
			'/tasks',
			'/leads/tags',
			'/leads?page=2',
		]) {
			const answer = await amo.get(path);
			expect([path, answer.status, answer.text]).toEqual([path, 204, '']);
		}
	});

	test('a missing user and unknown routes are 404, DELETE of an entity is 405', async () => {
		expect((await amo.get('/users/1')).status).toBe(404);
		expect((await amo.get('/nothing')).status).toBe(404);
		const nonsense = await amo.get('/leads/nonsense');
		expect(nonsense.status).toBe(404);
		expect(nonsense.headers.get('content-type')).toBe('application/problem+json');
		expect(nonsense.body).toMatchObject({ title: 'Not Found', status: 404 });
		const lead = await amo.created('/leads', {});
		expect((await amo.delete(`/leads/${lead}`)).status).toBe(405);
		expect((await amo.delete('/contacts')).status).toBe(405);
	});

	test('a bare card: null fields, empty tags, no linked leads unless asked', async () => {
		const id = await amo.created('/contacts', { first_name: 'Айгерим', last_name: 'Тест' });
		const { body, headers } = await amo.get(`/contacts/${id}`);
		expect(headers.get('content-type')).toBe('application/hal+json');
		expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
		expect(body).toMatchObject({
			id,
			name: 'Айгерим Тест',
			custom_fields_values: null,
			is_deleted: false,
			created_by: 0,
			account_id: 30000001,
			_embedded: { tags: [], companies: [] },
			_links: { self: { href: `${amo.url}/api/v4/contacts/${id}` } },
		});
		expect(body._embedded).not.toHaveProperty('leads');
		expect((await amo.get(`/contacts/${id}?with=leads`)).body._embedded.leads).toEqual([]);
		expect((await amo.get(`/contacts/${await amo.created('/contacts', {})}`)).body.name).toBe('');
	});

	test('linked contacts come only with=contacts, linked leads have id and link only', async () => {
		const contact = await amo.created('/contacts', { name: 'Ира' });
		const lead = await amo.created('/leads', { _embedded: { contacts: [{ id: contact }] } });
		expect((await amo.get(`/leads/${lead}`)).body._embedded).not.toHaveProperty('contacts');
		const [linked] = (await amo.get(`/leads/${lead}?with=loss_reason,contacts`)).body._embedded
			.contacts as unknown as object[];
		expect(linked).toMatchObject({ id: contact, is_main: true });
		const { body } = await amo.get(`/contacts/${contact}?with=leads`);
		const href = `${amo.url}/api/v4/leads/${lead}`;
		expect(body._embedded.leads).toEqual([{ id: lead, _links: { self: { href } } }]);
	});

	test('pages: next until the last one, 50 by default, 250 at most', async () => {
		await amo.post(
			'/leads',
			Array.from({ length: 120 }, () => ({})),
		);
		const first = await amo.get('/leads?limit=60&order%5Bid%5D=asc');
		expect(first.body._page).toBe(1);
		const next = new URL(String(first.body._links.next.href));
		expect(Object.fromEntries(next.searchParams)).toEqual({
			limit: '60',
			page: '2',
			'order[id]': 'asc',
		});
		const second = await amo.get(`${next.pathname.split('/api/v4')[1]}${next.search}`);
		expect(second.body._embedded.leads).toHaveLength(60);
		expect(second.body._links).not.toHaveProperty('next');
		expect(await amo.ids('/leads?page=3&limit=60')).toEqual([]);
		expect(await amo.ids('/leads')).toHaveLength(50);
		await amo.post(
			'/leads',
			Array.from({ length: 200 }, () => ({})),
		);
		expect(await amo.ids('/leads?limit=500')).toHaveLength(250);
		await amo.switch({ limitFallsBack: true });
		expect(await amo.ids('/leads?limit=500')).toHaveLength(50);
	});

	test('order works; without it the order may change between requests', async () => {
		await amo.post('/leads', [{}, {}, {}]);
		const ids = [8000001, 8000002, 8000003];
		expect(await amo.ids('/leads?order[id]=desc')).toEqual(ids.toReversed());
		await amo.emit({ edit: { lead: 8000002, updated_at: 1700000000 } });
		expect((await amo.ids('/leads?order[updated_at]=asc'))[0]).toBe(8000002);
		await amo.switch({ unorderedPages: true });
		const seen = [await amo.ids('/leads'), await amo.ids('/leads')];
		expect(seen[0]).not.toEqual(seen[1]);
		expect(await amo.ids('/leads?order[id]=asc')).toEqual(ids);
	});

	test('account, users, pipelines, loss reasons', async () => {
		expect((await amo.get('/account')).body).toMatchObject({ id: 30000001, subdomain: 'demo' });
		expect((await amo.get('/account')).body).not.toHaveProperty('is_api_filter_enabled');
		const account = await amo.get('/account?with=is_api_filter_enabled,task_types');
		expect(account.body.is_api_filter_enabled).toBe(false);
		expect(account.body._embedded.task_types).toHaveLength(2);
		expect((await amo.get('/users/600003')).body.rights.is_active).toBe(false);
		expect((await amo.get('/users')).body._total_items).toBe(3);
		expect((await amo.get('/leads/loss_reasons')).body._total_items).toBe(2);
		const { pipelines } = (await amo.get('/leads/pipelines')).body._embedded;
		const stages = (pipelines as unknown as Array<{ id: number; _embedded: never }>).map(
			({ id, _embedded }) => [
				id,
				(_embedded as { statuses: Array<{ id: number; type: number }> }).statuses.map((s) => s.id),
			],
		);
		expect(stages).toEqual([
			[4423755, [63242021, 63242022, 63242023, 142, 143]],
			[8598230, [80517737, 80517738, 80517739, 142, 143]],
			[10089806, [80579129, 80579130, 80579131, 142, 143]],
		]);
		const won = await amo.get('/leads/pipelines/8598230/statuses/142');
		expect(won.body).toMatchObject({ pipeline_id: 8598230, is_editable: false });
		expect((await amo.get('/leads/pipelines/1')).status).toBe(404);
	});

	test('only administrators read users and webhooks', async () => {
		await amo.switch({ admin: false });
		const answer = await amo.get('/users');
		expect(answer.status).toBe(403);
		expect(answer.body.detail).toBe('Admin access only');
		expect((await amo.get('/webhooks')).status).toBe(403);
		expect((await amo.get('/leads/pipelines')).status).toBe(200);
	});

	test('custom fields: pages with _total_items, types, enums, codes', async () => {
		const { body } = await amo.get('/leads/custom_fields?filter[type][0]=multiselect');
		expect(body._total_items).toBe(1);
		expect(body._embedded.custom_fields).toMatchObject([
			{ id: 880001, name: 'Предметы', code: null, entity_type: 'leads', enums: { length: 4 } },
		]);
		const all = await amo.get('/leads/custom_fields?limit=5');
		expect(all.body._links).toHaveProperty('next');
		const contacts = (await amo.get('/contacts/custom_fields')).body._embedded.custom_fields;
		const codes = (contacts as unknown as Array<{ code: string | null }>).map(({ code }) => code);
		expect(codes).toEqual(['PHONE', 'EMAIL', 'POSITION', null, null]);
		await amo.emit({ field: { id: 770001, entity_type: 'contacts', type: 'checkbox' } });
		expect((await amo.get('/contacts/custom_fields/770001')).body.type).toBe('checkbox');
	});

	test('deleted leads: hidden, reduced with only_deleted, or shown by the switch', async () => {
		const { contacts } = await amo.emit<{ contacts: Array<{ id: number }> }>({
			contact: { name: 'Ира', lead: { name: 'Старая' } },
		});
		await amo.emit({ delete: { lead: 8000001 } });
		expect((await amo.get('/leads/8000001')).status).toBe(204);
		expect(await amo.ids('/leads?filter[id][]=8000001')).toEqual([]);
		const path = `/contacts/${contacts[0].id}?with=leads`;
		expect((await amo.get(path)).body._embedded.leads).toEqual([]);
		const [deleted] = (await amo.get('/leads?with=only_deleted')).body._embedded
			.leads as unknown as object[];
		expect(Object.keys(deleted).sort()).toEqual(
			['_links', 'id', 'is_deleted', 'updated_at', 'updated_by'].sort(),
		);
		await amo.switch({ deletedInLists: true });
		expect((await amo.get('/leads/8000001')).body.is_deleted).toBe(true);
		expect((await amo.get(path)).body._embedded.leads).toHaveLength(1);
		await amo.emit({ restore: { lead: 8000001 } });
		await amo.switch({ deletedInLists: false });
		expect((await amo.get('/leads/8000001')).body.is_deleted).toBe(false);
	});
});
