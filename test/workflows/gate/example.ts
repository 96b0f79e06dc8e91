import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { catalogOf } from './catalog';
import type { Catalog, WorkflowDocument } from './types';

/** A small catalogue and one workflow that keeps every rule: the gate's own tests break it. */

const BASE = 'n8n-nodes-base.';

function describe(
	name: string,
	defaultName: string,
	properties: INodeProperties[] = [],
	more: Partial<INodeTypeDescription> = {},
): [string, INodeTypeDescription] {
	const group: INodeTypeDescription['group'] = /trigger$/i.test(name) ? ['trigger'] : ['transform'];
	return [
		BASE + name,
		{
			name,
			displayName: defaultName,
			defaults: { name: defaultName },
			group,
			version: 1,
			description: '',
			inputs: group[0] === 'trigger' ? [] : ['main'],
			outputs: ['main'],
			properties,
			...more,
		},
	];
}

const option = (value: string) => ({ name: value, value });

const MESSENGER: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		options: [option('send'), option('get')],
		default: 'send',
	},
	{
		displayName: 'Chat',
		name: 'chatId',
		type: 'string',
		required: true,
		default: '',
		displayOptions: { show: { operation: ['send'] } },
	},
	{ displayName: 'Silent', name: 'silent', type: 'boolean', default: false },
	{ displayName: 'Limit', name: 'limit', type: 'number', default: 50 },
	{
		displayName: 'Session',
		name: 'session',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{ displayName: 'List', name: 'list', type: 'list' },
			{ displayName: 'Name', name: 'name', type: 'string' },
		],
	},
	{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} },
	{ displayName: 'Fields', name: 'fields', type: 'assignmentCollection', default: {} },
	{
		displayName: 'Rules',
		name: 'rules',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		options: [
			{
				displayName: 'Rule',
				name: 'rule',
				values: [
					{
						displayName: 'Level',
						name: 'level',
						type: 'options',
						options: [option('low'), option('high')],
						default: 'low',
					},
				],
			},
		],
	},
];
const anything = (...names: string[]): INodeProperties[] =>
	names.map((name) => ({ displayName: name, name, type: 'json', default: '' }));

export const exampleCatalog: Catalog = catalogOf([
	describe('stickyNote', 'Sticky Note', [
		...anything('content', 'width', 'height'),
		{ displayName: 'Color', name: 'color', type: 'number', default: 1 },
	]),
	describe('scheduleTrigger', 'Schedule Trigger'),
	describe('executeWorkflowTrigger', 'When Executed', anything('workflowInputs')),
	describe('executeWorkflow', 'Execute Workflow', [
		...anything('workflowId', 'workflowInputs', 'source'),
		...anything('mode'),
	]),
	describe('webhook', 'Webhook', [], {
		group: ['trigger'],
		inputs: [],
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'x', responseMode: 'onReceived' }],
	}),
	describe('code', 'Code', anything('jsCode')),
	describe('messenger', 'Send a message', MESSENGER),
	describe('old', 'Old', [], { hidden: true }),
	describe('ways', 'Ways', anything('count'), {
		outputs: '={{ Array.from({ length: $parameter.count }, () => "main") }}',
	}),
	describe('dataTable', 'Data table', [
		...anything('resource', 'operation', 'dataTableId', 'filters', 'columns', 'orderByColumn'),
		...anything('tableName', 'options'),
	]),
]);

const OVERVIEW = `# Send a greeting

### How it works
${'This sentence says in plain words what happens here. '.repeat(4)}
### Setup
${'Fill in the table first. '.repeat(3)}
### Customise
Change the text.
### Как это работает
${'Это предложение простыми словами говорит, что здесь происходит. '.repeat(4)}
### Настройка
Сначала заполните таблицу.
### Как изменить
Измените текст.`;

const sticky = (
	name: string,
	[x, y, width, height]: number[],
	content: string,
	color?: number,
) => ({
	id: name.toLowerCase().replace(/\W/g, '-'),
	name,
	type: `${BASE}stickyNote`,
	typeVersion: 1,
	position: [x, y] as [number, number],
	parameters: { content, width, height, ...(color ? { color } : {}) },
});

export const placed = (
	name: string,
	type: string,
	x: number,
	parameters: WorkflowDocument['nodes'][number]['parameters'] = {},
): WorkflowDocument['nodes'][number] => ({
	id: name.toLowerCase().replace(/\W/g, '-'),
	name,
	type: BASE + type,
	typeVersion: 1,
	position: [x, 0],
	parameters,
});

export const to = (node: string, index = 0) => ({ node, type: 'main' as const, index });

/** Keeps every rule. A fresh copy each time, to be broken by a test. */
export function goodWorkflow(): WorkflowDocument {
	return {
		id: 'CrmBridge01Greeting',
		name: '01 · Send a greeting over WhatsApp',
		tags: [{ name: 'Greetings' }],
		nodes: [
			sticky('Overview', [-640, -160, 520, 600], OVERVIEW),
			sticky(
				'Section 1',
				[-60, -120, 960, 290],
				'## Greet\nReads the clients and writes to each.',
				7,
			),
			placed('Every Morning', 'scheduleTrigger', 0),
			placed('Read Clients', 'dataTable', 240, {
				resource: 'row',
				operation: 'get',
				dataTableId: { __rl: true, mode: 'name', value: 'clients' },
			}),
			placed('Send the Greeting', 'messenger', 480, {
				operation: 'send',
				chatId: "={{ $('Read Clients').item.json.telegram_id }}",
			}),
			placed('Claim It', 'executeWorkflow', 720, {
				workflowId: { __rl: true, mode: 'list', value: 'CrmBridgeClaim' },
				workflowInputs: { value: { scope: 'greeting' } },
			}),
		],
		connections: {
			'Every Morning': { main: [[to('Read Clients')]] },
			'Read Clients': { main: [[to('Send the Greeting')]] },
			'Send the Greeting': { main: [[to('Claim It')]] },
		},
		settings: {
			executionOrder: 'v1',
			errorWorkflow: 'CrmBridge90Errors',
			saveDataSuccessExecution: 'none',
			saveExecutionProgress: false,
			saveManualExecutions: false,
		},
	};
}

/** A utility: it is only called, so it needs no error workflow. */
export function calledWorkflow(): WorkflowDocument {
	const nodes = [
		sticky('Overview', [-640, -160, 520, 600], OVERVIEW),
		placed('When Called', 'executeWorkflowTrigger', 0, {
			workflowInputs: { values: [{ name: 'scope' }] } as never,
		}),
		placed('Write It Down', 'messenger', 240, { chatId: '1' }),
	];
	const connections = { 'When Called': { main: [[to('Write It Down')]] } };
	const settings = {
		executionOrder: 'v1' as const,
		saveDataSuccessExecution: 'none' as const,
		saveExecutionProgress: false,
		saveManualExecutions: false,
	};
	const tags = [{ name: 'Setup' }];
	return { id: 'CrmBridgeClaim', name: '00 · Claim an event', tags, nodes, connections, settings };
}

export function errorHandler(): WorkflowDocument {
	return { ...calledWorkflow(), id: 'CrmBridge90Errors', name: '90 · Tell the admin' };
}
