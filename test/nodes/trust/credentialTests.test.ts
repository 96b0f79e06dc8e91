import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialTestRequest,
	type IDataObject,
	type INodeType,
} from 'n8n-workflow';

import { CrmBridgeWahelpApi } from '../../../credentials/CrmBridgeWahelpApi.credentials';
import { Waha } from '../../../nodes/Waha/Waha.node';
import { allCredentialTypes, PlacedNode } from '../../harness/node';
import { homeMovedStranger } from './stranger';

const { home, moved, stranger } = homeMovedStranger();

const KEY = 'a-key-that-stays-at-home';
const VALUES: Record<string, IDataObject> = {
	crmBridgeAmoCrmApi: { accessToken: KEY },
	crmBridgeKaspiApi: { token: KEY },
	crmBridgeSitniksApi: { apiKey: KEY },
	crmBridgeTelegramApi: { accessToken: `1000000:${KEY}` },
	crmBridgeWahaApi: { apiKey: KEY },
	crmBridgeWahelpApi: { authentication: 'token', token: KEY },
};

/** Runs a credential's test as `CredentialsTester` of n8n 2.40 does. @returns what the operator reads */
async function tested(credential: string, values: IDataObject): Promise<string> {
	const { request, rules = [] } = allCredentialTypes().find(({ name }) => name === credential)!
		.test as ICredentialTestRequest;
	const { description } = new Waha();
	const type: INodeType = {
		description: {
			...description,
			credentials: [{ name: credential, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' },
			],
		},
	};
	const placed = new PlacedNode(type, { credentials: { [credential]: values } as never });
	const data = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		placed.workflow,
		placed.node,
		(placed as unknown as { additionalData: never }).additionalData,
		'internal',
		createRunExecutionData({}),
		0,
		data.main[0],
		data,
		{ node: placed.node, data, source: null },
		[],
	);
	try {
		await new RoutingNode(context, type).runNode();
		return 'OK';
	} catch (error) {
		const { cause, message } = error as {
			cause?: { response?: { status: number } };
			message: string;
		};
		const rule = rules.find(
			({ type: kind, properties }) =>
				kind === 'responseCode' &&
				(properties as { value: unknown }).value === cause?.response?.status,
		);
		return rule?.properties.message ?? message;
	}
}

describe.each(Object.keys(VALUES))("n8n's test of %s", (credential) => {
	const test_ = async (values: IDataObject) =>
		await tested(credential, { ...VALUES[credential], ...values });

	test('reaches the own server with the key, and nothing but it', async () => {
		expect(await test_({ baseUrl: `${home.url}/` })).toBe('OK');
		expect(JSON.stringify(home.calls)).toContain(KEY);
		expect(Object.keys(home.calls[0].headers)).not.toContain('x-credential-test');
	});

	test('follows nobody, and says that the address is another one', async () => {
		expect(await test_({ baseUrl: moved.url })).toContain('points to another one');
		expect([moved.calls.length, stranger.calls.length]).toEqual([1, 0]);
	});
});

describe('short webhook secrets', () => {
	test.each([
		['crmBridgeSitniksApi', 'webhookSecret', 'Webhook Secret'],
		['crmBridgeWahaApi', 'webhookHmacSecret', 'Webhook HMAC Secret'],
		['crmBridgeWahaApi', 'previousHmacSecret', 'Previous HMAC Secret'],
		['crmBridgeWahelpApi', 'webhookSecret', 'Webhook Secret'],
	])('%s: fail the test of the credential (%s)', async (credential, name, field) => {
		const previousValidUntil = '2099-01-01 10:00';
		const values = { ...VALUES[credential], baseUrl: home.url, previousValidUntil };
		const short = await tested(credential, { ...values, [name]: 'fifteen-letters' });
		expect(short).toContain(`${field}: it has fewer than 16 characters`);
		expect(await tested(credential, { ...values, [name]: 'sixteen-letters-' })).toBe('OK');
	});
});

test.each(['', 'tomorrow'])(
	"WAHA's previous secret needs an end that can be read (%p)",
	async (previousValidUntil) => {
		const secrets = { previousHmacSecret: 'sixteen-letters-', previousValidUntil };
		const values = { ...VALUES.crmBridgeWahaApi, baseUrl: home.url, ...secrets };
		expect(await tested('crmBridgeWahaApi', values)).toContain('Enter until when');
	},
);

test("Wahelp's password goes to no other server when n8n logs in for the test", async () => {
	const credential = new CrmBridgeWahelpApi();
	const values = { authentication: 'password', login: 'ops', password: KEY, baseUrl: moved.url };
	const context = new PlacedNode(new Waha()).loadOptionsContext();
	const running = credential.preAuthentication.call(context as never, values);
	await expect(running).rejects.toThrow('check Login, Password and Base URL');
	expect(moved.calls).toHaveLength(1);
	expect(stranger.calls).toEqual([]);
});
