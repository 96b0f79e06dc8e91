import {
	NodeApiError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeType,
} from 'n8n-workflow';

import { InputError, VendorError } from '../../../nodes/shared/errors';
import { runItems, type OperationExecute } from '../../../nodes/shared/runItems';
import { PlacedNode } from '../../harness/node';

/** Runs an operation as the only one of a node, in n8n's own execution context. */
async function run(execute: OperationExecute, count: number, continueOnFail = false) {
	const type: INodeType = {
		description: {
			displayName: 'Sample',
			name: 'sample',
			group: ['transform'],
			version: 1,
			description: 'Sample',
			defaults: { name: 'Sample' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			return [await runItems(this, execute)];
		},
	};
	const items = Array.from({ length: count }, (_, n) => ({ json: { n } }));
	const [output] = await new PlacedNode(type, { continueOnFail }).execute(items);
	return output;
}

const inputOf = (context: IExecuteFunctions, at: number): IDataObject =>
	context.getInputData()[at].json;

async function failOnSecond(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	if (itemIndex === 1) {
		throw new VendorError('WAHA answered 500', { code: 'unavailable', outcome: 'unknown' });
	}
	return inputOf(this, itemIndex);
}

test('every output is linked to its input', async () => {
	const output = await run(async function (at) {
		return { twice: Number(inputOf(this, at).n) * 2 };
	}, 3);
	expect(output).toEqual([
		{ json: { twice: 0 }, pairedItem: { item: 0 } },
		{ json: { twice: 2 }, pairedItem: { item: 1 } },
		{ json: { twice: 4 }, pairedItem: { item: 2 } },
	]);
});

test('one input may give several outputs, or none', async () => {
	const output = await run(async (at) => Array.from({ length: at }, (_, n) => ({ at, n })), 3);
	expect(output).toEqual([
		{ json: { at: 1, n: 0 }, pairedItem: { item: 1 } },
		{ json: { at: 2, n: 0 }, pairedItem: { item: 2 } },
		{ json: { at: 2, n: 1 }, pairedItem: { item: 2 } },
	]);
});

test('whole items keep their binary data', async () => {
	const binary = { data: { data: 'aGk=', mimeType: 'text/plain' } };
	const output = await run(async () => ({ items: [{ json: { a: 1 }, binary }] }), 1);
	expect(output).toEqual([{ json: { a: 1 }, binary, pairedItem: { item: 0 } }]);
});

test("a vendor's own field named items is data", async () => {
	const order = { items: [{ sku: 'A-1' }] };
	const [output] = await run(async () => order, 1);
	expect(output.json).toEqual(order);
	const page = { items: [{ json: {} }], total: 1 };
	expect((await run(async () => page, 1))[0].json).toEqual(page);
});

test('items run one after the other', async () => {
	const trace: string[] = [];
	await run(async (at) => {
		trace.push(`start ${at}`);
		await new Promise((resolve) => setImmediate(resolve));
		trace.push(`end ${at}`);
		return {};
	}, 2);
	expect(trace).toEqual(['start 0', 'end 0', 'start 1', 'end 1']);
});

test('no input, no output', async () => {
	expect(await run(async () => ({ a: 1 }), 0)).toEqual([]);
});

describe('an item that fails', () => {
	test('stops the node with its index, and those behind it do not run', async () => {
		const ran: number[] = [];
		const failing = run(async function (at) {
			ran.push(at);
			return await failOnSecond.call(this, at);
		}, 3);
		await expect(failing).rejects.toBeInstanceOf(NodeApiError);
		await expect(failing).rejects.toMatchObject({
			message: 'WAHA answered 500',
			context: { itemIndex: 1 },
		});
		expect(ran).toEqual([0, 1]);
	});

	test('names the field of bad input', async () => {
		const failing = run(async () => {
			throw new InputError('is empty', 'Chat ID', 'Fill it in.');
		}, 1);
		await expect(failing).rejects.toMatchObject({
			message: 'Chat ID: is empty',
			description: 'Fill it in.',
			context: { itemIndex: 0 },
		});
	});

	test('goes on in its place with Continue On Fail, the others are done', async () => {
		expect(await run(failOnSecond, 3, true)).toEqual([
			{ json: { n: 0 }, pairedItem: { item: 0 } },
			{
				json: {
					error: 'WAHA answered 500',
					details: { code: 'unavailable', outcome: 'unknown' },
				},
				pairedItem: { item: 1 },
			},
			{ json: { n: 2 }, pairedItem: { item: 2 } },
		]);
	});
});
