import { Kit, violations, type Answer, type Doc } from './testkit';

const values = (answer: Answer<Doc>) =>
	Object.fromEntries(
		(
			answer.body.custom_fields_values as unknown as Array<{ field_id: number; values: object[] }>
		).map(({ field_id, values: list }) => [field_id, list]),
	);

describe('writing leads and contacts', () => {
	const amo = new Kit();
	beforeAll(() => amo.start());
	beforeEach(() => amo.fresh());
	afterAll(() => amo.close());

	test('a create answers id, request_id and link only; without request_id the index', async () => {
		const { status, body } = await amo.post('/contacts', [{ name: 'A', request_id: 'item-a' }, {}]);
		expect(status).toBe(200);
		const self = (id: number) => ({ self: { href: `${amo.url}/api/v4/contacts/${id}` } });
		expect(body._embedded.contacts).toEqual([
			{ id: 7000001, request_id: 'item-a', _links: self(7000001) },
			{ id: 7000002, request_id: '1', _links: self(7000002) },
		]);
		expect((await amo.state()).writes).toMatchObject([
			{ action: 'create', entity_type: 'contacts', id: 7000001, body: { name: 'A' } },
			{ action: 'create', id: 7000002 },
		]);
	});

	test('the lead of the sheet, with tracking fields, enums, tags and contact', async () => {
		const contact = await amo.created('/contacts', { name: 'Ира' });
		const id = await amo.created('/leads', {
			name: 'Заявка с сайта',
			price: 45000,
			pipeline_id: 8598230,
			status_id: 80517738,
			responsible_user_id: 600002,
			custom_fields_values: [
				{ field_code: 'UTM_SOURCE', values: [{ value: 'instagram' }] },
				{ field_id: 880001, values: [{ enum_id: 5501 }, { enum_id: 5502 }] },
				{ field_id: 880002, values: [{ value: 'ОГЭ' }] },
				{ field_id: 880003, values: [{ value: 1500 }] },
				{ field_id: 880006, values: [{ value: 1760000000 }] },
			],
			_embedded: { tags: [{ name: 'site' }], contacts: [{ id: contact, is_main: true }] },
		});
		const read = await amo.get(`/leads/${id}?with=contacts`);
		expect(read.body).toMatchObject({
			price: 45000,
			pipeline_id: 8598230,
			responsible_user_id: 600002,
			closed_at: null,
			_embedded: { tags: [{ id: 1, name: 'site' }], contacts: [{ id: contact, is_main: true }] },
		});
		expect(values(read)).toMatchObject({
			870001: [{ value: 'instagram' }],
			880001: [
				{ value: 'Русский', enum_id: 5501 },
				{ value: 'Математика', enum_id: 5502 },
			],
			880002: [{ value: 'ОГЭ', enum_id: 5602 }],
			// numeric is read back as text, dates as int
			880003: [{ value: '1500' }],
			880006: [{ value: 1760000000 }],
		});
	});

	test('a lead without anything lands in the first stage of the main pipeline', async () => {
		const { body } = await amo.get(`/leads/${await amo.created('/leads', {})}`);
		expect(body).toMatchObject({ pipeline_id: 4423755, status_id: 63242022, price: 0 });
	});

	test('one bad element refuses the whole batch, with the three codes of the vendor', async () => {
		const answer = await amo.post('/leads', [
			{ name: 'good' },
			{
				request_id: 'bad',
				price: '5',
				custom_fields_values: [
					{ field_id: 990001, values: [{ value: 'of a contact' }] },
					{ field_id: 880002, values: [{ value: 'ГИА' }] },
					{ field_id: 880001, values: [{ enum_id: 1 }] },
					{ field_id: 880001, values: [{ enum: 5501 }] },
					{ field_id: 880006, values: [{ value: '2025-01-20T14:49:20Z' }] },
					{ field_id: 880007, values: [{ value: 5 }] },
				],
				_embedded: { tags: [{ name: 'a', request_id: '1' }], contacts: [{ id: 1 }] },
			},
			{ pipeline_id: 8598230, status_id: 63242022 },
		]);
		expect(answer.status).toBe(400);
		expect(answer.headers.get('content-type')).toContain('application/problem+json');
		expect(answer.body).toMatchObject({
			title: 'Bad Request',
			type: 'https://httpstatus.es/400',
			status: 400,
			detail: 'Request validation failed',
		});
		expect(violations(answer.body)).toEqual({
			bad: [
				'InvalidType price',
				'FieldNotExpected _embedded.tags.0.request_id',
				'NotSupportedChoice _embedded.contacts.0.id',
				'NotSupportedChoice custom_fields_values.0.field_id',
				'NotSupportedChoice custom_fields_values.1.values.0.value',
				'NotSupportedChoice custom_fields_values.2.values.0.enum_id',
				'FieldNotExpected custom_fields_values.3.values.0.enum',
				'InvalidType custom_fields_values.4.values.0.value',
				'InvalidType custom_fields_values.5.values.0.value',
			],
			'2': ['NotSupportedChoice status_id'],
		});
		expect(JSON.stringify(answer.body)).toContain('This value should be of type int.');
		expect((await amo.state()).leads).toEqual([]);
	});

	test('batches: an array of 1 to 250; 504 above what the switch allows', async () => {
		expect((await amo.post('/leads', { name: 'object' })).status).toBe(400);
		expect((await amo.post('/leads', [])).status).toBe(400);
		const many = (count: number) => Array.from({ length: count }, () => ({}));
		expect((await amo.post('/leads', many(251))).status).toBe(400);
		await amo.switch({ batch504Above: 50 });
		const answer = await amo.post('/leads', many(51));
		expect(answer.status).toBe(504);
		expect(answer.text).toContain('<html>');
		expect((await amo.post('/leads', many(50))).status).toBe(200);
	});

	test('PATCH of one takes an object, of many an array', async () => {
		const id = await amo.created('/leads', { name: 'A' });
		expect((await amo.patch(`/leads/${id}`, [{ price: 1 }])).status).toBe(400);
		expect((await amo.patch('/leads', { id, price: 1 })).status).toBe(400);
		const one = await amo.patch(`/leads/${id}`, { price: 1 });
		expect(one.body).toMatchObject({ id, name: 'A' });
		expect(one.body.updated_at).toEqual(expect.any(Number));
		const many = await amo.patch('/leads', [{ id, price: 2 }]);
		expect(many.body._embedded.leads).toMatchObject([{ id, name: 'A' }]);
		await amo.switch({ patchEnvelope: true });
		const wrapped = await amo.patch(`/leads/${id}`, { price: 3 });
		expect(wrapped.body._embedded.leads).toMatchObject([{ id }]);
		expect((await amo.patch('/leads/999', { price: 1 })).status).toBe(404);
	});

	test('a batch PATCH is partial: known rows apply, unknown ids come back as errors', async () => {
		const id = await amo.created('/leads', { name: 'A' });
		const answer = await amo.patch('/leads', [
			{ id: 999999999, price: 5 },
			{ id, price: 5 },
		]);
		expect(answer.status).toBe(200);
		expect(answer.body.errors).toEqual({ '999999999': 'Lead not found' });
		expect(answer.body._embedded.leads).toMatchObject([{ id }]);
		expect((await amo.state()).leads[0].price).toBe(5);
		const broken = await amo.patch('/leads', [{ id, price: 'x' }, { price: 1 }]);
		expect(violations(broken.body)).toEqual({
			'0': ['InvalidType price'],
			'1': ['InvalidType id'],
		});
	});

	test('only what is sent changes; lists are replaced; null and [] clear, "" does not', async () => {
		const id = await amo.created('/leads', {
			name: 'A',
			price: 7,
			custom_fields_values: [
				{ field_id: 880001, values: [{ enum_id: 5501 }] },
				{ field_id: 880007, values: [{ value: 'pay' }] },
				{ field_id: 880008, values: [{ value: 'inv' }] },
				{ field_id: 880004, values: [{ value: '10.5' }] },
			],
		});
		const patch = (custom_fields_values: object[]) =>
			amo.patch(`/leads/${id}`, { custom_fields_values });
		await patch([
			{ field_id: 880001, values: [{ enum_id: 5503 }, { enum_id: 5504 }] },
			{ field_id: 880007, values: [{ value: '' }] },
		]);
		const read = await amo.get(`/leads/${id}`);
		expect(read.body).toMatchObject({ name: 'A', price: 7 });
		expect(values(read)).toMatchObject({
			880001: [{ enum_id: 5503 }, { enum_id: 5504 }],
			880007: [{ value: 'pay' }],
			880004: [{ value: '10.5' }],
		});
		await patch([
			{ field_id: 880001, values: null },
			{ field_id: 880007, values: [{ value: null }] },
			{ field_id: 880008, values: [] },
			// what a NaN becomes in JSON
			{ field_id: 880004, values: [{ value: NaN }] },
		]);
		expect((await amo.get(`/leads/${id}`)).body.custom_fields_values).toBeNull();
	});

	test('phones and e-mails: labels, the new list replaces the old one', async () => {
		const phones = (list: object[]) => [{ field_code: 'PHONE', values: list }];
		const id = await amo.created('/contacts', {
			custom_fields_values: phones([{ value: '+77010000001', enum_code: 'MOB' }]),
		});
		expect(values(await amo.get(`/contacts/${id}`))[970001]).toEqual([
			{ value: '+77010000001', enum_id: 970102, enum_code: 'MOB' },
		]);
		await amo.patch(`/contacts/${id}`, {
			custom_fields_values: phones([{ value: '+77010000002' }]),
		});
		expect(values(await amo.get(`/contacts/${id}`))[970001]).toMatchObject([
			{ value: '+77010000002', enum_code: 'WORK' },
		]);
		const wrong = await amo.patch(`/contacts/${id}`, {
			custom_fields_values: phones([{ value: '1', enum_code: 'CAR' }]),
		});
		expect(violations(wrong.body)).toEqual({
			'0': ['NotSupportedChoice custom_fields_values.0.values.0.enum_code'],
		});
	});

	test('RFC 3339 dates are accepted with the switch', async () => {
		await amo.switch({ rfc3339Dates: true });
		const id = await amo.created('/leads', {
			custom_fields_values: [{ field_id: 880006, values: [{ value: '2025-01-20T14:49:20Z' }] }],
		});
		expect(values(await amo.get(`/leads/${id}`))[880006]).toEqual([{ value: 1737384560 }]);
	});

	test('tags: _embedded replaces, null clears, to_add and to_delete add and take away', async () => {
		const id = await amo.created('/leads', { _embedded: { tags: [{ name: 'a' }, { name: 'b' }] } });
		const tags = async () =>
			(
				(await amo.get(`/leads/${id}`)).body._embedded.tags as unknown as Array<{ name: string }>
			).map(({ name }) => name);
		await amo.patch(`/leads/${id}`, {
			tags_to_add: [{ name: 'c' }],
			tags_to_delete: [{ name: 'a' }],
		});
		expect(await tags()).toEqual(['b', 'c']);
		await amo.patch(`/leads/${id}`, { _embedded: { tags: [{ name: 'C' }, { id: 2 }] } });
		expect(await tags()).toEqual(['C', 'b']);
		await amo.patch(`/leads/${id}`, { _embedded: { tags: null } });
		expect(await tags()).toEqual([]);
		// variants of a name are tags of their own, and contacts have their own tags
		expect(await amo.ids('/leads/tags?query=c')).toEqual([3, 4]);
		expect(await amo.ids('/contacts/tags')).toEqual([]);
		const made = await amo.post('/contacts/tags', [{ name: 'vip' }]);
		expect(made.body._embedded.tags).toMatchObject([{ id: 5, name: 'vip' }]);
	});

	test('stages: won and lost in every pipeline, closed_at, loss reason, first stage on a move', async () => {
		const id = await amo.created('/leads', {});
		const patch = (body: object) => amo.patch(`/leads/${id}`, body);
		const lead = async () => (await amo.get(`/leads/${id}?with=loss_reason`)).body;
		expect(violations((await patch({ status_id: 80517738 })).body)['0']).toEqual([
			'NotSupportedChoice status_id',
		]);
		await patch({ status_id: 80517738, pipeline_id: 8598230 });
		expect(await lead()).toMatchObject({ status_id: 80517738, closed_at: null });
		expect((await patch({ loss_reason_id: 4100001 })).status).toBe(400);
		await patch({ status_id: 143, pipeline_id: 8598230, loss_reason_id: 4100001 });
		expect(await lead()).toMatchObject({
			status_id: 143,
			closed_at: expect.any(Number) as number,
			_embedded: { loss_reason: [{ id: 4100001 }] },
		});
		await patch({ pipeline_id: 10089806 });
		expect(await lead()).toMatchObject({
			status_id: 80579130,
			closed_at: null,
			loss_reason_id: null,
		});
	});

	test('contacts in a PATCH of a lead are silently ignored', async () => {
		const contact = await amo.created('/contacts', {});
		const id = await amo.created('/leads', {});
		const answer = await amo.patch(`/leads/${id}`, {
			_embedded: { contacts: [{ id: contact }, { id: 999 }] },
		});
		expect(answer.status).toBe(200);
		expect((await amo.state()).links).toEqual([]);
	});

	test('updated_at moves with every PATCH, or is what was sent; updated_by is the robot', async () => {
		const { leads } = await amo.emit<{ leads: Array<{ id: number }> }>({
			lead: { name: 'A', createdDaysAgo: 30 },
		});
		const path = `/leads/${leads[0].id}`;
		const before = (await amo.get(path)).body;
		expect(before.updated_by).toBe(600001);
		await amo.patch(path, { price: 1 });
		const after = (await amo.get(path)).body;
		expect(Number(after.updated_at)).toBeGreaterThan(Number(before.updated_at) + 29 * 86_400);
		expect(after).toMatchObject({ updated_by: 0, created_at: before.created_at });
		await amo.patch(path, { updated_at: 1750000000 });
		expect((await amo.get(path)).body.updated_at).toBe(1750000000);
	});

	test('a card whose responsible user is gone cannot be saved', async () => {
		await amo.emit({ lead: { responsible_user_id: 600099 } });
		const answer = await amo.patch('/leads/8000001', { price: 1 });
		expect(violations(answer.body)['0']).toEqual(['NotSupportedChoice responsible_user_id']);
		const taken = await amo.patch('/leads/8000001', { price: 1, responsible_user_id: 600002 });
		expect(taken.status).toBe(200);
	});

	test('a write whose answer is lost has happened', async () => {
		await amo.switch({ dropAfterWrite: true, method: 'POST' });
		await expect(amo.post('/leads', [{ name: 'lost' }])).rejects.toThrow();
		expect((await amo.state()).leads).toMatchObject([{ name: 'lost' }]);
	});
});
