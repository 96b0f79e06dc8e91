import { isOlder } from '../../deploy/connect';
import { MEMORY, memoryOf, packed } from '../../deploy/memory';
import { n8nAddress } from '../../deploy/n8n/api';
import { recognise, type PresentWorkflow } from '../../deploy/plan/decide';
import { linked, resolved } from '../../deploy/plan/links';
import { planTables } from '../../deploy/plan/plan';
import { addressesOf } from '../../deploy/shipped/addresses';
import { calledBy } from '../../deploy/shipped/callOrder';
import { CREDENTIALS } from '../../deploy/shipped/credentials';
import { FLOWS, workflowsOf } from '../../deploy/shipped/flows';
import { shippedTables } from '../../deploy/shipped/tables';
import { shippedWorkflows } from './support';
import { formUrls, webhookUrls } from '../../sandbox/ready';

const shipped = shippedWorkflows();
const byKey = (key: string) => shipped.find((workflow) => workflow.key === key)!;

describe('the chosen flows', () => {
	test.each(FLOWS.map((flow) => [flow]))(
		'%s comes with everything that it calls, callees first',
		(flow) => {
			const workflows = workflowsOf([flow], shipped);
			const ids = workflows.map(({ id }) => id);
			workflows.forEach((workflow, index) => {
				const late = calledBy(workflow).filter(
					(id) => ids.indexOf(id) > index || !ids.includes(id),
				);
				expect({ key: workflow.key, late }).toEqual({ key: workflow.key, late: [] });
				const { errorWorkflow } = workflow.settings;
				if (errorWorkflow) expect(ids).toContain(errorWorkflow);
			});
			expect(new Set(workflows.map((one) => one.flow))).toEqual(new Set(['setup', 'store', flow]));
		},
	);

	test('tables and default settings are there before any workflow that uses them but the alerts', () => {
		const keys = workflowsOf(['kaspi-whatsapp'], shipped).map(({ key }) => key);
		expect(keys.slice(0, 3)).toEqual([
			'store/claim-event',
			'setup/90-error-handler',
			'setup/00-setup',
		]);
	});
});

describe('links', () => {
	const credentials = CREDENTIALS.map(({ key, type, name }) => ({
		key,
		type,
		name,
		id: `id-${key}`,
	}));
	const workflows = new Map(shipped.map(({ id, key }) => [id, `n8n-${key}`]));

	test('lead to sub-workflows, error workflow and credentials of this n8n', () => {
		const content = linked(byKey('payments-amocrm/30-payment-webhook'), { workflows, credentials });
		expect(content.settings.errorWorkflow).toBe('n8n-setup/90-error-handler');
		const called = calledBy({ id: '', nodes: content.nodes });
		expect(called).toContain('n8n-payments-amocrm/31-process-payment');
		const keys = content.nodes.flatMap((node) => Object.values(node.credentials ?? {}));
		expect(keys).toEqual([{ id: 'id-payment-secret', name: 'CRM Bridge payment secret' }]);
	});

	test('no id of the files is left anywhere', () => {
		for (const workflow of shipped) {
			const text = JSON.stringify(linked(workflow, { workflows, credentials }).nodes);
			expect({ key: workflow.key, ids: text.match(/"CrmBridge\w+"/g) }).toEqual({
				...{ key: workflow.key, ids: null },
			});
		}
	});

	test('what a plan does not know yet is put in when it is there', () => {
		const ids = new Map([['new:a', '1']]);
		expect(resolved({ x: ['new:a', 'a', 5, null], y: { z: 'new:a' } }, ids)).toEqual({
			...{ x: ['1', 'a', 5, null], y: { z: '1' } },
		});
		expect(() => resolved('new:b', ids)).toThrow('new:b');
	});
});

describe('tables', () => {
	const tables = shippedTables(shipped);

	test('are those that 00-setup creates', () => {
		expect(tables.map(({ name }) => name)).toContain('whatsapp_messages_log');
		expect(tables.find(({ name }) => name === 'bot_settings')!.columns).toEqual(
			['key', 'value', 'note'].map((name) => ({ name, type: 'string' })),
		);
	});

	test('the memory is none that a node finds by a part of its name', () => {
		expect(
			tables.filter(({ name }) => MEMORY.name.includes(name) || name.includes(MEMORY.name)),
		).toEqual([]);
	});

	test('only what is missing is added, another type is told and left', () => {
		const [clients, ...others] = tables.map((table, i) => ({
			...structuredClone(table),
			id: `t${i}`,
		}));
		clients.columns[0].type = 'number';
		const [gone] = clients.columns.splice(2, 1);
		expect(planTables(tables, [clients, ...others.slice(1)])).toEqual([
			{ do: 'check-column', table: 'clients', column: tables[0].columns[0], present: 'number' },
			{ do: 'add-column', tableId: 't0', table: 'clients', column: gone },
			{ do: 'create-table', table: tables[1] },
		]);
	});
});

describe('recognising a workflow', () => {
	const file = { id: 'CrmBridgeX', name: 'X', nodes: [{ id: 'n1' }] };
	const present = (id: string, more: Partial<PresentWorkflow> = {}): PresentWorkflow => ({
		...{ id, name: 'X', nodes: [{ id: 'n1' }] as never, connections: {}, settings: {} },
		...{ versionId: 'v', activeVersionId: null, isArchived: false, ...more },
	});

	test.each<[string, PresentWorkflow[], string | undefined, string | undefined]>([
		['by its record, whatever its name', [present('1', { name: 'Mine' }), present('2')], '1', '1'],
		[
			'by the id of the file',
			[present('2'), present('CrmBridgeX', { name: 'Mine' })],
			undefined,
			'CrmBridgeX',
		],
		['by name and nodes', [present('2')], undefined, '2'],
		['not by the name alone', [present('2', { nodes: [] })], undefined, undefined],
		['not in the archive', [present('1', { isArchived: true })], '1', undefined],
	])('%s', (_how, all, recorded, found) => {
		const record = recorded === undefined ? undefined : { id: recorded };
		expect(recognise(file, record, all, new Set())?.id).toBe(found);
	});

	test('never one that is another file’s', () => {
		expect(recognise(file, undefined, [present('2')], new Set(['2']))).toBeUndefined();
	});
});

describe('memory', () => {
	const row = (more: object) => ({ id: 1, createdAt: '', version: '1.0.0', ...more }) as never;
	const content = { name: 'X', nodes: [], connections: {}, settings: {} };

	test('gives back what was written', () => {
		const memory = memoryOf([
			row({
				kind: 'workflow',
				key: 'a/b',
				n8n_id: 'w1',
				state: 'published',
				shipped: packed(content),
				written: 'one two',
			}),
			row({ kind: 'credential', key: 'kaspi', n8n_id: 'c1', state: 'found' }),
			row({ kind: 'run', key: 'last', n8n_id: '', state: 'started' }),
		]);
		expect(memory.workflows.get('a/b')).toEqual({
			...{ id: 'w1', published: true, deaf: false, shipped: content, version: '1.0.0' },
			written: ['one', 'two'],
		});
		expect(memory.credentials.get('kaspi')).toEqual({ id: 'c1', created: false });
		expect(memory.brokeOff).toBe(true);
	});

	test('a row that somebody has damaged counts as lost', () => {
		const rows = [
			row({ kind: 'workflow', key: 'a', n8n_id: 'w', state: 'published', shipped: 'x' }),
			row({ kind: 'workflow', key: 'b', n8n_id: 'w', state: 'published', shipped: null }),
			row({ kind: 'workflow', key: null, n8n_id: 'w', shipped: packed(content) }),
		];
		expect(memoryOf(rows).workflows.size).toBe(0);
	});
});

describe('addresses', () => {
	const urls = shipped
		.flatMap(({ nodes }) => addressesOf(nodes))
		.map(({ path }) => `http://n/${path}`);

	test('are those that the sandbox prints', () => {
		const amocrm = webhookUrls('http://n').amocrm; // No shipped flow has that trigger.
		const known = [
			...Object.values(webhookUrls('http://n')),
			...Object.values(formUrls('http://n')),
		];
		expect(known.filter((url) => url !== amocrm && !urls.includes(url))).toEqual([]);
	});

	test('a path with parameters stands below the webhook id', () => {
		expect(urls).toContain('http://n/webhook/whatsapp/:call/:id');
	});

	test('a trigger that is switched off has none', () => {
		const { nodes } = byKey('kaspi-whatsapp/22-delivery-status');
		expect(addressesOf(nodes)).toHaveLength(1);
		expect(addressesOf(nodes.map((node) => ({ ...node, disabled: true })))).toEqual([]);
	});
});

test.each([
	['https://n8n.example.com/', 'https://n8n.example.com'],
	['https://n8n.example.com/home/workflows', 'https://n8n.example.com'],
	['https://example.com/n8n/workflow/abc?x=1', 'https://example.com/n8n'],
	[' n8n.example.com ', 'https://n8n.example.com'],
	['http://localhost:5678/api/v1', 'http://localhost:5678'],
])('the address %s is %s', (typed, address) => {
	expect(n8nAddress(typed)).toBe(address);
});

test.each([
	['2.39.9', true],
	['2.40.0', false],
	['2.40.5', false],
	['3.0.0', false],
	['2.40.0-rc.1', false],
	['1.120.4', true],
])('n8n %s is too old: %s', (version, old) => {
	expect(isOlder(version, '2.40.0')).toBe(old);
});
