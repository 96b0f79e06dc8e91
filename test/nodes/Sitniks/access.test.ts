import type { ICredentialTestRequest } from 'n8n-workflow';

import { CrmBridgeSitniksApi } from '../../../credentials/CrmBridgeSitniksApi.credentials';
import { byId, byName, CHAT_ID, KEY, onChat, useKit } from './kit';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = useKit();

const MANAGERS = { resource: 'manager', operation: 'getAll' };
const STATUS = onChat('setStatus', { status: byName('Оплачено') });
const key = (apiKey: string) => ({ apiKey });
const headers = async () => (await kit.requests()).map((one) => one.headers.authorization);

describe('the key', () => {
	test.each([KEY, ` ${KEY} `, `Bearer ${KEY}`])('%p', async (apiKey) => {
		await kit.place(MANAGERS, { credential: { apiKey } }).execute();
		expect(await headers()).toEqual([`Bearer ${KEY}`]);
	});

	test.each(['', '/', '/open-api', '/open-api/'])('the base URL may end with %p', async (end) => {
		await kit.place(MANAGERS, { credential: { baseUrl: `${kit.base}${end}` } }).execute();
		expect((await kit.requests()).map(({ path }) => path)).toEqual([
			'/open-api/managers?limit=50&skip=0',
		]);
	});

	test.each(['', '  ', 'Bearer '])(
		'%p: nothing is called, whatever the operation',
		async (none) => {
			for (const { resource, operations } of everyOperation()) {
				// A stage is planned without a call.
				if (resource === 'stage') continue;
				for (const operation of operations) {
					expect(await kit.failure({ resource, operation } as never, key(none))).toEqual({
						error: 'it is empty',
						code: 'no_key',
						outcome: 'not_sent',
						field: 'API Key',
						hint: expect.any(String),
					});
				}
			}
			expect(await kit.requests()).toEqual([]);
		},
	);

	test('that is wrong', async () => {
		expect(await kit.failure(MANAGERS, key('wrong'))).toEqual({
			error: 'Sitniks does not know this API Key',
			code: 'unauthorized',
			outcome: 'rejected',
			httpStatus: 401,
			hint: expect.stringContaining('API Key'),
		});
	});

	test('an address that is none', async () => {
		expect(await kit.failure(MANAGERS, { baseUrl: 'crm' })).toMatchObject({ field: 'Base URL' });
	});
});

describe('troubles of the account and the server', () => {
	test('a plan without API', async () => {
		await kit.faults({ trial: true });
		expect(await kit.failure(STATUS)).toMatchObject({
			error: 'The plan of this Sitniks account has no API',
			code: 'plan_without_api',
			outcome: 'rejected',
			httpStatus: 403,
		});
		expect(await kit.requests()).toHaveLength(1);
	});

	test('a 403 of a web page is not the plan', async () => {
		await kit.faults({ status: 403, html: true });
		expect(await kit.failure(MANAGERS)).toMatchObject({ code: 'html_page', outcome: 'rejected' });
	});

	test.each([
		{ status: 502, html: true },
		{ status: 200, html: true },
		{ status: 500 },
		{ drop: true },
	])('a read is repeated after %j', async (fault) => {
		await kit.faults({ ...fault, times: 2 });
		expect(await kit.run(MANAGERS)).toMatchObject({ manager_id: 33 });
		expect(await kit.requests()).toHaveLength(3);
	});

	test('a web page for ever is given up', async () => {
		await kit.faults({ status: 200, html: true, times: 9 });
		const failed = kit.api().chat(CHAT_ID);
		await expect(failed).rejects.toMatchObject({ code: 'html_page', outcome: 'not_sent' });
		expect(await kit.requests()).toHaveLength(4);
	});

	test('something that is no answer of Sitniks', async () => {
		await kit.faults({ status: 200, body: { hello: 'world' }, times: 9 });
		for (const parameters of [MANAGERS, onChat('get'), { resource: 'chat', operation: 'getAll' }]) {
			expect(await kit.failure(parameters as never)).toMatchObject({ code: 'unexpected_answer' });
		}
	});

	test('a request that hangs ends with the time-out of the option, a read after a second one', async () => {
		await kit.faults({ hang: true, times: 9 });
		const failed = await kit.failure({ ...MANAGERS, options: { timeout: 0.2 } });
		expect(failed).toMatchObject({
			error: 'Sitniks did not answer within 0.2 s',
			code: 'timeout',
			outcome: 'not_sent',
		});
		expect(await kit.requests()).toHaveLength(2);
	});

	test('a server that is not there', async () => {
		const failed = await kit.failure(onChat('addNote', { text: 'Hi' }), {
			baseUrl: 'http://127.0.0.1:9',
		});
		expect(failed).toMatchObject({ code: 'network', outcome: 'not_sent' });
	});

	test('nothing that was sent comes back in an error', async () => {
		const said = 'Refused: olena.secret +380501112233 Привіт, світе';
		await kit.seed();
		const calls = [
			onChat('sendMessage', { text: 'Привіт, світе' }),
			onChat('addNote', { text: 'Привіт, світе' }),
			{ resource: 'client', operation: 'find', by: 'search', search: 'olena.secret' },
			{ resource: 'client', operation: 'find', by: 'phone', phone: '0501112233' },
		];
		for (const parameters of calls) {
			await kit.faults({ status: 400, body: { message: [said] }, times: 1 });
			const failed = await kit.failure(parameters as never);
			expect(failed.error).toContain('Refused');
			expect(failed.error).not.toContain('50111');
			const sent = parameters === calls[2] ? 'olena' : parameters === calls[3] ? '5011' : 'Привіт';
			expect(failed.error).not.toContain(sent);
		}
		await kit.faults({ status: 400, body: { message: `Bearer ${KEY}, ${KEY}` } });
		expect((await kit.failure(MANAGERS)).error).not.toContain(KEY);
	});
});

describe('several items', () => {
	test('go on one by one, each with its result', async () => {
		await kit.seed();
		const other = String((await kit.emit({ chat: { userNickName: 'max' } })).chat_id);
		const ids = [CHAT_ID, '6b10aa00e056c38300000aff', other];
		const parameters = { resource: 'chat', operation: 'get', chatId: byId('={{ $json.id }}') };
		const items = ids.map((id) => ({ json: { id } }));
		const placed = kit.place(parameters as never, { continueOnFail: true });
		const [output] = await placed.execute(items);
		expect(output).toMatchObject([
			{ json: { chat_id: CHAT_ID }, pairedItem: { item: 0 } },
			{ json: { details: { code: 'chat_not_found' } }, pairedItem: { item: 1 } },
			{ json: { chat_id: other }, pairedItem: { item: 2 } },
		]);
		const stopping = kit.place(parameters as never).execute(items);
		await expect(stopping).rejects.toMatchObject({
			message: 'Sitniks has no such chat',
			context: { itemIndex: 1 },
		});
	});
});

describe("the credential's test", () => {
	const credential = new CrmBridgeSitniksApi();
	const { request, rules = [] } = credential.test as ICredentialTestRequest;

	test('calls a small list', () => {
		expect(request.url).toBe('/open-api/managers?limit=1');
	});

	test.each([401, 403, 404, 429])('has words for %p', (value) => {
		const rule = rules.find(
			({ type, properties }) => type === 'responseCode' && properties.value === value,
		);
		expect(rule?.properties).toMatchObject({ message: expect.stringMatching(/\w/) });
	});

	test('secrets are password fields', () => {
		for (const name of ['apiKey', 'webhookSecret']) {
			const field = credential.properties.find((one) => one.name === name);
			expect(field?.typeOptions).toEqual({ password: true });
		}
	});
});

function everyOperation() {
	const { properties } = kit.place({}).type.description;
	return properties
		.filter(({ name }) => name === 'operation')
		.map(({ displayOptions, options }) => ({
			resource: displayOptions?.show?.resource?.[0],
			operations: (options as Array<{ value: string }>).map(({ value }) => value),
		}));
}
