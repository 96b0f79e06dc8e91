import { Kit, violations } from './testkit';

const phone = [{ field_code: 'PHONE', values: [{ value: '+77010000001' }] }];

describe('leads/complex, links, notes and tasks', () => {
	const amo = new Kit();
	beforeAll(() => amo.start());
	beforeEach(() => amo.fresh());
	afterAll(() => amo.close());

	test('complex answers a plain array and creates lead, contact and company together', async () => {
		const answer = await amo.post<object[]>('/leads/complex', [
			{
				name: 'Заявка',
				request_id: 'item-0',
				_embedded: {
					contacts: [{ name: 'Ира', custom_fields_values: phone }],
					companies: [{ name: 'ТОО Тест' }],
					tags: [{ name: 'site' }],
				},
			},
			{ name: 'Без контакта' },
		]);
		expect(answer.body).toEqual([
			{
				id: 8000001,
				contact_id: 7000001,
				company_id: 9000001,
				request_id: ['item-0'],
				merged: false,
			},
			{ id: 8000002, contact_id: null, company_id: null, request_id: ['1'], merged: false },
		]);
		const { links, leads } = await amo.state();
		expect(links).toMatchObject([
			{ entity_id: 8000001, to_entity_id: 7000001, is_main: true },
			{ entity_id: 8000001, to_entity_id: 9000001, is_main: false },
		]);
		expect(leads[0]).toMatchObject({ _embedded: { tags: [{ name: 'site' }] } });
	});

	test('complex takes a contact by id or as a model, never both, and no other keys', async () => {
		const contact = await amo.created('/contacts', { name: 'Ира' });
		const ok = await amo.post<object[]>('/leads/complex', [
			{ _embedded: { contacts: [{ id: contact }] } },
		]);
		expect(ok.body).toMatchObject([{ contact_id: contact, merged: false }]);
		const answer = await amo.post('/leads/complex', [
			{ _embedded: { contacts: [{ id: contact, name: 'Оля' }], source: {} } },
			{ _embedded: { contacts: [{ id: 1 }] } },
			{ _embedded: { contacts: [{ name: 5 }] } },
		]);
		expect(violations(answer.body)).toEqual({
			'0': ['FieldNotExpected _embedded.source', 'FieldNotExpected _embedded.contacts.0.name'],
			'1': ['NotSupportedChoice _embedded.contacts.0.id'],
			'2': ['InvalidType _embedded.contacts.0.name'],
		});
		const many = Array.from({ length: 51 }, () => ({}));
		expect((await amo.post('/leads/complex', many)).status).toBe(400);
		const fields = Array.from({ length: 41 }, () => ({
			field_id: 880007,
			values: [{ value: 'x' }],
		}));
		expect((await amo.post('/leads/complex', [{ custom_fields_values: fields }])).status).toBe(400);
	});

	test('duplicate control merges with what was there, not inside one payload', async () => {
		const lead = { _embedded: { contacts: [{ custom_fields_values: phone }] } };
		const off = await amo.post<object[]>('/leads/complex', [lead, lead]);
		expect(off.body).toMatchObject([{ contact_id: 7000001 }, { contact_id: 7000002 }]);
		await amo.fresh({ duplicateControl: true });
		const first = await amo.post<object[]>('/leads/complex', [lead, lead]);
		expect(first.body).toMatchObject([{ merged: false }, { contact_id: 7000002, merged: false }]);
		const next = await amo.post<object[]>('/leads/complex', [lead]);
		expect(next.body).toMatchObject([{ contact_id: 7000001, merged: true }]);
	});

	test('metadata sends the lead to Неразобранное', async () => {
		await amo.post('/leads/complex', [
			{ pipeline_id: 8598230, _embedded: { metadata: { category: 'forms' } } },
		]);
		expect((await amo.state()).leads[0].status_id).toBe(80517737);
	});

	test('links: link, main contact, read from both ends, unlink', async () => {
		const [ira, olya] = [await amo.created('/contacts', {}), await amo.created('/contacts', {})];
		const lead = await amo.created('/leads', {});
		expect((await amo.get(`/leads/${lead}/links`)).body._embedded.links).toEqual([]);
		const to = (id: number, metadata?: object) => ({
			to_entity_id: id,
			to_entity_type: 'contacts',
			metadata,
		});
		const linked = await amo.post(`/leads/${lead}/link`, [to(ira)]);
		expect(linked.body._embedded.links).toEqual([
			{
				entity_id: lead,
				entity_type: 'leads',
				to_entity_id: ira,
				to_entity_type: 'contacts',
				metadata: { main_contact: true },
			},
		]);
		await amo.post(`/leads/${lead}/link`, [to(olya, { is_main: true })]);
		const { links } = (await amo.get(`/leads/${lead}/links`)).body._embedded;
		expect(links).toMatchObject([
			{ to_entity_id: ira, metadata: { main_contact: false } },
			{ to_entity_id: olya, metadata: { main_contact: true } },
		]);
		const back = await amo.get(`/contacts/${ira}/links?filter[to_entity_type]=leads`);
		expect(back.body._embedded.links).toMatchObject([{ to_entity_id: lead }]);
		const unlinked = await amo.post(`/leads/${lead}/unlink`, [to(ira)]);
		expect([unlinked.status, unlinked.text]).toEqual([204, '']);
		expect((await amo.state()).links).toHaveLength(1);
		expect((await amo.post(`/leads/${lead}/link`, [to(1)])).status).toBe(400);
		expect((await amo.get('/leads/1/links')).status).toBe(404);
	});

	test('notes: by lead or with entity_id, trimmed, filtered, changed', async () => {
		const lead = await amo.created('/leads', {});
		const { body } = await amo.post(`/leads/${lead}/notes`, [
			{ note_type: 'common', params: { text: '  Оплата проведена\n' }, request_id: 'n1' },
		]);
		expect(body._embedded.notes).toMatchObject([
			{ id: 5000001, entity_id: lead, request_id: 'n1' },
		]);
		await amo.post('/leads/notes', [
			{ entity_id: lead, note_type: 'service_message', params: { service: 's', text: 't' } },
		]);
		const note = await amo.get(`/leads/${lead}/notes/5000001`);
		expect(note.body).toMatchObject({
			entity_id: lead,
			note_type: 'common',
			params: { text: 'Оплата проведена' },
			created_by: 0,
		});
		expect(await amo.ids(`/leads/${lead}/notes?filter[note_type][0]=common`)).toEqual([5000001]);
		expect(await amo.ids('/leads/notes?order[id]=desc')).toEqual([5000002, 5000001]);
		await amo.patch(`/leads/${lead}/notes/5000001`, { params: { text: 'Другой' } });
		expect((await amo.state()).notes[0].params).toEqual({ text: 'Другой' });
		const bad = await amo.post('/leads/notes', [
			{ entity_id: 1, note_type: 'common', params: {} },
			{ entity_id: lead, note_type: 'poem' },
		]);
		expect(violations(bad.body)).toEqual({
			'0': ['InvalidType params.text', 'NotSupportedChoice entity_id'],
			'1': ['NotSupportedChoice note_type'],
		});
		expect((await amo.post('/leads/1/notes', [{}])).status).toBe(404);
	});

	test('tasks: created, closest_task_at, completed', async () => {
		const lead = await amo.created('/leads', {});
		const till = 1900000000;
		const task = { text: 'Позвонить', complete_till: till, entity_id: lead, entity_type: 'leads' };
		const { body } = await amo.post('/tasks', [{ ...task, request_id: 't1' }]);
		expect(body._embedded.tasks).toMatchObject([{ id: 6000001, request_id: 't1' }]);
		expect((await amo.get(`/leads/${lead}`)).body.closest_task_at).toBe(till);
		expect(await amo.ids('/tasks?filter[is_completed]=0')).toEqual([6000001]);
		await amo.patch('/tasks/6000001', { is_completed: true, result: { text: 'ok' } });
		expect((await amo.get('/tasks/6000001')).body).toMatchObject({
			is_completed: true,
			result: { text: 'ok' },
			responsible_user_id: 600001,
		});
		expect(await amo.ids('/tasks?filter[is_completed]=0')).toEqual([]);
		expect((await amo.get(`/leads/${lead}`)).body.closest_task_at).toBeNull();
		const bad = await amo.post('/tasks', [{ ...task, complete_till: '2025', entity_id: 1 }]);
		expect(violations(bad.body)['0']).toEqual([
			'InvalidType complete_till',
			'NotSupportedChoice entity_id',
		]);
	});
});
