import type { INodeParameters } from 'n8n-workflow';

import { Wahelp } from '../../../nodes/Wahelp/Wahelp.node';
import { PlacedNode } from '../../harness/node';
import { CREATED, payload } from './inboundSamples';

const parse = (parameters: INodeParameters = {}) =>
	new PlacedNode(new Wahelp(), {
		parameters: { resource: 'inbound', operation: 'parse', ...parameters },
	});
const body = (change: object = {}) => ({ action: CREATED, payload: payload(change) });
const run = async (given: unknown, options: INodeParameters = {}) => {
	const [output] = await parse({ body: given as string, options }).execute();
	return output.map(({ json }) => json);
};

test.each([
	['an object', body()],
	['JSON text', JSON.stringify(body())],
	['a list', [body()]],
])('%s is read', async (_name, given) => {
	expect(await run(given)).toEqual([
		expect.objectContaining({ kind: 'client', message_id: '55502', phone: '+79991234567' }),
	]);
});

test('by default it reads the body of a webhook node, else the item itself', async () => {
	const items = [{ json: { body: body({ id: 1 }), headers: {} } }, { json: body({ id: 2 }) }];
	const [output] = await parse().execute(items as never);
	expect(output.map(({ json, pairedItem }) => [json.message_id, pairedItem])).toEqual([
		['1', { item: 0 }],
		['2', { item: 1 }],
	]);
});

test('each message of a body is an item, linked to its input', async () => {
	const given = { data: [payload({ id: 1 }), payload({ id: 2 })] };
	const [output] = await parse({ body: given as never }).execute([{ json: {} }, { json: {} }]);
	expect(output.map(({ json }) => json.message_id)).toEqual(['1', '2', '1', '2']);
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 0, 1, 1].map((item) => ({ item })),
	);
});

test.each([['hello'], ['{"action":'], ['{}'], ['null'], ['']])(
	'%j is an item of kind other, no error',
	async (given) => {
		expect(await run(given)).toEqual([expect.objectContaining({ kind: 'other' })]);
	},
);

test('the country is an option', async () => {
	const given = body({ user: { id: 1, phone: '9991234567' } });
	expect((await run(given))[0].phone).toBe('');
	expect((await run(given, { country: '' }))[0].phone).toBe('');
	expect((await run(given, { country: 'RU' }))[0].phone).toBe('+79991234567');
	expect((await run(given, { country: 'nowhere' }))[0].phone).toBe('');
});
