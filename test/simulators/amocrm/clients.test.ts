import { Amo, type OAuth } from '@shevernitskiy/amo';

import { APP, authorizationCode, HOST, redirectAmocrm, stateOf } from './clientsRedirect';
import { Kit } from './testkit';

/** The client's answers to creations share this form. */
interface Created {
	_embedded: Record<string, Array<{ id: number }>>;
}
const idOf = (answer: unknown, key: string): number => (answer as Created)._embedded[key][0].id;
const phone = (value: string) => ({ field_code: 'PHONE', values: [{ value, enum_code: 'WORK' }] });

/** Its error classes are compiled in a way that loses them: only text and `response` tell them apart. */
const NO_CONTENT = /^204 No Content/;

describe('the client @shevernitskiy/amo against the simulator', () => {
	const kit = new Kit();
	let restore: () => void;
	let amo: Amo;
	let pairs: OAuth[];

	beforeAll(async () => {
		await kit.start();
		restore = redirectAmocrm(kit.url);
	});
	beforeEach(async () => {
		await kit.fresh();
		amo = await signedIn();
	});
	afterAll(async () => {
		restore();
		await kit.close();
	});

	async function signedIn(): Promise<Amo> {
		pairs = [];
		const code = await authorizationCode(kit);
		return new Amo(HOST, { ...APP, grant_type: 'authorization_code', code }, options());
	}
	const options = () => ({
		request_delay: 0,
		on_token: (token: OAuth) => void pairs.push(token),
	});
	const addContact = async (name: string) =>
		idOf(await amo.contact.addContacts([{ name }]), 'contacts');
	const addLead = async (name: string) => idOf(await amo.lead.addLeads([{ name }]), 'leads');

	test('exchanges the code once, refreshes an expired pair once, and is refused afterwards', async () => {
		await amo.account.getAccount();
		await amo.account.getAccount();
		expect(pairs).toEqual([expect.objectContaining({ token_type: 'Bearer', expires_in: 86_400 })]);
		const [first] = pairs;
		const later = { ...APP, ...first, expires_at: Date.now() - 1 };
		await new Amo(HOST, later, options()).account.getAccount();
		expect(pairs).toHaveLength(2);
		expect(pairs[1].access_token).not.toBe(first.access_token);
		const { oauth, requests } = await stateOf(kit);
		// One pair came from `emit`, which hands out code and pair together.
		expect(oauth).toEqual({ access_tokens: 3, refresh_tokens: 3, refresh_tokens_unused: 2 });
		const exchanges = requests.filter(({ path }) => path === '/oauth2/access_token');
		expect(exchanges.map(({ body, status }) => [body.grant_type, status])).toEqual([
			['authorization_code', 200],
			['refresh_token', 200],
		]);

		const again = new Amo(HOST, later, options()).account.getAccount();
		await expect(again).rejects.toMatchObject({ response: { hint: 'Token has been revoked' } });
		const { code } = exchanges[0].body;
		const reused = { ...APP, grant_type: 'authorization_code' as const, code: String(code) };
		await expect(new Amo(HOST, reused).account.getAccount()).rejects.toMatchObject({
			response: { hint: 'Authorization code has been revoked' },
		});
	});

	test('reads account, pipelines, users and custom fields', async () => {
		const account = await amo.account.getAccount({ with: ['amojo_id', 'version', 'task_types'] });
		expect(account).toMatchObject({ id: 30000001, subdomain: 'demo', version: 20 });
		const { pipelines } = (await amo.pipeline.getPipelines())._embedded;
		expect(pipelines.map(({ id }) => id)).toEqual([4423755, 8598230, 10089806]);
		expect(await amo.pipeline.getStatusesByPipelineId(8598230)).toMatchObject({
			_embedded: {
				statuses: [80517737, 80517738, 80517739, 142, 143].map((id) => ({ id })),
			},
		});
		expect(await amo.pipeline.getStatusesById(142, 8598230)).toMatchObject({ is_editable: false });
		expect(await amo.user.getUsers({ with: ['role', 'group'] })).toMatchObject({
			_embedded: {
				users: [
					{ id: 600001, rights: { is_admin: true, is_active: true } },
					{ id: 600002, rights: { is_admin: false, is_active: true } },
					{ id: 600003, rights: { is_active: false } },
				],
			},
		});
		expect((await amo.user.getUserById(600002)).name).toBe('Борис Менеджер');
		const page = await amo.custom_fields.getCustomFields('leads', undefined, { limit: 2, page: 1 });
		expect(page._embedded.custom_fields).toMatchObject([
			{ id: 880001, type: 'multiselect', enums: [{ id: 5501 }, {}, {}, {}] },
			{ id: 880002, type: 'select' },
		]);
		const code = await amo.custom_fields.getCustomFieldById(970001, 'contacts');
		expect(code).toMatchObject({ code: 'PHONE', type: 'multitext' });
	});

	test('creates, reads, updates, finds and pages contacts', async () => {
		const added = await amo.contact.addContacts([
			{ name: 'Ира Тест', request_id: 'a', custom_fields_values: [phone('+77010000001')] },
			{ name: 'Оля Тест', request_id: 'b' },
			{ name: 'Юля Тест', request_id: 'c' },
		] as Parameters<typeof amo.contact.addContacts>[0]);
		const contacts = added._embedded.contacts ?? [];
		const [ira, olya, yulia] = contacts.map(({ id }) => id);
		expect(contacts.map(({ request_id }) => request_id)).toEqual(['a', 'b', 'c']);
		await amo.contact.updateContactById(ira, { first_name: 'Ирина', last_name: 'Тест' });
		const both = await amo.contact.updateContacts([
			{ id: olya, responsible_user_id: 600002 },
			{ id: yulia, custom_fields_values: [phone('+77010000003')] },
		] as Parameters<typeof amo.contact.updateContacts>[0]);
		expect(both._embedded.contacts.map(({ id }) => id)).toEqual([olya, yulia]);

		const read = await amo.contact.getContactById(ira, { with: ['leads'] });
		expect(read).toMatchObject({ id: ira, first_name: 'Ирина', _embedded: { leads: [] } });
		const found = await amo.contact.getContacts({ query: '7010000003' });
		expect(found._embedded.contacts.map(({ id }) => id)).toEqual([yulia]);
		const byId = await amo.contact.getContacts({
			filter: (filter) => filter.multi('id', [ira, yulia]),
			order: { param: 'id', type: 'desc' },
		});
		expect(byId._embedded.contacts.map(({ id }) => id)).toEqual([yulia, ira]);
		const seen: number[] = [];
		for (let page = 1; ; page++) {
			const order = { param: 'id', type: 'asc' } as const;
			const part = await amo.contact.getContacts({ limit: 2, page, order });
			seen.push(...part._embedded.contacts.map(({ id }) => id));
			if (!part._links.next) break;
		}
		expect(seen).toEqual([ira, olya, yulia]);

		const state = await stateOf(kit);
		expect(state.contacts).toMatchObject([
			{ id: ira, first_name: 'Ирина', last_name: 'Тест' },
			{ id: olya, name: 'Оля Тест', responsible_user_id: 600002, custom_fields_values: null },
			{ id: yulia, custom_fields_values: [{ field_code: 'PHONE' }] },
		]);
		expect(state.requests.filter(({ status }) => status >= 400)).toEqual([]);
	});

	test('creates, moves, updates and filters leads', async () => {
		const contact = await addContact('Ира Тест');
		const added = await amo.lead.addLeads([
			{
				name: 'Курс',
				price: 5000,
				pipeline_id: 8598230,
				status_id: 80517738,
				custom_fields_values: [
					{ field_id: 880001, values: [{ enum_id: 5501 }, { enum_id: 5504 }] },
					{ field_code: 'UTM_SOURCE', values: [{ value: 'advcake' }] },
				],
				_embedded: { tags: [{ name: 'site' }], contacts: [{ id: contact }] },
			},
		] as Parameters<typeof amo.lead.addLeads>[0]);
		const lead = idOf(added, 'leads');
		const second = await addLead('Второй');
		await amo.lead.updateLeadById(lead, { status_id: 142, pipeline_id: 8598230 });
		await amo.lead.updateLeads([
			{ id: lead, price: 9000 },
			{ id: second, name: 'Другой' },
		]);

		const read = await amo.lead.getLeadById(lead, { with: ['contacts', 'loss_reason'] });
		expect(read).toMatchObject({
			price: 9000,
			status_id: 142,
			_embedded: { contacts: [{ id: contact, is_main: true }], tags: [{ name: 'site' }] },
		});
		const won = await amo.lead.getLeads({
			with: ['contacts'],
			filter: (filter) => filter.statuses([[8598230, 142]]),
		});
		expect(won._embedded.leads.map(({ id }) => id)).toEqual([lead]);
		const found = await amo.lead.getLeads({ query: 'другой' });
		expect(found._embedded.leads.map(({ id }) => id)).toEqual([second]);

		const { leads, links } = await stateOf(kit);
		expect(leads).toMatchObject([
			{
				custom_fields_values: [
					{ field_id: 880001, values: [{ value: 'Русский' }, { value: 'История' }] },
					{ field_code: 'UTM_SOURCE', values: [{ value: 'advcake' }] },
				],
			},
			{ name: 'Другой', pipeline_id: 4423755, status_id: 63242022 },
		]);
		expect(leads[0].closed_at).toEqual(expect.any(Number));
		expect(links).toMatchObject([{ entity_id: lead, to_entity_id: contact, is_main: true }]);
	});

	test('a complex lead brings its contact along', async () => {
		const [made] = await amo.lead.addComplex([
			{
				name: 'Заявка',
				_embedded: {
					contacts: [{ first_name: 'Оля', custom_fields_values: [phone('+77010000002')] }],
				},
			},
		] as Parameters<typeof amo.lead.addComplex>[0]);
		const { leads, contacts, links } = await stateOf(kit);
		expect(made).toMatchObject({ merged: false, company_id: null, id: leads[0].id });
		expect(contacts).toMatchObject([{ id: made.contact_id, first_name: 'Оля' }]);
		expect(links).toMatchObject([{ entity_id: made.id, to_entity_id: made.contact_id }]);
	});

	test('notes and tasks of a lead', async () => {
		const lead = await addLead('Курс');
		await amo.note.addNotes('leads', [
			{ entity_id: lead, note_type: 'common', params: { text: ' Оплата проведена ' } },
		]);
		const { notes } = (await amo.note.getNotesByEntityId(lead, 'leads'))._embedded;
		expect(notes).toMatchObject([{ note_type: 'common', params: { text: 'Оплата проведена' } }]);
		expect(await amo.note.getNotesById(notes[0].id, 'leads')).toMatchObject({ entity_id: lead });

		const task = { text: 'Позвонить', complete_till: 1_900_000_000, task_type_id: 1 };
		const made = await amo.task.addTasks([{ ...task, entity_id: lead, entity_type: 'leads' }]);
		const id = idOf(made, 'tasks');
		expect((await amo.lead.getLeadById(lead)).closest_task_at).toBe(1_900_000_000);
		await amo.task.completeTaskById(id, { is_completed: true });
		expect(await amo.task.getTaskById(id)).toMatchObject({ is_completed: true });
		const ofLead = await amo.task.getTasks({
			filter: (filter) => filter.single('entity_type', 'leads').multi('entity_id', [lead]),
		});
		expect(ofLead._embedded.tasks.map((item) => item.id)).toEqual([id]);

		const state = await stateOf(kit);
		expect(state.notes).toMatchObject([{ entity_type: 'leads', entity_id: lead }]);
		expect(state.tasks).toMatchObject([{ ...task, id, entity_id: lead, is_completed: true }]);
	});

	test('links and tags', async () => {
		const [lead, main, other] = [
			await addLead('Курс'),
			await addContact('Ира'),
			await addContact('Оля'),
		];
		const to = (id: number, is_main = false) => ({
			to_entity_id: id,
			to_entity_type: 'contacts' as const,
			metadata: { is_main },
		});
		await amo.link.addLinksByEntityId(lead, 'leads', [to(main, true), to(other)]);
		const { links } = (await amo.link.getLinksByEntityId(lead, 'leads'))._embedded;
		expect(links.map(({ to_entity_id, metadata }) => [to_entity_id, metadata])).toEqual([
			[main, { main_contact: true }],
			[other, { main_contact: false }],
		]);
		// It takes every 204 that answers no DELETE for "nothing found", a done unlinking as well.
		const unlinking = amo.link.deleteLinksByEntityId(lead, 'leads', [to(other)]);
		await expect(unlinking).rejects.toThrow(NO_CONTENT);

		await amo.tag.addTags('leads', [{ name: 'vip', color: null }] as never);
		await amo.tag.addTagsToEntitiesById(lead, 'leads', {
			_embedded: { tags: [{ name: 'vip' }] },
		} as never);
		const { tags } = (await amo.tag.getTags('leads', { query: 'vi' }))._embedded;
		expect(tags).toMatchObject([{ name: 'vip' }]);

		const state = await stateOf(kit);
		expect(state.links).toMatchObject([{ entity_id: lead, to_entity_id: main, is_main: true }]);
		expect(state.leads).toMatchObject([{ _embedded: { tags: [{ id: tags[0].id, name: 'vip' }] } }]);
	});

	test('subscribes a webhook that is called, lists it and takes it back', async () => {
		const destination = kit.hookUrl;
		await amo.webhook.addWebhook({ destination, settings: ['add_lead'], sort: 1 });
		const listed = await amo.webhook.getWebhooks({
			filter: (filter) => filter.single('destination', encodeURIComponent(destination)),
		});
		expect(listed).toMatchObject({
			_total_items: 1,
			_embedded: { webhooks: [{ destination, settings: ['add_lead'], disabled: false }] },
		});
		const lead = await addLead('Курс');
		const [hit] = await kit.received(1);
		expect(hit.form.get('leads[add][0][id]')).toBe(String(lead));
		await expect(amo.webhook.deleteWebhook({ destination })).resolves.toBeNull();
		expect((await stateOf(kit)).webhooks).toEqual([]);
		await expect(amo.webhook.getWebhooks()).rejects.toThrow(NO_CONTENT);
	});

	test('nothing found is its "204 No Content", a broken request its API error with the paths', async () => {
		await expect(amo.lead.getLeads({ query: 'никого' })).rejects.toThrow(NO_CONTENT);
		await expect(amo.lead.getLeadById(999)).rejects.toThrow(NO_CONTENT);
		const broken = amo.contact.addContacts([
			{ name: 'Ира' },
			{ custom_fields_values: [{ field_id: 1, values: [{ value: 'x' }] }] },
		] as Parameters<typeof amo.contact.addContacts>[0]);
		await expect(broken).rejects.toMatchObject({
			response: {
				title: 'Bad Request',
				'validation-errors': [
					{
						request_id: '1',
						errors: [{ code: 'NotSupportedChoice', path: 'custom_fields_values.0.field_id' }],
					},
				],
			},
		});
		await expect(amo.user.getUserById(1)).rejects.toMatchObject({ response: { status: 404 } });
		expect((await stateOf(kit)).contacts).toEqual([]);
	});
});
