import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';

import { WorkQueue } from '../../../nodes/WorkQueue/WorkQueue.node';
import { PlacedNode, type NodeSetup } from '../../harness/node';
import { ago, HOUR, iso, MINUTE, NOW, row, SECOND } from './rules';

const items = (rows: object[]) => rows.map((json) => ({ json: json as IDataObject }));
const options = (more: INodeParameters = {}) => ({ options: { now: iso(NOW), ...more } });

async function run(parameters: INodeParameters, rows: object[], setup: NodeSetup = {}) {
	return await new PlacedNode(new WorkQueue(), { parameters, ...setup }).execute(items(rows));
}
async function error(parameters: INodeParameters, rows: object[] = [row(1)]) {
	const thrown = await run(parameters, rows).catch((caught: unknown) => caught);
	expect(thrown).toBeInstanceOf(NodeOperationError);
	return thrown as NodeOperationError;
}
const ids = (output: INodeExecutionData[]) => output.map(({ json }) => json.id);

describe('Select Due', () => {
	test('with a row of mine it decides about that event alone, and rows in doubt may be due', async () => {
		const rows = [
			row(1, { event_key: 'b' }),
			row(2, { event_key: 'a', telegram_id: '200', status: 'skipped' }),
			row(3, { event_key: 'a', telegram_id: '200', status: 'sending', updatedAt: ago(HOUR) }),
			row(4, { event_key: 'a', telegram_id: '200' }),
		];
		const [due, close, inDoubt, later] = await run(
			{
				laneColumns: 'telegram_id',
				doubleColumns: 'event_key',
				...options({
					myRow: JSON.stringify(rows[3]),
					ignoredStatuses: 'skipped',
					repeatIsSafe: true,
				}),
			},
			rows,
		);
		expect(ids(due)).toEqual([3]);
		expect(due[0].json.queue).toMatchObject({ what: 'in doubt', lane: 'telegram_id=200' });
		expect(ids(close)).toEqual([4]);
		expect(close[0].json.queue).not.toHaveProperty('known');
		expect([inDoubt, later]).toEqual([[], []]);
	});

	test('where a repeat is safe, rows in doubt come first and count for the limit', async () => {
		const rows = [
			row(1, { telegram_id: '200' }),
			row(2, { telegram_id: '300', status: 'sending', updatedAt: ago(HOUR) }),
			row(3, { telegram_id: '400', status: 'sending', updatedAt: ago(HOUR) }),
		];
		const limited = (limit: number) =>
			run({ laneColumns: 'telegram_id', ...options({ limit, repeatIsSafe: true }) }, rows);
		expect(ids((await limited(1))[0])).toEqual([2]);
		expect(ids((await limited(3))[0])).toEqual([2, 3, 1]);
	});

	test('four fields are enough for relay messages', async () => {
		const double = row(3, { event_key: 'a', telegram_id: '200' });
		const rows = [
			row(1, { event_key: 'a', telegram_id: '200' }),
			row(2, { status: 'sending', owner: 'dead', updatedAt: ago(HOUR), telegram_id: '300' }),
			double,
			row(4, { attempts: 1, updatedAt: ago(5 * SECOND) }),
		];
		const parameters = { laneColumns: 'telegram_id', doubleColumns: 'event_key', ...options() };

		const [due, close, inDoubt, later] = await run(parameters, rows);

		expect(due).toEqual([
			{
				json: {
					...rows[0],
					queue: {
						what: 'due',
						lane: 'telegram_id=200',
						attempts: 0,
						last_at: null,
						planned_at: iso(NOW),
					},
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(close[0]).toEqual({
			json: {
				...double,
				queue: { what: 'close', status: 'duplicate', reason: 'duplicate: row 1 is the same' },
			},
			pairedItem: { item: 2 },
		});
		expect(inDoubt[0].json.queue).toEqual({
			what: 'in doubt',
			lane: 'telegram_id=300',
			reason: 'in doubt: its holder did not come back in time',
			is_too_old: false,
			planned_at: iso(NOW),
		});
		expect(later).toEqual([
			{
				json: {
					queue: {
						what: 'later',
						look_again_at: iso(NOW + 10 * SECOND),
						look_again_in: 10,
						waiting: 1,
						reasons: { 'back-off': 1 },
						problems: [],
					},
				},
				pairedItem: { item: 3 },
			},
		]);
	});

	test('the whole outbox of WhatsApp', async () => {
		const parameters = {
			laneColumns: 'waha_session_name',
			order: 'loose',
			doubleColumns: 'store_id + order_id + order_kind',
			firstPause: 0,
			limits: {
				limit: [
					{ columns: 'lane', count: 300, per: 'day' },
					{ columns: 'customer_phone', count: 1, per: 'hour' },
					{ columns: 'store_id', count: 0, per: 'seconds', seconds: 0 },
				],
			},
			shops: {
				// As an expression gives them.
				rows: items([
					{ store_id: 'a', is_enabled: true, waha_session_name: '', daily_limit: null },
					{
						store_id: 'b',
						is_enabled: true,
						waha_session_name: 'second',
						quiet_from: '13:00',
						quiet_to: '15:00',
					},
				]) as unknown as string,
				defaults: '{"waha_session_name": "default", "min_delay_seconds": 0}',
			},
			...options({
				timeZone: 'Asia/Almaty',
				recentRows: items([
					{},
					{ id: 1, store_id: 'a', status: 'sent', customer_phone: '+7701', sent_at: ago(MINUTE) },
				]) as unknown as string,
				refused: JSON.stringify([{ phone: '+7702' }, '+7703']),
				maximumAge: 72,
				perLane: 50,
			}),
		};
		const message = (id: number, phone: string, more: object = {}) =>
			row(id, {
				store_id: 'a',
				order_id: `${id}`,
				order_kind: 'new',
				customer_phone: phone,
				...more,
			});

		const [due, close, , later] = await run(parameters, [
			message(2, '+7701'),
			message(3, '+7702'),
			message(4, '+7703'),
			message(5, '+7704'),
			message(6, '+7705', { store_id: 'b' }),
			message(7, '+7706', { createdAt: ago(73 * HOUR) }),
			message(8, '+7707', { order_id: '5' }),
			message(9, '+7708'),
		]);

		expect(ids(due)).toEqual([5, 9]);
		expect(due[0].json.queue).toMatchObject({
			lane: 'waha_session_name=default',
			last_at: ago(MINUTE),
			settings: { waha_session_name: 'default' },
		});
		expect(close.map(({ json }) => [json.id, (json.queue as IDataObject).status])).toEqual([
			[3, 'opted_out'],
			[4, 'opted_out'],
			[7, 'failed'],
			[8, 'duplicate'],
		]);
		expect(later[0].json.queue).toMatchObject({
			waiting: 2,
			reasons: { 'limit per hour': 1, 'quiet hours': 1 },
		});
	});

	test.each([
		['not given', {}, [1]],
		['an empty text', { available: '' }, [1]],
		['nothing works', { available: '[]' }, []],
		['nothing works, by an expression', { available: [] as unknown as string }, []],
		['other sessions work', { available: '["b"]' }, []],
		['the session works', { available: '[{"name":"a"},{"name":"b"}]' }, [1]],
	])('sessions that work: %s', async (_case, more, due) => {
		const shops = { rows: '[{"store_id":"s","waha_session_name":"a"}]', ...more };
		const [heads] = await run({ shops, ...options() }, [row(1, { store_id: 's' })]);
		expect(ids(heads)).toEqual(due);
	});

	test('"nothing found" of a table is no row', async () => {
		expect(await run(options(), [{}])).toEqual([[], [], [], []]);
	});

	test("days and quiet hours follow the workflow's zone, the time the clock", async () => {
		const today = new Date().toISOString();
		const rows = [row(1, { createdAt: today, updatedAt: today })];
		const [due] = await run({ options: { maximumAge: 1 } }, rows);
		expect(ids(due)).toEqual([1]);
	});

	test.each([
		['a zone', options({ timeZone: 'Mars/Base' }), 'Time Zone: Mars/Base is no time zone'],
		['a time', { options: { now: 'soon' } }, 'Now: this is no time'],
		['no waiting status', { waitingStatuses: ' , ' }, 'Waiting Statuses: is empty'],
		[
			'a status twice',
			{ claimedStatus: 'pending' },
			'Claimed Status: must differ from the waiting statuses',
		],
		['a lease of nothing', options({ lease: 0 }), 'Lease (Seconds): must be above 0'],
		[
			'a negative age',
			options({ maximumAge: -1 }),
			'Maximum Age (Hours): -1 is no number from 0 on',
		],
		['no JSON', options({ recentRows: '[{' }), 'Recent Rows: this is not JSON'],
		[
			'plain values for rows',
			options({ recentRows: '[1]' }),
			'Recent Rows: a list of rows is needed',
		],
		[
			'limits by nothing',
			{ limits: { limit: [{ columns: ' ', count: 1, per: 'day' }] } },
			'Columns: is empty',
		],
		[
			'many defaults',
			{ shops: { rows: '[]', defaults: '[{"a":1},{"b":2}]' } },
			'Defaults: one object is needed',
		],
	])('%s: the message names the field and the next step', async (_case, parameters, message) => {
		const { message: text, description } = await error(parameters);
		expect(text).toBe(message);
		expect(description).toMatch(/\.$/);
	});

	test.each([
		['without a number', { status: 'pending' }, 'id: a row has no number'],
		[
			'in work without a time',
			{ id: 7, status: 'sending' },
			'updatedAt: row 7 is in work and has no time',
		],
	])('a row %s stops the node, or goes on alone and is not due', async (_case, bad, message) => {
		const rows = [row(1), bad];
		const thrown = await error(options(), rows);
		expect(thrown.message).toBe(message);
		expect(thrown.context.itemIndex).toBe(1);

		const [due, , , later] = await run(options(), rows, { continueOnFail: true });
		expect(ids(due)).toEqual([1]);
		expect(later).toEqual([
			{
				json: { error: expect.any(String) as string, details: expect.anything() as IDataObject },
				pairedItem: { item: 1 },
			},
		]);
	});

	test('with Continue On Fail nothing is due when the settings are wrong', async () => {
		const outputs = await run(options({ timeZone: 'x' }), [row(1), row(2)], {
			continueOnFail: true,
		});
		expect(outputs.map((output) => output.length)).toEqual([0, 0, 0, 2]);
		expect(outputs[3][1].json.details).toMatchObject({ code: 'invalid_input', field: 'Time Zone' });
	});
});

describe('Confirm Claim', () => {
	test('a double that is done is told apart from a lane that is busy', async () => {
		const mine = row(5, { status: 'sending', owner: 'run-1', event_key: 'a' });
		const done = row(3, { status: 'sent', event_key: 'a' });
		const parameters = {
			operation: 'confirmClaim',
			myRow: JSON.stringify(mine),
			me: 'run-1',
			...options({ doubleColumns: 'event_key' }),
		};
		const [, notMine] = await run(parameters, [mine, done]);
		expect(notMine[0].json.queue).toMatchObject({ mine: false, is_double: true });
		const ignoring = options({ doubleColumns: 'event_key', ignoredStatuses: 'sent' });
		expect(ids((await run({ ...parameters, ...ignoring }, [mine, done]))[0])).toEqual([5]);
	});

	const claimed = (id: number, owner: string) =>
		row(id, { status: 'sending', owner, updatedAt: ago(0) });
	const myRow = JSON.stringify({ ...row(5), queue: { lane: 'telegram_id=100', last_at: null } });
	const parameters = {
		operation: 'confirmClaim',
		laneColumns: 'telegram_id',
		myRow,
		me: '42',
		...options(),
	};

	test('mine goes on with what Select Due said', async () => {
		const [mine, notMine] = await run(parameters, [row(6), claimed(5, '42')]);
		expect(notMine).toEqual([]);
		expect(mine).toEqual([
			{
				json: {
					...row(5),
					queue: {
						lane: 'telegram_id=100',
						last_at: null,
						mine: true,
						reason: '',
						look_again: false,
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	test('not mine says why', async () => {
		const [mine, notMine] = await run(parameters, [claimed(6, '43'), claimed(5, '42')]);
		expect(mine).toEqual([]);
		expect(notMine[0].json.queue).toMatchObject({
			mine: false,
			reason: 'row 6 of the lane is in work',
			look_again: true,
		});
	});

	test('a row that was sent since the look shows that the plan is stale', async () => {
		const sent = row(3, { status: 'sent', owner: '41', sent_at: ago(SECOND) });
		const [mine] = await run(parameters, [sent, claimed(5, '42')]);
		expect(mine).toEqual([]);
	});

	test('a claim is good for as long as its plan, and for ever without the option', async () => {
		const queue = { planned_at: ago(31 * SECOND), last_at: null };
		const old = { ...parameters, myRow: JSON.stringify({ ...row(5), queue }) };
		const mineWith = async (planAge?: number) => {
			const more = planAge === undefined ? {} : options({ planAge });
			const [mine] = await run({ ...old, ...more }, [claimed(5, '42')]);
			return mine.length;
		};
		expect(await mineWith(30)).toBe(0);
		expect(await mineWith(31)).toBe(1);
		expect(await mineWith()).toBe(1);
	});

	test("the shop's session can be the lane", async () => {
		const shops = {
			rows: JSON.stringify([
				{ store_id: 'a', session: 's' },
				{ store_id: 'b', session: 's' },
			]),
		};
		const rows = [
			{ ...claimed(5, '42'), store_id: 'a' },
			{ ...claimed(6, '43'), store_id: 'b' },
		];
		const [, notMine] = await run({ ...parameters, laneColumns: 'session', shops }, rows);
		expect(notMine).toHaveLength(1);
	});

	test('nothing is mine when the table found nothing', async () => {
		const [mine, notMine] = await run(parameters, [{}]);
		expect(mine).toEqual([]);
		expect(notMine[0].pairedItem).toEqual({ item: 0 });
	});

	test('with Continue On Fail nothing is mine when a row cannot be read', async () => {
		const rows = [claimed(5, '42'), { status: 'sending' }];
		const [mine, notMine] = await run(parameters, rows, { continueOnFail: true });
		expect(mine).toEqual([]);
		expect(notMine.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	});

	test.each([
		['no row', { myRow: '' }, 'My Row: one row with its id is needed'],
		['a list', { myRow: '[{"id":1},{"id":2}]' }, 'My Row: one row with its id is needed'],
		['no owner', { me: ' ' }, 'My Owner: is empty'],
	])('%s: the message names the field', async (_case, more, message) => {
		expect((await error({ ...parameters, ...more })).message).toBe(message);
	});
});

describe('Settle', () => {
	const parameters = {
		operation: 'settle',
		row: JSON.stringify(row(5, { queue: { lane: 'a' } })),
		...options({ timeColumn: 'sent_at' }),
	};

	test('an answer: the row with what to write, and the answer', async () => {
		const [[item]] = await run(parameters, [{ messageKey: 'K' }]);
		expect(item).toEqual({
			json: {
				...row(5),
				status: 'sent',
				attempts: 1,
				error_message: '',
				sent_at: iso(NOW),
				queue: {
					lane: 'a',
					what: 'done',
					words: 'It worked.',
					code: '',
					next_try: null,
					answer: { messageKey: 'K' },
					details: {},
				},
			},
			pairedItem: { item: 0 },
		});
	});

	test('what Confirm Claim says is not mine goes back as it was, with nobody as its owner', async () => {
		const queue = { mine: false, reason: 'row 6 of the lane is in work' };
		const before = row(5, { attempts: 2, error_message: 'timeout: x', sent_at: null });
		const settled = { ...parameters, row: JSON.stringify(before) };
		const [[{ json }]] = await run(settled, [{ ...before, queue }]);
		expect(json).toEqual({
			...before,
			owner: '',
			queue: expect.objectContaining({
				what: 'not mine',
				words: 'It goes back: row 6 of the lane is in work',
			}) as IDataObject,
		});
	});

	test('a failure: status, words, next try', async () => {
		const details = { code: 'account_restricted', outcome: 'rejected' };
		const [[{ json }]] = await run(parameters, [{ error: 'Too many new chats', details }]);
		expect(json).toMatchObject({
			status: 'pending',
			owner: '',
			error_message: 'account_restricted: Too many new chats',
			queue: { what: 'rest', code: 'account_restricted', next_try: iso(NOW), answer: {}, details },
		});
	});

	test('options reach the rules', async () => {
		const settled = async (code: string, outcome: string, more: INodeParameters) => {
			const chosen = { ...parameters, ...options(more) };
			const [[{ json }]] = await run(chosen, [{ error: 'x', details: { code, outcome } }]);
			return json;
		};
		expect(await settled('x', 'not_sent', { failCodes: 'y, x' })).toMatchObject({
			status: 'failed',
		});
		expect(await settled('x', 'rejected', { retryCodes: 'x' })).toMatchObject({
			status: 'pending',
		});
		expect(await settled('x', 'rejected', { restCodes: 'x' })).toMatchObject({
			queue: { what: 'rest' },
		});
		expect(await settled('x', 'rejected', { troubleCodes: 'x' })).toMatchObject({
			queue: { what: 'trouble' },
		});
		expect(await settled('x', 'unknown', { repeatIsSafe: true })).toMatchObject({
			status: 'pending',
		});
		expect(await settled('x', 'not_sent', { mostTries: 1 })).toMatchObject({ status: 'failed' });
		expect(await settled('x', 'not_sent', { countTries: false })).toMatchObject({ attempts: 0 });
		expect(await settled('x', 'not_sent', { notBeforeColumn: 'at', firstPause: 60 })).toMatchObject(
			{
				at: iso(NOW + MINUTE),
			},
		);
	});

	test('a row without a number stops the node, or goes on as an error', async () => {
		const bad = { ...parameters, row: '{}' };
		expect((await error(bad)).message).toBe('Row: one row with its id is needed');
		const [[item]] = await run(bad, [{ ok: true }], { continueOnFail: true });
		expect(item.json).toHaveProperty('details.field', 'Row');
	});
});

test('as a tool of an agent all is on the first output, and says what it is', async () => {
	const tool = new PlacedNode(new WorkQueue(), { parameters: options() });
	tool.node.type = 'n8n-nodes-crm-bridge.workQueueTool';
	const outputs = await tool.execute(items([row(1), row(2)]));
	expect(outputs).toHaveLength(1);
	expect(outputs[0].map(({ json }) => (json.queue as IDataObject).what)).toEqual(['due', 'later']);
});
