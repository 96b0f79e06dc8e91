import type { IDataObject } from 'n8n-workflow';

import { kindToTell, type OrderFacts } from '../../../nodes/MessageTemplate/domain/kindToTell';
import { MessageTemplate } from '../../../nodes/MessageTemplate/MessageTemplate.node';
import { PlacedNode } from '../../harness/node';

const MINUTE = 60_000;
const SEEN = Date.parse('2026-03-02T09:00:00Z');
const HANDED_OVER: OrderFacts = {
	stage: 'handed_over',
	stageSeenAt: SEEN,
	isArchived: false,
	kinds: ['handed_over_kaspi_delivery', 'handed_over'],
};
const OWN = { storeId: 'store-2', orderKind: 'handed_over', savedAt: SEEN - MINUTE };
const tell = (order: Partial<OrderFacts>, templates = [OWN], store = 'store-2') =>
	kindToTell({ ...HANDED_OVER, ...order }, templates, store);

test('a new order is told by its own kinds', () => {
	const kinds = ['new_pickup', 'pickup', 'new'];
	expect(tell({ stage: 'new', kinds })).toEqual({ kind: 'new', templateKinds: kinds });
});

test('a later stage with a template of its own is told by it', () => {
	const own = { kind: 'handed_over', templateKinds: HANDED_OVER.kinds };
	expect(tell({})).toEqual(own);
	expect(tell({ isArchived: true })).toEqual(own);
	expect(tell({}, [{ ...OWN, storeId: '' }])).toEqual(own);
	expect(tell({}, [{ ...OWN, orderKind: ' Handed over Kaspi delivery ' }])).toEqual(own);
});

test.each([
	['another shop has the template', [{ ...OWN, storeId: 'store-1' }], {}],
	['the template is for another stage', [{ ...OWN, orderKind: 'completed' }], {}],
	['the template is for any kind', [{ ...OWN, orderKind: '' }], {}],
	['the template came more than ten minutes later', [{ ...OWN, savedAt: SEEN + 11 * MINUTE }], {}],
	['nobody knows since when the stage lasts', [OWN], { stageSeenAt: undefined }],
	['there is no template', [], {}],
])('a later stage falls back to the first message when %s', (_case, templates, order) => {
	expect(tell(order, templates)).toEqual({
		kind: 'new',
		templateKinds: ['new_kaspi_delivery', 'kaspi_delivery', 'new'],
	});
});

test('a template that was saved ten minutes after the stage began still counts', () => {
	expect(tell({}, [{ ...OWN, savedAt: SEEN + 10 * MINUTE }]).kind).toBe('handed_over');
});

test.each([
	['completed', false, ''],
	['cancelled', false, ''],
	['returned', false, ''],
	['accepted', false, 'new'],
	['accepted', true, ''],
	['unknown', false, 'new'],
	['unknown', true, ''],
	['new', true, ''],
])(
	'an order that is %s, archived: %s, and has no text of its own is told "%s"',
	(stage, isArchived, kind) => {
		expect(tell({ stage, isArchived, kinds: [stage] }, []).kind).toBe(kind);
	},
);

test('the node takes items of a table and keeps the fields of the order', async () => {
	const rows = [
		{
			json: {
				store_id: 'store-2',
				order_kind: 'handed_over',
				updatedAt: '2026-03-02T08:00:00.000Z',
			},
		},
	];
	const order = {
		order_id: '900000001',
		store_id: 'store-2',
		stage: 'handed_over',
		stageSeenAt: '2026-03-02T09:00:00.000Z',
		state: 'KASPI_DELIVERY',
		kinds: ['handed_over'],
	};
	const placed = new PlacedNode(new MessageTemplate(), {
		parameters: { operation: 'decideKind', stageTemplates: JSON.stringify(rows) },
	});
	const [[{ json }]] = await placed.execute([{ json: order as IDataObject }]);
	expect(json).toEqual({ ...order, message_kind: 'handed_over', template_kinds: ['handed_over'] });
});

test('a template without kind is not chosen for a stage that needs its own', async () => {
	const choose = async (anyKind: boolean) => {
		const placed = new PlacedNode(new MessageTemplate(), {
			parameters: {
				operation: 'choose',
				templates: JSON.stringify([{ json: { id: 1, template_text: 'Hi', is_active: true } }]),
				storeId: 'store-1',
				orderKind: 'completed',
				stableKey: '1',
				anyKind,
				whenNone: 'output',
			},
		});
		const [[{ json }]] = await placed.execute();
		return json.template_found;
	};
	expect(await choose(true)).toBe(true);
	expect(await choose(false)).toBe(false);
});
