import fc from 'fast-check';

import { settingsObject } from '../../../nodes/WorkQueue/domain/settings';
import { WorkQueue } from '../../../nodes/WorkQueue/WorkQueue.node';
import { PlacedNode } from '../../harness/node';

const row = (key: string, value: unknown) => ({ key, value });

test('a setting is what its row says, without spaces around it; of two rows the first counts', () => {
	const rows = [row('a', ' 1 '), row('a', '2'), row('b', 'yes')];
	expect(settingsObject(rows, {})).toEqual({ a: '1', b: 'yes' });
});

test.each([
	['12', 12],
	['0.5', 0.5],
	['', 180],
	[null, 180],
	['0', 180],
	['-3', 180],
	['soon', 180],
	['Infinity', 180],
])('a setting whose default is 180 is written as %p and counts as %p', (written, counts) => {
	expect(settingsObject([row('a', written)], { a: 180 })).toEqual({ a: counts });
});

test('a text is kept as it is written, also 0; only an empty one is the default', () => {
	const rows = [row('a', '0'), row('b', '')];
	expect(settingsObject(rows, { a: '10', b: '60', c: 'x' })).toEqual({ a: '0', b: '60', c: 'x' });
});

test('a setting whose default is a number is always a number above 0', () => {
	fc.assert(
		fc.property(fc.anything(), fc.integer({ min: 1 }), (written, fallback) => {
			const { a } = settingsObject([row('a', JSON.stringify(written) ?? '')], { a: fallback });
			expect(a).toBeGreaterThan(0);
			expect(a).toBeLessThan(Infinity);
		}),
	);
});

test('the node makes one item of all rows, and of the item for an empty table the defaults', async () => {
	const parameters = { operation: 'readSettings', defaults: '{"a": 5}' };
	const node = new PlacedNode(new WorkQueue(), { parameters });
	const [output] = await node.execute([
		{ json: { id: 1, ...row('b', 'x') } as never },
		{ json: { id: 2, ...row('a', '7') } as never },
	]);
	expect(output.map(({ json }) => json)).toEqual([{ a: 7, b: 'x' }]);
	const [empty] = await new PlacedNode(new WorkQueue(), { parameters }).execute([{ json: {} }]);
	expect(empty.map(({ json }) => json)).toEqual([{ a: 5 }]);
});
