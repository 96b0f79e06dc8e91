interface Callable {
	id: string;
	nodes: Array<{ parameters: Record<string, unknown> }>;
}

/** Callees before callers: n8n publishes only what calls published workflows. */
export function inCallOrder<Workflow extends Callable>(workflows: Workflow[]): Workflow[] {
	const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
	const ordered = new Set<Workflow>();
	const visiting = new Set<Workflow>();
	const visit = (workflow: Workflow) => {
		if (visiting.has(workflow)) return;
		visiting.add(workflow);
		for (const id of calledBy(workflow)) {
			const callee = byId.get(id);
			if (callee) visit(callee);
		}
		ordered.add(workflow);
	};
	workflows.forEach(visit);
	return [...ordered];
}

/** Ids of the workflows that a workflow calls. */
export function calledBy(workflow: Callable): string[] {
	return workflow.nodes.flatMap(({ parameters }) => {
		const { workflowId } = parameters as { workflowId?: { value?: unknown } };
		return typeof workflowId?.value === 'string' ? [workflowId.value] : [];
	});
}
