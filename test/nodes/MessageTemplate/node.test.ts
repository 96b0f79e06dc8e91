import { NodeOperationError, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { MessageTemplate } from '../../../nodes/MessageTemplate/MessageTemplate.node';
import { PlacedNode, type NodeSetup } from '../../harness/node';

const ORDER = {
	orderId: '900000001',
	customerName: 'Иван Иванов',
	customerPhone: '+77010001122',
	productName: 'Чайник',
	quantity: 2,
	totalPrice: 25990,
	deliveryType: 'PICKUP',
	shopName: 'Мой магазин',
	createDate: Date.parse('2025-01-31T19:30:00Z'),
};

async function run(
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
	setup: NodeSetup = {},
) {
	const node = new PlacedNode(new MessageTemplate(), { parameters, ...setup });
	const [output] = await node.execute(items.map((json) => ({ json })));
	return output;
}

async function error(parameters: INodeParameters, item: IDataObject = {}) {
	const thrown = await run(parameters, [item]).catch((caught: unknown) => caught);
	expect(thrown).toBeInstanceOf(NodeOperationError);
	return thrown as NodeOperationError;
}

describe('Render', () => {
	test('takes template and order from the item, and keeps its fields', async () => {
		const item = { ...ORDER, template_text: 'Заказ {order_num} от {order_date}', kept: { a: 1 } };

		const [{ json, pairedItem }] = await run({}, [item]);

		expect(json).toMatchObject(item);
		expect(json.message_text).toBe('Заказ 900000001 от 01.02.2025');
		expect(json.variables).toMatchObject({ user_name: 'Иван Иванов', item_qty: '2' });
		expect(pairedItem).toEqual({ item: 0 });
	});

	test('gives the message alone without Include Input Fields', async () => {
		const options = { includeInputFields: false };

		const [{ json }] = await run({ template: 'Hi {user_name}', options }, [ORDER]);

		expect(Object.keys(json).sort()).toEqual(['message_text', 'variables']);
	});

	test('keeps the binary data and links each item to its own', async () => {
		const binary = { photo: { data: 'aGk=', mimeType: 'image/png' } };
		const node = new PlacedNode(new MessageTemplate(), {
			parameters: { template: '{order_num}' },
		});

		const [output] = await node.execute([
			{ json: { orderId: '1' } },
			{ json: { orderId: '2' }, binary },
		]);

		expect(output.map(({ json }) => json.message_text)).toEqual(['1', '2']);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(output[1].binary).toEqual(binary);
	});

	test('applies shop name, extra variables and time zone', async () => {
		const [{ json }] = await run(
			{
				template: '{shop_name} {promo_code} {order_date}',
				shopName: 'Тест Маркет',
				extraVariables: { variable: [{ name: 'promo_code', value: 'WELCOME10' }] },
				options: { timeZone: 'UTC' },
			},
			[ORDER],
		);

		expect(json.message_text).toBe('Тест Маркет WELCOME10 31.01.2025');
	});

	test('takes an order that is typed in as JSON', async () => {
		const order = JSON.stringify({ order_num: '5', user_name: 'Иван' });

		const [{ json }] = await run({ template: '{user_name} {order_num}', order });

		expect(json.message_text).toBe('Иван 5');
	});

	test('an unknown variable is an error that names it and the nearest one', async () => {
		const thrown = await error({ template: 'Hi {user_nme}' }, ORDER);

		expect(thrown.message).toContain('Template: ');
		expect(thrown.message).toContain('{user_nme}');
		expect(thrown.message).toContain('{user_name}');
		expect(thrown.description).toContain('{customer_phone}');
		expect(thrown.context.itemIndex).toBe(0);
	});

	test.each([
		['an empty template', { template: ' ' }, 'empty'],
		['a template that the item does not have', {}, 'empty'],
		['an object as template', { template: '={{ $json.products }}' }, 'Template: '],
		['too long', { template: 'Hello', options: { maxLength: 4 } }, '5 characters, 4 are allowed'],
		[
			'too long for a caption',
			{ template: 'я'.repeat(1025), options: { isCaption: true } },
			'1025 characters, 1024 are allowed',
		],
		[
			'longer than WhatsApp allows',
			{ template: 'я'.repeat(65_537), options: { maxLength: 100_000 } },
			'65537 characters, 65536 are allowed',
		],
		['too long by default', { template: 'я'.repeat(4097) }, '4097 characters, 4096 are allowed'],
		['an order that is no JSON', { template: 'Hi', order: '{"a":' }, 'Order: '],
		['an order that is a list', { template: 'Hi', order: '[]' }, 'Order: '],
		['no such time zone', { template: 'Hi', options: { timeZone: 'Mars' } }, 'Time Zone: '],
		[
			'a bad name of an extra variable',
			{ template: 'Hi', extraVariables: { variable: [{ name: '1', value: '' }] } },
			'Extra Variables: ',
		],
	])('%s is refused', async (_case, parameters, message) => {
		const item = { ...ORDER, products: [{ name: 'Чайник', quantity: 1 }] };

		expect((await error(parameters as INodeParameters, item)).message).toContain(message);
	});

	test('with Continue On Fail a bad item has no message, and the others go on', async () => {
		const items = [{ template_text: '{oops}' }, { template_text: 'Hi' }];

		const [bad, good] = await run({}, items, { continueOnFail: true });

		expect(bad.json).toEqual({
			error: expect.stringContaining('{oops}') as string,
			details: expect.objectContaining({ code: 'invalid_input', field: 'Template' }) as object,
		});
		expect(bad.pairedItem).toEqual({ item: 0 });
		expect(good.json.message_text).toBe('Hi');
	});
});

describe('Choose', () => {
	const templates = [
		{ id: 1, store_id: 'store-1', template_name: 'Own', template_text: 'Hi', is_active: true },
		{ id: 2, template_name: 'Any', template_text: 'Hello', is_active: 'true', media_url: 'u' },
	];

	test('gives the template of the store, next to the fields of the item', async () => {
		const item = { ...ORDER, store_id: 'store-1', templates };

		const [{ json, pairedItem }] = await run({ operation: 'choose' }, [item]);

		expect(json).toEqual({
			...item,
			template_found: true,
			template_id: 1,
			template_name: 'Own',
			template_text: 'Hi',
			media_url: '',
			order_kind: 'new',
		});
		expect(pairedItem).toEqual({ item: 0 });
	});

	test('takes rows that are typed in, and a store id that is a number', async () => {
		const [{ json }] = await run({ operation: 'choose', templates: JSON.stringify(templates) }, [
			{ store_id: 7, orderId: 5 },
		]);

		expect(json).toMatchObject({ template_id: 2, template_name: 'Any', media_url: 'u' });
	});

	describe('of several kinds', () => {
		const kinds = ['New_Pickup', 'pickup', 'new'];
		const choose = async (orderKind: string, rows: IDataObject[]) => {
			const item = { kinds, templates: rows.map((row) => ({ ...templates[1], ...row })) };
			const [{ json }] = await run({ operation: 'choose', orderKind }, [item]);
			return [json.template_id, json.order_kind];
		};
		const rows = [
			{ id: 1, order_kind: 'new' },
			{ id: 2, order_kind: 'Pickup' },
		];

		test.each(['={{ $json.kinds }}', '={{ $json.kinds.join(", ") }}', 'new_pickup,pickup,new'])(
			'%s: the first kind that has a template, by its own name',
			async (orderKind) => {
				expect(await choose(orderKind, rows)).toEqual([2, 'pickup']);
				expect(await choose(orderKind, rows.slice(0, 1))).toEqual([1, 'new']);
			},
		);

		test('a template of any kind counts as the most general one', async () => {
			expect(await choose('={{ $json.kinds }}', [{ id: 3, order_kind: '' }])).toEqual([3, 'new']);
			expect(await choose('', [{ id: 3, order_kind: '' }])).toEqual([3, '']);
		});
	});

	test('shares the orders by their number when rows have weights', async () => {
		const weighted = templates.map((row) => ({ ...row, store_id: '', weight: 1 }));
		const items = Array.from({ length: 40 }, (_, index) => ({ orderId: 900000000 + index }));
		const parameters = { operation: 'choose', templates: JSON.stringify(weighted) };

		const first = (await run(parameters, items)).map(({ json }) => json.template_id);
		const second = (await run(parameters, items)).map(({ json }) => json.template_id);

		expect(new Set(first)).toEqual(new Set([1, 2]));
		expect(second).toEqual(first);
	});

	test('stops where none matches, and names store and kind', async () => {
		const parameters = { operation: 'choose', templates: '[]', orderKind: 'cancelled' };

		const thrown = await error(parameters, { store_id: 'store-9' });

		expect(thrown.message).toContain('store "store-9" and kind "cancelled"');
	});

	test('names all kinds that it looked for', async () => {
		const parameters = { operation: 'choose', templates: '[]', orderKind: 'New Pickup, new' };

		expect((await error(parameters)).message).toContain('kind "new_pickup, new"');
	});

	test('goes on without a template when that is chosen', async () => {
		const parameters = { operation: 'choose', templates: '[]', whenNone: 'output' };

		const [{ json }] = await run(parameters, [{ store_id: 'store-9' }]);

		expect(json).toEqual({ store_id: 'store-9', template_found: false });
	});

	test.each(['', '{', '"text"', '[1]', 'null', '[[]]', '={{ $json.missing }}'])(
		'rows of %j are refused, also when none may match',
		async (list) => {
			const parameters = { operation: 'choose', templates: list, whenNone: 'output' };

			expect((await error(parameters)).message).toContain('Templates: ');
		},
	);

	test('then Render sends the chosen template', async () => {
		const item = { ...ORDER, templates: [{ ...templates[1], template_text: 'Hi {user_name}' }] };
		const [{ json }] = await run({ operation: 'choose' }, [item]);

		const [rendered] = await run({}, [json]);

		expect(rendered.json.message_text).toBe('Hi Иван Иванов');
	});
});

describe('Check', () => {
	test('previews a good template with the sample of the seed', async () => {
		const template = 'Hi {user_name}: {product_name}, {item_qty} шт, {user_name}';

		const [{ json }] = await run({ operation: 'check', template });

		const preview = 'Hi Иван Иванов: Тестовый товар, 2 шт, Иван Иванов';
		expect(json).toEqual({
			valid: true,
			problems: [],
			variables: ['user_name', 'product_name', 'item_qty'],
			length: preview.length,
			preview,
		});
	});

	test('lists all that is wrong instead of stopping', async () => {
		const template = '{oops} {{order_num}} {user_name';

		const [{ json }] = await run({ operation: 'check', template, options: { maxLength: 5 } });

		expect(json.valid).toBe(false);
		expect((json.problems as IDataObject[]).map(({ code }) => code)).toEqual([
			'unknown_variable',
			'doubled_braces',
			'unclosed_variable',
			'too_long',
		]);
	});

	test('an empty template is a problem, not an error', async () => {
		const [{ json }] = await run({ operation: 'check', template: '' });

		expect(json).toMatchObject({ valid: false, problems: [{ code: 'empty_template' }] });
	});

	test('previews with a sample of your own', async () => {
		const sampleOrder = '{"user_name":"Анна"}';

		const [{ json }] = await run({ operation: 'check', template: '{user_name}', sampleOrder });

		expect(json.preview).toBe('Анна');
	});
});
