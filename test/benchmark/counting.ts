/** An execution as n8n's public API shows it with its data: the parts that are counted. */
export interface RunData {
	id: string;
	workflowId: string;
	status: string;
	workflowData?: {
		nodes: Array<{
			name: string;
			type: string;
			executeOnce?: boolean;
			parameters?: { operation?: unknown };
		}>;
	};
	data?: {
		/** Who has called this run; a trigger's run has none. */
		parentExecution?: { executionId: string };
		resultData?: { runData?: Record<string, NodeRun[]> };
	};
}

interface NodeRun {
	source?: Array<{
		previousNode: string;
		previousNodeOutput?: number;
		previousNodeRun?: number;
	} | null>;
	data?: { main?: Array<unknown[] | null> };
}

/** What a number of events have cost, all together. */
export interface Cost {
	/** Runs of the entry workflow. */
	events: number;
	/** Runs, those of sub-workflows included. */
	runs: number;
	/** Calls of n8n's Data Tables. */
	tableOperations: number;
}

const TABLE = 'n8n-nodes-base.dataTable';

/**
 * Adds up the runs of an entry workflow and everything that they have called, however deep. Runs of
 * other triggers (timers, echoes) are left out.
 *
 * @param executions with their data, in any order
 * @param isEvent which runs of the entry workflow count; all by default
 * @throws {Error} when a run has failed: its cost says nothing
 */
export function costOf(
	executions: RunData[],
	entry: string,
	isEvent: (tree: RunData[]) => boolean = () => true,
): Cost {
	const trees = executions
		.filter((run) => run.workflowId === entry && parentOf(run) === undefined)
		.map((run) => withChildren(run, executions))
		.filter(isEvent);
	const runs = trees.flat();
	const failed = runs.find(({ status }) => status !== 'success');
	if (failed)
		throw new Error(`Run ${failed.id} of ${failed.workflowId} ended as ${failed.status}.`);
	return {
		events: trees.length,
		runs: runs.length,
		tableOperations: sum(runs.map(tableOperationsOf)),
	};
}

/** True when a node of this type has run somewhere in these runs. */
export function hasRun(tree: RunData[], type: string): boolean {
	return tree.some((run) => nodeRunsOf(run).some(({ node }) => node.type === type));
}

/**
 * Calls of the Data Tables in one run: a table node makes one for every item it gets, an Insert one for
 * all of them together, and so does *Execute Once*.
 */
export function tableOperationsOf(run: RunData): number {
	return sum(
		nodeRunsOf(run)
			.filter(({ node }) => node.type === TABLE)
			.map(({ node, nodeRun }) => {
				const isOne = node.executeOnce === true || node.parameters?.operation === 'insert';
				return isOne ? 1 : itemsInto(nodeRun, run);
			}),
	);
}

function nodeRunsOf({ workflowData, data }: RunData) {
	const types = new Map(workflowData?.nodes.map((node) => [node.name, node]));
	return Object.entries(data?.resultData?.runData ?? {}).flatMap(([name, nodeRuns]) => {
		const node = types.get(name);
		return node ? nodeRuns.map((nodeRun) => ({ node, nodeRun })) : [];
	});
}

/** Items that a node has got, as the node before it has put them out; a trigger's follower has one. */
function itemsInto({ source }: NodeRun, { data }: RunData): number {
	const from = source?.[0];
	if (!from) return 1;
	const before = data?.resultData?.runData?.[from.previousNode]?.[from.previousNodeRun ?? 0];
	return before?.data?.main?.[from.previousNodeOutput ?? 0]?.length ?? 1;
}

function withChildren(run: RunData, all: RunData[]): RunData[] {
	const children = all.filter((one) => parentOf(one) === run.id);
	return [run, ...children.flatMap((child) => withChildren(child, all))];
}

function parentOf({ data }: RunData): string | undefined {
	return data?.parentExecution?.executionId;
}

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
