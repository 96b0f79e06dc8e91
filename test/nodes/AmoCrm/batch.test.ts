import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import type { AmoApi, Body } from '../../../nodes/AmoCrm/api/client';
import { runBatches, type BatchOperation } from '../../../nodes/AmoCrm/actions/batch';
import type { Created } from '../../../nodes/AmoCrm/api/schema';
import { InputError, VendorError } from '../../../nodes/shared/errors';
import { PlacedNode } from '../../harness/node';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

/** Creates a lead per item, of the item's own fields. */
const createLeads: BatchOperation<Created> = {
	async prepare(context: IExecuteFunctions, itemIndex: number): Promise<Body> {
		const { refuse, ...body } = context.getInputData()[itemIndex].json;
		if (refuse) throw new InputError('it is empty', 'Name');
		return body;
	},
	send: async (api: AmoApi, bodies: Body[]) => await api.create('leads', bodies),
	output: ({ id }: Created) => ({ lead_id: id }),
};
const bad = { custom_fields_values: [{ field_id: 1, values: null }] };

function place(
	operation: BatchOperation<Created>,
	setup: { continueOnFail?: boolean; accessToken?: string } = {},
): PlacedNode {
	const type = {
		description: {
			displayName: 'Batch',
			name: 'batch',
			version: 1,
			properties: [
				{ displayName: 'Auth', name: 'authentication', type: 'string', default: 'accessToken' },
			],
			credentials: [{ name: 'crmBridgeAmoCrmApi' }, { name: 'crmBridgeAmoCrmOAuth2Api' }],
		},
		async execute(this: IExecuteFunctions) {
			return [await runBatches(this, operation)];
		},
	} as unknown as INodeType;
	const extra = setup.accessToken === undefined ? {} : { accessToken: setup.accessToken };
	return new PlacedNode(type, {
		credentials: kit.credentials(extra) as never,
		continueOnFail: setup.continueOnFail,
	});
}

async function run(
	bodies: IDataObject[],
	{
		operation = createLeads,
		...setup
	}: Parameters<typeof place>[1] & {
		operation?: BatchOperation<Created>;
	} = {},
): Promise<IDataObject[]> {
	const [output] = await place(operation, setup).execute(bodies.map((json) => ({ json })));
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(bodies.map((_, item) => ({ item })));
	return output.map(({ json }) => json);
}

const named = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ name: `Lead ${n}` }));
async function nameOf(id: unknown): Promise<string | undefined> {
	return (await kit.state()).leads.find((lead) => lead.id === id)?.name;
}

test('120 items are three requests, and each answer finds its item', async () => {
	const output = await run(named(120));
	expect(await kit.requests('POST')).toHaveLength(3);
	const { leads } = await kit.state();
	const names = new Map(leads.map(({ id, name }) => [id, name]));
	expect(output.map(({ lead_id }) => names.get(lead_id as number))).toEqual(
		named(120).map(({ name }) => name),
	);
});

test('answers in another order still find their item', async () => {
	const shuffled: BatchOperation<Created> = {
		...createLeads,
		send: async (api, bodies) => await api.create('leads', [...bodies].reverse()),
	};
	const output = await run(named(3), { operation: shuffled });
	expect(await nameOf(output[0].lead_id)).toBe('Lead 0');
	expect(await nameOf(output[2].lead_id)).toBe('Lead 2');
});

test('no items: no request', async () => {
	expect(await run([])).toEqual([]);
	expect(await kit.requests()).toEqual([]);
});

describe('one bad element of many', () => {
	const items = [...named(2), { name: 'Bad', ...bad }, { name: 'Last' }];

	test('without Continue On Fail: nothing is written, and the error is its own item', async () => {
		await expect(run(items)).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining('NotSupportedChoice'),
			context: { itemIndex: 2 },
		});
		expect((await kit.state()).leads).toHaveLength(0);
		expect(await kit.requests('POST')).toHaveLength(1);
	});

	test('with it: the others are written, once', async () => {
		const output = await run(items, { continueOnFail: true });
		expect(output.map((json) => 'lead_id' in json)).toEqual([true, true, false, true]);
		expect(output[2]).toEqual({
			error: expect.stringContaining('NotSupportedChoice'),
			details: expect.objectContaining({ code: 'invalid_request', outcome: 'rejected' }),
		});
		expect(await nameOf(output[3].lead_id)).toBe('Last');
		expect((await kit.state()).leads).toHaveLength(3);
		expect(await kit.requests('POST')).toHaveLength(2);
	});

	test('all of them bad', async () => {
		const output = await run([bad, bad], { continueOnFail: true });
		expect(output.map((json) => Object.keys(json))).toEqual([
			['error', 'details'],
			['error', 'details'],
		]);
		expect(await kit.requests('POST')).toHaveLength(1);
	});
});

describe('an item that is refused before anything is sent', () => {
	test('without Continue On Fail nothing is sent', async () => {
		await expect(run([...named(1), { refuse: true }])).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'Name: it is empty',
			context: { itemIndex: 1 },
		});
		expect(await kit.requests()).toEqual([]);
	});

	test('with it the others are sent', async () => {
		const output = await run([{ refuse: true }, ...named(1)], { continueOnFail: true });
		expect(output).toEqual([
			{ error: 'it is empty', details: expect.objectContaining({ field: 'Name' }) },
			{ lead_id: expect.any(Number) },
		]);
	});
});

test('a failed request is the error of its own 50 items only', async () => {
	await kit.faults({ status: 504, html: true, times: 1 });
	const output = await run(named(60), { continueOnFail: true });
	const failed = output.map((json) => 'error' in json);
	expect(failed.filter(Boolean)).toHaveLength(50);
	expect(failed.indexOf(false)).toBe(50);
	expect(output[0].details).toMatchObject({ code: 'unavailable', outcome: 'unknown' });
	expect((await kit.state()).leads).toHaveLength(10);
});

test('a wrong token: an error of item 0, or of every item', async () => {
	await expect(run(named(2), { accessToken: 'wrong' })).rejects.toMatchObject({
		context: { itemIndex: 0 },
		httpCode: '401',
	});
	const output = await run(named(2), { accessToken: 'wrong', continueOnFail: true });
	expect(output.map(({ details }) => details)).toEqual([
		expect.objectContaining({ code: 'unauthorized' }),
		expect.objectContaining({ code: 'unauthorized' }),
	]);
});

test('groups have requests of their own, and a refusal of one element is its own', async () => {
	const sent: Array<[string, number]> = [];
	const operation: BatchOperation<Created> = {
		...createLeads,
		group: ({ name }) => (name === 'Lead 1' ? 'b' : 'a'),
		async send(api, bodies, group) {
			sent.push([group, bodies.length]);
			const answers = new Map<string, Created | VendorError>(await api.create('leads', bodies));
			const refused = new VendorError('no', { code: 'not_found', outcome: 'rejected' });
			return answers.set('item-2', refused);
		},
	};
	const output = await run(named(3), { operation, continueOnFail: true });
	expect(sent).toEqual([
		['a', 2],
		['b', 1],
	]);
	expect(output.map((json) => json.error ?? 'ok')).toEqual(['ok', 'ok', 'no']);
});

test('an item without an answer is not taken for done', async () => {
	const operation: BatchOperation<Created> = { ...createLeads, send: async () => new Map() };
	const [output] = await run(named(1), { operation, continueOnFail: true });
	expect(output.details).toMatchObject({ code: 'unexpected_answer', outcome: 'unknown' });
});
