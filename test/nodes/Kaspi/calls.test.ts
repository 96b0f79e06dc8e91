import { NodeApiError } from 'n8n-workflow';

import { CrmBridgeKaspiApi } from '../../../credentials/CrmBridgeKaspiApi.credentials';
import { KaspiApi, kaspiPolicy } from '../../../nodes/Kaspi/api/client';
import { HttpClient, NoAnswer, type HttpAnswer, type HttpCall } from '../../../nodes/shared/http';
import { byId, Shop } from './harness';

/** An API whose answers the test gives. */
function apiWith(answers: Array<HttpAnswer | NoAnswer>, calls: HttpCall[] = []): KaspiApi {
	const send = async (call: HttpCall) => {
		calls.push(call);
		return answers[Math.min(calls.length, answers.length) - 1];
	};
	const policy = kaspiPolicy(`test|${Math.random()}`, 1);
	const http = new HttpClient({ send, policy, sleep: async () => undefined });
	return new KaspiApi(http, 'https://kaspi.example', 'test');
}

const answer = (body: unknown, statusCode = 200): HttpAnswer => ({ statusCode, headers: {}, body });
const page = (ids: string[], pageCount?: unknown) =>
	answer({ data: ids.map((id) => ({ id, attributes: {} })), meta: { pageCount } });
const hundred = (from: number) => Array.from({ length: 100 }, (_, index) => `id-${from + index}`);
const query = { state: 'NEW', from: 1760000000000, to: 1760000001000 };

describe('calls to Kaspi', () => {
	let shop: Shop;
	beforeAll(async () => {
		shop = await Shop.open();
	});
	beforeEach(async () => await shop.reset());
	afterAll(async () => await shop.close());

	test('carry the token, a browser-like User-Agent and the JSON:API types', async () => {
		await shop.emit({});
		await shop.run('getMany', { states: ['NEW'] });
		const [{ headers, path }] = await shop.requests();
		expect(headers).toMatchObject({
			'x-auth-token': 'sandbox-kaspi',
			accept: 'application/vnd.api+json',
			'content-type': 'application/vnd.api+json',
		});
		expect(headers['user-agent']).toMatch(/^Mozilla\/5\.0 /);
		expect(path).toMatch(/^\/shop\/api\/v2\/orders\?page%5Bnumber%5D=0&page%5Bsize%5D=100&/);
		expect(path).toContain('filter%5Borders%5D%5BcreationDate%5D%5B%24ge%5D=');
	});

	test('an empty User-Agent of the credential is replaced, a chosen one is sent', async () => {
		await shop.emit({});
		for (const userAgent of ['', ' Mozilla/5.0 (Own) ']) {
			const credentials = shop.credential({ userAgent, token: ' sandbox-kaspi\n' });
			const parameters = { operation: 'getMany', states: ['NEW'] };
			await shop.node(parameters, { credentials }).execute();
		}
		const agents = (await shop.requests()).map(({ headers }) => headers['user-agent']);
		expect(agents).toEqual([
			expect.stringMatching(/^Mozilla\/5\.0 \(Windows/),
			'Mozilla/5.0 (Own)',
		]);
	});

	test('are at most four a second for one shop', async () => {
		await shop.emit({});
		await shop.run('getMany', { includeProducts: false });
		const times = (await shop.requests()).map(({ at }) => at);
		expect(times).toHaveLength(5);
		expect(times[4] - times[0]).toBeGreaterThanOrEqual(950);
	});

	test('are repeated after 429 and 5xx when they only read', async () => {
		const [{ id }] = await shop.emit({});
		await shop.faults([{ status: 429, headers: { 'retry-after': '0' } }, { html: true }]);
		expect(await shop.one('get', { orderId: byId(id) })).toMatchObject({ code: '900000001' });
		const statuses = (await shop.requests()).map(({ status }) => status);
		expect(statuses.slice(0, 3)).toEqual([429, 502, 200]);
	});

	test('a wrong token is refused once, with the next step and without the token', async () => {
		const credentials = shop.credential({ token: 'another-token' });
		const node = shop.node({ operation: 'getMany' }, { credentials });
		const failed = await node.execute().catch((error: unknown) => error);
		expect(failed).toBeInstanceOf(NodeApiError);
		expect(failed).toMatchObject({
			message: 'Kaspi answered 401: Unauthorized',
			description: expect.stringContaining('credential'),
			httpCode: '401',
		});
		expect(JSON.stringify(failed)).not.toContain('another-token');
		expect(await shop.requests()).toHaveLength(1);
	});

	test('Kaspi’s own words reach the operator', async () => {
		const parameters = { states: ['NEW'], filters: { status: 'NONSENSE' } };
		await expect(shop.run('getMany', parameters)).rejects.toThrow(
			'Kaspi answered 400: Unknown value of filter [orders][status]',
		);
	});

	test('without an answer the hint names the User-Agent and the geo block', async () => {
		const failed = apiWith([new NoAnswer('ECONNABORTED')]).order('x');
		await expect(failed).rejects.toMatchObject({
			message: 'Kaspi did not answer within 30 s',
			code: 'timeout',
			hint: expect.stringMatching(/User-Agent.*geo block/),
		});
	});

	test.each([404, 403, 400, 405, 406])('a web page with %d is no wrong ID', async (status) => {
		const said = {
			code: status === 403 ? 'forbidden' : 'unexpected_answer',
			outcome: 'rejected',
			httpStatus: status,
			hint: expect.stringContaining('the address or the User-Agent was refused'),
		};
		for (const body of ['<html></html>', '\n<!DOCTYPE html><p>x', '<?xml version="1.0"?><e/>']) {
			const page = { statusCode: status, headers: { 'content-type': 'text/html' }, body };
			await expect(apiWith([page]).orders(query)).rejects.toMatchObject(said);
			await expect(apiWith([page]).order('x')).rejects.toMatchObject(said);
			// Not "Kaspi has no such product".
			await expect(apiWith([page]).productOfEntry('x')).rejects.toMatchObject(said);
			const change = { id: 'x', attributes: { code: '1', status: 'CANCELLED' } };
			await expect(apiWith([page]).change(change)).rejects.toMatchObject(said);
		}
	});

	test('the page reaches the operator as one', async () => {
		await shop.faults({ status: 404, html: true, path: '/orders', times: 0 });
		const failed = await shop.run('getMany', {}).catch((error: unknown) => error);
		expect(failed).toMatchObject({
			description: expect.stringContaining('the address or the User-Agent was refused'),
		});
		expect(JSON.stringify(failed)).not.toContain('Check the ID');
	});

	test('a page of a proxy is no empty list', async () => {
		for (const body of ['<html></html>', {}, { data: null }, null]) {
			await expect(apiWith([answer(body)]).orders(query)).rejects.toMatchObject({
				code: 'unexpected_answer',
			});
		}
	});

	test('pages end at a short one, whatever meta says', async () => {
		const calls: HttpCall[] = [];
		const api = apiWith([page(hundred(0)), page(hundred(100)), page(['last'])], calls);
		expect(await api.orders(query)).toHaveLength(201);
		expect(calls).toHaveLength(3);
	});

	test('pages end at pageCount, also when it is a text, and when nothing new comes', async () => {
		for (const [pageCount, expected] of [
			[1, 1],
			['1', 1],
			[null, 2],
		] as const) {
			const calls: HttpCall[] = [];
			expect(await apiWith([page(hundred(0), pageCount)], calls).orders(query)).toHaveLength(100);
			expect(calls).toHaveLength(expected);
		}
	});

	test('orders without anything but an id are read, those without an id are not', async () => {
		const data = [{ id: 7 }, { id: 'a', attributes: [], relationships: 'x' }, {}, null, 'x'];
		const orders = await apiWith([answer({ data, included: 'x', meta: 5 })]).orders(query);
		expect(orders.map(({ id }) => id)).toEqual(['7', 'a']);
	});

	test('included lines count only when all of an order’s are there', async () => {
		const relationships = { entries: { data: [{ id: 'e1' }, { id: 'e2' }] } };
		const entry = (id: string) => ({ id, type: 'orderentries', attributes: {} });
		const read = async (included: unknown[]) => {
			const body = { data: [{ id: 'a', relationships }], included };
			return (await apiWith([answer(body)]).orders(query))[0].entries;
		};
		expect(await read([entry('e1'), entry('e2'), entry('e3')])).toHaveLength(2);
		expect(await read([entry('e1')])).toBeUndefined();
		expect(await read([])).toBeUndefined();
	});

	test('the test of the credential is a call that Kaspi accepts', async () => {
		const { test: check } = new CrmBridgeKaspiApi();
		const node = shop.node({});
		const resolve = (text: unknown) =>
			node.workflow.expression.getSimpleParameterValue(node.node, text as string, 'internal', {
				$credentials: shop.credential().crmBridgeKaspiApi,
			}) as string;
		const { baseURL, url } = check.request;
		const path = `${resolve(baseURL)}${resolve(url)}`.split('/shop/api/v2')[1];
		await shop.emit({});
		const answered = await shop.client.get(path);
		expect(answered.status).toBe(200);
		expect(answered.body.data).toHaveLength(1);
		expect(resolve(baseURL)).not.toMatch(/\/$/);
	});

	test('an address that is none is refused by name', async () => {
		const credentials = shop.credential({ baseUrl: 'kaspi.kz' });
		await expect(shop.node({ operation: 'getMany' }, { credentials }).execute()).rejects.toThrow(
			'Base URL: this is no web address',
		);
	});
});
