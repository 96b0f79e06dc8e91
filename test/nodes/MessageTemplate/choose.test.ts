import fc from 'fast-check';

import {
	chooseTemplate,
	kindsOf,
	templateRow,
	type TemplateRow,
} from '../../../nodes/MessageTemplate/domain/choose';

const wanted = { storeId: 'store-1', orderKinds: ['new'], stableKey: '900000001' };

/** Rows as a table gives them; ids count up from 1. */
function rows(...list: Array<Record<string, unknown>>): TemplateRow[] {
	return list.map((row, index) =>
		templateRow({
			id: index + 1,
			template_name: `t${index + 1}`,
			template_text: 'Здравствуйте, {user_name}!',
			is_active: true,
			...row,
		}),
	);
}

function nameOf(list: TemplateRow[], stableKey = wanted.stableKey): string | undefined {
	return chooseTemplate(list, { ...wanted, stableKey })?.name;
}

describe('the most specific template wins', () => {
	const all = rows(
		{ store_id: 'store-1', order_kind: 'new' },
		{ store_id: 'store-1', order_kind: '' },
		{ store_id: '', order_kind: 'new' },
		{ store_id: null, order_kind: null },
		{ store_id: 'store-2', order_kind: 'new' },
		{ store_id: 'store-1', order_kind: 'cancelled' },
	);

	test.each([
		['store and kind', all, 't1'],
		['store and any kind', all.slice(1), 't2'],
		['any store and kind', all.slice(2), 't3'],
		['any store and any kind', all.slice(3), 't4'],
		['another store or kind is never taken', all.slice(4), undefined],
	])('%s', (_level, list, name) => {
		expect(nameOf(list)).toBe(name);
		expect(nameOf([...list].reverse())).toBe(name);
	});

	test('a weight does not lift a less specific one', () => {
		const list = rows({ store_id: 'store-1', order_kind: 'new' }, { store_id: '', weight: 100 });

		expect(nameOf(list)).toBe('t1');
	});

	test('a specific one that is off or has no text gives way', () => {
		const off = { store_id: 'store-1', order_kind: 'new', is_active: false };
		const blank = { store_id: 'store-1', order_kind: 'new', template_text: ' \n' };

		expect(nameOf(rows(off, blank, {}))).toBe('t3');
	});

	test('spaces around store and kind do not matter', () => {
		expect(nameOf(rows({ store_id: ' store-1 ', order_kind: 'new ' }))).toBe('t1');
	});

	test('a store whose id is a number in the table', () => {
		const [row] = rows({ store_id: 77 });

		expect(chooseTemplate([row], { ...wanted, storeId: '77' })).toBe(row);
	});
});

describe('several kinds, the most special first', () => {
	const kinds = ['new_preorder', 'new_pickup', 'new'];
	const all = rows(
		{ store_id: 'store-1', order_kind: 'new_preorder' },
		{ store_id: 'store-1', order_kind: 'new_pickup' },
		{ store_id: 'store-1', order_kind: 'new' },
		{ store_id: 'store-1', order_kind: '' },
		{ store_id: '', order_kind: 'new_preorder' },
		{ store_id: '', order_kind: 'new_pickup' },
		{ store_id: '', order_kind: 'new' },
		{ store_id: '', order_kind: '' },
		{ store_id: 'store-1', order_kind: 'accepted' },
		{ store_id: 'store-2', order_kind: 'new' },
	);
	const chosen = (list: TemplateRow[], orderKinds: string[]) =>
		chooseTemplate(list, { ...wanted, orderKinds })?.name;

	test.each([0, 1, 2, 3, 4, 5, 6, 7])('without the %d rows above it', (gone) => {
		const list = all.slice(gone);
		expect(chosen(list, kinds)).toBe(`t${gone + 1}`);
		expect(chosen([...list].reverse(), kinds)).toBe(`t${gone + 1}`);
	});

	test('of other kinds and stores none', () => {
		expect(chosen(all.slice(8), kinds)).toBeUndefined();
	});

	test('without a kind the rows of any kind', () => {
		expect(chosen(all, [])).toBe('t4');
		expect(chosen(all.slice(4), [])).toBe('t8');
	});

	test('rows of one level share the orders, those of another get none', () => {
		const list = rows(
			{ order_kind: 'new_pickup', weight: 1 },
			{ order_kind: 'new_pickup', weight: 1 },
			{ order_kind: 'new', weight: 98 },
		);
		const names = Array.from(
			{ length: 60 },
			(_, n) => chooseTemplate(list, { ...wanted, orderKinds: kinds, stableKey: `${n}` })?.name,
		);
		expect(new Set(names)).toEqual(new Set(['t1', 't2']));
	});

	test.each([
		['new', ['new']],
		['new_pickup, pickup,new', ['new_pickup', 'pickup', 'new']],
		[
			['new_pickup', ' NEW '],
			['new_pickup', 'new'],
		],
		[' Kaspi  Delivery ,, NEW,', ['kaspi_delivery', 'new']],
		['', []],
		[null, []],
		[undefined, []],
		[[], []],
		[['', null, {}, 5], ['5']],
		[7, ['7']],
		[{}, []],
	])('%j is %j', (given, expected) => {
		expect(kindsOf(given)).toEqual(expected);
	});

	test('case and spaces of kinds do not matter', () => {
		const list = rows({ order_kind: ' Kaspi Delivery' });
		expect(chosen(list, kindsOf('KASPI_delivery'))).toBe('t1');
	});
});

describe('is_active', () => {
	test.each([true, 'true', 'TRUE', ' true ', 1, '1'])('%j is on', (is_active) => {
		expect(nameOf(rows({ is_active }))).toBe('t1');
	});

	test.each([false, 'false', 0, '0', '', null, undefined, 'no', {}, [true]])(
		'%j is off',
		(is_active) => {
			expect(nameOf(rows({ is_active }))).toBeUndefined();
		},
	);
});

describe('without weights', () => {
	test('the newest row wins, by its number', () => {
		const list = rows({ id: 9 }, { id: '10' }, { id: 2 });

		expect(nameOf(list)).toBe('t2');
		expect(nameOf([...list].reverse())).toBe('t2');
	});

	test('the newest row wins, by its time where ids are UUIDs', () => {
		const list = rows(
			{ id: 'f0e1', created_at: '2025-03-01T10:00:00Z' },
			{ id: 'a0e1', created_at: '2025-03-02T10:00:00Z' },
			{ id: 'c0e1', created_at: '2025-02-02T10:00:00Z' },
		);

		expect(nameOf(list)).toBe('t2');
		expect(nameOf([...list].reverse())).toBe('t2');
	});

	test.each([null, '', 0, -5, 'many', NaN])('a weight of %j is none', (weight) => {
		expect(nameOf(rows({ weight }, { weight }))).toBe('t2');
	});
});

describe('weights', () => {
	const keys = Array.from({ length: 1000 }, (_, index) => `9000${String(index).padStart(5, '0')}`);

	function shares(list: TemplateRow[]): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const key of keys) {
			const name = nameOf(list, key) ?? 'none';
			counts[name] = (counts[name] ?? 0) + 1;
		}
		return counts;
	}

	test.each([[[50, 50]], [[70, 30]], [[1, 2, 1]], [['10', '90']], [[0.2, 0.8]]])(
		'%j: each gets its share of 1,000 orders, within 3 points',
		(weights) => {
			const list = rows(...weights.map((weight) => ({ weight })));
			const total = weights.reduce<number>((sum, weight) => sum + Number(weight), 0);
			const found = shares(list);

			weights.forEach((weight, index) => {
				const expected = (Number(weight) / total) * keys.length;
				expect(Math.abs((found[`t${index + 1}`] ?? 0) - expected)).toBeLessThanOrEqual(30);
			});
		},
	);

	test('a row without weight gets nothing while others have one', () => {
		expect(shares(rows({ weight: 1 }, { weight: 0 }, { weight: 3 }))).not.toHaveProperty('t2');
	});

	test('a row that is switched off gives its share to the others', () => {
		expect(shares(rows({ weight: 1 }, { weight: 9, is_active: false }))).toEqual({ t1: 1000 });
	});

	const anyRow = fc.record({
		id: fc.oneof(fc.nat(5), fc.constantFrom('', 'a0', 'f1', '7', null)),
		createdAt: fc.constantFrom('2025-03-01', '2025-03-02', '', undefined),
		template_name: fc.constantFrom('A', 'B', 'C'),
		weight: fc.constantFrom(0, 1, 2, 50, null),
		store_id: fc.constantFrom('store-1', ''),
		order_kind: fc.constantFrom('new_pickup', 'New ', 'accepted', '', null),
	});
	const anyKinds = fc.shuffledSubarray(['new_pickup', 'new', 'pickup']);

	test('the same key gets the same template, however the rows are ordered', () => {
		const shuffled = fc
			.array(anyRow, { minLength: 1, maxLength: 8 })
			.chain((list) =>
				fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
			);
		fc.assert(
			fc.property(shuffled, fc.string(), anyKinds, ([list, other], stableKey, orderKinds) => {
				const build = (raw: typeof list) =>
					raw.map((row) => templateRow({ ...row, template_text: 'x', is_active: true }));
				const given = { ...wanted, stableKey, orderKinds };
				expect(chooseTemplate(build(other), given)).toEqual(chooseTemplate(build(list), given));
			}),
		);
	});

	test('no row is more specific than the chosen one', () => {
		fc.assert(
			fc.property(fc.array(anyRow, { maxLength: 8 }), anyKinds, (list, orderKinds) => {
				const built = list.map((row) =>
					templateRow({ ...row, template_text: 'x', is_active: true }),
				);
				// 0 for the store's own rows of the first kind; -1 for a row of another kind.
				const rank = ({ storeId, orderKind }: TemplateRow) => {
					const kind = [...orderKinds, ''].indexOf(orderKind);
					return kind < 0 || storeId !== '' ? kind : kind + 10;
				};
				const ranks = built.map(rank).filter((value) => value >= 0);
				const chosen = chooseTemplate(built, { ...wanted, orderKinds });
				expect(chosen && rank(chosen)).toBe(ranks.length > 0 ? Math.min(...ranks) : undefined);
			}),
		);
	});
});

test('no row makes it throw', () => {
	fc.assert(
		fc.property(fc.array(fc.object(), { maxLength: 4 }), (list) => {
			chooseTemplate(list.map(templateRow), wanted);
		}),
	);
	const column = fc.constantFrom(
		'id',
		'store_id',
		'weight',
		'is_active',
		'template_text',
		'createdAt',
	);
	fc.assert(
		fc.property(fc.array(fc.dictionary(column, fc.jsonValue())), (list) => {
			chooseTemplate(list.map(templateRow), wanted);
		}),
	);
});
