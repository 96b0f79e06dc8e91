import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AmoCrmTrigger } from '../../../nodes/AmoCrm/AmoCrmTrigger.node';
import { isOurs, webhookPath } from '../../../nodes/AmoCrm/trigger/destination';
import { processLimiter } from '../../../nodes/shared/http';
import { withSecret } from '../../../nodes/shared/webhookLifecycle';
import { PlacedNode } from '../../harness/node';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => {
	// The request limit has tests of its own; here it would only cost time.
	jest.spyOn(processLimiter, 'take').mockResolvedValue();
	await kit.start();
});
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const OWN = 'http://127.0.0.1:5678/webhook/test-webhook/amocrm';
const FOREIGN = [
	'https://other.example/hook',
	'https://other.example/webhook/test-webhook/amocrm?secret=x',
	'http://127.0.0.1:5678/webhook/other-webhook/amocrm?secret=x',
	'http://127.0.0.1:5678/webhook-test/test-webhook/amocrm?secret=x',
];

function trigger(parameters: INodeParameters = {}, staticData: IDataObject = {}): PlacedNode {
	const placed = new PlacedNode(new AmoCrmTrigger(), {
		parameters,
		credentials: kit.credentials() as never,
	});
	Object.assign(placed.staticData, staticData);
	return placed;
}

/** Makes it a test listener: its URL differs. */
function testListener(placed: PlacedNode): PlacedNode {
	const place = placed as unknown as { webhookData: () => object };
	const original = place.webhookData.bind(placed);
	place.webhookData = () => ({ ...original(), isTest: true });
	return placed;
}

const webhooks = async () => (await kit.state()).webhooks;
const destinations = async () => (await webhooks()).map(({ destination }) => destination);
const writes = async () =>
	(await kit.requests('/webhooks')).filter(({ method }) => method !== 'GET').length;
async function failure(work: Promise<unknown>): Promise<{ message: string; description: string }> {
	return (await work.catch((error: unknown) => error)) as never;
}

test('activation subscribes to the chosen events at an address with a secret', async () => {
	const placed = trigger();
	expect(await placed.hook('checkExists')).toBe(false);
	expect(await placed.hook('create')).toBe(true);
	expect(await webhooks()).toMatchObject([
		{
			destination: expect.stringMatching(/amocrm\?secret=[0-9a-f]{64}$/),
			settings: ['add_lead', 'status_lead'],
		},
	]);
	expect((await destinations())[0].startsWith(`${OWN}?`)).toBe(true);
	expect(await placed.hook('checkExists')).toBe(true);
});

test('a secret is made once and stays: repeated deliveries still have it', async () => {
	const placed = trigger();
	await placed.hook('create');
	const before = await destinations();
	await placed.hook('delete');
	await placed.hook('create');
	expect(await destinations()).toEqual(before);
	const other = trigger();
	other.node.id = 'another node';
	await other.hook('create');
	expect(await destinations()).not.toEqual(before);
});

test('foreign webhooks are never touched, not even those of the same workflow elsewhere', async () => {
	for (const url of FOREIGN) await kit.api().addWebhook(url, ['add_task']);
	const placed = trigger();
	await placed.hook('create');
	await placed.hook('delete');
	expect(await destinations()).toEqual(FOREIGN);
});

test('stale ones of ours are cleaned up: with another secret, or at a former host', async () => {
	const stale = `${OWN}?secret=old`;
	const former = 'https://tunnel-1.example/n8n/webhook/test-webhook/amocrm?secret=s1';
	for (const url of [stale, former]) await kit.api().addWebhook(url, ['add_lead']);
	const placed = trigger({}, { destinations: { 'webhook/test-webhook/amocrm': former } });
	await placed.hook('create');
	expect(await destinations()).toEqual([expect.stringMatching(/\?secret=[0-9a-f]{64}$/)]);
	expect((await destinations())[0].startsWith(`${OWN}?`)).toBe(true);
});

test('next to a stale one ours does not count as there, so that n8n cleans up', async () => {
	const placed = trigger();
	await placed.hook('create');
	await kit.api().addWebhook(`${OWN}?secret=old`, ['add_lead']);
	expect(await placed.hook('checkExists')).toBe(false);
	await placed.hook('create');
	expect(await placed.hook('checkExists')).toBe(true);
	expect(await webhooks()).toHaveLength(1);
});

test('other events subscribe anew', async () => {
	const placed = trigger();
	await placed.hook('create');
	const changed = trigger({ events: ['update_contact'] }, placed.staticData);
	expect(await changed.hook('checkExists')).toBe(false);
	await changed.hook('create');
	expect(await webhooks()).toMatchObject([{ settings: ['update_contact'] }]);
	const order = trigger({ events: ['status_lead', 'add_lead'] }, placed.staticData);
	await order.hook('create');
	expect(await trigger({}, placed.staticData).hook('checkExists')).toBe(true);
});

test('a webhook that amoCRM disabled is no webhook', async () => {
	const placed = trigger();
	await placed.hook('create');
	const [{ destination }] = await webhooks();
	await kit.emit({ webhook: { destination, disabled: true } });
	expect(await placed.hook('checkExists')).toBe(false);
	await placed.hook('create');
	expect(await webhooks()).toMatchObject([{ disabled: false }]);
});

test('deactivation removes ours, and one that is gone is no obstacle', async () => {
	const placed = trigger();
	await placed.hook('create');
	await placed.hook('delete');
	expect(await webhooks()).toEqual([]);
	const before = await writes();
	expect(await placed.hook('delete')).toBe(true);
	expect(await writes()).toBe(before);
});

test('a test listener and production live side by side', async () => {
	const production = trigger();
	await production.hook('create');
	const listener = testListener(
		trigger({}, JSON.parse(JSON.stringify(production.staticData)) as IDataObject),
	);
	await listener.hook('create');
	expect(await webhooks()).toHaveLength(2);
	await listener.hook('delete');
	expect(await production.hook('checkExists')).toBe(true);
	expect(await destinations()).toEqual([expect.stringContaining('/webhook/')]);
	await production.hook('delete');
	expect(await webhooks()).toEqual([]);
});

test('a lost answer leaves a webhook that the next activation finds', async () => {
	const placed = trigger();
	await kit.faults({ dropAfterWrite: true, method: 'POST' });
	await expect(placed.hook('create')).rejects.toThrow('could not be reached');
	expect(await placed.hook('checkExists')).toBe(true);
});

test('a failed removal is told and can be repeated', async () => {
	const placed = trigger();
	await placed.hook('create');
	await kit.faults({ status: 500, method: 'DELETE' });
	await expect(placed.hook('delete')).rejects.toThrow('500');
	await placed.hook('delete');
	expect(await webhooks()).toEqual([]);
});

test('a user who is no administrator is told so', async () => {
	await kit.faults({ admin: false });
	const error = await failure(trigger().hook('create'));
	expect(error.message).toBe('amoCRM does not let this user subscribe to webhooks');
	expect(error.description).toContain('administrator');
});

test('no event chosen is refused by name', async () => {
	await expect(trigger({ events: [] }).hook('create')).rejects.toThrow('Trigger On');
	expect(await webhooks()).toEqual([]);
});

test('an OAuth2 credential subscribes as well', async () => {
	const { oauth } = await kit.emit({ oauth: {} });
	const credential = {
		baseUrl: kit.base,
		clientId: 'sandbox-amocrm',
		clientSecret: 'sandbox-amocrm',
		grantType: 'authorizationCode',
		accessTokenUrl: `${kit.base}/oauth2/access_token`,
		oauthTokenData: oauth,
	};
	const placed = new PlacedNode(new AmoCrmTrigger(), {
		parameters: { authentication: 'oAuth2' },
		credentials: { crmBridgeAmoCrmOAuth2Api: credential } as never,
	});
	await placed.hook('create');
	expect(await placed.hook('checkExists')).toBe(true);
	await placed.hook('delete');
	expect(await webhooks()).toEqual([]);
});

describe('whose webhook it is', () => {
	test('a prefix of the path may change with the host, the rest may not', () => {
		expect(webhookPath('https://a.example/n8n/webhook/id-1/amocrm/?x=1')).toBe(
			'webhook/id-1/amocrm',
		);
		const remembered = 'https://b.example/n8n/webhook/test-webhook/amocrm?secret=1';
		expect(isOurs(remembered, OWN, remembered)).toBe(true);
		expect(isOurs(remembered, OWN, '')).toBe(false);
		expect(isOurs('no address', OWN, 'no address')).toBe(false);
		expect(isOurs(withSecret(OWN, 'any'), OWN, '')).toBe(true);
	});

	test('the secret replaces an older one', () => {
		expect(withSecret(`${OWN}?secret=old&a=1`, 'new')).toBe(`${OWN}?secret=new&a=1`);
	});
});
