import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expressions, nodeReferences } from './expressions';
import { connections, reachable } from './graph';
import { nodeOverlaps, wholePositions } from './layout';
import { alertsGoOn, settings, subWorkflows } from './links';
import { nodeNames, workflowName } from './names';
import { nodeTypes } from './nodeTypes';
import { lostParameters, parameterValues, requiredParameters } from './parameters';
import { secrets } from './secrets';
import { ids, keys, structureProblems } from './shape';
import { expressionsAltogether, noHeaders, readableCanvas, savedRuns } from './size';
import { overviewSticky, sectionStickies, stickyOverlaps } from './stickies';
import { dataTables } from './tables';
import type { Catalog, Problem, Rule, ShippedWorkflow } from './types';

/** Every rule that a shipped workflow keeps, by the name that a report shows. */
export const RULES: Record<string, Rule> = {
	keys,
	ids,
	'node-types': nodeTypes,
	'lost-parameters': lostParameters,
	'parameter-values': parameterValues,
	'required-parameters': requiredParameters,
	connections,
	reachable,
	settings,
	'sub-workflows': subWorkflows,
	'alerts-go-on': alertsGoOn,
	expressions,
	'node-references': nodeReferences,
	'data-tables': dataTables,
	secrets,
	'node-names': nodeNames,
	'workflow-name': workflowName,
	'readable-canvas': readableCanvas,
	'expressions-altogether': expressionsAltogether,
	'saved-runs': savedRuns,
	'no-headers': noHeaders,
	'overview-sticky': overviewSticky,
	'section-stickies': sectionStickies,
	'sticky-overlaps': stickyOverlaps,
	'node-overlaps': nodeOverlaps,
	'whole-positions': wholePositions,
};

export interface WorkflowSource {
	/** Path below `workflows/`. */
	file: string;
	json: string;
}

/** All `*.json` below a folder, sorted by path. */
export function readWorkflows(folder: string): WorkflowSource[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => ({ file, json: readFileSync(join(folder, file), 'utf8') }));
}

/** Every problem of every file, so that an author sees all of them at once. */
export function checkWorkflows(sources: WorkflowSource[], catalog: Catalog): Problem[] {
	const problems: Problem[] = [];
	const shipped: ShippedWorkflow[] = [];
	for (const { file, json } of sources) {
		let document: unknown;
		try {
			document = JSON.parse(json);
		} catch (error) {
			problems.push({ file, rule: 'json', message: (error as Error).message });
			continue;
		}
		const broken = structureProblems(document);
		for (const finding of broken) problems.push({ file, rule: 'structure', ...finding });
		if (broken.length === 0) shipped.push({ file, document } as ShippedWorkflow);
	}
	for (const workflow of shipped) {
		for (const [rule, check] of Object.entries(RULES)) {
			for (const finding of check(workflow, { catalog, shipped })) {
				problems.push({ file: workflow.file, rule, ...finding });
			}
		}
	}
	return problems;
}

/** A list to read: by file, then by node. */
export function report(problems: Problem[]): string {
	const files = [...new Set(problems.map(({ file }) => file))];
	return files
		.map((file) => {
			const lines = problems
				.filter((problem) => problem.file === file)
				.map(({ node, rule, message }) => `    ${node ? `[${node}] ` : ''}${message}  (${rule})`);
			return [`  workflows/${file}`, ...lines].join('\n');
		})
		.join('\n');
}
