import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';

import { CoursePayment } from '../../../nodes/CoursePayment/CoursePayment.node';
import { PlacedNode, type NodeSetup } from '../../harness/node';
import { item, sample, sampleOf, SAMPLE_TEXT } from './sample';

type Item = Partial<INodeExecutionData>;

async function run(parameters: INodeParameters, items: Item[] = [{}], setup: NodeSetup = {}) {
	const node = new PlacedNode(new CoursePayment(), { parameters, ...setup });
	const [output] = await node.execute(items.map((one) => ({ json: {}, ...one })));
	return output;
}

async function error(parameters: INodeParameters, one: Item = {}) {
	const thrown = await run(parameters, [one]).catch((caught: unknown) => caught);
	expect(thrown).toBeInstanceOf(NodeOperationError);
	return thrown as NodeOperationError;
}

const json = (value: unknown) => value as IDataObject;
const binary = (bytes: Buffer) => ({
	raw: { data: bytes.toString('base64'), mimeType: 'application/json' },
});

describe('Parse', () => {
	test.each([
		['the body of a webhook', { body: sample(), headers: {} }],
		['the body of a webhook as text', { body: SAMPLE_TEXT }],
		['an item that is the payload', sample()],
		['an item that is the order alone', sample().course_order],
	])('%s', async (_case, input) => {
		const [output] = await run({}, [{ json: json(input) }]);

		expect(output.json).toMatchObject({ payment_id: 'pay_123456', amount: 5000 });
		expect(output.json).not.toHaveProperty('body');
		expect(output.pairedItem).toEqual({ item: 0 });
	});

	test('text that is typed in', async () => {
		const [output] = await run({ body: SAMPLE_TEXT });

		expect(output.json.paid_at_utc).toBe('2025-01-20T11:49:20Z');
	});

	test('the raw bytes of a webhook, with a byte order mark', async () => {
		const bytes = Buffer.from(`\uFEFF${SAMPLE_TEXT}`);

		const [output] = await run({ options: { binaryProperty: 'raw' } }, [{ binary: binary(bytes) }]);

		expect(output.json.customer_name).toBe('Иван Петров');
	});

	test('time zone and country are options', async () => {
		const options = { timeZone: 'Asia/Almaty', country: 'KZ' };
		const body = sampleOf({ phone: '87010001122' });

		const [output] = await run({ options }, [{ json: json(body) }]);

		expect(output.json).toMatchObject({
			paid_at_utc: '2025-01-20T09:49:20Z',
			zone_label: 'Almaty',
			phone: '+77010001122',
		});
	});

	test('with Continue On Fail a flow can tell 400 from 422, and good items go on', async () => {
		const bad = sample({ course_order_items: [item('A', 'B'), item('A', 'B', 'free')] });
		const items = [
			{ json: { body: '{"course_order":' } },
			{ json: json({ body: bad }) },
			{ json: json({ body: sample() }) },
		];

		const [notJson, invalid, good] = await run({}, items, { continueOnFail: true });

		expect(notJson.json).toEqual({
			error: 'is not JSON',
			details: expect.objectContaining({ code: 'not_json', field: 'body' }) as object,
		});
		expect(invalid.json).toEqual({
			error: 'is not an amount such as 5000 or 5000.50',
			details: expect.objectContaining({
				code: 'invalid_payment',
				field: 'course_order.course_order_items[1].cost',
			}) as object,
		});
		expect(good.json.payment_id).toBe('pay_123456');
		expect([notJson, invalid, good].map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	test('without it the error names field and item', async () => {
		const thrown = await error({}, { json: json(sample({ status: null })) });

		expect(thrown.message).toBe('course_order.status: is missing');
		expect(thrown.description).toContain('platform');
		expect(thrown.context.itemIndex).toBe(0);
	});

	test.each<[string, INodeParameters, Item, string]>([
		[
			'raw bytes that are no JSON',
			{ options: { binaryProperty: 'raw' } },
			{ binary: binary(Buffer.from([255])) },
			'body: is not JSON',
		],
		['no such input field', { options: { binaryProperty: 'raw' } }, {}, 'body: is missing'],
		['no such time zone', { options: { timeZone: 'Mars' } }, {}, 'Time Zone: '],
		['no such country', { options: { country: 'Russia' } }, {}, 'Country: '],
		[
			'an expression without value',
			{ body: '={{ $json.missing }}' },
			{},
			'course_order: is missing',
		],
		['an empty body', { body: '' }, {}, 'body: is not JSON'],
	])('%s', async (_case, parameters, one, message) => {
		expect((await error(parameters, one)).message).toContain(message);
	});
});

describe('from the payload to lead and note', () => {
	const subjectMap = JSON.stringify([{ name: 'русский', enum_id: 5501 }]);
	const directionMap = JSON.stringify([{ name: 'ОГЭ', enum_id: 5602 }]);

	test('Build Lead Update takes rows as text and as expressions', async () => {
		const [payment] = await run({}, [{ json: json(sample()) }]);
		const parameters = {
			operation: 'buildLeadUpdate',
			payment: '={{ $json.payment }}',
			subjectMap: '={{ $json.rows }}',
			directionMap,
			options: { currentSubjects: '={{ $json.has }}' },
		};
		const rows = JSON.parse(subjectMap) as IDataObject[];
		const input = { payment: payment.json, rows, has: [5503] };

		const [output] = await run(parameters, [{ json: input }]);

		expect(output.json).toMatchObject({
			lead_name: 'Оплата Русский - Иван Петров',
			subject_enum_ids: [5503, 5501],
			direction_enum_id: null,
			unmapped_directions: ['ЕГЭ'],
		});
	});

	test('each item gets its own update and note', async () => {
		const payments = await run({}, [
			{ json: json(sample()) },
			{ json: json(sample({ payment_id: 'pay_2' })) },
		]);

		const updates = await run({ operation: 'buildLeadUpdate', subjectMap, directionMap }, payments);
		const notes = await run({ operation: 'buildNote' }, payments);

		expect(updates.map(({ json: one }) => one.payment_id)).toEqual(['pay_123456', 'pay_2']);
		expect(notes.map(({ json: one }) => String(one.note).split('\n').at(-1))).toEqual([
			'Payment ID: pay_123456',
			'Payment ID: pay_2',
		]);
		for (const output of [updates, notes]) {
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		}
	});

	test('Build Note names what is in no table', async () => {
		const payments = await run({}, [{ json: json(sample()) }]);
		const options = { unmappedSubjects: '["Химия"]', unmappedDirections: '={{ ["ВПР"] }}' };

		const [output] = await run({ operation: 'buildNote', options }, payments);

		expect(Object.keys(output.json)).toEqual(['note']);
		expect(output.json.note).toContain('\nНет в справочнике: Химия, ВПР\nПромокод');
	});

	test('Build Note without such names has no such line', async () => {
		const payments = await run({}, [{ json: json(sample()) }]);
		const options = { unmappedSubjects: '', unmappedDirections: '={{ $json.none }}' };

		const [output] = await run({ operation: 'buildNote', options }, payments);

		expect(output.json.note).not.toContain('справочник');
	});

	test.each<[INodeParameters, string]>([
		[{ operation: 'buildNote', payment: '{' }, 'Payment: this is not JSON'],
		[{ operation: 'buildNote', payment: '[]' }, 'Payment: an object is needed'],
		[{ operation: 'buildNote', payment: '{"amount":1}' }, 'Payment: payment_id is missing'],
		[{ operation: 'buildLeadUpdate', payment: SAMPLE_TEXT }, 'Payment: payment_id is missing'],
		[
			{ operation: 'buildLeadUpdate', payment: '{"payment_id":"a","amount":"5"}' },
			'Payment: amount is not an amount',
		],
		[
			{ operation: 'buildNote', options: { unmappedSubjects: '{}' } },
			'Unmapped Subjects: a list of names is needed',
		],
		[
			{ operation: 'buildNote', options: { unmappedDirections: '"ВПР"' } },
			'Unmapped Directions: a list of names is needed',
		],
		[{ operation: 'buildLeadUpdate', subjectMap: '' }, 'Subject Map: a list of rows is needed'],
		[{ operation: 'buildLeadUpdate', directionMap: '{}' }, 'Direction Map: a list of rows'],
		[
			{ operation: 'buildLeadUpdate', options: { currentSubjects: '[' } },
			'Current Subjects: this is not JSON',
		],
	])('%j', async (parameters, message) => {
		const payment = { payment_id: 'pay_1', amount: 1 };

		expect((await error(parameters, { json: payment })).message).toContain(message);
	});

	test('with Continue On Fail a bad item goes on as an error', async () => {
		const items = [{ json: {} }, { json: { payment_id: 'pay_1', amount: 1 } }];

		const [bad, good] = await run({ operation: 'buildNote' }, items, { continueOnFail: true });

		expect(bad.json.details).toMatchObject({ code: 'invalid_input', field: 'Payment' });
		expect(good.json.note).toContain('Сумма: 1 RUB');
	});
});

describe('the operations of one payment together', () => {
	const PAYMENT = async (options: IDataObject = {}) =>
		(await run({ body: SAMPLE_TEXT, options } as INodeParameters))[0].json;

	test('Parse reads the settings: their zone is used, and the others go along', async () => {
		const settingsRows = [{ json: { key: 'payment_time_zone', value: 'Asia/Almaty' } }];
		const options = { settingsRows, timeZone: 'Europe/Moscow', excludedStages: '63242022' };
		expect(await PAYMENT(options)).toMatchObject({
			time_zone: 'Asia/Almaty',
			paid_at_utc: '2025-01-20T09:49:20Z',
			settings: {
				time_zone: 'Asia/Almaty',
				create_missing: true,
				excluded_stages: '63242022',
			},
		});
		expect(await PAYMENT()).not.toHaveProperty('settings');
	});

	test('Build Lead Update takes the items of a table, and writes name, note and words', async () => {
		const payment = JSON.stringify(await PAYMENT());
		const subjectMap = "={{ [{ json: { id: 1, name: 'Русский', enum_id: 5501 } }] }}";
		const parameters = { operation: 'buildLeadUpdate', payment, subjectMap, directionMap: '[]' };
		const [{ json: update }] = await run(parameters);
		expect(update).toMatchObject({
			subject_enum_ids: [5501],
			contact_name: 'Иван Петров',
			telegram_tag: '@ivan_petrov',
			note_marker: 'Payment ID: pay_123456',
			is_missing: true,
			missing_key: 'ЕГЭ',
		});
		expect(update.note).toContain('Нет в справочнике: ЕГЭ');
		expect(String(update.note).split('\n').at(-1)).toBe(update.note_marker);
	});

	test('Parse prepares all at once when it gets the rows of clients and maps', async () => {
		const prepared = await PAYMENT({
			clientRows: "={{ [{ json: { id: 5, telegram_id: '123456789' } }] }}",
			subjectMap: "={{ [{ json: { id: 1, name: 'Русский', enum_id: 5501 } }] }}",
			directionMap: '[]',
		});
		expect(prepared).toMatchObject({
			payment_id: 'pay_123456',
			client: { client_id: 5, phone: '+79991234567' },
			update: { subject_enum_ids: [5501], missing_key: 'ЕГЭ', contact_name: 'Иван Петров' },
		});
		const nobody = await PAYMENT({ clientRows: '={{ [{ json: {} }] }}' });
		expect(nobody).toMatchObject({ client: { client_id: 0, is_known: false } });
		expect(nobody).not.toHaveProperty('update');
	});

	test('Build Result takes the input as what was written, and nothing where no node has run', async () => {
		const input = { json: { lead_id: 8000001, already_recorded: true } };
		const [{ json: result }] = await run({ operation: 'buildResult' }, [input]);
		expect(result).toMatchObject({ status: 'duplicate', lead_id: 8000001, contact_id: null });
		const options = { isRepeat: true, paymentRow: '{"contact_id":7000001}' };
		const [{ json: repeated }] = await run({ operation: 'buildResult', options }, [input]);
		expect(repeated).toMatchObject({ status: 'success', contact_id: 7000001, pipeline_id: null });
	});
});
