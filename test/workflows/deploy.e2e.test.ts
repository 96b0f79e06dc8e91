import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import axios from 'axios';
import { parse } from 'yaml';

import { withNames } from '../../deploy/plan/renames';
import type { Content } from '../../deploy/shipped/workflow';
import type { Workflow } from '../../sandbox/n8nApi';
import { ROOT } from '../../sandbox/paths';
import { publish } from '../../sandbox/publishing';
import { contract } from '../simulators/n8n/contract';
import { N8nSimulator } from '../simulators/n8n/n8n';
import { EmptyN8n, type CliRun } from './support/emptyN8n';
import { payment, person, sign, type AmoState } from './support/payments';

let world: EmptyN8n;
let key: string;
const runs: CliRun[] = [];
const FLOW = ['deploy', '--file', 'answers.yaml', '--flows', 'payments-amocrm'];

beforeAll(async () => {
	world = await EmptyN8n.start();
	key = await world.apiKey();
	const { amocrm, telegram } = world.vendors;
	const answers = {
		credentials: {
			amocrm: { baseUrl: amocrm, accessToken: 'sandbox-amocrm' },
			telegram: { baseUrl: telegram, accessToken: '1000000:sandbox-telegram' },
		},
		settings: { admin_chat_id: '700000001' },
	};
	writeFileSync(join(world.folder, 'answers.yaml'), JSON.stringify(answers));
});
afterAll(async () => await world?.stop());

/** One run of the built tool. */
async function cli(args: string[], options: { key?: string; kill?: RegExp; dist?: string } = {}) {
	const run = await world.cli(args, options.key ?? key, options.kill, options.dist);
	runs.push(run);
	return run;
}

/** What n8n holds, with the version of everything: any write shows. */
async function picture() {
	const workflows = await Promise.all(
		(await world.api.workflows()).map(async ({ id }) => await world.api.workflow(id)),
	);
	const credentials = await world.api.rest<Array<{ id: string; updatedAt: string }>>(
		'GET',
		'/credentials',
	);
	return {
		workflows: workflows.map(({ id, name, versionId, activeVersionId, nodes }) => ({
			...{ id, name, versionId, activeVersionId, nodes },
		})),
		credentials: credentials.map(({ id, updatedAt }) => ({ id, updatedAt })),
		tables: (await world.api.tables.names()).sort(),
	};
}

async function workflowNamed(start: string): Promise<Workflow> {
	const found = (await world.api.workflows()).find(({ name }) => name.startsWith(start));
	return await world.api.workflow(found!.id);
}

/** What an operator does in the editor: changes a node and publishes. */
async function edit(start: string, change: (workflow: Workflow) => void): Promise<void> {
	const workflow = await workflowNamed(start);
	change(workflow);
	const { id, nodes, connections } = workflow as Workflow & Content;
	const content = { nodes, connections };
	const saved = await world.api.rest<Workflow>('PATCH', `/workflows/${id}`, content);
	await publish(world.api, saved, saved.versionId);
}

/** The built tool with another version of a workflow. */
function nextVersion(path: string, change: (workflow: Workflow) => void): string {
	const dist = mkdtempSync(join(tmpdir(), 'crm-bridge-next-'));
	cpSync(join(ROOT, 'dist/deploy'), dist, { recursive: true });
	const archive = join(dist, 'workflows.json.gz');
	const files = JSON.parse(gunzipSync(readFileSync(archive)).toString('utf8')) as Array<
		[string, Workflow]
	>;
	change(files.find(([name]) => name === path)![1]);
	writeFileSync(archive, gzipSync(JSON.stringify(files)));
	return dist;
}

function secrets(): Record<string, Record<string, string>> {
	const text = readFileSync(join(world.folder, 'crm-bridge-secrets.yaml'), 'utf8');
	return (parse(text) as { credentials: Record<string, Record<string, string>> }).credentials;
}

async function pay(id: string): Promise<{ status: number; data: unknown }> {
	const body = JSON.stringify(payment(id, person(7)));
	const signature = sign(body, secrets()['payment-secret'].secret);
	return await axios.post(`${world.url}/webhook/payment`, body, {
		headers: { 'content-type': 'application/json', 'x-signature': signature },
		validateStatus: () => true,
	});
}

const isFromPack = ({ name }: { name: string }) => /^\d\d · /.test(name);

test('the simulator of n8n answers as n8n does', async () => {
	const simulator = await N8nSimulator.start();
	try {
		const expected = await contract(world.url, key);
		expect(await contract(simulator.url, simulator.apiKey)).toEqual(expected);
	} finally {
		await simulator.stop();
	}
});

test('a wrong key, or one without a scope, is told and changes nothing', async () => {
	const before = await picture();
	const wrong = await cli(FLOW, { key: 'not-a-key-of-this-n8n' });
	expect(wrong).toMatchObject({ code: 1, result: { ok: false, trouble: 'wrongKey' } });
	const scopes = (await world.api.rest<string[]>('GET', '/api-keys/scopes')).filter(
		(scope) => scope !== 'workflow:create',
	);
	const small = await cli(FLOW, { key: await world.apiKey(scopes) });
	expect(small.result).toMatchObject({ trouble: 'missingScopes' });
	expect(small.text).toContain('workflow:create');
	expect(await picture()).toEqual(before);
});

test('a key that the vendor refuses is told before any workflow is there', async () => {
	const run = await cli([...FLOW, '--set', 'amocrm.accessToken=an-invented-wrong-token']);
	expect(run.result).toMatchObject({ ok: false, trouble: 'badCredential' });
	expect(run.text).not.toContain('an-invented-wrong-token');
	expect((await world.api.workflows()).filter(isFromPack)).toEqual([]);
});

test('killed in the middle and started again: everything is there once, and a payment is recorded', async () => {
	const killed = await cli(FLOW, { kill: /"31 · Record a payment in amoCRM" created/ });
	expect(killed.code).toBeNull();
	const again = await cli(FLOW);
	expect(again).toMatchObject({ code: 0, result: { ok: true, failures: [] } });
	expect(again.text).toContain('An earlier run did not come to its end');
	const { workflows } = await picture();
	const names = workflows.filter(isFromPack).map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	expect(workflows.filter((one) => one.activeVersionId !== one.versionId)).toEqual([]);

	const answer = await pay('pay_first');
	expect(answer).toMatchObject({
		status: 200,
		data: { status: 'success', payment_id: 'pay_first' },
	});
	const { data } = await axios.get<AmoState>(`${world.vendors.amocrm}/__sim/state`);
	expect(JSON.stringify(data.leads)).toContain('pay_first');
	expect(await world.api.tables.rows('bot_settings', { key: 'admin_chat_id' })).toEqual([
		expect.objectContaining({ value: '700000001' }),
	]);
});

test('deployed again nothing changes', async () => {
	const before = await picture();
	const { code, result } = await cli(FLOW);
	expect({ code, writes: result.writes }).toEqual({ code: 0, writes: 0 });
	expect(await picture()).toEqual(before);
});

test('status and doctor find nothing to complain about', async () => {
	const { workflows } = (await cli(['status'])).result as {
		workflows: Array<{ states: string[] }>;
	};
	expect(workflows.length).toBeGreaterThan(8);
	expect(workflows.filter(({ states }) => states.length > 0)).toEqual([]);
	expect((await cli(['doctor'])).result).toEqual({ ok: true, findings: [] });
});

test('doctor names what broke and the next step', async () => {
	const credentials = await world.api.rest<Array<{ id: string; name: string }>>(
		'GET',
		'/credentials',
	);
	const amocrm = credentials.find(({ name }) => name === 'CRM Bridge amoCRM')!;
	await world.api.request('PATCH', `/api/v1/credentials/${amocrm.id}`, {
		data: { accessToken: 'expired' },
		isPartialData: true,
	});
	const { code, result } = await cli(['doctor']);
	expect(code).toBe(1);
	expect(result.findings).toEqual([
		expect.objectContaining({ kind: 'credentialBad', next: expect.stringContaining('amocrm') }),
	]);
	// The answers file still has the right token: a deployment puts it back.
	expect((await cli(FLOW)).code).toBe(0);
	expect((await cli(['doctor'])).result).toEqual({ ok: true, findings: [] });
});

test('the next version comes in, what the operator changed stays and runs', async () => {
	await edit('31 · Record', (workflow) => {
		const { id } = workflow.nodes.find(({ name }) => name === 'Use the Pipeline Site')!;
		const names = new Map([[id, 'Use My Pipeline']]);
		Object.assign(workflow, withNames(workflow as unknown as Content, names));
		workflow.nodes.push({
			...{ id: 'my-note', name: 'My Note', type: 'n8n-nodes-base.stickyNote', typeVersion: 1 },
			...{ position: [0, 900], parameters: { content: 'Mine' } },
		} as never);
	});
	const dist = nextVersion('payments-amocrm/31-process-payment.json', ({ nodes }) => {
		nodes.find(({ name }) => name === 'Overview')!.parameters.content = '# The next version';
	});
	try {
		const status = await cli(['status'], { dist });
		const state = (status.result.workflows as Array<{ name: string; states: string[] }>).find(
			({ name }) => name.startsWith('31 · Record'),
		);
		expect(state?.states).toEqual(['outdated', 'changed']);
		const { code, result } = await cli(['deploy', '--yes'], { dist });
		expect({ code, failures: result.failures }).toEqual({ code: 0, failures: [] });
		const { nodes } = await workflowNamed('31 · Record');
		const names = nodes.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['My Note', 'Use My Pipeline']));
		expect(nodes.find(({ name }) => name === 'Overview')!.parameters.content).toBe(
			'# The next version',
		);
		expect(await pay('pay_after')).toMatchObject({ status: 200, data: { status: 'success' } });
		const before = await picture();
		expect((await cli(['deploy', '--yes'], { dist })).result.writes).toBe(0);
		expect(await picture()).toEqual(before);
	} finally {
		rmSync(dist, { recursive: true, force: true });
	}
});

test('uninstalled: the workflows are gone, the changed one is in the archive, the rows are there', async () => {
	const refused = await cli(['uninstall']);
	expect(refused.result).toMatchObject({ trouble: 'missingAnswers' });
	const { code, result } = await cli(['uninstall', '--yes']);
	expect(code).toBe(0);
	expect(result.archived).toEqual([expect.stringContaining('31 · Record')]);
	const left = await world.api.rest<Array<{ name: string; isArchived: boolean }>>(
		'GET',
		'/workflows?take=250',
	);
	const rest = ((left as unknown as { data?: typeof left }).data ?? left).filter(isFromPack);
	expect(rest.filter(({ isArchived }) => !isArchived)).toEqual([]);
	expect(await world.api.tables.rows('payment_events', { payment_id: 'pay_first' })).toHaveLength(
		1,
	);
	expect(await world.api.tables.names()).not.toContain('crm_bridge_deploy');
	expect((await cli(['status'])).result).toMatchObject({ workflows: [] });
});

test('no secret was said in any of these runs, and the file with the made ones is its owner’s only', () => {
	const told = Object.values(secrets()).flatMap((fields) => Object.values(fields));
	const all = [key, 'sandbox-amocrm', '1000000:sandbox-telegram', ...told];
	expect(all.length).toBeGreaterThan(4);
	for (const { text } of runs) for (const secret of all) expect(text).not.toContain(secret);
	expect(statSync(join(world.folder, 'crm-bridge-secrets.yaml')).mode & 0o777).toBe(0o600);
});
