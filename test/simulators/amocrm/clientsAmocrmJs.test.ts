import { Client } from 'amocrm-js';

import { SANDBOX_KEY } from './amocrm';
import { APP, authorizationCode, redirectAmocrm, stateOf } from './clientsRedirect';
import { Kit, type Doc } from './testkit';

describe('the client amocrm-js against the simulator', () => {
	const kit = new Kit();
	let restore: () => void;
	let client: Client;
	/** The client prints every error before it throws it. */
	let printed: jest.SpyInstance;

	beforeAll(async () => {
		await kit.start();
		restore = redirectAmocrm(kit.url);
		printed = jest.spyOn(console, 'error').mockImplementation();
	});
	beforeEach(async () => {
		await kit.fresh();
		printed.mockClear();
		client = new Client({ domain: 'demo', auth: { ...APP, bearer: SANDBOX_KEY } });
	});
	afterAll(async () => {
		printed.mockRestore();
		restore();
		await kit.close();
	});

	const api = {
		get: async (path: string, query?: object) =>
			(await client.request.get<Doc>(`/api/v4${path}`, query)).data,
		post: async (path: string, body: object) =>
			(await client.request.post<Doc>(`/api/v4${path}`, body)).data,
		patch: async (path: string, body: object) =>
			(await client.request.patch<Doc>(`/api/v4${path}`, body)).data,
		/** Node frames no body of a DELETE by itself, and the client does not either. */
		delete: async (path: string, body: object) => {
			const headers = { 'Content-Length': String(Buffer.byteLength(JSON.stringify(body))) };
			return (await client.request.delete<Doc>(`/api/v4${path}`, body, { headers })).response;
		},
	};
	async function saved(name: string, price = 0): Promise<number> {
		const lead = new client.Lead({ name, price });
		await lead.save();
		return Number(lead.id);
	}

	test('exchanges the code, refreshes an expired token, and is refused the used one', async () => {
		const code = await authorizationCode(kit);
		client = new Client({ domain: 'demo', auth: { ...APP, code } });
		await api.get('/account');
		const first = client.token.getValue();
		if (!first) throw new Error('the client has no token');
		expect(first).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });

		const expired = { ...first, expires_at: Date.now() - 1 };
		client.token.setValue(expired);
		expect(await api.get('/account')).toMatchObject({ id: 30000001 });
		expect(client.token.getValue()?.access_token).not.toBe(first.access_token);
		const { oauth, requests } = await stateOf(kit);
		// One pair came from `emit`, which hands out code and pair together.
		expect(oauth).toEqual({ access_tokens: 3, refresh_tokens: 3, refresh_tokens_unused: 2 });
		const exchanges = requests.filter(({ path }) => path === '/oauth2/access_token');
		expect(exchanges.map(({ body, status }) => [body.grant_type, status])).toEqual([
			['authorization_code', 200],
			['refresh_token', 200],
		]);

		client.token.setValue(expired);
		await expect(client.token.refresh()).rejects.toMatchObject({
			message: 'API_RESPONSE_ERROR',
			data: { hint: 'Token has been revoked' },
		});
	});

	test('reads account, pipelines, users and custom fields', async () => {
		const account = await api.get('/account', { with: 'version,users_groups' });
		expect(account).toMatchObject({ subdomain: 'demo', version: 20 });
		const { pipelines } = (await api.get('/leads/pipelines'))._embedded;
		expect(pipelines).toMatchObject([{ id: 4423755 }, { id: 8598230 }, { id: 10089806 }]);
		const { users } = (await api.get('/users', { limit: 2 }))._embedded;
		expect(users).toMatchObject([{ id: 600001 }, { id: 600002 }]);
		// The client writes arrays of its query with brackets of its own: filter[type][0]=select.
		const fields = await api.get('/leads/custom_fields', { filter: { type: ['select'] } });
		expect(fields._embedded.custom_fields).toMatchObject([{ id: 880002 }]);
	});

	test('saves, changes and reads contacts', async () => {
		const contact = new client.Contact({ name: 'Вера Тест' });
		contact.custom_fields_values = [
			{ field_code: 'PHONE', values: [{ value: '+77010000001', enum_code: 'WORK' }] },
		];
		await contact.save();
		expect(contact.id).toBe(7000001);
		contact.first_name = 'Вера';
		contact.last_name = 'Другая';
		await contact.save();
		const read = await client.contacts.getById(7000001);
		expect(read).toMatchObject({ first_name: 'Вера', last_name: 'Другая' });
		const [found] = await client.contacts.get({ query: '7010000001' });
		expect(found.id).toBe(7000001);
		const { contacts } = await stateOf(kit);
		expect(contacts).toMatchObject([
			{ id: 7000001, last_name: 'Другая', custom_fields_values: [{ field_code: 'PHONE' }] },
		]);
	});

	test('saves, changes, finds and pages leads', async () => {
		const contact = new client.Contact({ name: 'Вера Тест' });
		await contact.save();
		const lead = new client.Lead({ name: 'Курс', price: 3 });
		lead.embeddedContacts.add([contact]);
		lead.embeddedTags.add([{ name: 'site' }]);
		await lead.save();
		lead.price = 4;
		await lead.save();
		const again = await lead.fetch({ with: ['contacts'] } as never);
		expect(again).toMatchObject({ id: lead.id, price: 4, name: 'Курс' });
		const [second, third] = [await saved('Второй'), await saved('Третий')];
		await client.leads.update([
			{ id: second, price: 7 } as never,
			{ id: third, price: 8 } as never,
		]);
		const [found] = await client.leads.get({ query: 'Третий' });
		expect(found.id).toBe(third);

		const pages = await client.leads.get({ limit: 1, order: { id: 'asc' } as never });
		const seen = pages.getData().map(({ id }) => id);
		while (pages.hasNext()) {
			await pages.next();
			seen.push(...pages.getData().map(({ id }) => id));
		}
		expect(seen).toEqual([lead.id, second, third]);
		await pages.prev();
		expect([pages.getPage(), pages.getData()[0].id]).toEqual([2, second]);

		const { leads, links, requests } = await stateOf(kit);
		expect(leads.map(({ price }) => price)).toEqual([4, 7, 8]);
		expect(leads[0]).toMatchObject({ _embedded: { tags: [{ name: 'site' }] } });
		expect(links).toMatchObject([{ entity_id: lead.id, to_entity_id: contact.id }]);
		expect(requests.filter(({ status }) => status >= 400)).toEqual([]);
	});

	test('complex, notes, links and tags by its plain requests', async () => {
		const complex = [{ name: 'Заявка', _embedded: { contacts: [{ first_name: 'Оля' }] } }];
		const [made] = (await api.post('/leads/complex', complex)) as unknown as Array<
			Record<string, number>
		>;
		const path = `/leads/${made.id}`;
		await api.post(`${path}/notes`, [{ note_type: 'common', params: { text: 'Оплата' } }]);
		const { notes } = (await api.get(`${path}/notes`))._embedded;
		expect(notes).toMatchObject([{ entity_id: made.id, params: { text: 'Оплата' } }]);
		const contact = new client.Contact({ name: 'Вера' });
		await contact.save();
		const link = [{ to_entity_id: contact.id, to_entity_type: 'contacts' }];
		await api.post(`${path}/link`, link);
		expect(await api.get(`${path}/links`)).toMatchObject({ _total_items: 2 });
		expect(await api.post(`${path}/unlink`, link)).toEqual({});
		await api.patch(path, { _embedded: { tags: [{ name: 'vip' }] } });
		expect(await api.get('/leads/tags')).toMatchObject({ _embedded: { tags: [{ name: 'vip' }] } });

		const state = await stateOf(kit);
		expect(state.links).toMatchObject([{ entity_id: made.id, to_entity_id: made.contact_id }]);
		expect(state.notes).toMatchObject([{ entity_type: 'leads', entity_id: made.id }]);
		expect(state.leads).toMatchObject([{ _embedded: { tags: [{ name: 'vip' }] } }]);
	});

	test('tasks of a lead', async () => {
		const lead = await saved('Курс');
		const task = new client.Task({ text: 'Позвонить', complete_till: 1_900_000_000 });
		Object.assign(task, { entity_id: lead, entity_type: 'leads' });
		await task.save();
		task.text = 'Написать';
		await task.save();
		expect(await client.tasks.getById(Number(task.id))).toMatchObject({ text: 'Написать' });
		const list = await client.tasks.get();
		expect(list.getData()).toHaveLength(1);
		expect((await stateOf(kit)).tasks).toMatchObject([
			{ id: task.id, text: 'Написать', entity_id: lead, entity_type: 'leads' },
		]);
	});

	test('adds, lists and removes a webhook', async () => {
		const destination = kit.hookUrl;
		await api.post('/webhooks', { destination, settings: ['add_lead'] });
		const listed = await api.get('/webhooks', { filter: { destination } });
		expect(listed._embedded.webhooks).toMatchObject([{ destination, disabled: false }]);
		const lead = await saved('Курс', 5);
		const [hit] = await kit.received(1);
		expect(hit.form.get('leads[add][0][id]')).toBe(String(lead));
		expect(await api.delete('/webhooks', { destination })).toMatchObject({ statusCode: 204 });
		expect((await stateOf(kit)).webhooks).toEqual([]);
	});

	test('nothing found is an empty page, a broken request an error with the paths', async () => {
		const empty = await client.leads.get({ query: 'никого' });
		expect([empty.getData(), empty.hasNext()]).toEqual([[], false]);
		const missing = await client.leads.getById(999);
		expect(missing?.id).toBeUndefined();
		expect(printed).not.toHaveBeenCalled();

		const lead = new client.Lead({ name: 'Курс' });
		lead.price = 'много' as never;
		await expect(lead.save()).rejects.toMatchObject({
			message: 'API_RESPONSE_ERROR',
			data: {
				status: 400,
				'validation-errors': [
					{ request_id: '0', errors: [{ code: 'InvalidType', path: 'price' }] },
				],
			},
		});
		expect((await stateOf(kit)).leads).toEqual([]);
	});
});
