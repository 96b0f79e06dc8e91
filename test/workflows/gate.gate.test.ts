import type { INode } from 'n8n-workflow';

import {
	calledWorkflow,
	errorHandler,
	exampleCatalog,
	goodWorkflow,
	placed,
	to,
} from './gate/example';
import { checkWorkflows, report, RULES } from './gate/gate';
import { MAX_EXPRESSIONS } from './gate/size';
import type { Problem, WorkflowDocument } from './gate/types';

type Change = (workflow: WorkflowDocument) => void;

function check(document: unknown, file = 'flow/01-greeting.json'): Problem[] {
	const json = typeof document === 'string' ? document : JSON.stringify(document);
	return checkWorkflows(
		[
			{ file, json },
			{ file: 'store/claim.json', json: JSON.stringify(calledWorkflow()) },
			{ file: 'setup/90-error-handler.json', json: JSON.stringify(errorHandler()) },
		],
		exampleCatalog,
	);
}

const nodeOf = (workflow: WorkflowDocument, name: string): INode =>
	workflow.nodes.find((node) => node.name === name) as INode;

/** Changes stored parameters of a node. */
const set =
	(name: string, parameters: object): Change =>
	(w) => {
		Object.assign(nodeOf(w, name).parameters, parameters);
	};
const edit =
	(name: string, values: object): Change =>
	(w) => {
		Object.assign(nodeOf(w, name), values);
	};
const content =
	(name: string, change: (text: string) => string): Change =>
	(w) => {
		const { parameters } = nodeOf(w, name);
		parameters.content = change(String(parameters.content));
	};
const message = (parameters: object) => set('Send the Greeting', parameters);
const table = (parameters: object) => set('Read Clients', parameters);
const greeting = (text: string) => message({ chatId: text });

const CASES: Array<[rule: string, what: string, change: Change, says: RegExp]> = [
	['keys', 'pinned data', (w) => Object.assign(w, { pinData: {} }), /"pinData"/],
	['keys', 'an active workflow', (w) => (w.active = true), /"active"/],
	['keys', 'an instance id', (w) => Object.assign(w, { meta: { instanceId: 'x' } }), /instanceId/],
	[
		'keys',
		'credentials',
		edit('Read Clients', { credentials: { a: { name: 'A' } } }),
		/"credentials"/,
	],
	[
		'keys',
		'an unknown node key',
		edit('Read Clients', { continueOnFail: true }),
		/"continueOnFail"/,
	],
	[
		'keys',
		'a link of one instance',
		table({ dataTableId: { cachedResultUrl: '/x' } }),
		/cachedResultUrl/,
	],
	['ids', 'a random workflow id', (w) => (w.id = 'a8Xk2'), /CrmBridge20NewOrders/],
	['ids', 'an id of 22 characters', (w) => (w.id = 'CrmBridge01GreetingABC'), /too long/],
	['ids', 'an id used twice', (w) => (w.id = 'CrmBridgeClaim'), /also used by store/],
	['ids', 'a name used twice', (w) => (w.name = '00 · Claim an event'), /also used by store/],
	['ids', 'a node id used twice', edit('Read Clients', { id: 'overview' }), /used twice/],
	[
		'ids',
		'a webhook without a fixed id',
		edit('Every Morning', { type: 'n8n-nodes-base.webhook' }),
		/needs a fixed "webhookId"/,
	],
	[
		'ids',
		'a random webhook id',
		edit('Every Morning', { webhookId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' }),
		/must be readable/,
	],
	[
		'ids',
		'a webhook id used twice',
		(w) => {
			edit('Every Morning', { webhookId: 'crm-bridge-a' })(w);
			edit('Read Clients', { webhookId: 'crm-bridge-a' })(w);
		},
		/used twice/,
	],
	['node-types', 'an unknown node', edit('Read Clients', { type: 'x.y' }), /neither ours/],
	[
		'node-types',
		'a version that is not there',
		edit('Read Clients', { typeVersion: 9 }),
		/no version 9/,
	],
	[
		'node-types',
		'a node that n8n 3.0 removed',
		edit('Read Clients', { type: 'n8n-nodes-base.function' }),
		/use Code/,
	],
	[
		'node-types',
		'a deprecated node',
		edit('Read Clients', { type: 'n8n-nodes-base.old', parameters: {} }),
		/deprecated/,
	],
	[
		'node-types',
		'a mode that n8n 3.0 removed',
		set('Claim It', { mode: 'each' }),
		/Loop Over Items/,
	],
	[
		'node-types',
		'a setting that n8n 3.0 understands otherwise',
		(w) => {
			w.nodes[3] = placed('Read Clients', 'ways', 240, { count: 2 });
			w.nodes[3].alwaysOutputData = true;
		},
		/alwaysOutputData/,
	],
	[
		'lost-parameters',
		'an unknown parameter',
		message({ colour: 'red' }),
		/"colour" is unknown or hidden/,
	],
	['lost-parameters', 'an empty unknown parameter', message({ extra: {} }), /"extra"/],
	[
		'lost-parameters',
		'a hidden parameter',
		message({ operation: 'get' }),
		/"chatId" is unknown or hidden/,
	],
	[
		'lost-parameters',
		'an unknown field deep inside',
		message({ rules: { rule: [{ level: 'low', size: 1 }] } }),
		/"rules.rule\[0\].size"/,
	],
	[
		'parameter-values',
		'an unknown option',
		message({ operation: 'shout' }),
		/"shout"; possible: "send"/,
	],
	[
		'parameter-values',
		'an unknown option deep inside',
		message({ rules: { rule: [{ level: 'low' }, { level: 'top' }] } }),
		/"rules.rule\[1\].level" has "top"/,
	],
	['parameter-values', 'a text for a switch', message({ silent: 'yes' }), /"silent" must be true/],
	['parameter-values', 'a text for a number', message({ limit: '10' }), /"limit" must be a number/],
	[
		'parameter-values',
		'an unknown locator mode',
		message({ session: { __rl: true, mode: 'url', value: 'x' } }),
		/mode "url"; possible: list, name/,
	],
	['parameter-values', 'a bare locator', message({ session: 'x' }), /"__rl"/],
	[
		'parameter-values',
		'a comparison that n8n does not know',
		message({
			conditions: {
				combinator: 'and',
				conditions: [{ operator: { type: 'string', operation: 'isNotEmpty' } }],
			},
		}),
		/string\.isNotEmpty/,
	],
	[
		'parameter-values',
		'a field set twice',
		message({
			fields: {
				assignments: [
					{ name: 'a', type: 'string', value: '' },
					{ name: 'a', type: 'number', value: 1 },
				],
			},
		}),
		/assigns a twice/,
	],
	['required-parameters', 'an empty required field', greeting(''), /Chat.* is required/],
	[
		'connections',
		'a connection to nowhere',
		(w) => (w.connections['Read Clients'].main = [[to('Nobody')]]),
		/"Nobody", which is no node/,
	],
	[
		'connections',
		'a connection from nowhere',
		(w) => (w.connections.Nobody = { main: [[to('Read Clients')]] }),
		/"Nobody", which is no node/,
	],
	[
		'connections',
		'an output that is not there',
		(w) => w.connections['Read Clients'].main.push([to('Claim It')]),
		/output 2, but has 1/,
	],
	[
		'connections',
		'an output that the parameters do not make',
		(w) => {
			w.nodes[3] = placed('Read Clients', 'ways', 240, { count: 2 });
			w.connections['Read Clients'].main.push([to('Claim It')], [to('Claim It')]);
		},
		/output 3, but has 2/,
	],
	[
		'connections',
		'an input that is not there',
		(w) => (w.connections['Read Clients'].main = [[to('Send the Greeting', 1)]]),
		/input 2, but has 1/,
	],
	['reachable', 'no trigger', (w) => void w.nodes.splice(2, 1), /has no trigger/],
	[
		'reachable',
		'a node that nothing leads to',
		(w) => delete w.connections['Send the Greeting'],
		/cannot be reached/,
	],
	['reachable', 'a trigger that leads nowhere', (w) => (w.connections = {}), /leads nowhere/],
	['settings', 'another execution order', (w) => (w.settings = {}), /executionOrder/],
	[
		'settings',
		'no error workflow',
		(w) => (w.settings = { executionOrder: 'v1' }),
		/errorWorkflow must be "CrmBridge90Errors"/,
	],
	[
		'settings',
		'an unknown setting',
		(w) => Object.assign(w.settings ?? {}, { x: 1 }),
		/settings\.x/,
	],
	[
		'sub-workflows',
		'a workflow that does not ship',
		set('Claim It', { workflowId: { __rl: true, mode: 'list', value: 'abc' } }),
		/no shipped workflow/,
	],
	[
		'sub-workflows',
		'an input that is not taken',
		set('Claim It', { workflowInputs: { value: { scope: 'a', colour: 'red' } } }),
		/gives "colour"/,
	],
	[
		'sub-workflows',
		'an input left out',
		set('Claim It', { workflowInputs: {} }),
		/does not give "scope"/,
	],
	[
		'sub-workflows',
		'an old name',
		set('Claim It', {
			workflowId: { __rl: true, mode: 'list', value: 'CrmBridgeClaim', cachedResultName: 'Old' },
		}),
		/shows the name "Old"/,
	],
	[
		'alerts-go-on',
		'an alert that something follows',
		(w) => {
			Object.assign(nodeOf(w, 'Claim It').parameters, {
				workflowId: { __rl: true, mode: 'list', value: 'CrmBridge90Errors' },
			});
			w.connections['Claim It'] = { main: [[{ node: 'Read Clients', type: 'main', index: 0 }]] };
		},
		/Always Output Data/,
	],
	['expressions', 'an open bracket', greeting('={{ $json.a'), /not closed/],
	[
		'expressions',
		'an expression that is not JavaScript',
		greeting('={{ $json.a + }}'),
		/not JavaScript/,
	],
	['expressions', 'a forgotten equals sign', greeting('{{ $json.a }}'), /does not start with "="/],
	['expressions', 'an equals sign too much', greeting('=hello'), /holds no \{\{/],
	[
		'expressions',
		'a helper that n8n 3.0 removed',
		greeting('={{ $getPairedItem() }}'),
		/item linking/,
	],
	['expressions', 'the environment', greeting('={{ $env.TOKEN }}'), /bot_settings/],
	[
		'expressions',
		'code that is not JavaScript',
		(w) => (w.nodes[5] = placed('Claim It', 'code', 720, { jsCode: 'return [' })),
		/"jsCode" is not JavaScript/,
	],
	[
		'node-references',
		'a node that is not there',
		greeting("={{ $('Nobody').item }}"),
		/is no node/,
	],
	[
		'node-references',
		'a node that runs later',
		greeting("={{ $('Claim It').item.json.a }}"),
		/does not run before/,
	],
	[
		'data-tables',
		'a table by id',
		table({ dataTableId: { __rl: true, mode: 'id', value: 'x1' } }),
		/by name/,
	],
	[
		'data-tables',
		'a write that is refused and goes on as if it were done',
		(w) => {
			w.nodes.find(({ name }) => name === 'Read Clients')!.onError = 'continueErrorOutput';
			table({ operation: 'update' })(w);
		},
		/without an error/,
	],
	[
		'data-tables',
		'an unknown table',
		table({ dataTableId: { __rl: true, mode: 'name', value: 'buyers' } }),
		/no table "buyers"/,
	],
	[
		'data-tables',
		'an unknown column in a filter',
		table({ filters: { conditions: [{ keyName: 'tel', keyValue: '1' }] } }),
		/column "tel"/,
	],
	[
		'data-tables',
		'an unknown column to write',
		table({ columns: { value: { tel: '1' } } }),
		/column "tel"/,
	],
	['data-tables', 'an unknown column to sort by', table({ orderByColumn: 'tel' }), /column "tel"/],
	[
		'data-tables',
		'a table that is deleted',
		table({ resource: 'table', operation: 'delete' }),
		/must not delete a table/,
	],
	[
		'data-tables',
		'a table with other columns',
		table({
			resource: 'table',
			operation: 'create',
			tableName: 'bot_settings',
			columns: { column: [{ name: 'key' }, { name: 'colour' }] },
		}),
		/without value, note/,
	],
	['secrets', 'a bot token', greeting('123456789:a-sample-token-that-nobody-has'), /bot token/],
	[
		'secrets',
		'a JSON Web Token',
		greeting('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x'),
		/JSON Web Token/,
	],
	['secrets', 'a bearer token', greeting('Bearer abcdefghijklmnop1234'), /Authorization/],
	['secrets', 'a hexadecimal key', greeting('0123456789abcdef0123456789abcdef'), /hexadecimal/],
	['secrets', 'an e-mail', content('Section 1', (t) => `${t} me@gmail.com`), /e-mail me@gmail/],
	['secrets', 'a phone', greeting('+7 701 348 22 16'), /phone \+7 701/],
	['secrets', 'a phone without plus', greeting('87013482216'), /phone 87013482216/],
	['node-names', 'a name used twice', (w) => w.nodes.push({ ...w.nodes[5], id: 'x' }), /same name/],
	['node-names', 'a default name', edit('Claim It', { name: 'Execute Workflow1' }), /default name/],
	['node-names', 'an emoji', edit('Claim It', { name: 'Claim It 🎉' }), /emoji/],
	['node-names', 'a long name', edit('Claim It', { name: 'C'.repeat(40) }), /40 characters/],
	['workflow-name', 'title case', (w) => (w.name = '01 · Send A Greeting'), /sentence case/],
	['workflow-name', 'an emoji', (w) => (w.name = '01 · Send 🎉'), /emoji/],
	['workflow-name', 'no number', (w) => (w.name = 'Send a greeting'), /must look like "31 · /],
	['workflow-name', "another file's number", (w) => (w.name = '02 · Send it'), /begin with 01/],
	['workflow-name', 'no tag', (w) => (w.tags = []), /one tag/],
	[
		'readable-canvas',
		'too many nodes',
		(w) => w.nodes.push(...Array.from({ length: 22 }, () => ({ ...w.nodes[2] }))),
		/26 nodes/,
	],
	[
		'readable-canvas',
		'a long expression',
		greeting(`={{ '${'a'.repeat(200)}' }}`),
		/209 characters/,
	],
	[
		'readable-canvas',
		'statements in an expression',
		greeting('={{ (() => { const a = 1; return a; })() }}'),
		/statements or functions/,
	],
	[
		'readable-canvas',
		'a function within a function',
		greeting('={{ $input.all().map((a) => [1].map((b) => a.json.id + b)) }}'),
		/statements or functions/,
	],
	[
		'readable-canvas',
		'an id in an expression',
		greeting('={{ $json.id === 880001 }}'),
		/holds an id/,
	],
	[
		'saved-runs',
		'runs that are kept',
		(w) => delete w.settings?.saveDataSuccessExecution,
		/"none"/,
	],
	[
		'saved-runs',
		'the steps of runs that are kept',
		(w) => (w.settings!.saveExecutionProgress = true),
		/saveExecutionProgress must be false/,
	],
	[
		'saved-runs',
		'runs from the editor that are kept',
		(w) => delete w.settings?.saveManualExecutions,
		/saveManualExecutions must be false/,
	],
	[
		'no-headers',
		'headers in the items of a form',
		edit('Every Morning', { parameters: { options: { showHeaders: true } } }),
		/carry headers/,
	],
	[
		'expressions-altogether',
		'too many expressions',
		greeting(`={{ '${'a'.repeat(MAX_EXPRESSIONS)}' }}`),
		/all expressions together/,
	],
	[
		'overview-sticky',
		'no overview',
		(w) => void w.nodes.splice(0, 1),
		/exactly one yellow overview sticky .* has 0/,
	],
	['overview-sticky', 'two overviews', edit('Section 1', { parameters: {} }), /has 2/],
	[
		'overview-sticky',
		'an overview in the middle',
		edit('Overview', { position: [-50, 300] }),
		/leftmost/,
	],
	[
		'overview-sticky',
		'a short overview',
		content('Overview', () => '### How it works'),
		/has 3 words/,
	],
	[
		'overview-sticky',
		'a long overview',
		content('Overview', (t) => t + ' word'.repeat(200)),
		/100 to 300/,
	],
	[
		'overview-sticky',
		'no Russian part',
		content('Overview', (t) => t.replace('### Настройка', '')),
		/"Настройка"/,
	],
	['section-stickies', 'no sections', (w) => void w.nodes.splice(1, 1), /at least 1 white section/],
	[
		'section-stickies',
		'a long section text',
		content('Section 1', () => 'word '.repeat(50)),
		/has 50 words/,
	],
	[
		'section-stickies',
		'a node outside',
		edit('Claim It', { position: [1200, 0] }),
		/lies in no section/,
	],
	[
		'section-stickies',
		'a node on an edge',
		edit('Claim It', { position: [860, 0] }),
		/on the edge of/,
	],
	['section-stickies', 'another colour', set('Section 1', { color: 5 }), /white \(color 7\)/],
	[
		'sticky-overlaps',
		'two stickies over each other',
		edit('Section 1', { position: [-150, -120] }),
		/overlaps the sticky/,
	],
	[
		'node-overlaps',
		'two nodes over each other',
		edit('Claim It', { position: [600, 20] }),
		/overlaps "/,
	],
	['node-overlaps', 'labels that collide', edit('Claim It', { position: [640, 100] }), /180 aside/],
	['whole-positions', 'decimals', edit('Claim It', { position: [720.5, 0] }), /decimals/],
];

describe('the workflow gate', () => {
	test('accepts workflows that keep every rule', () => {
		expect(report(check(goodWorkflow()))).toBe('');
	});

	test.each(CASES)('%s: finds %s', (rule, _what, change, says) => {
		const workflow = goodWorkflow();
		change(workflow);
		const found = check(workflow).filter((problem) => problem.rule === rule);
		expect(found.map((problem) => problem.message).join('\n')).toMatch(says);
		expect(found[0].file).toBe('flow/01-greeting.json');
	});

	test('has seen every rule fail', () => {
		const seen = new Set(CASES.map(([rule]) => rule));
		expect(Object.keys(RULES).filter((rule) => !seen.has(rule))).toEqual([]);
	});

	test('reports a file that is not JSON and one that is no workflow', () => {
		expect(check('{').map(({ rule }) => rule)).toEqual(['json']);
		expect(check([]).map(({ rule }) => rule)).toEqual(['structure']);
		const nodeless = { ...goodWorkflow(), nodes: [{ name: 'A' }] };
		expect(check(nodeless)[0].message).toMatch(/nodes\[0\] needs id/);
	});

	test('accepts invented phones and e-mails', () => {
		const workflow = goodWorkflow();
		greeting('+7 700 000 00 01, name@example.com')(workflow);
		expect(report(check(workflow))).toBe('');
	});

	test('asks the set-up for every table', () => {
		const problems = check(goodWorkflow(), 'setup/00-setup.json');
		expect(problems.map((problem) => problem.message).join()).toMatch(/does not create clients/);
	});

	test('shows file, node, reason and rule', () => {
		const workflow = goodWorkflow();
		greeting('=hello')(workflow);
		expect(report(check(workflow))).toBe(
			'  workflows/flow/01-greeting.json\n' +
				'    [Send the Greeting] "chatId": starts with "=" but holds no {{ }}  (expressions)',
		);
	});
});
