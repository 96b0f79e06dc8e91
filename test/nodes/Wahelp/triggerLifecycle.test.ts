import type { IDataObject } from 'n8n-workflow';

import { processLimiter } from '../../../nodes/shared/http';
import type { PlacedNode } from '../../harness/node';
import { deliver, TriggerKit } from './triggerKit';

const kit = new TriggerKit();
beforeAll(async () => {
	// The request limits have tests of their own; here they would only cost time.
	jest.spyOn(processLimiter, 'take').mockResolvedValue();
	await kit.start();
});
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const OWN = 'http://127.0.0.1:5678/webhook/test-webhook/wahelp';
const FOREIGN = ['https://other.example/hook?secret=1', `${OWN}-2?secret=1`, 'http://127.0.0.1/x'];
/** Of the operator. */
const CHOSEN = 'sixteen-letters-or-more';
const HOOK_ONLY = { webhooksCollection: false };

const register = async (url: string) =>
	await kit.call('POST', 'webhooks/', { url, entities: ['channel.message'] });
const registerHook = async (url: string) => await kit.call('PUT', 'hook', { url, events: [] });

/** Makes it a test listener: its URL differs. */
function testListener(placed: PlacedNode): PlacedNode {
	const place = placed as unknown as { webhookData: () => object };
	const original = place.webhookData.bind(placed);
	place.webhookData = () => ({ ...original(), isTest: true });
	return placed;
}

describe('the collection', () => {
	test('activation adds our webhook with a secret that it made', async () => {
		for (const url of FOREIGN) await register(url);
		const placed = kit.trigger();
		expect(await placed.hook('checkExists')).toBe(false);
		expect(await placed.hook('create')).toBe(true);
		const all = await kit.webhooks();
		expect(all).toEqual([...FOREIGN, expect.stringMatching(/\?secret=[0-9a-f]{64}$/)]);
		expect(all[3].startsWith(OWN)).toBe(true);
		expect((await kit.state()).webhooks[3].entities).toEqual(['channel.message']);
		expect(await placed.hook('checkExists')).toBe(true);
	});

	test("the credential's secret is used, escaped in the address", async () => {
		const placed = kit.trigger({}, { webhookSecret: 'a&b=c d, sixteen or more' });
		await placed.hook('create');
		const [url] = await kit.webhooks();
		expect(new URL(url).searchParams.get('secret')).toBe('a&b=c d, sixteen or more');
		expect(JSON.stringify(placed.staticData)).not.toContain('sixteen');
		expect(await placed.hook('checkExists')).toBe(true);
	});

	test('a second activation changes nothing', async () => {
		const placed = kit.trigger();
		await placed.hook('create');
		const before = (await kit.state()).webhooks;
		await placed.hook('create');
		expect((await kit.state()).webhooks).toEqual(before);
	});

	test('stale ones of ours are removed, foreign ones are not', async () => {
		for (const url of [...FOREIGN, `${OWN}?secret=old`, `${OWN}/?token=older`]) await register(url);
		const placed = kit.trigger({}, { webhookSecret: CHOSEN });
		expect(await placed.hook('checkExists')).toBe(false);
		await placed.hook('create');
		expect(await kit.webhooks()).toEqual([...FOREIGN, `${OWN}?secret=${CHOSEN}`]);
		await register(`${OWN}?secret=again`);
		expect(await placed.hook('checkExists')).toBe(false);
	});

	test('one that somebody removed is added again', async () => {
		const placed = kit.trigger();
		await placed.hook('create');
		const { uuid } = (await kit.state()).webhooks[0];
		await kit.call('DELETE', `webhooks/${uuid}`);
		expect(await placed.hook('checkExists')).toBe(false);
	});

	test('deactivation removes ours and nothing else', async () => {
		for (const url of FOREIGN) await register(url);
		const placed = kit.trigger();
		await placed.hook('create');
		expect(await placed.hook('delete')).toBe(true);
		expect(await kit.webhooks()).toEqual(FOREIGN);
		expect(await placed.hook('delete')).toBe(true);
	});

	test('test and production live beside each other', async () => {
		const placed = kit.trigger({}, { webhookSecret: CHOSEN });
		await placed.hook('create');
		const listener = testListener(kit.trigger({}, { webhookSecret: CHOSEN }));
		await listener.hook('create');
		expect(await kit.webhooks()).toHaveLength(2);
		await listener.hook('delete');
		expect(await kit.webhooks()).toEqual([`${OWN}?secret=${CHOSEN}`]);
	});

	test('a lost answer does not add it twice', async () => {
		const placed = kit.trigger();
		await kit.faults({ dropAfterWrite: true, method: 'POST' });
		await expect(placed.hook('create')).rejects.toThrow('could not be reached');
		await placed.hook('create');
		expect(await kit.webhooks()).toHaveLength(1);
	});

	test('addresses that redirect are followed', async () => {
		await kit.faults({ redirectSlash: 'remove' });
		const placed = kit.trigger();
		await placed.hook('create');
		expect(await placed.hook('checkExists')).toBe(true);
	});
});

describe('the single hook', () => {
	beforeEach(async () => await kit.faults(HOOK_ONLY));

	test('is set where there is no collection', async () => {
		const placed = kit.trigger({}, { webhookSecret: CHOSEN });
		await placed.hook('create');
		const [{ url, via, entities }] = (await kit.state()).webhooks;
		expect({ url, via, entities }).toEqual({
			url: `${OWN}?secret=${CHOSEN}`,
			via: 'hook',
			entities: ['channel.message.created', 'channel.message.updated', 'channel.message.deleted'],
		});
	});

	test('one that cannot be read is set again on activation and left on deactivation', async () => {
		const placed = kit.trigger({}, { webhookSecret: CHOSEN });
		await placed.hook('create');
		expect(await placed.hook('checkExists')).toBe(false);
		await registerHook('https://other.example/hook');
		await placed.hook('delete');
		expect(await kit.webhooks()).toEqual(['https://other.example/hook']);
	});

	test('goes back to production after a test', async () => {
		const placed = kit.trigger({}, { webhookSecret: CHOSEN });
		await placed.hook('create');
		const listener = testListener(placed);
		await listener.hook('create');
		expect(await kit.webhooks()).toEqual([expect.stringContaining('/webhook-test/')]);
		await listener.hook('delete');
		expect(await kit.webhooks()).toEqual([`${OWN}?secret=${CHOSEN}`]);
	});
});

describe('no way to register', () => {
	test.each([
		['neither call is there', { ...HOOK_ONLY, hookCall: false }, {}],
		['the project is unknown', {}, { projectId: { __rl: true, mode: 'id', value: '99' } }],
	])('%s: the error names the manual way', async (_name, switches, parameters) => {
		await kit.faults(switches);
		await expect(kit.trigger(parameters).hook('create')).rejects.toMatchObject({
			message: expect.stringContaining('no call that registers a webhook'),
			description: expect.stringMatching(/Check Project.*Registration to Manual/),
		});
	});

	test('Wahelp refuses: its words and the manual way', async () => {
		await kit.faults({ status: 403, method: 'POST', times: 1 });
		await expect(kit.trigger().hook('create')).rejects.toMatchObject({
			message: expect.stringContaining('could not be registered'),
			description: expect.stringContaining('Registration to Manual'),
		});
		expect(await kit.webhooks()).toEqual([]);
	});

	test('a wrong token names the credential, and no secret is in the error', async () => {
		const placed = kit.trigger({}, { token: 'wrong-token', webhookSecret: 'hush-hush-hush-hush' });
		const error = (await placed.hook('create').catch((thrown: unknown) => thrown)) as Error;
		expect(error.message).toContain('401');
		expect(JSON.stringify({ ...error, message: error.message })).not.toMatch(/hush|wrong-token/);
	});

	test.each(['', 'abc', '1/../2'])('project "%s" is refused by name', async (value) => {
		const placed = kit.trigger({ projectId: { __rl: true, mode: 'id', value } });
		await expect(placed.hook('create')).rejects.toThrow('Project');
	});
});

describe('manual registration', () => {
	test('calls nobody, and wants a secret that the operator knows', async () => {
		const placed = kit.trigger({ registration: 'manual' }, { webhookSecret: CHOSEN });
		expect(await placed.hook('checkExists')).toBe(false);
		expect(await placed.hook('create')).toBe(true);
		expect(await placed.hook('delete')).toBe(true);
		expect(await kit.requests()).toEqual([]);
		const without = kit.trigger({ registration: 'manual' });
		await expect(without.hook('create')).rejects.toThrow('Webhook Secret');
	});

	test('a secret that was made before is good for a day, as deliveries are on their way', async () => {
		const placed = kit.trigger({ registration: 'manual' }, { webhookSecret: CHOSEN });
		placed.staticData.secret = 'made';
		await placed.hook('create');
		const status = async () => (await deliver(placed, {}, { query: { secret: 'made' } })).status;
		expect(await status()).toBe(200);
		const { now } = Date;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + 24 * 3_600_000);
		expect(await status()).toBe(401);
		jest.mocked(Date.now).mockRestore();
	});
});

describe('channels', () => {
	const withChannels = (channels: string) => ({ options: { channels } as IDataObject });

	test('names and uuids are looked up when the trigger is activated', async () => {
		const placed = kit.trigger(withChannels('Clients_TG, 103') as never);
		await placed.hook('create');
		expect(placed.staticData.channels).toEqual({ clients_tg: '101', '103': '103' });
		expect(await placed.hook('checkExists')).toBe(true);
	});

	test('a change of the option is taken over', async () => {
		const placed = kit.trigger(withChannels('clients_tg') as never);
		await placed.hook('create');
		placed.node.parameters.options = { channels: 'clients_wa' };
		expect(await placed.hook('checkExists')).toBe(false);
		await placed.hook('create');
		expect(placed.staticData.channels).toEqual({ clients_wa: '102' });
		placed.node.parameters.options = {};
		await placed.hook('create');
		expect(placed.staticData.channels).toBeUndefined();
	});

	test('one that the project has not is refused by name', async () => {
		const placed = kit.trigger(withChannels('clients_tgg') as never);
		await expect(placed.hook('create')).rejects.toThrow('no channel "clients_tgg"');
	});
});

test('what the simulator delivers reaches the right output, in every envelope', async () => {
	const placed = kit.trigger({}, { webhookSecret: 'c0ffee' });
	await kit.call('POST', 'webhooks/', { url: 'http://127.0.0.1:9/sink', entities: [] });
	await kit.faults({ retryDelaysMs: [] });
	const envelopes = ['action', 'event', 'type', 'array', 'payloadArray', 'bare', 'objectMessage'];
	const seen: IDataObject[] = [];
	for (const envelope of envelopes) {
		for (const kind of ['operator', 'client']) {
			const emitted = await kit.emit({ [kind]: { phone: '79990001122', text: 'Да' }, envelope });
			const { deliveries } = (await kit.state()) as unknown as { deliveries: IDataObject[] };
			const call = await deliver(placed, deliveries.at(-1)!.body as object);
			seen.push({ envelope, kind, at: call.at, text: call.items?.[0].text });
			expect(call.items?.[0]).toMatchObject({
				message_id: String(emitted.message_id),
				user_id: String(emitted.user_id),
				phone: '+79990001122',
				channel_id: '101',
			});
		}
	}
	expect(seen.map(({ at }) => at)).toEqual(envelopes.flatMap(() => [['operator'], ['client']]));
	expect(new Set(seen.map(({ text }) => text))).toEqual(new Set(['Да']));
});
