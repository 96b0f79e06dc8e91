import type { INode } from 'n8n-workflow';

import { isTrigger } from './ports';
import {
	isExpression,
	isRecord,
	parametersOf,
	type Finding,
	type GateContext,
	type Rule,
	type ShippedWorkflow,
} from './types';

const ERROR_HANDLER = 'setup/90-error-handler.json';
const SETTINGS = [
	'executionOrder',
	'errorWorkflow',
	'callerPolicy',
	'timezone',
	'executionTimeout',
	'saveExecutionProgress',
	'saveManualExecutions',
	'saveDataErrorExecution',
	'saveDataSuccessExecution',
];
const CALLED = 'n8n-nodes-base.executeWorkflowTrigger';

/** Failures reach the admin: every workflow that starts by itself names the error handler. */
export const settings: Rule = ({ file, document }, { catalog, shipped }) => {
	const findings: Finding[] = [];
	const { settings: set = {} } = document;
	for (const key of Object.keys(set)) {
		if (!SETTINGS.includes(key)) findings.push({ message: `remove "settings.${key}"` });
	}
	if (set.executionOrder !== 'v1') {
		findings.push({ message: 'settings.executionOrder must be "v1"' });
	}
	const handler = shipped.find((other) => other.file === ERROR_HANDLER)?.document.id;
	const triggers = document.nodes.filter((node) => isTrigger(node, catalog));
	// The failure of a workflow that is only called is reported by the one that called it.
	const isUtility = triggers.length > 0 && triggers.every(({ type }) => type === CALLED);
	if (file === ERROR_HANDLER) {
		if (set.errorWorkflow) findings.push({ message: 'the error handler must not call itself' });
	} else if (!handler) {
		findings.push({ message: `${ERROR_HANDLER} does not exist` });
	} else if (set.errorWorkflow ? set.errorWorkflow !== handler : !isUtility) {
		findings.push({ message: `settings.errorWorkflow must be "${handler}"` });
	}
	return findings;
};

/** Execute Sub-workflow nodes call files that ship, with the inputs that those declare. */
export const subWorkflows: Rule = ({ document }, context) =>
	document.nodes
		.filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow')
		.flatMap((node) =>
			callProblems(node, context).map((message) => ({ node: node.name, message })),
		);

/**
 * The error handler answers nothing for an alert that was told before: a node behind it, such as the
 * one that gives a turn back, would then never run.
 */
export const alertsGoOn: Rule = ({ document }, { shipped }) => {
	const handler = shipped.find(({ file }) => file === ERROR_HANDLER)?.document.id;
	return document.nodes
		.filter(({ type, name, alwaysOutputData, parameters }) => {
			const { value } = (parameters.workflowId ?? {}) as { value?: unknown };
			const leadsOn = document.connections[name]?.main?.some((targets) => targets?.length);
			const isAlert = type === 'n8n-nodes-base.executeWorkflow' && value === handler;
			return isAlert && leadsOn && !alwaysOutputData;
		})
		.map(({ name }) => ({
			node: name,
			message: 'needs "Always Output Data": what follows would wait for an alert that is told',
		}));
};

function callProblems(node: INode, { shipped }: GateContext): string[] {
	const { source = 'database', workflowId, workflowInputs } = parametersOf(node);
	if (source !== 'database') return ['must call a shipped workflow: source "database"'];
	if (!isRecord(workflowId) || isExpression(workflowId.value))
		return ['must name a fixed workflow'];
	const called = shipped.find(({ document }) => document.id === workflowId.value);
	if (!called) return [`calls "${String(workflowId.value)}", which is no shipped workflow`];
	const problems: string[] = [];
	const { name } = called.document;
	if (workflowId.cachedResultName !== undefined && workflowId.cachedResultName !== name) {
		problems.push(`shows the name "${String(workflowId.cachedResultName)}" instead of "${name}"`);
	}
	const declared = inputsOf(called);
	if (!declared) return [...problems, `calls ${called.file}, which has no sub-workflow trigger`];
	const given =
		isRecord(workflowInputs) && isRecord(workflowInputs.value) ? workflowInputs.value : {};
	if (declared === 'any') return problems;
	for (const input of Object.keys(given)) {
		if (!declared.includes(input))
			problems.push(`gives "${input}", which ${called.file} does not take`);
	}
	for (const input of declared) {
		if (!(input in given)) problems.push(`does not give "${input}", which ${called.file} takes`);
	}
	return problems;
}

/** Names of the inputs that a called workflow declares; "any" when it takes whatever comes. */
function inputsOf({ document }: ShippedWorkflow): string[] | 'any' | undefined {
	const trigger = document.nodes.find(({ type }) => type === CALLED);
	if (!trigger) return undefined;
	const { workflowInputs } = parametersOf(trigger);
	if (!isRecord(workflowInputs) || !Array.isArray(workflowInputs.values)) return 'any';
	return workflowInputs.values.map((value: unknown) =>
		String(isRecord(value) ? value.name : value),
	);
}
