import type { LinkedCredential } from './links';
import { linked, PENDING } from './links';
import { decide, recognise, type Decision, type Policy, type PresentWorkflow } from './decide';
import type { Memory } from '../memory';
import type { PresentCredential, PresentTable } from '../n8n/api';
import { Trouble } from '../n8n/trouble';
import type { CredentialSpec } from '../shipped/credentials';
import { credentialsOf } from '../shipped/credentials';
import { workflowsOf } from '../shipped/flows';
import type { Column, Table } from '../shipped/tables';
import type { ShippedWorkflow } from '../shipped/workflow';

/** What is in n8n now. */
export interface Present {
	workflows: PresentWorkflow[];
	/** Ids of those that belong to other projects: only a record makes them ours. */
	elsewhere?: Set<string>;
	credentials: PresentCredential[];
	tables: PresentTable[];
}

export type TableStep =
	| { do: 'create-table'; table: Table }
	| { do: 'add-column'; tableId: string; table: string; column: Column }
	/** A column that the workflows write to has another type: nobody but the operator can say what to do with its rows. */
	| { do: 'check-column'; table: string; column: Column; present: string };

export type CredentialStep =
	| {
			do: 'reuse-credential';
			spec: CredentialSpec;
			id: string;
			name: string;
			known: boolean;
			/** The operator has said that it is to be used: it is his, and is not corrected. */
			chosen: boolean;
	  }
	| { do: 'create-credential'; spec: CredentialSpec };

export interface WorkflowStep {
	workflow: ShippedWorkflow;
	decision: Decision;
	/** Names of the tags that it has in n8n. */
	tags: string[];
}

export interface Plan {
	tables: TableStep[];
	credentials: CredentialStep[];
	/** In the order in which they can be published. */
	workflows: WorkflowStep[];
}

export interface PlanInput {
	/** Everything that the pack brings. */
	shipped: ShippedWorkflow[];
	flows: string[];
	/** The tables of the pack. */
	tables: Table[];
	present: Present;
	memory: Memory;
	/** Credential key → id or name of one that is there and is to be used. */
	use?: Record<string, string>;
	policy: Policy;
	/** Workflow key → what was decided for it. */
	policies?: Record<string, Policy>;
}

/**
 * What has to be done so that n8n holds the chosen flows. Nothing in it takes data away.
 *
 * @throws {Trouble} badAnswer when a credential that is to be used is not there
 */
export function planDeployment(input: PlanInput): Plan {
	const { shipped, flows, tables, present } = input;
	const workflows = workflowsOf(flows, shipped);
	const credentials = planCredentials(credentialsOf(workflows), input);
	return {
		tables: planTables(tables, present.tables),
		credentials,
		workflows: planWorkflows(workflows, credentials, input),
	};
}

export function planTables(shipped: Table[], present: Present['tables']): TableStep[] {
	return shipped.flatMap((table): TableStep[] => {
		const found = present.find(({ name }) => name === table.name);
		if (!found) return [{ do: 'create-table', table }];
		return table.columns.flatMap((column): TableStep[] => {
			const there = found.columns.find(({ name }) => name === column.name);
			if (!there) return [{ do: 'add-column', tableId: found.id, table: table.name, column }];
			if (there.type === column.type) return [];
			return [{ do: 'check-column', table: table.name, column, present: there.type }];
		});
	});
}

function planCredentials(
	specs: CredentialSpec[],
	{ present, memory, use = {} }: PlanInput,
): CredentialStep[] {
	return specs.map((spec): CredentialStep => {
		const { key, type, name } = spec;
		const ofType = present.credentials.filter((one) => one.type === type);
		const chosen = use[key] === undefined ? undefined : chosenOne(key, use[key], ofType);
		const record = memory.credentials.get(key);
		const known = ofType.find(({ id }) => id === record?.id);
		const found = chosen ?? known ?? ofType.find((one) => one.name === name);
		if (!found) return { do: 'create-credential', spec };
		const isKnown = found === known;
		const { id, name: theirs } = found;
		const isChosen = found === chosen;
		return {
			...{ do: 'reuse-credential', spec, id, name: theirs },
			...{ known: isKnown, chosen: isChosen },
		};
	});
}

/** The credential that the operator means. @throws {Trouble} badAnswer unless it is exactly one */
function chosenOne(key: string, use: string, ofType: PresentCredential[]): PresentCredential {
	const byId = ofType.find(({ id }) => id === use);
	const byName = ofType.filter(({ name }) => name === use);
	if (byId) return byId;
	if (byName.length === 1) return byName[0];
	const message = ofType.map(({ id, name }) => `${name} (${id})`).join(', ');
	throw new Trouble('badAnswer', { what: `${key}.use`, message });
}

function planWorkflows(
	workflows: ShippedWorkflow[],
	credentials: CredentialStep[],
	{ present, memory, policy, policies = {} }: PlanInput,
): WorkflowStep[] {
	const taken = new Set<string>();
	const found = new Map<string, PresentWorkflow>();
	for (const workflow of workflows) {
		const record = memory.workflows.get(workflow.key);
		const near = present.workflows.filter(
			({ id }) => id === record?.id || !present.elsewhere?.has(id),
		);
		const theirs = recognise(workflow, record, near, taken);
		if (!theirs) continue;
		taken.add(theirs.id);
		found.set(workflow.key, theirs);
	}
	const links = {
		credentials: credentials.map(linkOf),
		workflows: new Map(
			workflows.map(({ id, key }) => [id, found.get(key)?.id ?? `${PENDING}${key}`]),
		),
	};
	return workflows.map((workflow) => {
		const { key, name, nodes, connections, settings } = workflow;
		const situation = {
			ours: linked(workflow, links),
			unlinked: { name, nodes, connections, settings },
			record: memory.workflows.get(key),
			theirs: found.get(key),
		};
		const tags = (found.get(key)?.tags ?? []).map((tag) => tag.name);
		return { workflow, tags, decision: decide(situation, policies[key] ?? policy) };
	});
}

/** `new:credential:<key>` stands for what is yet to be created. */
export function pendingCredential(key: string): string {
	return `${PENDING}credential:${key}`;
}

function linkOf(step: CredentialStep): LinkedCredential {
	const { key, type, name } = step.spec;
	return step.do === 'reuse-credential'
		? { key, type, id: step.id, name: step.name }
		: { key, type, id: pendingCredential(key), name };
}

/** True when carrying the plan out would leave n8n as it is. */
export function changesNothing({ tables, credentials, workflows }: Plan): boolean {
	return (
		tables.every((step) => step.do === 'check-column') &&
		credentials.every((step) => step.do === 'reuse-credential') &&
		workflows.every(({ decision }) => isIdle(decision))
	);
}

export function isIdle(decision: Decision): boolean {
	return decision.do === 'wait' || (decision.do === 'keep' && !decision.publish);
}
