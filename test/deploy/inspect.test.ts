import {
	sessionFindings,
	shopFindings,
	sizeFindings,
	waitingFindings,
} from '../../deploy/findings';
import { MEMORY } from '../../deploy/memory';
import { N8nSimulator } from '../simulators/n8n/n8n';
import { picture, run, SHOP, shippedWorkflows, type Ran } from './support';

let n8n: N8nSimulator;

let fresh: () => void;

beforeAll(async () => {
	n8n = await N8nSimulator.start();
	await run(n8n, 'deploy --flows kaspi-whatsapp', {
		answers: { ...SHOP, settings: { admin_chat_id: '700000001' } },
	});
	const shops = n8n.tables.find(({ name }) => name === 'whatsapp_settings')!;
	shops.rows.push({ id: 1, store_id: 'store-1', is_enabled: true, waha_session_name: 'default' });
	fresh = n8n.snapshot();
});
beforeEach(() => {
	n8n.heal();
	fresh();
});
afterAll(async () => {
	await n8n.stop();
});

const stateOf = ({ result }: Ran, key: string) =>
	result.workflows!.find((workflow) => workflow.key === key)!.states;
const ORDERS = 'kaspi-whatsapp/20-new-orders';

describe('status', () => {
	test('of a fresh deployment finds nothing', async () => {
		const { result } = await run(n8n, 'status');
		expect(result.workflows!.length).toBeGreaterThan(20);
		expect(result.workflows!.filter(({ states }) => states.length > 0)).toEqual([]);
		expect(result).toMatchObject({ deployedVersion: '1.0.0', brokeOff: false, absent: [] });
	});

	test.each<[string, () => void, string[]]>([
		[
			'changed by hand',
			() => n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 1)),
			['changed'],
		],
		[
			'changed and not published',
			() => n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 1), false),
			['draft', 'changed'],
		],
		[
			'unpublished by hand',
			() => (n8n.workflow('20 · Write').activeVersionId = null),
			['unpublished'],
		],
		['archived', () => (n8n.workflow('20 · Write').isArchived = true), ['missing']],
		[
			'deleted',
			() => n8n.workflows.splice(n8n.workflows.indexOf(n8n.workflow('20 · Write')), 1),
			['missing'],
		],
		[
			'without what it calls',
			() => n8n.workflows.splice(n8n.workflows.indexOf(n8n.workflow('90 ·')), 1),
			['broken'],
		],
		[
			'without its credential',
			() =>
				n8n.credentials.splice(
					n8n.credentials.findIndex(({ type }) => /Kaspi/.test(type)),
					1,
				),
			['broken'],
		],
	])('a workflow %s', async (_what, change, states) => {
		change();
		expect(stateOf(await run(n8n, 'status'), ORDERS)).toEqual(states);
	});

	test('a workflow that a new version ships differently is out of date, the others are not', async () => {
		const shipped = shippedWorkflows();
		shipped.find(({ key }) => key === ORDERS)!.nodes[3].parameters.shipped = 'two';
		const ran = await run(n8n, 'status', { shipped, version: '2.0.0' });
		expect(ran.result.workflows!.filter(({ states }) => states.length > 0)).toEqual([
			expect.objectContaining({ key: ORDERS, states: ['outdated'] }),
		]);
	});

	test('of an n8n without anything', async () => {
		const other = await N8nSimulator.start();
		expect((await run(other, 'status')).result).toMatchObject({
			workflows: [],
			deployedVersion: null,
		});
		await other.stop();
	});

	test('reads only', async () => {
		const writes = n8n.writes.length;
		await run(n8n, 'status');
		expect(n8n.writes).toHaveLength(writes);
	});
});

describe('doctor', () => {
	test('finds nothing in a fresh deployment', async () => {
		const { code, result } = await run(n8n, 'doctor');
		expect(result.findings).toEqual([]);
		expect(code).toBe(0);
	});

	const oneHourAgo = new Date(Date.now() - 2 * 3_600_000).toISOString();
	test.each<[string, () => void, RegExp, RegExp]>([
		[
			'a key that a vendor refuses',
			() => (n8n.badCredentials = ({ token }) => (token ? 'expired' : undefined)),
			/Kaspi.*expired/,
			/kaspi/,
		],
		[
			'a credential that was deleted',
			() =>
				n8n.credentials.splice(
					n8n.credentials.findIndex(({ type }) => /Waha/.test(type)),
					1,
				),
			/"CRM Bridge WAHA" was deleted/,
			/Run deploy/,
		],
		[
			'a pack that is not loaded',
			() => (n8n.packTypes = ['crmBridgeWahaApi']),
			/not loaded/,
			/Community nodes/,
		],
		[
			'an address that n8n does not serve',
			() => n8n.deafPaths.push('webhook/crm-bridge-waha/waha'),
			/does not listen at .*crm-bridge-waha/,
			/Publish/,
		],
		[
			'a table that was deleted',
			() =>
				n8n.tables.splice(
					n8n.tables.findIndex(({ name }) => name === 'clients'),
					1,
				),
			/table clients is missing/,
			/Run deploy/,
		],
		[
			'a column of another type',
			() => (n8n.tables.find(({ name }) => name === 'clients')!.columns[0].type = 'number'),
			/clients\.phone is of type number/,
			/Rename/,
		],
		[
			'nobody who gets alerts',
			() => (n8n.rows('bot_settings')[0].value = ''),
			/Nobody gets alerts/,
			/admin_chat_id/,
		],
		[
			'no shop',
			() => (n8n.rows('whatsapp_settings')[0].is_enabled = false),
			/No shop/,
			/whatsapp-settings/,
		],
		[
			'a session that is paused',
			() =>
				Object.assign(n8n.rows('whatsapp_settings')[0], {
					...{ paused_until: '2100-01-01T00:00:00.000Z', pause_reason: 'restricted' },
				}),
			/"default" is paused until 2100.*restricted/,
			/end the pause/,
		],
		[
			'a message that waits',
			() =>
				n8n.tables
					.find(({ name }) => name === 'whatsapp_messages_log')!
					.rows.push({ id: 1, status: 'pending', createdAt: oneHourAgo }),
			/whatsapp_messages_log has waited for 2 h/,
			/error_message/,
		],
		[
			'a deployment that broke off',
			() => {
				n8n.rows(MEMORY.name).find(({ kind }) => kind === 'run')!.state = 'started';
			},
			/did not come to its end/,
			/Run deploy again/,
		],
		[
			'a workflow that was unpublished',
			() => (n8n.workflow('20 · Write').activeVersionId = null),
			/"20 · Write.*unpublished/,
			/press Publish/,
		],
	])('names %s and the next step', async (_what, trouble, what, next) => {
		trouble();
		const { code, result } = await run(n8n, 'doctor');
		expect(code).toBe(1);
		const found = result.findings!.filter((finding) => what.test(finding.what));
		expect(found).toHaveLength(1);
		expect(found[0].next).toMatch(next);
	});

	test('an n8n without anything', async () => {
		const other = await N8nSimulator.start();
		const { result } = await run(other, 'doctor');
		expect(result.findings!.map(({ kind }) => kind)).toEqual(['nothingDeployed']);
		await other.stop();
	});

	test('reads only', async () => {
		const writes = n8n.writes.length;
		await run(n8n, 'doctor');
		expect(n8n.writes.slice(writes).filter((write) => !write.endsWith('/test'))).toEqual([]);
	});
});

describe('findings', () => {
	const now = Date.parse('2026-11-30T12:00:00Z');

	test('the size of all tables together counts, from 80 % of 200 MB on', () => {
		const mb = 1024 * 1024;
		expect(sizeFindings([{ sizeBytes: 100 * mb }, { sizeBytes: 59 * mb }])).toEqual([]);
		expect(sizeFindings([{ sizeBytes: 100 * mb }, { sizeBytes: 60 * mb }])).toEqual([
			{ kind: 'full', facts: { percent: 80 } },
		]);
		expect(sizeFindings([{}])).toEqual([]);
	});

	test('a row may wait for an hour', () => {
		const row = (createdAt: string) => ({ id: 1, createdAt });
		expect(waitingFindings('t', row('2026-11-30T11:00:01Z'), now)).toEqual([]);
		expect(waitingFindings('t', row('2026-11-30T10:59:59Z'), now)).toHaveLength(1);
		expect(waitingFindings('t', undefined, now)).toEqual([]);
	});

	test('a pause that is over and a shop that is off are nothing', () => {
		const shop = (more: object) => ({ id: 1, createdAt: '', is_enabled: true, ...more }) as never;
		const over = shop({ paused_until: '2026-11-30T11:00:00Z' });
		expect(shopFindings([over], now)).toEqual([]);
		const off = shop({ is_enabled: false, paused_until: '2026-11-30T13:00:00Z' });
		expect(shopFindings([over, off], now)).toEqual([]);
		expect(shopFindings([off], now)).toEqual([{ kind: 'noShop', facts: {} }]);
	});

	test('each session that a shop sends through has to work', () => {
		const sessions = [
			{ name: 'default', status: 'WORKING' },
			{ name: 'second', status: 'SCAN_QR_CODE' },
		];
		expect(sessionFindings(['default', 'second', 'second', 'third'], sessions)).toEqual([
			{ kind: 'session', facts: { session: 'second', status: 'SCAN_QR_CODE' } },
			{ kind: 'session', facts: { session: 'third', status: 'MISSING' } },
		]);
	});
});

describe('uninstall', () => {
	test('takes away what was brought and leaves the tables with their rows', async () => {
		n8n.credentials.push({ id: 'mine', name: 'Mine', type: 'httpBasicAuth', data: {} });
		const { code } = await run(n8n, 'uninstall --yes');
		expect(code).toBe(0);
		expect(n8n.workflows).toEqual([]);
		expect(n8n.credentials.map(({ id }) => id)).toEqual(['mine']);
		expect(n8n.tables.map(({ name }) => name)).not.toContain(MEMORY.name);
		expect(n8n.rows('whatsapp_settings')).toHaveLength(1);
	});

	test('archives what was changed by hand', async () => {
		n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 1));
		await run(n8n, 'uninstall --yes');
		expect(n8n.workflows.map(({ name, isArchived }) => [name.slice(0, 10), isArchived])).toEqual([
			['20 · Write', true],
		]);
	});

	test('deletes the tables when told', async () => {
		await run(n8n, 'uninstall --yes --drop-tables');
		expect(n8n.tables).toEqual([]);
	});

	test.each([
		['no', { reply: () => false }, 'cancelled'],
		['nobody to ask', {}, 'missingAnswers'],
	])('%s: nothing happens', async (_what, how, kind) => {
		const before = picture(n8n);
		expect((await run(n8n, 'uninstall', how)).trouble?.kind).toBe(kind);
		expect(picture(n8n)).toEqual(before);
	});

	test('--dry-run says what would go and does nothing', async () => {
		const before = picture(n8n);
		const { result } = await run(n8n, 'uninstall --dry-run');
		expect(result).toMatchObject({ dryRun: true, workflows: n8n.workflows.length, tables: [] });
		expect(picture(n8n)).toEqual(before);
	});

	test('broken off anywhere it goes on, and a deployment afterwards is a first one', async () => {
		n8n.failAfterWrites = n8n.writes.length + 20;
		expect((await run(n8n, 'uninstall --yes')).trouble?.kind).toBe('unreachable');
		n8n.failAfterWrites = undefined;
		expect((await run(n8n, 'uninstall --yes')).code).toBe(0);
		expect(n8n.workflows).toEqual([]);
		const { code } = await run(n8n, 'deploy --flows sitniks', { answers: SHOP });
		expect(code).toBe(0);
	});
});
