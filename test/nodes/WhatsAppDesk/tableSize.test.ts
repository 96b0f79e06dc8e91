import fc from 'fast-check';

import { estimateSize, sizeAlert } from '../../../nodes/WhatsAppDesk/domain/report/tableSize';
import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import { PlacedNode } from '../../harness/node';

const MB = 1024 * 1024;
const row = (id: number, text = 'x'.repeat(1000)) => ({ id, text });
const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, i) => row(from + i));
const bytes = (rows: object[]) => estimateSize({ table: 't', rows: rows as never }).bytes;

test('an empty table holds nothing', () => {
	expect(bytes([])).toBe(0);
	expect(bytes([{}])).toBe(0);
});

test('a table is reckoned from the rows at its two ends', () => {
	const megabytes = bytes([...range(1, 20), ...range(9_981, 10_000)]) / MB;
	expect(megabytes).toBeGreaterThan(10);
	expect(megabytes).toBeLessThan(14);
});

test('a few rows that wait for years do not make what was deleted after them count', () => {
	const samples = [row(1), row(2), row(3), ...range(90_001, 90_017), ...range(99_981, 100_000)];
	expect(bytes(samples) / bytes([...range(90_001, 90_020), ...range(99_981, 100_000)])).toBeCloseTo(
		1,
		1,
	);
});

test('Cyrillic counts with the bytes that it takes', () => {
	const one = (text: string) => bytes([row(1, text)]);
	expect(one('я'.repeat(1000))).toBeGreaterThan(1.9 * one('x'.repeat(1000)));
});

test('with all rows there, the estimate is between what they take and twice that', () => {
	const sizes = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 20 });
	fc.assert(
		fc.property(sizes, fc.integer({ min: 1, max: 1e6 }), (lengths, first) => {
			const rows = lengths.map((length, i) => row(first + i, 'x'.repeat(length)));
			const cells = rows.reduce((sum, { id, text }) => sum + String(id).length + text.length, 0);
			expect(bytes(rows)).toBeGreaterThanOrEqual(cells);
			expect(bytes(rows)).toBeLessThanOrEqual(2 * (cells + 48 * rows.length) + 1);
		}),
	);
});

test('below 80 % of the cap nobody is told, from there on the three biggest tables are named', () => {
	const sizes = [10, 60, 5, 85].map((megabytes, i) => ({ table: `t${i}`, bytes: megabytes * MB }));
	expect(sizeAlert(sizes, 201)).toBeUndefined();
	expect(sizeAlert(sizes, 200)).toMatchObject({ megabytes: 160, percent: 80 });
	expect(sizeAlert(sizes, 200)!.text).toContain('t3 — 85 МБ, t1 — 60 МБ, t0 — 10 МБ.');
});

test('the node tells the tables of its input apart by the links of the items', async () => {
	const ends = [
		{ json: row(1), pairedItem: { item: 0 } },
		{ json: row(9_000), pairedItem: { item: 1 } },
		{ json: row(5), pairedItem: [{ item: 2 }] },
		{ json: row(6), pairedItem: 3 },
	];
	const parameters = {
		ends: JSON.stringify(ends),
		resource: 'report',
		operation: 'tableSize',
		looks: JSON.stringify(['a', 'a', 'b', 'b'].map((table) => ({ table }))),
		settings: JSON.stringify([{ key: 'data_tables_max_mb', value: '10' }]),
		options: { now: '2026-03-02T09:00:00Z' },
	};
	const [output] = await new PlacedNode(new WhatsAppDesk(), { parameters }).execute([{ json: {} }]);
	expect(output).toHaveLength(1);
	expect(output[0].json).toMatchObject({ alert_key: 'tables-size:2026-03-02', megabytes: 11 });
	expect(output[0].json.text).toContain('a — 11 МБ, b — меньше 1 МБ');
});
