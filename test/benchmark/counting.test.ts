import { costOf, hasRun, tableOperationsOf, type RunData } from './counting';

const TABLE = 'n8n-nodes-base.dataTable';
const items = (count: number) => Array.from({ length: count }, () => ({ json: {} }));
const from = (previousNode: string, previousNodeOutput?: number) => [
	{ previousNode, previousNodeOutput },
];

/** A run in which "Start" gives its outputs to table nodes. */
function run(
	id: string,
	more: Partial<RunData> & { parent?: string; tables?: Array<Partial<Node>> } = {},
): RunData {
	const { parent, tables = [], ...rest } = more;
	const nodes = tables.map((node, i) => ({ name: `Table ${i}`, type: TABLE, ...node }));
	const runData = Object.fromEntries(
		nodes.map(({ name, runs = [{ source: from('Start') }] }) => [name, runs]),
	);
	const start = [{ data: { main: [items(1), items(3)] } }];
	return {
		id,
		workflowId: 'Entry',
		status: 'success',
		workflowData: { nodes: [{ name: 'Start', type: 'trigger' }, ...nodes] },
		data: {
			parentExecution: parent ? { executionId: parent } : undefined,
			resultData: { runData: { Start: start, ...runData } },
		},
		...rest,
	};
}
interface Node {
	type: string;
	executeOnce: boolean;
	parameters: { operation: string };
	runs: Array<{ source: ReturnType<typeof from> }>;
}

test('every run of a table node counts, once for each item that it got', () => {
	const twice = [{ source: from('Start') }, { source: from('Start', 1) }];
	expect(tableOperationsOf(run('1', { tables: [{}] }))).toBe(1);
	expect(tableOperationsOf(run('1', { tables: [{ runs: twice }] }))).toBe(4);
});

test('an Insert and a node with Execute Once take all items in one operation', () => {
	const runs = [{ source: from('Start', 1) }];
	const tables = [
		{ executeOnce: true, runs },
		{ parameters: { operation: 'insert' }, runs },
	];
	expect(tableOperationsOf(run('1', { tables }))).toBe(2);
});

test('table nodes that have not run, and other nodes, cost nothing', () => {
	expect(tableOperationsOf(run('1', { tables: [{ runs: [] }, { type: 'other' }] }))).toBe(0);
	expect(tableOperationsOf({ id: '1', workflowId: 'Entry', status: 'success' })).toBe(0);
});

test('an event has its own run and all that it called, however deep, and nothing of others', () => {
	const executions = [
		run('4', { workflowId: 'Deep', parent: '3', tables: [{}] }),
		run('3', { workflowId: 'Sub', parent: '1', tables: [{}, {}] }),
		run('2', { workflowId: 'Timer', tables: [{}] }),
		run('5', { workflowId: 'Sub', parent: '2', tables: [{}] }),
		run('1', { tables: [{}] }),
		run('6'),
	];
	expect(costOf(executions, 'Entry')).toEqual({ events: 2, runs: 4, tableOperations: 4 });
	expect(costOf(executions, 'Timer')).toEqual({ events: 1, runs: 2, tableOperations: 2 });
	// A run that the workflow itself was called for is no event of its own.
	expect(costOf(executions, 'Sub')).toMatchObject({ events: 0 });
});

test('runs that had nothing to do can be left out', () => {
	const executions = [
		run('1'),
		run('2'),
		run('3', { workflowId: 'Sub', parent: '2', tables: [{}] }),
	];
	const cost = costOf(executions, 'Entry', (tree) => hasRun(tree, TABLE));
	expect(cost).toEqual({ events: 1, runs: 2, tableOperations: 1 });
});

test('a failed run is an error: what it cost says nothing', () => {
	const executions = [run('1'), run('2', { workflowId: 'Sub', parent: '1', status: 'error' })];
	expect(() => costOf(executions, 'Entry')).toThrow('Run 2 of Sub ended as error.');
});
