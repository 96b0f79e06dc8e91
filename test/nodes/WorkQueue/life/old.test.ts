import fc from 'fast-check';

import { daysOf, LIFETIMES, type Kind } from '../../../../nodes/WorkQueue/domain/life/lifetimes';
import { oldRows, RULES } from '../../../../nodes/WorkQueue/domain/life/old';
import { WorkQueue } from '../../../../nodes/WorkQueue/WorkQueue.node';
import { PlacedNode } from '../../../harness/node';
import { TABLES } from '../../../workflows/gate/tables';

const NOW = Date.parse('2026-03-02T09:00:00.000Z');
const DAY = 24 * 3_600_000;
const KINDS = Object.keys(LIFETIMES) as Kind[];
const tables = Object.keys(TABLES).map((name) => ({ id: `id-${name}`, name }));
const set = (values: Record<string, unknown>) =>
	Object.entries(values).map(([key, value]) => ({ key, value }));
const old = (settings: Record<string, unknown> = {}) => oldRows(set(settings), tables, NOW);
const ages = (settings: Record<string, unknown>, table: string, what = 'delete') =>
	old(settings)
		.old.filter((rows) => rows.table === table && rows.what === what)
		.map(({ value, before }) => [value, (NOW - Date.parse(before)) / DAY]);

test('without settings the safe defaults count, and nobody is told', () => {
	const days = KINDS.map((kind) => [LIFETIMES[kind].key, daysOf(kind, []).days]);
	expect(Object.fromEntries(days)).toEqual({
		keep_days_payments: 1825,
		keep_days_payment_details: 14,
		keep_days_messages: 90,
		keep_days_whatsapp: 180,
		keep_days_stages: 90,
		keep_days_dialogues: 365,
		keep_days_alerts: 30,
		keep_days_stop_words: 365,
	});
	expect(old().problems).toEqual([]);
});

test('the id of a payment outlives its payload', () => {
	expect(ages({}, 'payment_events', 'blank')).toContainEqual(['success', 14]);
	expect(ages({}, 'payment_events')).toContainEqual(['success', 1825]);
});

test('a longer lifetime of the settings counts as it is written', () => {
	expect(ages({ keep_days_messages: '400' }, 'relay_messages')).toEqual([
		['sent', 400],
		['echo', 400],
		['failed', 400],
	]);
});

test('a lifetime that is too short is raised, and the admin reads why', () => {
	const { problems } = old({ keep_days_whatsapp: '7' });
	expect(problems).toEqual([
		'keep_days_whatsapp: 7 — слишком мало, Kaspi показывает заказы 30 дней, а без строки покупатель получил бы второе сообщение. Храним 48 дн.',
	]);
	expect(ages({ keep_days_whatsapp: '7' }, 'whatsapp_messages_log')[0]).toEqual(['sent', 48]);
});

test('a lifetime that is no number is the default, and the admin reads it', () => {
	expect(daysOf('messages', set({ keep_days_messages: 'год' }))).toEqual({
		days: 90,
		problem: 'keep_days_messages: «год» не число. Храним 90 дн.',
	});
});

test('messages stay as long as one may wait to be sent, and four days more', () => {
	const settings = { keep_days_messages: '1', pending_max_age_hours: '240' };
	expect(ages(settings, 'relay_messages')[0]).toEqual(['sent', 14]);
});

test('payments stay longer than all our tries of one together', () => {
	const settings = { keep_days_payments: '1', payment_retry_max: '200' };
	expect(daysOf('payments', set(settings)).days).toBeGreaterThan(200);
});

test.each([
	['payment_events', ['pending', 'processing', 'failed']],
	['relay_messages', ['pending', 'sending', 'blocked', 'in_doubt', 'unproved']],
	['whatsapp_messages_log', ['pending', 'sending']],
	['sitniks_stages', ['pending', 'processing']],
])('a row of %s in one of the statuses %p is never old', (table, unfinished) => {
	const statuses = old()
		.old.filter((rows) => rows.table === table)
		.map(({ value }) => value);
	expect(statuses.filter((status) => unfinished.includes(status))).toEqual([]);
	expect(statuses.length).toBeGreaterThan(0);
});

test('clients, settings, templates, shops and maps are never old', () => {
	const touched = new Set(old().old.map(({ table }) => table));
	for (const kept of ['clients', 'bot_settings', 'whatsapp_templates', 'subject_map']) {
		expect(touched).not.toContain(kept);
	}
});

test('every rule names a table and a column that 00-setup creates', () => {
	for (const { table, column } of RULES) expect(TABLES[table]).toContain(column);
});

test('a table is meant by its own id, and one that is not there is left out', () => {
	const some = [
		{ id: '7', name: 'my_relay_messages_copy' },
		{ id: '8', name: 'relay_messages' },
	];
	const ids = oldRows([], some, NOW).old.map(({ table_id }) => table_id);
	expect([...new Set(ids)]).toEqual(['8']);
});

test('whatever stands in the settings, nothing younger than the least lifetime is old', () => {
	const anything = fc.oneof(
		fc.string(),
		fc.double().map(String),
		fc.constantFrom('0', '-1', '1e9'),
	);
	const settings = fc.record(
		Object.fromEntries(
			[
				...KINDS.map((kind) => LIFETIMES[kind].key),
				'pending_max_age_hours',
				'payment_retry_max',
			].map((key) => [key, anything]),
		),
		{ requiredKeys: [] },
	);
	const FLOOR: Record<Kind, number> = {
		payments: 90,
		paymentDetails: 3,
		messages: 7,
		whatsapp: 45,
		stages: 7,
		dialogues: 30,
		alerts: 2,
		stopWords: 7,
	};
	fc.assert(
		fc.property(settings, (written) => {
			for (const kind of KINDS) {
				const { days } = daysOf(kind, set(written));
				expect(days).toBeGreaterThanOrEqual(FLOOR[kind]);
				expect(days).toBeLessThanOrEqual(36_500);
			}
			for (const { before } of old(written).old) expect(Date.parse(before)).toBeLessThan(NOW);
		}),
	);
});

test('the node gives what to delete, to blank, to look at, and to tell on its four outputs', async () => {
	const parameters = {
		operation: 'listOld',
		settings: JSON.stringify(set({ keep_days_alerts: '0' })),
		tables: JSON.stringify(tables),
		options: { now: '2026-03-02T09:00:00Z' },
	};
	const outputs = await new PlacedNode(new WorkQueue(), { parameters }).execute([{ json: {} }]);
	expect(outputs.map((output) => output.length)).toEqual([23, 3, 2 * tables.length, 1]);
	expect(outputs[2].slice(0, 2).map(({ json }) => json)).toEqual([
		{ table_id: 'id-clients', table: 'clients', direction: 'ASC' },
		{ table_id: 'id-clients', table: 'clients', direction: 'DESC' },
	]);
	expect(outputs[3][0].json.alert_key).toBe('keep-days:keep_days_alerts:2930');
});
