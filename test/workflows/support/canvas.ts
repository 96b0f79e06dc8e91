import { publish } from '../../../sandbox/publishing';
import type { N8nApi, Workflow, WorkflowNode } from '../../../sandbox/n8nApi';
import type { World } from './world';

type Target = { node: string; type: string; index: number };
interface Canvas extends Workflow {
	connections: Record<string, { main: Target[][] }>;
	nodes: Array<WorkflowNode & { position: [number, number] }>;
	settings: object;
}
interface Rule {
	conditions: { conditions: Array<Record<string, unknown>> };
	outputKey: string;
}

/** A workflow as somebody changes it by hand on the canvas: what is not named here stays as it was. */
export class HandMade {
	private constructor(
		private readonly api: N8nApi,
		private readonly canvas: Canvas,
	) {}

	static async open(api: N8nApi, id: string): Promise<HandMade> {
		return new HandMade(api, (await api.workflow(id)) as Canvas);
	}

	/** *Add Routing Rule* above all others: the first condition of the last rule with another value. */
	addRule(switchName: string, outputKey: string, leftValue: string, rightValue: string): void {
		const { rules } = this.node(switchName).parameters as { rules: { values: Rule[] } };
		const rule = structuredClone(rules.values.at(-1)!);
		const [condition] = rule.conditions.conditions;
		rule.outputKey = outputKey;
		rule.conditions.conditions = [{ ...condition, id: outputKey, leftValue, rightValue }];
		rules.values.unshift(rule);
		this.canvas.connections[switchName].main.unshift([]);
	}

	/** Copies a node, changes it and sets it down. */
	copy(
		from: string,
		name: string,
		[x, y]: [number, number],
		change: (parameters: Record<string, unknown>) => void = () => undefined,
	): void {
		const copy = structuredClone(this.node(from));
		change(copy.parameters);
		this.canvas.nodes.push({ ...copy, id: name, name, position: [x, y] });
	}

	/** Adds an *Edit Fields* node that keeps all other fields. */
	addSet(name: string, position: [number, number], values: Record<string, string>): void {
		const assignments = Object.entries(values).map(([field, value]) => ({
			id: `${name}-${field}`,
			name: field,
			value,
			type: 'string',
		}));
		const parameters = { assignments: { assignments }, includeOtherFields: true, options: {} };
		const type = 'n8n-nodes-base.set';
		this.canvas.nodes.push({ id: name, name, type, typeVersion: 3.4, position, parameters });
	}

	/** Copies a Set node and enters other values. */
	copySet(from: string, name: string, values: Record<string, unknown>): void {
		const copy = structuredClone(this.node(from));
		const { assignments } = copy.parameters as {
			assignments: { assignments: Array<{ name: string; value: unknown }> };
		};
		for (const field of assignments.assignments) field.value = values[field.name];
		const position: [number, number] = [copy.position[0], copy.position[1] + 160];
		this.canvas.nodes.push({ ...copy, id: name, name, position });
	}

	connect(from: string, output: number, to: string): void {
		const outputs = (this.canvas.connections[from] ??= { main: [] }).main;
		(outputs[output] ??= []).push({ node: to, type: 'main', index: 0 });
	}

	async publish(): Promise<void> {
		const { id, name, nodes, connections, settings } = this.canvas;
		const body = { name, nodes, connections, settings };
		const { versionId } = await this.api.rest<Workflow>('PATCH', `/workflows/${id}`, body);
		await publish(this.api, { id, name }, versionId);
	}

	/** Opens one node; what is changed in its parameters is saved with the canvas. */
	node(name: string): Canvas['nodes'][0] {
		const node = this.canvas.nodes.find((one) => one.name === name);
		if (!node) throw new Error(`there is no node ${name}`);
		return node;
	}
}

/** Opens a workflow, changes one node and presses *Publish*. */
export async function changeNode(
	{ sandbox: { api } }: World,
	workflowId: string,
	nodeName: string,
	change: (parameters: Record<string, unknown>) => void,
): Promise<void> {
	const canvas = await HandMade.open(api, workflowId);
	change(canvas.node(nodeName).parameters);
	await canvas.publish();
}
