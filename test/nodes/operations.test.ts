import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { processLimiter } from '../../nodes/shared/http';
import { PlacedNode } from '../harness/node';
import { startVendors, type VendorsServer } from '../simulators/shared/server';
import type { SeenRequest } from '../simulators/shared/simulator';
import { OPERATIONS, SIMULATORS, type NodeUnderTest, type OperationCase } from './operationCases';

/**
 * Drives every operation of every action node through n8n's own parameter rules (a hidden parameter
 * that is read throws), for one and for several items. A new operation needs a row in
 * `operationCases.ts`; the first test of each node says so.
 */
let server: VendorsServer;
beforeAll(async () => {
	// The request limits have tests of their own; here they would only cost time.
	jest.spyOn(processLimiter, 'take').mockResolvedValue();
	server = await startVendors(SIMULATORS.map((create) => create()));
});
afterAll(async () => await server.close());

async function control<T>(vendor: string, action: string, body?: object): Promise<T> {
	const response = await fetch(`${server.url}/${vendor}/__sim/${action}`, {
		method: body ? 'POST' : 'GET',
		headers: { 'content-type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	return (await response.json()) as T;
}

/** Every `resource.operation`, or the operation alone where a node has no resources. */
function operationsOf({ description }: INodeType): string[] {
	const names: string[] = [];
	for (const property of description.properties.filter(({ name }) => name === 'operation')) {
		const resources = (property.displayOptions?.show?.resource as string[]) ?? [''];
		for (const option of property.options as INodePropertyOptions[]) {
			for (const resource of resources) {
				names.push(resource ? `${resource}.${option.value}` : String(option.value));
			}
		}
	}
	// A node that does one thing has no operation.
	return names.length > 0 ? names.sort() : [''];
}

function deepFreeze<T>(value: T): T {
	if (value !== null && typeof value === 'object') {
		Object.values(value).forEach(deepFreeze);
		Object.freeze(value);
	}
	return value;
}

describe.each(OPERATIONS.map((under) => [under.name, under] as const))('%s', (_name, under) => {
	test('every operation has a case here', () => {
		expect(Object.keys(under.operations).sort()).toEqual(operationsOf(new under.NodeClass()));
	});

	describe.each(Object.entries(under.operations))('%s', (name, testCase) => {
		const parameters = (more: INodeParameters = {}): INodeParameters => ({
			...named(name),
			...testCase.needed,
			...more,
		});

		const prepareVendor = async () => {
			if (!under.vendor) return;
			await control(under.vendor, 'reset', {});
			if (under.switches) await control(under.vendor, 'faults', under.switches);
			for (const body of testCase.emit ?? []) await control(under.vendor, 'emit', body);
		};
		beforeEach(prepareVendor);

		test.each([1, 3])('%d item(s): linked to their input, which stays as it was', async (count) => {
			const items = deepFreeze(inputItems(testCase, count));
			const outputs = await place(under, parameters()).execute(items);
			const linked = outputs.flat().map((item) => (item.pairedItem as { item: number }).item);
			const expected = testCase.makesOne ? [0] : items.map((_, index) => index);
			expect([...new Set(linked)].sort()).toEqual(expected);
			for (const item of outputs.flat()) expect(item.json).toEqual(expect.any(Object));
		});

		test('with every option chosen no hidden parameter is read', async () => {
			for (const [label, chosen] of everyChoice(under, parameters(), testCase)) {
				await prepareVendor();
				const outputs = await place(under, parameters(chosen)).execute(
					deepFreeze(inputItems(testCase, 1)),
				);
				expect({ label, items: outputs.flat().length > 0 }).toEqual({ label, items: true });
			}
		});

		if (under.vendor) {
			test('only chosen options are sent, and a chosen false or 0 is', async () => {
				const sent = async (chosen: INodeParameters) => {
					await prepareVendor();
					const before = (await requests(under.vendor!)).length;
					await place(under, parameters(chosen)).execute(inputItems(testCase, 1));
					const made = (await requests(under.vendor!)).slice(before);
					return JSON.stringify(
						made.map(({ method, path, body }) => [
							method,
							path.replace(/\d{13}/g, '<ms>'),
							body ?? '',
						]),
					);
				};
				const plain = await sent({});
				for (const field of optionFields(under, parameters())) {
					if (under.local.includes(field.name)) continue;
					const value = under.samples?.[field.name] ?? emptyValue(field);
					const label = `${field.name} = ${JSON.stringify(value)}`;
					expect({
						label,
						same: (await sent({ options: { [field.name]: value } })) === plain,
					}).toEqual({
						label,
						same: false,
					});
				}
			});
		}

		if (under.vendor && !testCase.callsNobody) {
			test("a refused call is n8n's error with the item, or a failed item that goes on", async () => {
				const items = inputItems(testCase, 2);
				const wrongKey = { ...under, credentials: under.wrongCredentials };
				await expect(place(wrongKey, parameters()).execute(items)).rejects.toMatchObject({
					name: 'NodeApiError',
					context: { itemIndex: 0 },
				});
				const [output] = await place(wrongKey, parameters(), true).execute(deepFreeze(items));
				expect(output.map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
				for (const { json } of output) {
					expect(json).toEqual({
						error: expect.any(String),
						details: expect.objectContaining({ code: 'unauthorized', outcome: 'rejected' }),
					});
				}
			});
		}
	});
});

function place(
	under: NodeUnderTest,
	parameters: INodeParameters,
	continueOnFail = false,
): PlacedNode {
	return new PlacedNode(new under.NodeClass(), {
		parameters,
		credentials: under.credentials?.(server.url),
		continueOnFail,
	});
}

function named(name: string): INodeParameters {
	const [first, second] = name.split('.');
	return second ? { resource: first, operation: second } : { operation: first };
}

function inputItems(testCase: OperationCase, count: number): INodeExecutionData[] {
	return Array.from({ length: count }, (_, index) => ({
		json: { number: index, ...testCase.input, ...testCase.inputOf?.(index) } as IDataObject,
		...(testCase.binary ? { binary: testCase.binary() } : {}),
	}));
}

async function requests(vendor: string): Promise<SeenRequest[]> {
	return (await control<{ requests: SeenRequest[] }>(vendor, 'state')).requests;
}

/** Fields of the `options` collection that this operation shows. */
function optionFields(under: NodeUnderTest, parameters: INodeParameters): INodeProperties[] {
	return visible(under, parameters)
		.filter(({ name, type }) => name === 'options' && type === 'collection')
		.flatMap(({ options }) => options as INodeProperties[]);
}

function visible(under: NodeUnderTest, parameters: INodeParameters): INodeProperties[] {
	const { node, type } = place(under, parameters);
	return type.description.properties.filter((property) =>
		NodeHelpers.displayParameterPath(node.parameters, property, '', node, type.description),
	);
}

/** Each value of each drop-down and switch that the operation shows, and all its options at once. */
function everyChoice(
	under: NodeUnderTest,
	parameters: INodeParameters,
	testCase: OperationCase,
): Array<[string, INodeParameters]> {
	const choices: Array<[string, INodeParameters]> = [];
	const fixed = ['resource', 'operation', ...(under.fixed ?? []), ...(testCase.fixed ?? [])];
	for (const property of visible(under, parameters)) {
		if (fixed.includes(property.name)) continue;
		const values =
			property.type === 'boolean'
				? [true, false]
				: property.type === 'options' && property.options
					? (property.options as INodePropertyOptions[]).map(({ value }) => value)
					: [];
		for (const value of values) {
			choices.push([
				`${property.name} = ${value}`,
				{ ...testCase.with?.[property.name], [property.name]: value } as INodeParameters,
			]);
		}
	}
	const options = optionFields(under, parameters).map((field) => [
		field.name,
		testCase.options?.[field.name] ?? field.default,
	]);
	choices.push(['all options', { options: Object.fromEntries(options) as INodeParameters }]);
	return choices;
}

function emptyValue(field: INodeProperties): string | number | boolean {
	if (field.type === 'boolean') return false;
	if (field.type === 'number') return 0;
	if (field.type === 'options') return (field.options as INodePropertyOptions[])[0].value as string;
	return '';
}
