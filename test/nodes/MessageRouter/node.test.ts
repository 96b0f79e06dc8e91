import fc from 'fast-check';
import { NodeOperationError, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { MessageRouter } from '../../../nodes/MessageRouter/MessageRouter.node';
import { outputJson } from '../../../nodes/MessageRouter/domain/update/output';
import { readUpdate } from '../../../nodes/MessageRouter/domain/update/readUpdate';
import { decide, ROUTES } from '../../../nodes/MessageRouter/domain/update/route';
import { readButtons } from '../../../nodes/MessageRouter/domain/update/buttons';
import { readCommands } from '../../../nodes/MessageRouter/domain/update/commands';
import { PlacedNode } from '../../harness/node';
import { BUTTONS, callback, IRA, LABELS, message, route, run } from './sample';

function deepFreeze<T>(value: T): T {
	if (value !== null && typeof value === 'object') {
		Object.values(value).forEach(deepFreeze);
		Object.freeze(value);
	}
	return value;
}

describe('the node', () => {
	test('has seven outputs in the promised order', () => {
		const [, json] = /\((\{.*\})\)/.exec(String(new MessageRouter().description.outputs))!;
		const outputs = JSON.parse(json) as Record<string, Array<{ displayName: string }>>;
		expect(outputs['message.route'].map(({ displayName }) => displayName)).toEqual([
			'Command',
			'Button',
			'Dialog Step',
			'Contact Shared',
			'Free Text',
			'Manager Chat',
			'Other',
		]);
	});

	test('sorts many items over all outputs, each linked to its input, which stays as it was', async () => {
		const state = (update: IDataObject, more: IDataObject = {}) => ({ ...update, ...more });
		const items = [
			state(message('Добрый день')),
			state(message('/start')),
			state(message('два чайника'), { step: 'waiting_order' }),
			state(message('Прайс')),
			state(message('спасибо'), { talking: true }),
			state({ update_id: 3 }),
			state(message({ contact: { phone_number: '77010001122', user_id: IRA.id } })),
			state(callback('hours')),
		].map((json) => ({ json }));
		const outputs = await run(deepFreeze(items), {
			dialogStep: '={{ $json.step }}',
			inManagerChat: '={{ $json.talking }}',
		});
		const linked = outputs.map((output) => output.map(({ pairedItem }) => pairedItem));
		expect(linked).toEqual(
			[[1], [3, 7], [2], [6], [0], [4], [5]].map((output) => output.map((item) => ({ item }))),
		);
	});

	test('gives its fields alone, or with the fields and files of the input', async () => {
		const binary = { file: { data: 'aGk=', mimeType: 'text/plain' } };
		const item = { json: { ...message('x'), phone: '+77010001122', route: 'mine' }, binary };
		const [alone] = (await run([item])).flat();
		expect(alone.json).not.toHaveProperty('phone');
		expect(alone.binary).toBeUndefined();

		const [both] = (await run([item], { options: { includeInputFields: true } })).flat();
		expect(both).toMatchObject({ binary, pairedItem: { item: 0 } });
		expect(both.json).toMatchObject({
			phone: '+77010001122',
			route: 'free_text',
			update_id: 900001,
		});
	});

	test("as an agent's tool it answers on the only output", async () => {
		const node = new PlacedNode(new MessageRouter(), { parameters: { buttons: BUTTONS } });
		node.node.type += 'Tool';
		const outputs = await node.execute([{ json: message('Прайс') }]);
		expect(outputs).toHaveLength(1);
		expect(outputs[0][0].json).toMatchObject({ route: 'button', button: 'price' });
	});
});

describe('fields', () => {
	test.each<[unknown, string]>([
		[true, 'manager_chat'],
		['true', 'manager_chat'],
		[1, 'manager_chat'],
		[false, 'free_text'],
		['false', 'free_text'],
		[0, 'free_text'],
		[null, 'free_text'],
		['', 'free_text'],
	])('Manager Chat Is On: %j from a table is %s', async (talking, expected) => {
		const update = { ...message('привет'), talking };
		const json = await route(update, { inManagerChat: '={{ $json.talking }}' });
		expect(json.route).toBe(expected);
	});

	test.each([null, undefined, '', '  '])('Step: %j is no step', async (step) => {
		const json = await route({ ...message('привет'), step }, { dialogStep: '={{ $json.step }}' });
		expect(json).toMatchObject({ route: 'free_text', dialog_step: '' });
	});

	test('own commands replace the usual ones', async () => {
		const commands = { command: [{ command: '/Menu', inDialogStep: true }] };
		const step = { commands, dialogStep: 'x' };
		expect(await route(message('/menu'), step)).toMatchObject({ route: 'command', known: true });
		expect(await route(message('/start'), step)).toMatchObject({ route: 'dialog_step' });
		expect(await route(message('/start'), { commands: {} })).toMatchObject({ known: false });
	});

	test.each<[string, unknown]>([
		['text', 'Доставка = delivery\n🎁 Акции'],
		['a list', ['Доставка = delivery', '🎁 Акции']],
	])('Buttons List as %s adds to the buttons', async (_what, list) => {
		const parameters = { options: { buttonsList: '={{ $json.list }}' } };
		const press = async (text: string) =>
			(await route({ ...message(text), list }, parameters)).button;
		expect(await press('доставка')).toBe('delivery');
		expect(await press('акции')).toBe('🎁 Акции');
		expect(await press('прайс')).toBe('price');
	});

	test('a label may be an expression', async () => {
		const buttons = { button: [{ label: '={{ $json.texts.price }}', name: 'price' }] };
		const update = { ...message('стоимость'), texts: { price: '💰 Стоимость' } };
		expect(await route(update, { buttons })).toMatchObject({ button: 'price' });
	});
});

describe('fields that cannot be used', () => {
	const button = (...labels: string[]) => ({
		buttons: { button: labels.map((label) => ({ label })) },
	});
	const command = (...names: string[]) => ({
		commands: { command: names.map((name) => ({ command: name })) },
	});

	test.each<[INodeParameters, string]>([
		[button('Меню', ''), 'Buttons: button 2 has no label'],
		[button('={{ $json.missing }}'), 'Buttons: button 1 has no label'],
		[button('Прайс', '💰 ПРАЙС'), 'Buttons: "Прайс" and "💰 ПРАЙС" read the same'],
		[{ options: { buttonsList: 'прайс' } }, 'Buttons: "прайс" and "💰 Прайс" read the same'],
		[command('my menu'), 'Commands: command 1 is not a command of Telegram'],
		[command('start', ''), 'Commands: command 2 is not a command of Telegram'],
		[command('start', '/START'), 'Commands: "start" is listed twice'],
	])('%j', async (parameters, text) => {
		const thrown = await run([{ json: message('x') }], parameters).catch((error: unknown) => error);
		expect(thrown).toBeInstanceOf(NodeOperationError);
		expect((thrown as NodeOperationError).message).toBe(text);
		expect((thrown as NodeOperationError).description).toBeTruthy();
		expect((thrown as NodeOperationError).context.itemIndex).toBe(0);
	});

	test('Continue On Fail: the item goes to Other, the next ones their way', async () => {
		const buttons = { button: [{ label: '={{ $json.label }}', name: 'it' }] };
		const items = ['', 'Меню'].map((label) => ({ json: { ...message('меню'), label } }));
		const outputs = await run(items, { buttons }, true);
		expect(outputs[6]).toEqual([
			{
				json: {
					error: 'button 1 has no label',
					details: expect.objectContaining({ code: 'invalid_input', field: 'Buttons' }),
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(outputs[1]).toMatchObject([{ json: { button: 'it' }, pairedItem: { item: 1 } }]);
	});
});

describe('for anything that a server may send', () => {
	const settings = {
		buttons: readButtons(LABELS.map((label) => ({ label, name: '', inDialogStep: false }))),
		commands: readCommands([{ command: 'start', inDialogStep: true, inManagerChat: true }]),
		botUsername: 'shop_bot',
		country: 'RU',
	};
	const KEYS = [
		...['update_id', 'body', 'message', 'edited_message', 'callback_query', 'my_chat_member'],
		...['chat', 'from', 'id', 'type', 'text', 'caption', 'entities', 'contact', 'photo', 'date'],
		...['data', 'new_chat_member', 'status', 'location', 'voice', 'offset', 'length', 'user_id'],
	];
	const leaf = fc.oneof(
		fc.constantFrom('private', 'bot_command', '/start', 'Прайс', '{"message":{}}', '-5', 1e300, -1),
		fc.jsonValue({ maxDepth: 1 }),
	);
	const { tree } = fc.letrec((tie) => ({
		tree: fc.oneof(
			{ maxDepth: 6 },
			leaf,
			fc.array(tie('tree'), { maxLength: 3 }),
			fc.dictionary(fc.constantFrom(...KEYS), tie('tree'), { maxKeys: 8 }),
		),
	}));

	/** One update for each way out. */
	const good = fc.constantFrom<IDataObject>(
		{ text: '/start' },
		{ text: 'Прайс' },
		{ text: 'Добрый день' },
		{ contact: { phone_number: '77010001122', user_id: IRA.id } },
		{ location: {} },
	);
	/** A private message some of whose fields were replaced. */
	const spoiled = fc
		.tuple(good, fc.dictionary(fc.constantFrom(...KEYS), tree, { maxKeys: 4 }))
		.map(([fields, others]) => message({ ...fields, ...(others as IDataObject) }));

	test('any JSON gives one decision and never throws', () => {
		const seen = new Set<string>();
		const value = fc.oneof(
			tree,
			spoiled,
			tree.map((json) => JSON.stringify(json)),
		);
		fc.assert(
			fc.property(
				value,
				fc.boolean(),
				fc.constantFrom('', 'step'),
				(json, inManagerChat, dialogStep) => {
					const facts = readUpdate(json);
					const state = { ...settings, inManagerChat, dialogStep };
					const output = outputJson(facts, decide(facts, state), state);
					expect(ROUTES.map((known) => known.route)).toContain(output.route);
					expect(JSON.parse(JSON.stringify(output))).toEqual(output);
					expect(output.route === 'other').toBe(output.reason !== '');
					if (output.route !== 'other') expect(output.chat_type).toBe('private');
					seen.add(output.route as string);
				},
			),
		);
		expect([...seen].sort()).toEqual(ROUTES.map((known) => known.route).sort());
	});

	test('the node gives one item on one output', async () => {
		await fc.assert(
			fc.asyncProperty(fc.oneof(tree, spoiled), async (json) => {
				await route({ given: json }, { update: '={{ $json.given }}' });
			}),
		);
	});
});
