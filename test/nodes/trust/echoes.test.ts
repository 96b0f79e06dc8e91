import { Sitniks } from '../../../nodes/Sitniks/Sitniks.node';
import { Waha } from '../../../nodes/Waha/Waha.node';
import { OPERATIONS, type NodeUnderTest } from '../operationCases';
import { CALLING, Vendors } from './vendors';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const vendors = new Vendors();
beforeAll(async () => await vendors.start());
afterAll(async () => await vendors.stop());

/** The key that the sandbox has at a vendor. */
const keyOf = (vendor: string) => `sandbox-${vendor}`;

describe.each(CALLING)('%s', (_name, under, operation) => {
	test.each([400, 401, 500])(
		'a %d that repeats the key, wherever it does, is told without it',
		async (status) => {
			const key = keyOf(under.vendor!);
			const said = `The key ${key} is not known`;
			const body = {
				...{ message: said, title: said, detail: said, description: said, error: said },
				errors: [{ title: said }],
				exception: { message: said },
				'validation-errors': [{ request_id: 'item-0', errors: [{ path: key, code: said }] }],
			};
			const headers = { 'x-request-id': key, [key]: key };
			await vendors.prepare(under, operation, { status, body, headers, times: 0 });
			const items = await vendors.run(under, operation);
			expect(items[0]).toHaveProperty('details');
			expect(JSON.stringify(items)).not.toContain(key);
		},
	);
});

const LONG_KEY = 'a-secret/of-more-than-sixteen';

/** The node, its credential with a secret that is no ordinary word. */
function withLongKey(NodeClass: NodeUnderTest['NodeClass'], field: string): NodeUnderTest {
	const under = OPERATIONS.find((one) => one.NodeClass === NodeClass)!;
	const credentials = (url: string) => {
		const [[name, values]] = Object.entries(under.credentials!(url));
		return { [name]: { ...values, [field]: LONG_KEY } };
	};
	return { ...under, credentials };
}

test('a message whose answer repeats the key is sent, and the key is in no field of it', async () => {
	const under = withLongKey(Waha, 'webhookHmacSecret');
	const key = LONG_KEY;
	const body = { id: `true_77010001122@c.us_${key}`, _data: { key }, status: key };
	await vendors.prepare(under, 'message.sendText', {
		...{ method: 'POST', path: '/api/sendText', status: 201, body },
	});
	const items = await vendors.run(under, 'message.sendText');
	expect(items[0]).toMatchObject({ sent: true });
	expect(JSON.stringify(items)).not.toContain(key);
});

test('an answer that repeats the key reaches no item', async () => {
	const under = withLongKey(Sitniks, 'webhookSecret');
	const key = LONG_KEY;
	const body = {
		data: [{ id: 1, [key]: 1, list: [`Bearer ${key}`] }],
		url: encodeURIComponent(key),
	};
	await vendors.prepare(under, 'api.request', { status: 200, body, times: 0 });
	const [json] = await vendors.run(under, 'api.request');
	expect(json).toEqual({
		data: [{ id: 1, [key]: 1, list: ['Bearer [secret]'] }],
		url: '[secret]',
	});
});
