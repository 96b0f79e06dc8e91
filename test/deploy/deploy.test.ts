import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { MEMORY } from '../../deploy/memory';
import { editsOf } from '../../deploy/plan/merge';
import { shippedTables } from '../../deploy/shipped/tables';
import type { ShippedWorkflow } from '../../deploy/shipped/workflow';
import { N8nSimulator } from '../simulators/n8n/n8n';
import { picture, run, secretsFile, SHOP, shippedWorkflows, type How } from './support';

let n8n: N8nSimulator;

let empty: () => void;
let fresh: () => void;

const KASPI = 'deploy --flows kaspi-whatsapp';

beforeAll(async () => {
	n8n = await N8nSimulator.start();
	empty = n8n.snapshot();
	await run(n8n, KASPI, { answers: SHOP });
	fresh = n8n.snapshot();
});
beforeEach(() => {
	n8n.heal();
	empty();
});
afterAll(async () => {
	await n8n.stop();
});

const deployed = async (how: How = {}) => await run(n8n, KASPI, { answers: SHOP, ...how });

/** The shipped workflows with a change to one of them: the next version of the pack. */
function nextVersion(key: string, change: (workflow: ShippedWorkflow) => void): ShippedWorkflow[] {
	const shipped = shippedWorkflows();
	change(shipped.find((workflow) => workflow.key === key)!);
	return shipped;
}

describe('the first deployment', () => {
	test('creates the flow with all that it needs, published, and nothing of other flows', async () => {
		const { code } = await deployed();
		expect(code).toBe(0);
		const keys = shippedWorkflows()
			.filter(({ flow }) => ['setup', 'store', 'kaspi-whatsapp'].includes(flow))
			.map(({ name }) => name);
		expect(picture(n8n).workflows.map(({ name }) => name)).toEqual(keys.sort());
		expect(picture(n8n).workflows.filter(({ published }) => !published)).toEqual([]);
	});

	test('every link leads to a workflow or credential of this n8n', async () => {
		await deployed();
		const ids = new Set([...n8n.workflows, ...n8n.credentials].map(({ id }) => id));
		const links = n8n.workflows.flatMap(({ nodes, settings }) => [
			...(settings.errorWorkflow ? [settings.errorWorkflow as string] : []),
			...nodes.flatMap(({ parameters, credentials = {} }) => [
				...[(parameters.workflowId as { value?: string } | undefined)?.value ?? []].flat(),
				...Object.values(credentials).map(({ id }) => id),
			]),
		]);
		expect(links.length).toBeGreaterThan(60);
		expect(links.filter((id) => !ids.has(id))).toEqual([]);
	});

	test('two credentials of one type go to the right workflows', async () => {
		await run(n8n, 'deploy --flows sitniks', { answers: SHOP });
		const used = (name: string) =>
			n8n
				.workflow(name)
				.nodes.flatMap(({ credentials }) => credentials?.crmBridgeTelegramApi?.name ?? []);
		expect(new Set(used('43'))).toEqual(new Set(['CRM Bridge Telegram dialogue bot']));
		expect(new Set(used('90'))).toEqual(new Set(['CRM Bridge Telegram bot']));
	});

	test('creates the tables as 00-setup defines them', async () => {
		await deployed();
		const tables = [...shippedTables(shippedWorkflows()), MEMORY];
		expect(picture(n8n).tables).toEqual(tables.sort((a, b) => (a.name < b.name ? -1 : 1)));
	});

	test('tags what it brings, each tag once', async () => {
		await deployed();
		expect(n8n.workflow('00 · Create').tags).toHaveLength(1);
		const names = n8n.tags.map(({ name }) => name);
		expect(names).toContain('Setup');
		expect(new Set(names).size).toBe(names.length);
	});

	test('asks seven questions, and shows no secret', async () => {
		const replies: Record<string, string> = {
			Kaspi: 'invented-kaspi-token',
			'WAHA: address': 'http://waha:3000',
			'WAHA: API': 'invented-waha-key',
			'Telegram: token': '1000000:invented-telegram',
		};
		const { code, asked, text } = await run(n8n, 'deploy', {
			reply: (question) => {
				if (/Which flows/.test(question)) return ['kaspi-whatsapp'];
				if (/Go on/.test(question)) return true;
				if (/Telegram chat/.test(question)) return '700000001';
				return replies[Object.keys(replies).find((start) => question.startsWith(start))!];
			},
		});
		expect({ code, asked }).toEqual({ code: 0, asked: expect.any(Array) });
		expect(asked).toHaveLength(7);
		expect(n8n.credentials.map(({ data }) => data)).toContainEqual(
			expect.objectContaining({ token: 'invented-kaspi-token', baseUrl: 'https://kaspi.kz' }),
		);
		expect(n8n.rows('bot_settings')).toEqual([
			expect.objectContaining({ key: 'admin_chat_id', value: '700000001' }),
		]);
		for (const secret of [
			'invented-kaspi-token',
			'invented-waha-key',
			'invented-telegram',
			n8n.apiKey,
		]) {
			expect(text).not.toContain(secret);
		}
	});

	test('makes secrets, keeps those that somebody enters elsewhere in a file of its own, and shows none', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'crm-bridge-deploy-'));
		const { text, result } = await deployed({ folder });
		const forms = n8n.credentials.find(({ type }) => type === 'httpBasicAuth')!;
		const { password } = forms.data as { password: string };
		expect(password.length).toBeGreaterThanOrEqual(16);
		expect(secretsFile(folder)).toContain(password);
		expect(statSync(join(folder, 'secrets.yaml')).mode & 0o777).toBe(0o600);
		const secrets = n8n.credentials.flatMap(({ data }) => Object.values(data) as string[]);
		const said = text + JSON.stringify(result);
		const isPublic = /^(https?:|owner$|password$|$)/;
		for (const secret of secrets) if (!isPublic.test(secret)) expect(said).not.toContain(secret);
		expect(secretsFile(folder)).not.toContain('invented-kaspi-token');
	});

	test('a secret that was given is not written into the file of those that were made', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'crm-bridge-deploy-'));
		const answers = structuredClone(SHOP);
		answers.credentials.forms = { password: 'invented-password' };
		await deployed({ folder, answers });
		expect(secretsFile(folder)).toContain('whatsapp-api-key');
		expect(secretsFile(folder)).not.toContain('invented-password');
	});

	test('says where to enter which address', async () => {
		const { result } = await run(n8n, 'deploy --flows payments-amocrm,sitniks', { answers: SHOP });
		const addresses = result.addresses as Array<{ key: string; kind: string; url: string }>;
		expect(addresses.filter(({ kind }) => kind === 'enter')).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ key: 'payment', url: `${n8n.url}/webhook/payment` }),
				expect.objectContaining({
					key: 'sitniks',
					url: `${n8n.url}/webhook/crm-bridge-sitniks/sitniks`,
				}),
			]),
		);
	});

	test('the addresses for vendors are those of another host where n8n has one', async () => {
		const webhookUrl = 'https://hooks.example.invalid';
		const { code, result } = await deployed({ answers: { ...SHOP, webhookUrl } });
		expect(code).toBe(0);
		const urls = (result.addresses as Array<{ url: string }>).map(({ url }) => url);
		expect(urls.filter((url) => !url.startsWith(`${webhookUrl}/`))).toEqual([]);
	});

	test('--dry-run tells the same plan and writes nothing', async () => {
		const { result } = await run(n8n, `${KASPI} --dry-run`, { answers: SHOP });
		expect(n8n.writes).toEqual([]);
		expect(result.workflows!.every((workflow) => workflow.do === 'create')).toBe(true);
		expect(result.dryRun).toBe(true);
	});

	test('without anybody to ask it names every missing answer and changes nothing', async () => {
		const { trouble } = await run(n8n, KASPI);
		expect(trouble?.kind).toBe('missingAnswers');
		expect(trouble?.details).toEqual({
			answers: [
				'kaspi.token (CRM_BRIDGE_KASPI_TOKEN)',
				'waha.baseUrl (CRM_BRIDGE_WAHA_BASE_URL)',
				'waha.apiKey (CRM_BRIDGE_WAHA_API_KEY)',
				'telegram.accessToken (CRM_BRIDGE_TELEGRAM_ACCESS_TOKEN)',
				'telegram-files.accessToken (CRM_BRIDGE_TELEGRAM_FILES_ACCESS_TOKEN)',
			],
		});
		expect(n8n.writes).toEqual([]);
	});
});

describe('again', () => {
	test('nothing is written but that a run was there', async () => {
		fresh();
		const before = picture(n8n);
		n8n.writes.length = 0;
		const { result } = await run(n8n, 'deploy');
		expect(n8n.writes.filter((write) => !/rows|test/.test(write))).toEqual([]);
		expect(result.writes).toBe(0);
		expect(picture(n8n)).toEqual(before);
	});

	test('adds a column that is missing and leaves the rows alone', async () => {
		fresh();
		const table = n8n.tables.find(({ name }) => name === 'clients')!;
		table.columns.splice(3, 1);
		table.rows.push({ id: 1, phone: '+79990000001' });
		await run(n8n, 'deploy');
		expect(table.columns.map(({ name }) => name)).toContain('full_name');
		expect(table.rows).toEqual([{ id: 1, phone: '+79990000001' }]);
	});

	test('a value that somebody has entered in bot_settings stays', async () => {
		await deployed({ answers: { ...SHOP, settings: { admin_chat_id: '1' } } });
		n8n.rows('bot_settings')[0].value = '2';
		await deployed({ answers: { ...SHOP, settings: { admin_chat_id: '1' } } });
		expect(n8n.rows('bot_settings')[0].value).toBe('2');
	});
});

describe('the next version of the pack', () => {
	const KEY = 'kaspi-whatsapp/20-new-orders';

	test('updates what changed and publishes it; what the operator changed stays', async () => {
		fresh();
		n8n.edit('20 · Write', ({ nodes }) => {
			nodes[3].parameters.mine = 'operator';
			nodes.find(({ type }) => type.endsWith('kaspiTrigger'))!.name = 'My Shop';
		});
		const shipped = nextVersion(KEY, ({ nodes }) => {
			nodes[3].parameters.shipped = 'two';
		});
		const { code, result } = await run(n8n, 'deploy', { shipped, version: '2.0.0' });
		expect(code).toBe(0);
		const workflow = n8n.workflow('20 · Write');
		expect(workflow.nodes[3].parameters).toMatchObject({ mine: 'operator', shipped: 'two' });
		expect(workflow.nodes.map(({ name }) => name)).toContain('My Shop');
		expect(workflow.activeVersionId).toBe(workflow.versionId);
		expect(result.workflows!.filter((one) => one.do !== 'keep').map(({ key }) => key)).toEqual([
			KEY,
		]);
	});

	test.each<[string, string, string]>([
		['without a word the operator’s value stays', 'deploy', 'operator'],
		['--keep', 'deploy --keep', 'operator'],
		['--replace', 'deploy --replace', 'two'],
	])('where both changed the same: %s', async (_what, line, value) => {
		fresh();
		n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.both = 'operator'));
		const shipped = nextVersion(KEY, ({ nodes }) => (nodes[3].parameters.both = 'two'));
		const { result } = await run(n8n, line, { shipped });
		expect(n8n.workflow('20 · Write').nodes[3].parameters.both).toBe(value);
		expect(result.workflows!.find(({ key }) => key === KEY)!.edits).toHaveLength(1);
	});

	test('--replace takes every change of the operator back', async () => {
		fresh();
		const before = structuredClone(n8n.workflow('20 · Write'));
		n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'operator'));
		await run(n8n, 'deploy --replace');
		expect(editsOf(before, n8n.workflow('20 · Write'))).toEqual([]);
	});

	test('the difference is shown and asked for', async () => {
		fresh();
		n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.both = 'operator'));
		const shipped = nextVersion(KEY, ({ nodes }) => (nodes[3].parameters.both = 'two'));
		const reply = (question: string) => (/What counts/.test(question) ? 'take' : true);
		const { asked, text } = await run(n8n, 'deploy', { shipped, reply });
		expect(asked.filter((question) => /What counts/.test(question))).toHaveLength(1);
		expect(text).toMatch(/parameters\.both\n\s+-operator\n\s+\+two/);
		expect(n8n.workflow('20 · Write').nodes[3].parameters.both).toBe('two');
	});

	test('a draft that somebody works on is left alone', async () => {
		fresh();
		const draft = n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'half'), false);
		const live = draft.activeVersionId;
		const shipped = nextVersion(KEY, ({ nodes }) => (nodes[3].parameters.shipped = 'two'));
		const { text } = await run(n8n, 'deploy', { shipped });
		expect(n8n.workflow('20 · Write')).toMatchObject({ activeVersionId: live });
		expect(n8n.workflow('20 · Write').nodes[3].parameters.shipped).toBeUndefined();
		expect(text).toContain('changes that are not published');
	});

	test('a draft without anything new from the pack is not published either', async () => {
		fresh();
		const live = n8n.workflow('20 · Write').activeVersionId;
		n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'half'), false);
		await run(n8n, 'deploy');
		expect(n8n.workflow('20 · Write').activeVersionId).toBe(live);
	});

	test.each<[string, () => void]>([
		['saved', () => n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'x'), false)],
		['published', () => n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'x'))],
		['taken down', () => (n8n.workflow('20 · Write').activeVersionId = null)],
		['renamed', () => (n8n.workflow('20 · Write').name = '20 · Write and more')],
		['put into the archive', () => (n8n.workflow('20 · Write').isArchived = true)],
	])('what somebody has %s since the plan was made is left alone', async (_what, meanwhile) => {
		fresh();
		const shipped = nextVersion(KEY, ({ nodes }) => (nodes[3].parameters.shipped = 'two'));
		let left: unknown;
		// The tests of credentials come between the plan and the first workflow.
		n8n.badCredentials = () => {
			if (!left) meanwhile();
			left ??= structuredClone(n8n.workflow('20 · Write'));
			return undefined;
		};
		const { code, result, text } = await run(n8n, 'deploy', { shipped });
		expect({ code, failures: result.failures }).toEqual({
			...{ code: 1, failures: [expect.objectContaining({ kind: 'changed' })] },
		});
		expect(text).toContain('was changed in n8n while deploy was at work');
		expect(n8n.workflow('20 · Write')).toEqual(left);
	});

	test('after that the next run merges with what is there', async () => {
		fresh();
		const shipped = nextVersion(KEY, ({ nodes }) => (nodes[3].parameters.shipped = 'two'));
		n8n.badCredentials = () => {
			n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'x'));
			return undefined;
		};
		await run(n8n, 'deploy', { shipped });
		n8n.heal();
		expect((await run(n8n, 'deploy', { shipped })).code).toBe(0);
		const { nodes, versionId, activeVersionId } = n8n.workflow('20 · Write');
		expect(nodes[3].parameters).toMatchObject({ mine: 'x', shipped: 'two' });
		expect(activeVersionId).toBe(versionId);
	});

	test('what somebody has unpublished is updated and stays unpublished', async () => {
		fresh();
		n8n.workflow('20 · Write').activeVersionId = null;
		const shipped = nextVersion(KEY, ({ nodes }) => (nodes[3].parameters.shipped = 'two'));
		await run(n8n, 'deploy', { shipped });
		await run(n8n, 'deploy', { shipped });
		expect(n8n.workflow('20 · Write').activeVersionId).toBeNull();
		expect(n8n.workflow('20 · Write').nodes[3].parameters.shipped).toBe('two');
	});

	test('what somebody has deleted comes back, and its callers lead to the new one', async () => {
		fresh();
		const gone = n8n.workflow('90 ·');
		n8n.workflows.splice(n8n.workflows.indexOf(gone), 1);
		const { text } = await run(n8n, 'deploy');
		expect(text).toContain('was deleted in n8n and is created again');
		expect(n8n.workflow('20 · Write').settings.errorWorkflow).toBe(n8n.workflow('90 ·').id);
		expect(n8n.workflow('20 · Write').activeVersionId).toBe(n8n.workflow('20 · Write').versionId);
	});

	test('a new workflow of the flow comes along', async () => {
		const old = shippedWorkflows().filter(({ key }) => key !== 'kaspi-whatsapp/start-page');
		await deployed({ shipped: old });
		await run(n8n, 'deploy');
		expect(n8n.workflow('20 · Open').activeVersionId).not.toBeNull();
	});
});

describe('what is there already', () => {
	test('workflows that were imported by hand are taken over with links and credentials, not doubled', async () => {
		for (const { name, nodes, connections, settings } of shippedWorkflows()) {
			const id = `by-hand-${n8n.workflows.length}`;
			const version = { versionId: id, activeVersionId: null, isArchived: false, tags: [] };
			n8n.workflows.push({ id, name, nodes, connections, settings, ...version });
		}
		const count = n8n.workflows.length;
		const { code } = await deployed();
		expect(code).toBe(0);
		expect(n8n.workflows).toHaveLength(count);
		expect(n8n.workflow('20 · Write').settings.errorWorkflow).toBe(n8n.workflow('90 ·').id);
		const trigger = n8n
			.workflow('20 · Write')
			.nodes.find(({ type }) => type.endsWith('kaspiTrigger'))!;
		expect(trigger.credentials).toEqual({
			crmBridgeKaspiApi: { id: expect.stringMatching(/^cred/), name: 'CRM Bridge Kaspi' },
		});
		expect(n8n.workflow('20 · Write').activeVersionId).not.toBeNull();
	});

	test('another workflow of the same name without a node of ours is none of ours', async () => {
		const version = { versionId: 'v', activeVersionId: null, isArchived: false, tags: [] };
		const [{ name }] = shippedWorkflows().filter(
			({ key }) => key === 'kaspi-whatsapp/20-new-orders',
		);
		n8n.workflows.push({
			id: 'foreign',
			name,
			nodes: [],
			connections: {},
			settings: {},
			...version,
		});
		await deployed();
		expect(n8n.workflows.filter((workflow) => workflow.name === name)).toHaveLength(2);
		expect(n8n.workflows.find(({ id }) => id === 'foreign')!.nodes).toEqual([]);
	});

	test('a credential that was chosen is used and not asked for', async () => {
		n8n.credentials.push({ id: 'mine', name: 'My Kaspi', type: 'crmBridgeKaspiApi', data: {} });
		const answers = { ...structuredClone(SHOP), use: { kaspi: 'My Kaspi' } };
		delete answers.credentials.kaspi;
		const { code } = await deployed({ answers });
		expect(code).toBe(0);
		expect(n8n.credentials.filter(({ type }) => type === 'crmBridgeKaspiApi')).toHaveLength(1);
		await run(n8n, 'uninstall --yes');
		expect(n8n.credentials.map(({ id }) => id)).toEqual(['mine']);
	});

	test('a name that no credential has, or several have, is told; an id chooses', async () => {
		const mine = (id: string, name: string) =>
			n8n.credentials.push({ id, name, type: 'crmBridgeKaspiApi', data: {} });
		mine('1', 'One');
		mine('2', 'Two');
		mine('3', 'Two');
		const use = async (kaspi: string) =>
			await deployed({ answers: { ...structuredClone(SHOP), use: { kaspi } } });
		for (const name of ['Tow', 'Two']) {
			expect((await use(name)).trouble).toMatchObject({
				kind: 'badAnswer',
				details: { what: 'kaspi.use', message: 'One (1), Two (2), Two (3)' },
			});
		}
		expect(n8n.writes).toEqual([]);
		expect((await use('3')).code).toBe(0);
		expect(n8n.credentials.filter(({ type }) => type === 'crmBridgeKaspiApi')).toHaveLength(3);
	});

	test('a person is offered the credentials that fit', async () => {
		n8n.credentials.push({ id: 'mine', name: 'My Kaspi', type: 'crmBridgeKaspiApi', data: {} });
		const answers = structuredClone(SHOP);
		delete answers.credentials.kaspi;
		const offered: Array<string[] | undefined> = [];
		const reply = (question: string, choices?: string[]) => {
			if (!question.startsWith('CRM Bridge Kaspi'))
				return /Telegram chat/.test(question) ? '' : true;
			offered.push(choices);
			return 'mine';
		};
		await run(n8n, KASPI, { answers, reply });
		expect(offered).toEqual([['mine', '']]);
		expect(n8n.credentials.filter(({ type }) => type === 'crmBridgeKaspiApi')).toHaveLength(1);
	});
});

describe('another administrator', () => {
	const projectsOf = (all: Array<{ projectId?: string }>) => [
		...new Set(all.map(({ projectId }) => projectId)),
	];

	test('deploys into the project of the first, whose key it ever was', async () => {
		fresh();
		n8n.workflows.splice(-1);
		n8n.credentials.splice(0, 1);
		n8n.tables.splice(1, 1);
		const settings = n8n.tables.find(({ name }) => name === 'bot_settings')!;
		const other = { ...structuredClone(settings), id: 'other', projectId: 'another', rows: [] };
		n8n.tables.unshift(other);
		n8n.project = 'another';
		const answers = { ...structuredClone(SHOP), settings: { admin_chat_id: '700' } };
		expect((await deployed({ answers })).code).toBe(0);
		expect(projectsOf([...n8n.workflows, ...n8n.credentials])).toEqual(['project']);
		expect(n8n.tables.filter(({ projectId }) => projectId !== 'project')).toEqual([other]);
		expect(other.rows).toEqual([]);
		expect(settings.rows).toContainEqual(expect.objectContaining({ value: '700' }));
	});

	test('deploys for the first time beside what lies in other projects', async () => {
		fresh();
		n8n.tables.splice(0, 1);
		expect(n8n.tables.map(({ name }) => name)).not.toContain(MEMORY.name);
		const before = structuredClone({ workflows: n8n.workflows, tables: n8n.tables });
		n8n.project = 'another';
		expect((await deployed()).code).toBe(0);
		const { length } = before.workflows;
		expect(n8n.workflows.slice(0, length)).toEqual(before.workflows);
		expect(n8n.tables.slice(0, before.tables.length)).toEqual(before.tables);
		expect(n8n.workflows.slice(length)).toHaveLength(length);
		expect(projectsOf(n8n.workflows.slice(length))).toEqual(['another']);
		expect(projectsOf(n8n.tables.slice(before.tables.length))).toEqual(['another']);
	});
});

describe('a run that breaks off', () => {
	test('anywhere is continued by the next one, and nothing is doubled', async () => {
		const flows = 'deploy --flows payments-amocrm';
		const few = /^(setup\/(00|90)|store\/|payments-amocrm\/3[34])/;
		const shipped = shippedWorkflows().filter(({ key }) => few.test(key));
		await run(n8n, flows, { answers: SHOP, shipped });
		const undisturbed = { writes: n8n.writes.length, picture: picture(n8n) };
		expect(undisturbed.writes).toBeGreaterThan(40);
		for (let broken = 1; broken < undisturbed.writes; broken += 1) {
			const other = await N8nSimulator.start();
			try {
				other.failAfterWrites = broken;
				const first = await run(other, flows, { answers: SHOP, shipped });
				expect({ broken, kind: first.trouble?.kind }).toEqual({ broken, kind: 'unreachable' });
				other.failAfterWrites = undefined;
				const { code } = await run(other, flows, { answers: SHOP, shipped });
				expect({ broken, code }).toEqual({ broken, code: 0 });
				expect({ broken, ...picture(other) }).toEqual({ broken, ...undisturbed.picture });
				const last = await run(other, 'status', { shipped });
				expect(last.result.workflows!.filter(({ states }) => states.length > 0)).toEqual([]);
			} finally {
				await other.stop();
			}
		}
	}, 120_000);

	test('in an upgrade anywhere is continued, and what the operator changed stays', async () => {
		const key = 'payments-amocrm/33-report';
		const flows = 'deploy --flows payments-amocrm';
		const shipped = nextVersion(key, ({ nodes }) => (nodes[3].parameters.shipped = 'two'));
		for (let broken = 1; broken <= 7; broken += 1) {
			const other = await N8nSimulator.start();
			try {
				await run(other, flows, { answers: SHOP });
				other.edit('33', ({ nodes }) => (nodes[3].parameters.mine = 'operator'));
				other.failAfterWrites = other.writes.length + broken;
				const first = await run(other, `deploy --skip-tests`, { shipped });
				expect({ broken, kind: first.trouble?.kind }).toEqual({ broken, kind: 'unreachable' });
				other.failAfterWrites = undefined;
				const { code } = await run(other, 'deploy', { shipped });
				expect({ broken, code }).toEqual({ broken, code: 0 });
				const workflow = other.workflow('33');
				expect(workflow.nodes[3].parameters).toMatchObject({ shipped: 'two', mine: 'operator' });
				expect(workflow.activeVersionId).toBe(workflow.versionId);
			} finally {
				await other.stop();
			}
		}
	}, 60_000);

	test('is told of at the next run', async () => {
		n8n.failAfterWrites = 30;
		await deployed();
		n8n.failAfterWrites = undefined;
		expect((await deployed()).text).toContain('An earlier run did not come to its end');
		expect((await deployed()).text).not.toContain('An earlier run');
	});

	describe('what somebody does with what it left', () => {
		const KEY = 'kaspi-whatsapp/20-new-orders';
		const unfinished = (state: string) => {
			fresh();
			n8n.rows(MEMORY.name).find(({ key }) => key === KEY)!.state = state;
		};
		const states = async () =>
			(await run(n8n, 'status')).result.workflows!.find(({ key }) => key === KEY)!.states;
		const two = nextVersion(KEY, ({ nodes }) => (nodes[3].parameters.shipped = 'two'));

		test('a draft of his is not published, with something new from the pack or without', async () => {
			unfinished('publishing');
			const edited = n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'x'), false);
			const live = edited.activeVersionId;
			await run(n8n, 'deploy');
			expect(n8n.workflow('20 · Write').activeVersionId).toBe(live);
			expect(await states()).toEqual(['draft', 'changed']);
			unfinished('publishing');
			n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'x'), false);
			await run(n8n, 'deploy', { shipped: two });
			expect(n8n.workflow('20 · Write')).toMatchObject({ activeVersionId: live });
			expect(n8n.workflow('20 · Write').nodes[3].parameters.shipped).toBeUndefined();
		});

		test('what he has taken down stays so, also where n8n had not served its addresses', async () => {
			unfinished('publishing');
			n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'x'), false);
			n8n.workflow('20 · Write').activeVersionId = null;
			await run(n8n, 'deploy');
			expect(await states()).toEqual(['unpublished', 'changed']);
			unfinished('deaf');
			n8n.workflow('20 · Write').activeVersionId = null;
			await run(n8n, 'deploy');
			expect(await states()).toEqual(['unpublished']);
		});

		test('a memory that does not know what was written counts it as his', async () => {
			unfinished('publishing');
			const table = n8n.tables.find(({ name }) => name === MEMORY.name)!;
			table.columns = table.columns.filter(({ name }) => name !== 'written');
			for (const row of table.rows) delete row.written;
			n8n.workflow('20 · Write').activeVersionId = null;
			expect((await run(n8n, 'deploy')).code).toBe(0);
			expect(await states()).toEqual(['unpublished']);
			expect(n8n.workflow('20 · Write').activeVersionId).toBeNull();
		});
	});

	test('the memory lost: workflows are recognised, the operator’s changes stay', async () => {
		fresh();
		n8n.edit('20 · Write', ({ nodes }) => (nodes[3].parameters.mine = 'operator'));
		n8n.tables.splice(
			n8n.tables.findIndex(({ name }) => name === MEMORY.name),
			1,
		);
		const count = n8n.workflows.length;
		await deployed();
		expect(n8n.workflows).toHaveLength(count);
		expect(n8n.workflow('20 · Write').nodes[3].parameters.mine).toBe('operator');
	});
});

describe('two runs at once', () => {
	const lastRun = () => n8n.rows(MEMORY.name).find(({ kind }) => kind === 'run')!;
	const lease = (more: object) =>
		JSON.stringify({
			...{ id: 'another', host: 'another-machine', pid: 1, until: Date.now() + 60_000 },
			...more,
		});

	test.each<[string, object]>([
		['on another machine', {}],
		['on this machine', { host: hostname(), pid: process.ppid }],
	])('the second stops while the first is at work %s', async (_where, holder) => {
		fresh();
		lastRun().lease = lease(holder);
		n8n.writes.length = 0;
		for (const line of ['deploy', 'uninstall --yes']) {
			const { trouble } = await run(n8n, line);
			expect(trouble).toMatchObject({ kind: 'busy', details: { host: expect.any(String) } });
			const { seconds } = trouble!.details as { seconds: number };
			expect(seconds).toBeGreaterThan(50);
			expect(seconds).toBeLessThanOrEqual(61);
		}
		expect(n8n.writes).toEqual([]);
		expect((await run(n8n, 'deploy --dry-run')).code).toBe(0);
	});

	test.each<[string, object]>([
		['that has come to its end', { until: 0 }],
		['that was killed on another machine a while ago', { until: Date.now() - 1 }],
		// Linux gives no process a number as high as this.
		['that was killed on this machine just now', { host: hostname(), pid: 2 ** 30 }],
	])('one %s bars nobody', async (_what, holder) => {
		fresh();
		lastRun().lease = lease(holder);
		expect((await run(n8n, 'deploy')).code).toBe(0);
	});

	test('one that has come in between makes the plan worthless', async () => {
		fresh();
		const reply = (question: string) => {
			if (/Go on/.test(question)) lastRun().lease = lease({ until: 0 });
			return true;
		};
		const shipped = nextVersion(
			'kaspi-whatsapp/20-new-orders',
			({ nodes }) => (nodes[3].parameters.shipped = 'two'),
		);
		n8n.writes.length = 0;
		expect((await run(n8n, 'deploy', { shipped, reply })).trouble?.kind).toBe('overtaken');
		expect(n8n.writes).toEqual([]);
	});

	test('one that is overtaken stops before its next step and leaves the lease to the other', async () => {
		n8n.badCredentials = () => {
			lastRun().lease = lease({});
			return undefined;
		};
		expect((await deployed()).trouble?.kind).toBe('overtaken');
		expect(n8n.credentials).toHaveLength(1);
		expect(lastRun().lease).toBe(lease({ until: JSON.parse(String(lastRun().lease)).until }));
	});

	test('the lease is given back at the end and after a failure', async () => {
		const until = () => (JSON.parse(String(lastRun().lease)) as { until: number }).until;
		const during: number[] = [];
		n8n.badCredentials = () => {
			during.push(until() - Date.now());
			return 'refused';
		};
		expect((await deployed()).trouble?.kind).toBe('badCredential');
		expect(during[0]).toBeGreaterThan(100_000);
		expect(until()).toBe(0);
		n8n.heal();
		expect((await deployed()).code).toBe(0);
		expect(until()).toBe(0);
	});
});

describe('what stands in the way', () => {
	test.each<[string, () => void, string]>([
		['a wrong key', () => (n8n.apiKey = 'another'), 'wrongKey'],
		[
			'a key without a scope',
			() => n8n.scopes.splice(n8n.scopes.indexOf('workflow:create'), 1),
			'missingScopes',
		],
		['an n8n that cannot say what it can', () => (n8n.discovers = false), 'oldN8n'],
		['an n8n that says it is old', () => (n8n.version = '2.39.1'), 'oldN8n'],
		[
			'an n8n without a call',
			() => n8n.lacks.push('POST /api/v1/workflows/{workflowId}/publish'),
			'oldN8n',
		],
		['a pack that is not loaded', () => (n8n.packTypes = []), 'missingPack'],
	])('%s: nothing was changed', async (_what, hinder, kind) => {
		const key = n8n.apiKey;
		hinder();
		const { trouble } = await deployed({ answers: { ...SHOP, apiKey: key } });
		expect(trouble?.kind).toBe(kind);
		expect(n8n.writes).toEqual([]);
	});

	test('a version that the page does not tell hinders nobody', async () => {
		n8n.version = undefined;
		expect((await deployed()).code).toBe(0);
	});

	test('an address at which n8n does not listen after all is told, and the next run publishes again', async () => {
		n8n.deafPaths.push('webhook/crm-bridge-waha/waha');
		const failures = [expect.objectContaining({ kind: 'deaf', message: 'When WhatsApp Reports' })];
		const first = await deployed({ patienceMs: 0 });
		expect(first).toMatchObject({ code: 1, result: { failures } });
		n8n.writes.length = 0;
		const second = await deployed({ patienceMs: 0 });
		expect(second).toMatchObject({ code: 1, result: { failures } });
		expect(n8n.writes.filter((write) => /publish$/.test(write))).toHaveLength(2);
		n8n.deafPaths.length = 0;
		expect((await deployed()).code).toBe(0);
		expect((await run(n8n, 'doctor')).result.findings!.map(({ kind }) => kind)).toEqual([
			...['noAdminChat', 'noShop'],
		]);
	});

	test('an n8n without tags lacks nothing else', async () => {
		n8n.tagsDisabled = true;
		expect((await deployed()).code).toBe(0);
		expect(n8n.workflow('00 · Create').tags).toEqual([]);
	});

	test('a token that has changed is corrected in both credentials that hold it', async () => {
		fresh();
		n8n.badCredentials = ({ accessToken }) =>
			accessToken === '1000000:another' ? undefined : accessToken ? 'Unauthorized' : undefined;
		const answers = structuredClone(SHOP);
		answers.credentials.telegram.accessToken = '1000000:another';
		expect((await deployed({ answers })).code).toBe(0);
		const tokens = n8n.credentials.flatMap(
			({ data }) => (data as { accessToken?: string }).accessToken ?? [],
		);
		expect(tokens).toEqual(['1000000:another', '1000000:another']);
	});

	describe('a credential that is there', () => {
		const SITNIKS = 'deploy --flows sitniks';
		const first = () => ({ answers: withSitniks('key'), folder });
		let folder: string;
		let sitniks: { data: object };

		/** Its secret has been changed in n8n since; the secrets file holds the first one. */
		beforeEach(async () => {
			folder = mkdtempSync(join(tmpdir(), 'crm-bridge-deploy-'));
			await run(n8n, SITNIKS, first());
			sitniks = n8n.credentials.find(({ type }) => type === 'crmBridgeSitniksApi')!;
			sitniks.data = { ...sitniks.data, webhookSecret: 'rotated-in-n8n' };
			expect(secretsFile(folder)).toContain('webhookSecret');
			expect(secretsFile(folder)).not.toContain('rotated-in-n8n');
			n8n.writes.splice(0);
		});

		function withSitniks(apiKey: string) {
			const answers = structuredClone(SHOP);
			answers.credentials.sitniks = { apiKey };
			return answers;
		}

		const patches = () => n8n.writes.filter((write) => write.startsWith('PATCH'));

		test.each([
			'ECONNREFUSED',
			'Service Unavailable',
			'Received HTTP status code: 521',
			'The service refused the connection - perhaps it is offline',
			'The service was not able to process your request',
		])('is left alone while its vendor does not answer: %s', async (message) => {
			n8n.badCredentials = ({ webhookSecret }) => (webhookSecret ? message : undefined);
			const { code, text } = await run(n8n, SITNIKS, first());
			expect(code).toBe(0);
			expect(text).toContain('"CRM Bridge Sitniks" not tested: its service does not answer now');
			expect(patches()).toEqual([]);
		});

		test('is corrected with what is given now, and keeps what only the secrets file holds otherwise', async () => {
			n8n.badCredentials = ({ apiKey }) => (apiKey === 'key' ? 'Unauthorized' : undefined);
			const answers = withSitniks('another-key');
			expect((await run(n8n, SITNIKS, { answers, folder })).code).toBe(0);
			expect(sitniks.data).toMatchObject({
				...{ apiKey: 'another-key', webhookSecret: 'rotated-in-n8n' },
			});
		});

		test('is not corrected with the secrets file', async () => {
			await deployed();
			n8n.writes.splice(0);
			writeFileSync(join(folder, 'secrets.yaml'), 'credentials: { kaspi: { token: the-first } }');
			n8n.badCredentials = ({ token }) => (token ? 'Unauthorized' : undefined);
			const { trouble } = await run(n8n, KASPI, { folder });
			expect(trouble?.details).toMatchObject({ key: 'kaspi', message: 'Unauthorized' });
			expect(patches()).toEqual([]);
		});

		test('is not overwritten when the operator has chosen it', async () => {
			n8n.credentials.push({ id: 'mine', name: 'Mine', type: 'crmBridgeKaspiApi', data: {} });
			n8n.badCredentials = (data) => (Object.keys(data).length === 0 ? 'Unauthorized' : undefined);
			const answers = { ...structuredClone(SHOP), use: { kaspi: 'Mine' } };
			const reply = () => true;
			const { trouble } = await run(n8n, KASPI, { answers, reply });
			expect(trouble?.details).toMatchObject({ name: 'Mine', message: 'Unauthorized' });
			expect(patches()).toEqual([]);
		});

		test('may have an empty key, of which nobody is asked again', async () => {
			sitniks.data = { ...sitniks.data, apiKey: '' };
			n8n.badCredentials = ({ apiKey }) => (apiKey === '' ? 'Unauthorized' : undefined);
			expect((await run(n8n, SITNIKS, { folder })).code).toBe(0);
			const { code, asked } = await run(n8n, SITNIKS, { folder, reply: () => 'key' });
			expect({ code, asked }).toEqual({ code: 0, asked: [] });
		});

		test('takes an empty key for an answer', async () => {
			n8n.badCredentials = ({ apiKey }) =>
				['key', 'wrong', ''].includes(String(apiKey)) ? 'Unauthorized' : undefined;
			let times = 0;
			const reply = (question: string) => {
				if (!question.startsWith('Sitniks')) return true;
				times += 1;
				if (times > 1) throw new Error('Asked again.');
				return '';
			};
			const { code } = await run(n8n, SITNIKS, { answers: withSitniks('wrong'), folder, reply });
			expect(code).toBe(0);
			expect(sitniks.data).toMatchObject({ apiKey: '', webhookSecret: 'rotated-in-n8n' });
		});
	});

	test('a page that asks for a log-in hinders nobody', async () => {
		n8n.editorRedirects = true;
		expect((await deployed()).code).toBe(0);
	});

	test('an n8n that is not there', async () => {
		const answers = { ...SHOP, url: 'http://127.0.0.1:1' };
		const { trouble } = await deployed({ answers });
		expect(trouble?.kind).toBe('unreachable');
	});

	test('a key that a vendor refuses stops before any workflow, and the right one goes on from there', async () => {
		n8n.badCredentials = ({ token }) =>
			token === 'wrong-token' ? 'Kaspi knows no such token' : undefined;
		const wrong = structuredClone(SHOP);
		wrong.credentials.kaspi.token = 'wrong-token';
		const first = await deployed({ answers: wrong });
		expect(first.trouble?.details).toMatchObject({
			key: 'kaspi',
			message: 'Kaspi knows no such token',
		});
		expect(n8n.workflows).toEqual([]);
		expect((await deployed()).code).toBe(0);
		expect(n8n.credentials.filter(({ type }) => type === 'crmBridgeKaspiApi')).toHaveLength(1);
	});

	test('a vendor that has got too many calls is asked again, and says nothing against the key', async () => {
		fresh();
		let calls = 0;
		n8n.badCredentials = ({ token }) => (token && ++calls === 1 ? 'Too Many Requests' : undefined);
		expect((await deployed()).code).toBe(0);
		expect(calls).toBe(2);
	});

	test('a person is asked again for a key that a vendor refuses', async () => {
		n8n.badCredentials = ({ token }) => (token === 'wrong-token' ? 'no such token' : undefined);
		const wrong = structuredClone(SHOP);
		wrong.credentials.kaspi.token = 'wrong-token';
		const reply = (question: string) => {
			if (question.startsWith('Kaspi: API token')) return 'invented-kaspi-token';
			return /Telegram chat/.test(question) ? '' : true;
		};
		const { code, text } = await run(n8n, KASPI, { answers: wrong, reply });
		expect(code).toBe(0);
		expect(text).toContain('was refused: no such token');
		expect(text).not.toContain('wrong-token');
		expect(n8n.credentials.map(({ data }) => data)).toContainEqual(
			expect.objectContaining({ token: 'invented-kaspi-token', baseUrl: 'https://kaspi.kz' }),
		);
	});

	test('a workflow that cannot be published is told, the others are, and the next run tries again', async () => {
		fresh();
		n8n.workflow('91 ·').activeVersionId = null;
		n8n.workflow('90 ·').activeVersionId = null;
		const shipped = nextVersion(
			'setup/91-purge',
			({ nodes }) => (nodes[3].parameters.shipped = 'two'),
		);
		// The alert workflow was taken down by hand, so nothing that calls it can be published.
		n8n.workflow('91 ·').activeVersionId = 'an older version';
		const record = n8n.rows(MEMORY.name).find(({ key }) => key === 'setup/91-purge')!;
		record.state = 'publishing';
		const { code, result } = await run(n8n, 'deploy', { shipped });
		expect(code).toBe(1);
		expect(result.failures).toEqual([
			expect.objectContaining({
				kind: 'unpublished',
				message: expect.stringContaining('not published'),
			}),
		]);
		n8n.workflow('90 ·').activeVersionId = n8n.workflow('90 ·').versionId;
		expect((await run(n8n, 'deploy', { shipped })).code).toBe(0);
		expect(n8n.workflow('91 ·').activeVersionId).toBe(n8n.workflow('91 ·').versionId);
	});

	test('default settings that did not come are told', async () => {
		n8n.setupStatus = 'error';
		expect((await deployed()).trouble?.kind).toBe('setupFailed');
		n8n.setupStatus = 'success';
		expect((await deployed()).code).toBe(0);
	});

	test('an earlier run of 00-setup says nothing about the new one', async () => {
		fresh();
		n8n.setupStatus = 'error';
		const shipped = nextVersion(
			'setup/00-setup',
			({ nodes }) => (nodes[3].parameters.shipped = 'two'),
		);
		expect((await run(n8n, 'deploy', { shipped })).trouble?.kind).toBe('setupFailed');
		n8n.setupStatus = 'success';
		expect((await run(n8n, 'deploy', { shipped })).code).toBe(0);
	});
});
