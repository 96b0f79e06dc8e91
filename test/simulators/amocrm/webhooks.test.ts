import { Kit, until } from './testkit';

describe('webhooks of amoCRM', () => {
	const amo = new Kit();
	beforeAll(() => amo.start());
	beforeEach(() => amo.fresh({ retryMinuteMs: 1 }));
	afterAll(() => amo.close());

	test('subscribe, list, filter, remove', async () => {
		expect((await amo.get('/webhooks')).status).toBe(204);
		const made = await amo.subscribe(['add_lead', 'status_lead']);
		expect(made.status).toBe(201);
		expect(made.body).toMatchObject({
			id: 100001,
			destination: amo.hookUrl,
			disabled: false,
			settings: ['add_lead', 'status_lead'],
			account_id: 30000001,
		});
		await amo.subscribe(['add_lead']);
		const list = await amo.get(`/webhooks?filter[destination]=${encodeURIComponent(amo.hookUrl)}`);
		expect(list.body._total_items).toBe(1);
		expect(list.body._embedded.webhooks).toMatchObject([{ settings: ['add_lead'] }]);
		expect((await amo.get('/webhooks?filter[destination]=https://other')).status).toBe(204);
		expect((await amo.delete('/webhooks', { destination: 'https://other' })).status).toBe(404);
		expect((await amo.delete('/webhooks', { destination: amo.hookUrl })).status).toBe(204);
		expect((await amo.get('/webhooks')).status).toBe(204);
	});

	test('unknown events, no events and bad addresses are refused; 100 webhooks at most', async () => {
		const post = (destination: string, settings: string[]) =>
			amo.post('/webhooks', { destination, settings });
		expect((await post('https://a.example', ['lead_added'])).status).toBe(400);
		expect((await post('https://a.example', [])).status).toBe(400);
		expect((await post('a.example', ['add_lead'])).status).toBe(400);
		for (let index = 0; index < 100; index++) {
			expect((await post(`https://a.example/${index}`, ['add_task'])).status).toBe(201);
		}
		expect((await post('https://a.example/100', ['add_task'])).status).toBe(400);
	});

	test('a moved lead: form fields with brackets, old names, text values', async () => {
		await amo.subscribe(['status_lead']);
		await amo.emit({
			lead: { name: 'A', price: 45000, tags: ['site'], fields: { UTM_SOURCE: 'vk', 880002: 5601 } },
		});
		await amo.patch('/leads/8000001', { status_id: 142, pipeline_id: 4423755 });
		const [{ type, form }] = await amo.received(1);
		expect(type).toContain('application/x-www-form-urlencoded');
		const fields = Object.fromEntries(form);
		expect(fields).toMatchObject({
			'leads[status][0][id]': '8000001',
			'leads[status][0][status_id]': '142',
			'leads[status][0][old_status_id]': '63242022',
			'leads[status][0][pipeline_id]': '4423755',
			'leads[status][0][old_pipeline_id]': '4423755',
			'leads[status][0][price]': '45000',
			'leads[status][0][modified_user_id]': '0',
			'leads[status][0][created_user_id]': '600001',
			'leads[status][0][tags][0][name]': 'site',
			'leads[status][0][custom_fields][0][id]': '880002',
			'leads[status][0][custom_fields][0][values][0][value]': 'ЕГЭ',
			'leads[status][0][custom_fields][0][values][0][enum]': '5601',
			'leads[status][0][custom_fields][1][code]': 'UTM_SOURCE',
			'account[id]': '30000001',
			'account[subdomain]': 'demo',
		});
		expect(fields).not.toHaveProperty('leads[status][0][custom_fields][0][code]');
		expect(amo.hits).toHaveLength(1);
	});

	test('each event that a change raises goes to those who subscribed to it', async () => {
		await amo.emit({ lead: {}, contact: {} });
		await amo.subscribe([
			...['status_lead', 'update_lead', 'responsible_lead', 'delete_lead', 'restore_lead'],
			...['note_lead', 'add_task', 'update_contact', 'add_company'],
		]);
		await amo.emit({
			edit: { lead: 8000001, status_id: 143, responsible_user_id: 600002 },
			by: 600002,
		});
		await amo.emit({ edit: { contact: 7000001, name: 'Ира' }, company: { name: 'ТОО' } });
		await amo.emit({ note: { lead: 8000001, text: 'Позвонила' }, task: { lead: 8000001 } });
		await amo.emit({ delete: { lead: 8000001 } });
		await amo.emit({ restore: { lead: 8000001 } });
		const roots = amo.hits.map(({ form }) => [...form.keys()][0].replace(/\]\[.*/, ']')).sort();
		expect(roots).toEqual([
			'contacts[add]',
			'contacts[update]',
			'leads[delete]',
			'leads[note]',
			'leads[responsible]',
			'leads[restore]',
			'leads[status]',
			'leads[update]',
			'task[add]',
		]);
		const find = (key: string) => amo.hits.map(({ form }) => form.get(key)).find(Boolean);
		expect(find('leads[responsible][0][old_responsible_user_id]')).toBe('600001');
		expect(find('leads[update][0][modified_user_id]')).toBe('600002');
		expect(find('leads[note][0][note][text]')).toBe('Позвонила');
		expect(find('leads[note][0][note][note_type]')).toBe('4');
		expect(find('contacts[add][0][type]')).toBe('company');
		expect(find('leads[delete][0][id]')).toBe('8000001');
	});

	test('a batch is one delivery with many entities; contacts name their leads by id', async () => {
		await amo.subscribe(['add_lead', 'update_contact', 'note_lead', 'add_task']);
		const contact = await amo.created('/contacts', {});
		const link = { _embedded: { contacts: [{ id: contact }] } };
		await amo.post('/leads', [link, link]);
		const [{ form }] = await amo.received(1);
		expect(form.get('leads[add][1][id]')).toBe('8000002');
		await amo.patch(`/contacts/${contact}`, { name: 'Ира' });
		await amo.post('/leads/8000001/notes', [{ note_type: 'common', params: { text: 'n' } }]);
		await amo.post('/tasks', [{ text: 't', complete_till: 1900000000 }]);
		await amo.received(4);
		const all = amo.hits.flatMap(({ form: fields }) => [...fields]);
		expect(all).toContainEqual(['contacts[update][0][linked_leads_id][8000002][ID]', '8000002']);
		expect(all).toContainEqual(['leads[note][0][note][element_id]', '8000001']);
		expect(all).toContainEqual(['task[add][0][text]', 't']);
	});

	test('bad answers are retried: 2 times more, for 5xx and 499 4 times', async () => {
		await amo.subscribe(['add_lead']);
		const attempts = async () =>
			(await amo.state()).deliveries.at(-1)?.attempts.map(({ status }) => status);
		for (const [answers, expected] of [
			[
				[404, 404, 404, 404],
				[404, 404, 404],
			],
			[
				[500, 499, 503, 502, 500, 500],
				[500, 499, 503, 502, 500],
			],
			[
				[500, 200],
				[500, 200],
			],
			[[299], [299]],
		]) {
			amo.answers = [...answers];
			await amo.emit({ lead: {} });
			await until(async () => (await attempts())?.length === expected.length);
			await new Promise((resolve) => setTimeout(resolve, 30));
			expect(await attempts()).toEqual(expected);
			amo.answers = [];
		}
	}, 10_000);

	test('too many bad answers disable the webhook until it is enabled by hand', async () => {
		await amo.switch({ disableAfter: 3 });
		await amo.subscribe(['add_lead']);
		amo.answers = [404, 404, 404, 404, 404, 404];
		await amo.emit({ lead: {} });
		await until(() => amo.hits.length === 3);
		expect((await amo.state()).webhooks[0].disabled).toBe(false);
		await amo.emit({ lead: {} });
		await until(async () => (await amo.state()).webhooks[0].disabled);
		const before = amo.hits.length;
		await amo.emit({ lead: {} });
		expect(amo.hits).toHaveLength(before);
		amo.answers = [];
		await amo.emit({ webhook: { destination: amo.hookUrl, disabled: false } });
		await amo.emit({ lead: {} });
		expect(amo.hits).toHaveLength(before + 1);
	});

	test('deliveries can repeat, be silenced, and be anything', async () => {
		await amo.subscribe(['add_lead', 'update_lead']);
		const sent = await amo.emit({ lead: {}, copies: 3 });
		expect(sent.deliveries).toHaveLength(3);
		expect(amo.hits).toHaveLength(3);
		await amo.emit({ lead: {}, silent: true });
		expect(amo.hits).toHaveLength(3);
		await amo.emit({ send: { lead: 8000001, event: 'update' } });
		expect(amo.hits[3].form.get('leads[update][0][id]')).toBe('8000001');
		await amo.emit({ raw: { body: { leads: { add: [{ id: 1, __proto__: null }] } } } });
		expect(amo.hits[4].form.toString()).toBe('leads%5Badd%5D%5B0%5D%5Bid%5D=1');
		await amo.emit({ raw: { body: '__proto__[x]=1' } });
		expect([...amo.hits[5].form.keys()]).toEqual(['__proto__[x]']);
	});
});
