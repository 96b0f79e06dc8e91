import { Kit, until } from './testkit';

describe('searching amoCRM', () => {
	const amo = new Kit();
	beforeAll(() => amo.start());
	beforeEach(() => amo.fresh());
	afterAll(() => amo.close());

	const contact = (body: object) => amo.emit({ contact: body });

	test('query finds substrings of every field: strangers, too', async () => {
		await contact({ name: 'Ира', telegram_id: '5000001' });
		await contact({ name: 'Чужой', phone: '+77950000018' });
		await contact({ name: 'Код 5000001-A', email: 'a@example.com' });
		expect(await amo.ids('/contacts?query=5000001')).toEqual([7000001, 7000002, 7000003]);
		expect(await amo.ids('/contacts?query=EXAMPLE')).toEqual([7000003]);
		expect(await amo.ids('/contacts?query=чуж')).toEqual([7000002]);
	});

	test('phones: punctuation does not matter, 7 and 8 are different digits', async () => {
		await contact({ phone: '8 (999) 123-45-67' });
		expect(await amo.ids('/contacts?query=%2B79991234567')).toEqual([]);
		expect(await amo.ids('/contacts?query=9991234567')).toEqual([7000001]);
		expect(await amo.ids('/contacts?query=999%20123%2045%2067')).toEqual([7000001]);
	});

	test('an empty query returns the whole account', async () => {
		await contact({ name: 'Ира' });
		await contact({ name: 'Оля' });
		expect(await amo.ids('/contacts?query=')).toHaveLength(2);
	});

	test('writes reach the index late; reading by id does not wait', async () => {
		await amo.switch({ searchLagMs: 150 });
		const id = await amo.created('/contacts', { name: 'Новенькая' });
		expect(await amo.ids('/contacts?query=новенькая')).toEqual([]);
		expect((await amo.get(`/contacts/${id}`)).status).toBe(200);
		await until(async () => (await amo.ids('/contacts?query=новенькая')).length === 1);
		await amo.patch(`/contacts/${id}`, { name: 'Другая' });
		expect(await amo.ids('/contacts?query=новенькая')).toEqual([id]);
		await until(async () => (await amo.ids('/contacts?query=другая')).length === 1);
		expect(await amo.ids('/contacts?query=новенькая')).toEqual([]);
	});

	test('what people entered is found at once, unless fresh', async () => {
		await amo.switch({ searchLagMs: 5000 });
		await contact({ name: 'Давно' });
		await amo.emit({ contact: { name: 'Только что' }, fresh: true });
		expect(await amo.ids('/contacts?query=давно')).toEqual([7000001]);
		expect(await amo.ids('/contacts?query=только')).toEqual([]);
	});

	test('leads are searched by their own fields; by the contact only with the switch', async () => {
		await amo.emit({
			lead: { name: 'Заявка', fields: { 880007: 'pay_1' }, contact: { phone: '+77010000001' } },
		});
		expect(await amo.ids('/leads?query=pay_1')).toEqual([8000001]);
		expect(await amo.ids('/leads?query=7010000001')).toEqual([]);
		await amo.switch({ leadQueryByContact: true });
		expect(await amo.ids('/leads?query=7010000001')).toEqual([8000001]);
	});

	test('custom-field filters: 400 by default, ignored or working by switch', async () => {
		await contact({ name: 'Ира', telegram_id: '1' });
		await contact({ name: 'Оля', telegram_id: '2' });
		const path = '/contacts?filter[custom_fields_values][990001][]=2';
		const refused = await amo.get(path);
		expect(refused.status).toBe(400);
		expect(refused.body.detail).toBe('Invalid filter for current account');
		await amo.switch({ apiFilter: 'ignored' });
		expect(await amo.ids(path)).toHaveLength(2);
		await amo.switch({ apiFilter: 'enabled' });
		expect(await amo.ids(path)).toEqual([7000002]);
		expect(await amo.ids('/contacts?filter[name]=Ира')).toEqual([7000001]);
		const account = await amo.get('/account?with=is_api_filter_enabled');
		expect(account.body.is_api_filter_enabled).toBe(true);
	});

	test('unknown and paid filters are silently ignored', async () => {
		await contact({ name: 'Ира', tags: ['vip'] });
		await contact({ name: 'Оля' });
		for (const filter of [
			'filter[query]=Ира',
			'filter[tags][]=vip',
			'filter[updated_at][from]=99999999999',
			'filter[name]=Ира',
		]) {
			expect([filter, await amo.ids(`/contacts?${filter}`)]).toEqual([filter, [7000001, 7000002]]);
		}
	});

	test('id, pipeline, status and created_at filters work, brackets raw or encoded', async () => {
		await amo.emit({
			lead: [
				{ name: 'A', createdDaysAgo: 10 },
				{ name: 'B', pipeline_id: 8598230 },
				{ name: 'C', pipeline_id: 8598230, status_id: 142 },
			],
		});
		const [a, b, c] = [8000001, 8000002, 8000003];
		expect(await amo.ids(`/leads?filter[id][0]=${a}&filter[id][1]=${c}&filter[id][]=1`)).toEqual([
			a,
			c,
		]);
		expect(await amo.ids(`/leads?filter%5Bid%5D=${b}`)).toEqual([b]);
		expect(await amo.ids('/leads?filter[pipeline_id][]=8598230')).toEqual([b, c]);
		const status = 'filter[statuses][0][pipeline_id]=8598230&filter[statuses][0][status_id]=142';
		expect(await amo.ids(`/leads?${status}`)).toEqual([c]);
		const weekAgo = Math.floor(Date.now() / 1000) - 7 * 86_400;
		expect(await amo.ids(`/leads?filter[created_at][to]=${weekAgo}`)).toEqual([a]);
		expect(await amo.ids(`/leads?filter[created_at][from]=${weekAgo}`)).toEqual([b, c]);
	});
});
