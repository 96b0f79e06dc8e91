import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import { AmoCrmTrigger } from '../../../nodes/AmoCrm/AmoCrmTrigger.node';
import { TelegramTrigger } from '../../../nodes/Telegram/TelegramTrigger.node';
import { WahaTrigger } from '../../../nodes/Waha/WahaTrigger.node';
import { WahelpTrigger } from '../../../nodes/Wahelp/WahelpTrigger.node';
import { PlacedNode } from '../../harness/node';
import { vendorsAndStranger } from './vendors';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const { vendors, stranger } = vendorsAndStranger();

interface Trigger {
	vendor: string;
	type: () => INodeType;
	parameters?: INodeParameters;
	credential: string;
	account: IDataObject;
}

const TRIGGERS: Trigger[] = [
	{
		vendor: 'amocrm',
		type: () => new AmoCrmTrigger(),
		credential: 'crmBridgeAmoCrmApi',
		account: { accessToken: 'sandbox-amocrm' },
	},
	{
		vendor: 'telegram',
		type: () => new TelegramTrigger(),
		credential: 'crmBridgeTelegramApi',
		account: { accessToken: '1000000:sandbox-telegram' },
	},
	{
		vendor: 'waha',
		type: () => new WahaTrigger(),
		credential: 'crmBridgeWahaApi',
		account: { apiKey: 'sandbox-waha' },
	},
	{
		vendor: 'wahelp',
		type: () => new WahelpTrigger(),
		parameters: { projectId: { __rl: true, mode: 'id', value: '1' } },
		credential: 'crmBridgeWahelpApi',
		account: { authentication: 'token', token: 'sandbox-wahelp' },
	},
];

function place({ vendor, type, parameters, credential, account }: Trigger): PlacedNode {
	const values = { baseUrl: `${vendors.url}/${vendor}`, ...account };
	return new PlacedNode(type(), { parameters, credentials: { [credential]: values } as never });
}

const WRITES = ['POST', 'PUT', 'DELETE'];
const faults = (answer: object) => WRITES.map((method) => ({ method, ...answer, times: 0 }));
const prepare = async ({ vendor }: Trigger, ...some: object[]) => {
	await vendors.control(vendor, 'reset', {});
	if (vendor === 'amocrm') await vendors.control(vendor, 'faults', { ratePerSecond: 0 });
	if (some.length > 0) await vendors.control(vendor, 'faults', some);
};

describe.each(TRIGGERS.map((trigger) => [trigger.vendor, trigger] as const))(
	'%s',
	(vendor, trigger) => {
		test('a registration sends nothing to where the vendor points', async () => {
			await prepare(trigger, { redirectTo: stranger.url, times: 0 });
			await expect(place(trigger).hook('create')).rejects.toThrow(stranger.url);
			await prepare(trigger, ...faults({ status: 307, redirectTo: stranger.url }));
			await expect(place(trigger).hook('create')).rejects.toThrow(stranger.url);
			expect(stranger.calls).toEqual([]);
		});

		test.each([
			['an empty 200', { status: 200, body: '' }],
			['a JSON of somebody else', { status: 200, body: { ok: true } }],
		])('%s is no registration', async (_name, answer) => {
			await prepare(trigger, ...faults(answer));
			await expect(place(trigger).hook('create')).rejects.toMatchObject({
				message: expect.stringMatching(/unexpected|is not one of/),
			});
		});

		test('an empty 200 is no removal either', async () => {
			await prepare(trigger);
			const placed = place(trigger);
			await placed.hook('create');
			await vendors.control(vendor, 'faults', faults({ status: 200, body: '' }));
			await expect(placed.hook('delete')).rejects.toThrow(/unexpected|is not one of/);
			await vendors.control(vendor, 'faults', []);
			expect(await placed.hook('delete')).toBe(true);
			expect(await placed.hook('checkExists')).toBe(false);
		});

		test('what the workflow keeps holds no secret that opens the webhook', async () => {
			await prepare(trigger);
			const placed = place(trigger);
			await placed.hook('create');
			const kept = JSON.stringify(placed.staticData);
			const state = JSON.stringify(await vendors.control(vendor, 'state'));
			const secrets = [
				...state.matchAll(/[?&]secret=([\w%-]{16,})/g),
				...state.matchAll(/"secret_token":"([\w-]{16,})"/g),
				...state.matchAll(/"hmac":\{"key":"([\w-]{16,})"/g),
			].map(([, secret]) => secret);
			expect(secrets).not.toEqual([]);
			for (const secret of secrets) expect(kept).not.toContain(secret);
		});
	},
);
