import { join } from 'node:path';

import type { INodeTypeDescription } from 'n8n-workflow';

import type { Credential } from '../../sandbox/credentials';
import type { WorkflowNode } from '../../sandbox/n8nApi';
import { ROOT } from '../../sandbox/paths';
import { registersAtVendor } from '../../sandbox/publishing';
import {
	hashOf,
	inCallOrder,
	linkCredentials,
	readWorkflows,
	speedUp,
	switchOn,
	type NodeTypes,
	type WorkflowFile,
} from '../../sandbox/workflows';

function node(type: string, parameters: object = {}): WorkflowNode {
	return { id: type, name: type, type, typeVersion: 1, parameters: { ...parameters } };
}

function workflow(id: string, nodes: WorkflowNode[]): WorkflowFile {
	return { id, name: id, nodes, connections: {} };
}

function nodeTypes(...descriptions: Array<Partial<INodeTypeDescription>>): NodeTypes {
	return new Map(
		descriptions.map((description) => [
			`${description.name}@1`,
			{ group: [], properties: [], version: 1, ...description } as unknown as INodeTypeDescription,
		]),
	);
}

const CREDENTIALS: Credential[] = [
	{ key: 'telegram', id: '1', name: 'Sandbox Telegram bot', type: 'crmBridgeTelegramApi' },
	{
		key: 'telegram-dialogue',
		id: '2',
		name: 'Sandbox Telegram dialogue bot',
		type: 'crmBridgeTelegramApi',
	},
	{ key: 'kaspi', id: '3', name: 'Sandbox Kaspi', type: 'crmBridgeKaspiApi' },
];

describe('--fast', () => {
	const types = nodeTypes({ name: 'p.poller', polling: true }, { name: 'p.other' });

	test('schedules and polls run every 5 s, nothing else changes', () => {
		const wait = node('n8n-nodes-base.wait', { amount: 30 });
		const file = workflow('w', [
			node('n8n-nodes-base.scheduleTrigger', { rule: { interval: [{ field: 'minutes' }] } }),
			node('p.poller', { event: 'newOrder' }),
			node('p.other', { rule: 1 }),
			wait,
		]);
		const [schedule, poller, other, stillWait] = speedUp(file, types).nodes;
		expect(schedule.parameters).toEqual({
			rule: { interval: [{ field: 'seconds', secondsInterval: 5 }] },
		});
		expect(poller.parameters).toEqual({
			event: 'newOrder',
			pollTimes: {
				item: Array.from({ length: 12 }, (_, i) => ({
					mode: 'custom',
					cronExpression: `${i * 5} * * * * *`,
				})),
			},
		});
		expect(other.parameters).toEqual({ rule: 1 });
		expect(stillWait).toEqual(wait);
		expect(file.nodes[0].parameters.rule).toEqual({ interval: [{ field: 'minutes' }] });
	});

	test('is another content than without, so that switching it imports again', () => {
		const file = workflow('w', [node('n8n-nodes-base.scheduleTrigger')]);
		expect(hashOf(speedUp(file, types))).not.toBe(hashOf(file));
		expect(hashOf({ ...file })).toBe(hashOf(file));
	});
});

test('the deletion of old rows keeps its own pace: it looks at every table', () => {
	const rule = { interval: [{ field: 'hours' }] };
	const file = workflow('CrmBridge91Purge', [node('n8n-nodes-base.scheduleTrigger', { rule })]);
	expect(speedUp(file, new Map())).toEqual(file);
});

test('the legacy secret of payments: off in the file, on in the sandbox', () => {
	const legacyOf = ({ nodes }: WorkflowFile) =>
		nodes.flatMap(({ parameters }) => {
			const { acceptLegacySecret } = (parameters.settings ?? {}) as Record<string, unknown>;
			return acceptLegacySecret === undefined ? [] : [acceptLegacySecret];
		});
	const files = readWorkflows(join(ROOT, 'workflows'));
	expect(files.flatMap(legacyOf)).toEqual([false]);
	const switched = files.map(switchOn);
	expect(switched.flatMap(legacyOf)).toEqual([true]);
	// Of all else nothing has changed.
	const parts = (workflows: WorkflowFile[]) => workflows.flatMap(({ nodes }) => nodes);
	const changed = parts(switched).filter((one, index) => one !== parts(files)[index]);
	expect(changed.map(({ name }) => name)).toEqual(['When the Platform Sends a Payment']);
	expect(changed[0].parameters.settings).toMatchObject({ includeText: true });
});

describe('credentials of nodes', () => {
	const slot = (name: string, authentication?: string) => ({
		name,
		...(authentication && { displayOptions: { show: { authentication: [authentication] } } }),
	});

	test('a node gets the credential of each type that it asks for', () => {
		const types = nodeTypes({
			name: 'p.kaspi',
			credentials: [slot('crmBridgeKaspiApi'), slot('unknownApi')],
		});
		const [linked] = linkCredentials(workflow('w', [node('p.kaspi')]), types, CREDENTIALS).nodes;
		expect(linked.credentials).toEqual({
			crmBridgeKaspiApi: { id: '3', name: 'Sandbox Kaspi' },
		});
	});

	test('a node without credentials stays as it is', () => {
		const file = workflow('w', [node('p.plain')]);
		expect(linkCredentials(file, nodeTypes({ name: 'p.plain' }), CREDENTIALS)).toEqual(file);
	});

	test('a credential that the parameters hide is not linked; defaults count', () => {
		const types = nodeTypes({
			name: 'p.http',
			properties: [{ displayName: 'A', name: 'authentication', type: 'string', default: 'kaspi' }],
			credentials: [slot('crmBridgeKaspiApi', 'kaspi'), slot('crmBridgeTelegramApi', 'telegram')],
		});
		const file = workflow('w', [
			node('p.http'),
			{ ...node('p.http', { authentication: 'telegram' }), name: 'second' },
		]);
		const [byDefault, chosen] = linkCredentials(file, types, CREDENTIALS).nodes;
		expect(Object.keys(byDefault.credentials ?? {})).toEqual(['crmBridgeKaspiApi']);
		expect(Object.keys(chosen.credentials ?? {})).toEqual(['crmBridgeTelegramApi']);
	});

	test('the dialogue has a bot of its own', () => {
		const types = nodeTypes({ name: 'p.telegram', credentials: [slot('crmBridgeTelegramApi')] });
		const botOf = (id: string) =>
			linkCredentials(workflow(id, [node('p.telegram')]), types, CREDENTIALS).nodes[0].credentials
				?.crmBridgeTelegramApi.id;
		expect(botOf('CrmBridge10ClientBot')).toBe('1');
		expect(botOf('CrmBridge43Dialogue')).toBe('2');
	});
});

describe('order of publishing', () => {
	const calls = (...ids: string[]) =>
		ids.map((value) =>
			node('n8n-nodes-base.executeWorkflow', { workflowId: { __rl: true, value } }),
		);
	const order = (...files: WorkflowFile[]) => inCallOrder(files).map(({ id }) => id);

	test('callees come before callers', () => {
		expect(
			order(workflow('a', calls('b', 'c')), workflow('b', calls('c')), workflow('c', [])),
		).toEqual(['c', 'b', 'a']);
	});

	test('circles and calls of unknown workflows do not hang it', () => {
		expect(order(workflow('a', calls('b')), workflow('b', calls('a', 'gone')))).toEqual(['b', 'a']);
	});
});

describe('what is published again at every start', () => {
	const types = nodeTypes(
		{ name: 'p.waha', group: ['trigger'], webhooks: [{}] as never },
		{ name: 'p.kaspi', group: ['trigger'], polling: true },
		{ name: 'n8n-nodes-base.webhook', group: ['trigger'], webhooks: [{}] as never },
		{ name: 'p.signedWebhookTrigger', group: ['trigger'], webhooks: [{}] as never },
		{ name: 'p.action', group: ['transform'], webhooks: [{}] as never },
	);

	test.each([
		['p.waha', true],
		['p.kaspi', false],
		['n8n-nodes-base.webhook', false],
		['p.signedWebhookTrigger', false],
		['p.action', false],
	])('a workflow with %s: %s', (type, expected) => {
		expect(registersAtVendor(workflow('w', [node(type)]), types)).toBe(expected);
	});
});
