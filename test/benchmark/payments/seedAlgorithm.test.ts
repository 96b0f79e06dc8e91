import { SANDBOX_KEY } from '../../simulators/amocrm/amocrm';
import { Kit } from '../../simulators/amocrm/testkit';
import { processPayment, type CourseOrder } from './seedAlgorithm';

/** In "Переговоры" of the pipeline Сайт: open, and not one of the stages that the seed passes over. */
const OPEN = { pipeline_id: 4423755, status_id: 63242023 };
const CONTACT = {
	name: 'Айгерим Тест',
	phone: '+77010000001',
	email: 'a.test@example.com',
	telegram_id: '123456789',
};

const course = (subject: string, cost: number) => ({
	cost,
	course: { name: 'Годовой стандарт', subject: { name: subject, project: 'ЕГЭ' } },
});
const order = (payment_id: string): CourseOrder => ({
	status: 'CONFIRMED',
	created_at: '2026-01-20 14:49:20',
	code: 'PROMO',
	payment_id,
	invoice_id: 'inv_1',
	payment_method: 'SBP',
	currency: 'RUB',
	course_order_items: [course('Русский', 4000), course('История', 6000)],
	user: {
		first_name: 'Айгерим',
		last_name: 'Тест',
		phone: '87010000001',
		email: 'a.test@example.com',
		telegram_id: '123456789',
		telegram_tag: 'aigerim_test',
	},
	utm: { source: 'advcake', medium: 'cpa', compaign: 'summer', term: '', content: '' },
});

/** Numbers of README.md: how many amoCRM calls the seed's algorithm makes for one payment. */
describe('amoCRM calls of the seed algorithm for one payment', () => {
	const kit = new Kit();
	let told = 0;
	beforeAll(() => kit.start());
	beforeEach(async () => {
		told = 0;
		await kit.fresh({ leadQueryByContact: true });
	});
	afterAll(() => kit.close());

	const pay = (id: string) => processPayment({ url: kit.url, token: SANDBOX_KEY }, order(id));

	/** The calls since the last question, as `GET /contacts?query` or `PATCH /leads/:id`. */
	async function calls(): Promise<string[]> {
		type Seen = { requests: Array<{ method: string; path: string; status: number }> };
		const { requests } = (await kit.request<Seen>('GET', '/__sim/state')).body;
		const fresh = requests.slice(told);
		told = requests.length;
		expect(fresh.filter(({ status }) => status >= 400)).toEqual([]);
		return fresh.map(({ method, path }) => {
			const short = path.replace('/api/v4', '').replace(/\d{7,}(?=$|[/?])/, ':id');
			return `${method} ${short.replace(/=.*/, '')}`;
		});
	}

	async function fieldsOfLead(index: number): Promise<Record<string, unknown>> {
		type Fields = Array<{ field_id: number; values: Array<{ value: unknown }> }>;
		const fields = (await kit.state()).leads[index].custom_fields_values as Fields;
		return Object.fromEntries(
			fields.map(({ field_id, values }) => [field_id, values.map(({ value }) => value).join()]),
		);
	}

	test('both exist, found by Telegram id: 9', async () => {
		await kit.emit({ contact: { ...CONTACT, lead: { name: 'Курс', ...OPEN } } });
		await pay('pay_1');
		const made = await calls();
		expect(made).toEqual([
			'GET /contacts?query',
			'GET /contacts/:id',
			'PATCH /contacts/:id',
			'GET /leads?query',
			'GET /leads?query',
			'GET /leads/:id?with',
			'GET /leads/:id',
			'PATCH /leads/:id',
			'POST /leads/:id/notes',
		]);
		expect(made.length).toBeGreaterThanOrEqual(9);
		const { contacts, leads, notes } = await kit.state();
		expect([contacts.length, leads.length, notes.length]).toEqual([1, 1, 1]);
		expect(contacts[0].custom_fields_values).toContainEqual(
			expect.objectContaining({ field_id: 990002, values: [{ value: '@aigerim_test' }] }),
		);
	});

	test('known client, second payment: 8, as it searches again and only the username is filled', async () => {
		await kit.emit({ contact: { ...CONTACT, lead: { name: 'Курс', ...OPEN } } });
		await pay('pay_1');
		await calls();
		await pay('pay_2');
		const made = await calls();
		expect(made).toHaveLength(8);
		expect(made).not.toContain('PATCH /contacts/:id');
		expect(await fieldsOfLead(0)).toMatchObject({
			880001: 'Русский,История',
			880002: 'ЕГЭ',
			880003: '10000',
			880004: '20000',
			880005: '2',
			880006: '1768909760',
			880007: 'pay_2',
			880008: 'inv_1',
		});
	});

	test('both created: 11', async () => {
		const { leadCreated } = await pay('pay_1');
		expect(leadCreated).toBe(true);
		expect(await calls()).toEqual([
			'GET /contacts?query',
			'GET /contacts?query',
			'GET /contacts?query',
			'POST /contacts',
			'GET /contacts/:id',
			'GET /leads?query',
			'GET /leads?query',
			'POST /leads',
			'GET /leads/:id',
			'PATCH /leads/:id',
			'POST /leads/:id/notes',
		]);
		const { leads, links } = await kit.state();
		expect(leads).toMatchObject([
			{
				name: 'Оплата Русский - Айгерим Тест',
				price: 10000,
				pipeline_id: 8598230,
				status_id: 80517738,
			},
		]);
		expect(links).toHaveLength(1);
		expect(await fieldsOfLead(0)).toMatchObject({ 880004: '10000', 880005: '1' });
	});

	test('every other lead that the searches find costs one call more', async () => {
		const closed = { name: 'Старый', pipeline_id: 4423755, status_id: 142 };
		const leads = [closed, closed, closed, { name: 'Курс', ...OPEN }];
		await kit.emit({ contact: { ...CONTACT, leads } });
		const { leadId } = await pay('pay_1');
		expect(await calls()).toHaveLength(9 + 3);
		expect(leadId).toBe((await kit.state()).leads[3].id);
	});

	test('found by phone: one call more, by e-mail: two', async () => {
		const { name, phone, email } = CONTACT;
		const lead = { name: 'Курс', ...OPEN };
		await kit.emit({ contact: { name, phone, email, lead } });
		await pay('pay_1');
		expect(await calls()).toHaveLength(9 + 1);
		await kit.emit({ delete: { lead: 8000001 }, edit: { contact: 7000001, phone: null } });
		await kit.emit({
			edit: { contact: 7000001, fields: { 990001: null, 990002: null } },
			lead: { ...lead, contact: 7000001 },
		});
		await pay('pay_2');
		expect(await calls()).toHaveLength(9 + 2);
	});

	test('searches of leads that ignore the contact, as the docs have it: 9, and a second lead', async () => {
		await kit.switch({ leadQueryByContact: false });
		await kit.emit({ contact: { ...CONTACT, lead: { name: 'Курс', ...OPEN } } });
		expect((await pay('pay_1')).leadCreated).toBe(true);
		expect(await calls()).toHaveLength(9);
		expect((await kit.state()).leads).toHaveLength(2);
	});

	test('a lead that it created itself is passed over by the next payment: 9, and a second lead', async () => {
		await pay('pay_1');
		await calls();
		const { leadCreated } = await pay('pay_2');
		expect(leadCreated).toBe(true);
		expect(await calls()).toHaveLength(9);
		expect((await kit.state()).leads).toHaveLength(2);
	});
});
