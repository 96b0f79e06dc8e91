import { TestClient, titles, type OneBody } from './testClient';

const DAY = 86_400_000;
const GE = 'filter[orders][creationDate][$ge]=';
const LE = 'filter[orders][creationDate][$le]=';

describe('GET /orders', () => {
	let kaspi: TestClient;
	const codes = async (query: string) =>
		(await kaspi.list(query)).body.data.map(({ attributes }) => attributes.code);
	const week = () => `${GE}${Date.now() - 7 * DAY}`;

	beforeAll(async () => {
		kaspi = await TestClient.start();
	});
	beforeEach(async () => {
		await kaspi.control('reset');
	});
	afterAll(async () => await kaspi.server.close());

	describe('refuses with 400', () => {
		const refused = async (query: string) => {
			const answer = await kaspi.get(`/orders?${query}`);
			expect(answer.status).toBe(400);
			return titles(answer)[0];
		};
		const page = 'page[number]=0&page[size]=20';

		test('no start date without a code', async () => {
			const title = 'Required filter [orders][creationDate][$ge] is empty.';
			expect(await refused(page)).toBe(title);
			expect(await refused(`${page}&filter[orders][state]=NEW`)).toBe(title);
			expect(await refused(`${page}&filter.orders.creationDate.$ge=${Date.now()}`)).toBe(title);
		});

		test('a window of more than 14 days', async () => {
			const now = Date.now();
			expect(await refused(`${page}&${GE}${now - 30 * DAY}&${LE}${now}`)).toBe(
				'Exceeded the maximum difference for the filter[orders][creationDate] (in days). Actual [30], max [14].',
			);
			expect(await refused(`${page}&${GE}${now - 14 * DAY - 1}&${LE}${now}`)).toContain('[15]');
			expect((await kaspi.list(`${GE}${now - 14 * DAY}&${LE}${now}`)).status).toBe(200);
		});

		test('an open window that started more than 14 days ago, as now is its end', async () => {
			expect(await refused(`${page}&${GE}${Date.now() - 20 * DAY}`)).toContain('Exceeded');
		});

		test('missing or wrong pages', async () => {
			expect(await refused(week())).toContain('page[number]');
			expect(await refused(`page[number]=0&${week()}`)).toContain('page[size]');
			for (const wrong of [
				'0&page[size]=101',
				'0&page[size]=0',
				'-1&page[size]=5',
				'x&page[size]=5',
			]) {
				await refused(`page[number]=${wrong}&${week()}`);
			}
		});

		test('unknown states, comma lists of them, cabinet names, unknown includes', async () => {
			for (const state of ['OPEN', 'NEW,DELIVERY', 'KASPI_DELIVERY_CARGO_ASSEMBLY']) {
				expect(await refused(`${page}&${week()}&filter[orders][state]=${state}`)).toContain(state);
			}
			await refused(`${page}&${week()}&filter[orders][status]=KASPI_DELIVERY_CARGO_ASSEMBLY`);
			await refused(`${page}&${week()}&include[orders]=everything`);
		});

		test('filters that say the same as the state', async () => {
			const state = (name: string) => `${page}&${week()}&filter[orders][state]=${name}`;
			await refused(`${state('PICKUP')}&filter[orders][deliveryType]=PICKUP`);
			await refused(`${state('DELIVERY')}&filter[orders][deliveryType]=DELIVERY_LOCAL`);
			await refused(`${state('SIGN_REQUIRED')}&filter[orders][signatureRequired]=true`);
		});

		test('a missing state, when that is switched on', async () => {
			expect((await kaspi.list(week())).status).toBe(200);
			await kaspi.control('faults', { requireState: true });
			expect(await refused(`${page}&${week()}`)).toContain('[state] is empty');
			expect((await kaspi.list('filter[orders][code]=1')).status).toBe(200);
		});
	});

	test('dates are milliseconds and both ends belong to the window', async () => {
		const at = Date.now() - DAY;
		await kaspi.emit({ order: { code: '1', creationDate: at } });
		expect(await codes(`${GE}${at}&${LE}${at}`)).toEqual(['1']);
		expect(await codes(`${GE}${at + 1}`)).toEqual([]);
		expect(await codes(`${GE}${at - 5}&${LE}${at - 1}`)).toEqual([]);
		expect(await codes(`${GE}${at}&filter[orders][creationDate][$gt]=${at}`)).toEqual([]);
	});

	test('seconds instead of milliseconds are a far past: nothing, or too long a window', async () => {
		await kaspi.emit({});
		const seconds = Math.floor(Date.now() / 1000);
		const empty = await kaspi.list(`${GE}${seconds - 86_400}&${LE}${seconds}`);
		expect([empty.status, empty.body.data]).toEqual([200, []]);
		expect((await kaspi.list(`${GE}${seconds - 86_400}`)).status).toBe(400);
	});

	test('percent-encoded brackets and $ are the same', async () => {
		await kaspi.emit({});
		const plain = `page[number]=0&page[size]=5&filter[orders][state]=NEW&${week()}`;
		const encoded = plain.replace(/[[\]$]/g, (c) => encodeURIComponent(c));
		expect(encoded).toContain('filter%5Borders%5D%5BcreationDate%5D%5B%24ge%5D=');
		expect(await codes(encoded)).toEqual(['900000001']);
	});

	test('filters by state, status, delivery type and signature', async () => {
		await kaspi.emit({
			orders: [
				{ code: 'own' },
				{ code: 'pickup', delivery: 'pickup', status: 'ACCEPTED_BY_MERCHANT' },
				{ code: 'kaspi', delivery: 'kaspi', status: 'ACCEPTED_BY_MERCHANT' },
				{ code: 'sign', state: 'SIGN_REQUIRED' },
				{ code: 'done', status: 'COMPLETED' },
			],
		});
		const by = async (filter: string) => await codes(`${week()}&filter[orders]${filter}`);
		expect(await by('[state]=NEW')).toEqual(['own']);
		expect(await by('[state]=PICKUP')).toEqual(['pickup']);
		expect(await by('[state]=KASPI_DELIVERY')).toEqual(['kaspi']);
		expect(await by('[state]=SIGN_REQUIRED')).toEqual(['sign']);
		expect(await by('[state]=ARCHIVE')).toEqual(['done']);
		expect(await by('[status]=ACCEPTED_BY_MERCHANT')).toEqual(['pickup', 'kaspi']);
		expect(await by('[deliveryType]=DELIVERY_PICKUP')).toEqual(['pickup']);
		expect(await by('[deliveryType]=DELIVERY')).toEqual(['own', 'kaspi', 'sign', 'done']);
		expect(await by('[signatureRequired]=true')).toEqual(['sign']);
	});

	test('pages from 0 with the counts of Kaspi', async () => {
		await kaspi.emit({ count: 250, spreadDays: 5 });
		const page = async (number: number) =>
			(await kaspi.get(`/orders?page[number]=${number}&page[size]=100&${week()}`)).body;
		const pages = [await page(0), await page(1), await page(2), await page(3)];
		expect(pages.map(({ data }) => data.length)).toEqual([100, 100, 50, 0]);
		expect(pages.map(({ meta }) => meta)).toEqual(
			pages.map(() => ({ pageCount: 3, totalCount: 250 })),
		);
		const ids = new Set(pages.flatMap(({ data }) => data.map(({ id }) => id)));
		expect(ids.size).toBe(250);
	});

	test('oldest first, newest first by sort=-creationDate', async () => {
		const orders = [3, 1, 2].map((days) => ({ code: String(days), createdDaysAgo: days }));
		await kaspi.emit({ orders });
		expect(await codes(week())).toEqual(['3', '2', '1']);
		expect(await codes(`${week()}&sort=-creationDate`)).toEqual(['1', '2', '3']);
	});

	test('a code finds an order of any age, without dates and pages', async () => {
		await kaspi.emit({ code: '900000077', createdDaysAgo: 100 });
		expect(await codes(`${GE}${Date.now() - 14 * DAY + 1000}`)).toEqual([]);
		const answer = await kaspi.get('/orders?filter[orders][code]=900000077');
		expect(answer.body.data.map(({ id }) => id)).toEqual(['OTAwMDAwMDc3']);
		expect(answer.body.meta).toEqual({ pageCount: 1, totalCount: 1 });
		expect(await codes('filter[orders][code]=90000007')).toEqual([]);
	});

	test('one order is found by its opaque id; the plain code gets 404', async () => {
		const [{ id, code }] = await kaspi.emit({ code: '41249002' });
		expect(id).toBe('NDEyNDkwMDI');
		expect((await kaspi.get<OneBody>(`/orders/${id}`)).body.data.attributes.code).toBe(code);
		for (const wrong of [code, `${id}=`, 'nothing']) {
			const answer = await kaspi.get(`/orders/${wrong}`);
			expect(answer.status).toBe(404);
			expect(titles(answer)).toHaveLength(1);
		}
	});

	test('links are relative, or absolute and usable', async () => {
		const [{ id }] = await kaspi.emit({});
		const read = async () => (await kaspi.list(week())).body.data[0];
		expect((await read()).links.self).toBe(`/v2/orders/${id}`);
		expect((await read()).relationships.entries).toEqual({
			links: {
				self: `/v2/orders/${id}/relationships/entries`,
				related: `/v2/orders/${id}/entries`,
			},
		});
		await kaspi.control('faults', { absoluteLinks: true });
		expect((await read()).relationships.entries.links.related).toBe(
			`${kaspi.shop}/v2/orders/${id}/entries`,
		);
	});

	test('include brings the buyer and the lines', async () => {
		const [{ id }] = await kaspi.emit({ entries: [{ name: 'A' }, { name: 'B' }] });
		const query = `${week()}&include[orders]=`;
		expect((await kaspi.list(week())).body.included).toEqual([]);

		const user = (await kaspi.list(`${query}user`)).body;
		expect(user.included.map(({ type }) => type)).toEqual(['customers']);
		expect(user.data[0].relationships.user.data).toEqual({
			type: 'customers',
			id: user.included[0].id,
		});

		const { body } = await kaspi.list(`${query}entries`);
		expect(body.included.map(({ type }) => type)).toEqual(['orderentries', 'orderentries']);
		expect(body.data[0].relationships.entries.data).toEqual(
			body.included.map((entry) => ({ type: 'orderentries', id: entry.id })),
		);
		expect((await kaspi.list(`${query}user,entries`)).body.included).toHaveLength(3);
		const one = await kaspi.get<OneBody>(`/orders/${id}?include[orders]=entries`);
		expect(one.body.included).toHaveLength(2);

		await kaspi.control('faults', { includeEntries: false });
		const bare = (await kaspi.list(`${query}entries`)).body;
		expect(bare.included).toEqual([]);
		expect(bare.data[0].relationships.entries.data).toBeUndefined();
	});
});
