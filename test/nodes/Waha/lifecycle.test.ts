import type { IDataObject } from 'n8n-workflow';

import { WahaTrigger } from '../../../nodes/Waha/WahaTrigger.node';
import { PlacedNode } from '../../harness/node';
import { WahaKit } from './kit';

const kit = new WahaKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const FOREIGN = {
	url: 'https://other.example/hook',
	events: ['message'],
	customHeaders: [{ name: 'X-A', value: 'b' }],
};
const CONFIG = {
	metadata: { tenant: 't1' },
	debug: false,
	ignore: { status: true },
	webhooks: [FOREIGN],
};

function trigger(parameters: IDataObject = {}, credential: IDataObject = {}): PlacedNode {
	return new PlacedNode(new WahaTrigger(), {
		parameters: parameters as never,
		credentials: kit.credentials(credential) as never,
	});
}

/** Makes it a test listener: its URL differs. */
function testListener(placed: PlacedNode): PlacedNode {
	const place = placed as unknown as { webhookData: () => object };
	const original = place.webhookData.bind(placed);
	place.webhookData = () => ({ ...original(), isTest: true });
	return placed;
}

const given = async (config: object) => {
	await kit.call('PUT', '/api/sessions/default', { config });
};
const webhooks = async () =>
	((await kit.call('GET', '/api/sessions/default')).config as IDataObject)
		.webhooks as IDataObject[];
const puts = async () =>
	(await kit.state()).requests.filter(({ method }) => method === 'PUT').length;

test('activation adds our entry and leaves everything else as it was', async () => {
	await given(CONFIG);
	const placed = trigger();
	expect(await placed.hook('checkExists')).toBe(false);
	expect(await placed.hook('create')).toBe(true);
	const { config } = await kit.call('GET', '/api/sessions/default');
	expect(config).toEqual({
		...CONFIG,
		webhooks: [
			FOREIGN,
			{
				url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:5678\/webhook\/.*waha$/),
				events: ['message', 'message.ack', 'session.status'],
				hmac: { key: expect.stringMatching(/^[0-9a-f]{64}$/) },
				retries: { policy: 'exponential', delaySeconds: 2, attempts: 15 },
			},
		],
	});
	expect(placed.staticData).toEqual({});
	expect(await placed.hook('checkExists')).toBe(true);
});

test('a session without a config is no obstacle', async () => {
	await kit.call('POST', '/api/sessions', { name: 'bare' });
	const placed = trigger({ session: 'bare' });
	await placed.hook('create');
	expect(await placed.hook('checkExists')).toBe(true);
});

test('nothing is written when nothing changes, because a write restarts the session', async () => {
	const placed = trigger();
	await placed.hook('create');
	const before = await puts();
	await placed.hook('create');
	await placed.hook('checkExists');
	expect(await puts()).toBe(before);
	await placed.hook('delete');
	await placed.hook('delete');
	expect(await puts()).toBe(before + 1);
});

test('other events, another key or another retry policy replace our entry', async () => {
	const placed = trigger();
	await placed.hook('create');
	for (const [parameters, credential] of [
		[{ events: ['message.any'] }, {}],
		[{}, { webhookHmacSecret: 'chosen-key-of-sixteen' }],
		[{ options: { retryPolicy: 'constant' } }, {}],
	]) {
		const changed = trigger(parameters, credential);
		expect(await changed.hook('checkExists')).toBe(false);
		await changed.hook('create');
		expect(await changed.hook('checkExists')).toBe(true);
		expect(await webhooks()).toHaveLength(1);
	}
});

test("the credential's key is used; an older version's counts for one more day and then goes", async () => {
	const placed = trigger({}, { webhookHmacSecret: 'chosen-key-of-sixteen' });
	placed.staticData.hmacKey = 'an-older-one';
	await placed.hook('create');
	expect((await webhooks())[0].hmac).toEqual({ key: 'chosen-key-of-sixteen' });
	const { hmacKeyUntil } = placed.staticData;
	expect(placed.staticData).toEqual({ hmacKey: 'an-older-one', hmacKeyUntil });
	expect(Math.abs(Number(hmacKeyUntil) - Date.now() - 24 * 3_600_000)).toBeLessThan(60_000);
	await placed.hook('create');
	expect(placed.staticData.hmacKeyUntil).toBe(hmacKeyUntil);
	placed.staticData.hmacKeyUntil = Date.now() - 1;
	expect(await placed.hook('checkExists')).toBe(true);
	expect(placed.staticData).toEqual({});
});

describe('a WAHA without keys, whose only one is that of an older version', () => {
	const OLD = { hmacKey: 'an-older-one' };
	beforeEach(async () => await kit.faults({ scopedKeys: [{ key: '', isAdmin: true }] }));
	const older = () => {
		const placed = trigger({}, { apiKey: '' });
		Object.assign(placed.staticData, OLD);
		return placed;
	};

	test.each(['init', 'leadershipChange', 'update'] as const)(
		'goes on with it when it is published already (%s)',
		async (mode) => {
			const placed = older();
			expect(await placed.hook('create', mode)).toBe(true);
			expect((await webhooks())[0].hmac).toEqual({ key: OLD.hmacKey });
			expect(placed.staticData).toEqual(OLD);
			const before = await puts();
			expect(await placed.hook('checkExists', mode)).toBe(false);
			expect(await placed.hook('create', mode)).toBe(true);
			expect(await puts()).toBe(before);
		},
	);

	test('still has it when n8n takes the webhook out and publishes a change', async () => {
		const placed = older();
		await placed.hook('create', 'init');
		await placed.hook('delete', 'update');
		expect(await webhooks()).toEqual([]);
		await placed.hook('create', 'update');
		expect((await webhooks())[0].hmac).toEqual({ key: OLD.hmacKey });
		expect(placed.staticData).toEqual(OLD);
	});

	test('needs one of its own when it is published for the first time', async () => {
		await expect(older().hook('create')).rejects.toThrow('Webhook HMAC Secret');
	});
});

test('deactivation removes our entry only', async () => {
	await given(CONFIG);
	const placed = trigger();
	await placed.hook('create');
	await placed.hook('delete');
	expect((await kit.call('GET', '/api/sessions/default')).config).toEqual(CONFIG);
	expect(placed.staticData).not.toHaveProperty('hmacKey');
});

test('a test listener and production live side by side', async () => {
	const production = trigger();
	const listener = testListener(trigger());
	await production.hook('create');
	await listener.hook('create');
	const urls = (await webhooks()).map(({ url }) => String(url));
	expect(urls).toEqual([
		expect.stringContaining('/webhook/'),
		expect.stringContaining('/webhook-test/'),
	]);
	await listener.hook('delete');
	expect(await production.hook('checkExists')).toBe(true);
	expect(await webhooks()).toHaveLength(1);
});

test('two triggers activated at once do not overwrite each other', async () => {
	await Promise.all([trigger().hook('create'), testListener(trigger()).hook('create')]);
	expect(await webhooks()).toHaveLength(2);
});

test('an unknown session says what to do; there is nothing to remove from it', async () => {
	const placed = trigger({ session: 'nobody' });
	const error = (await placed.hook('create').catch((e: unknown) => e)) as {
		message: string;
		description: string;
	};
	expect(error.message).toContain('no session "nobody"');
	expect(error.description).toContain('create this one');
	expect(await placed.hook('delete')).toBe(true);
});

test('a lost answer keeps the key, so that the next activation finds its entry', async () => {
	const placed = trigger();
	await kit.faults({ dropAfterWrite: true, method: 'PUT' });
	await expect(placed.hook('create')).rejects.toThrow('could not be reached');
	expect(await placed.hook('checkExists')).toBe(true);
});

test('a failed removal is told and can be repeated', async () => {
	const placed = trigger();
	await placed.hook('create');
	await kit.faults({ status: 500, method: 'PUT' });
	await expect(placed.hook('delete')).rejects.toThrow('500');
	await placed.hook('delete');
	expect(await webhooks()).toEqual([]);
});

test('no event chosen is refused by name', async () => {
	await expect(trigger({ events: [] }).hook('create')).rejects.toThrow('Trigger On');
});
