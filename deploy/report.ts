import type { Outcome, Progress } from './carryOut';
import type { Context } from './context';
import { placeOf } from './differences';
import { changesNothing, isIdle, type Plan, type WorkflowStep } from './plan/plan';

/** What is going to be done, in a few lines. */
export function tellPlan(plan: Plan, { words, output, options }: Context): void {
	for (const step of plan.tables) {
		if (step.do === 'check-column') {
			output.progress(words.otherColumn(step.table, step.column, step.present));
		}
	}
	const count = (kind: WorkflowStep['decision']['do']) =>
		plan.workflows.filter(({ decision }) => decision.do === kind && !isIdle(decision)).length;
	output.progress(
		changesNothing(plan)
			? words.nothingToDo
			: words.plan({
					tables: plan.tables.filter((step) => step.do !== 'check-column').length,
					credentials: plan.credentials.filter((step) => step.do === 'create-credential').length,
					created: count('create'),
					updated: count('update'),
					published: count('keep'),
				}),
	);
	for (const { workflow, decision } of plan.workflows) {
		if (decision.do === 'wait') output.progress(words.draft(workflow.name));
		if (decision.do === 'create' && decision.again) output.progress(words.again(workflow.name));
		if (decision.do !== 'update' || decision.edits.length === 0) continue;
		const places = decision.edits.map((edit) => placeOf(edit, [decision.content, workflow]));
		output.progress(words.edits(workflow.name, [...new Set(places)], options.policy === 'replace'));
	}
}

/** The same for `--json`. */
export function planReport({ tables, credentials, workflows }: Plan) {
	return {
		tables: tables.map((step) => ({
			do: step.do,
			name: step.do === 'create-table' ? step.table.name : `${step.table}.${step.column.name}`,
		})),
		credentials: credentials.map((step) => ({ do: step.do, key: step.spec.key })),
		workflows: workflows.map(({ workflow, decision }) => ({
			key: workflow.key,
			name: workflow.name,
			do: decision.do,
			publish: decision.publish,
			edits: decision.edits.map((edit) => placeOf(edit, [workflow])),
			conflicts: decision.conflicts.map((edit) => placeOf(edit, [workflow])),
		})),
	};
}

export function progressText(step: Progress, { words }: Context): string {
	switch (step.step) {
		case 'table':
			return words.progress.table(step.name);
		case 'column':
			return words.progress.column(step.name);
		case 'credential':
			return words.progress.credential(step.name, step.did);
		case 'tested':
			return words.progress.tested(step.name, step.outcome);
		case 'workflow':
			return words.progress.workflow(step.name, step.did);
		case 'published':
			return words.progress.published(step.name);
		case 'setup':
			return words.progress.setup;
		case 'setting':
			return words.progress.setting(step.name);
	}
}

/** What came of it: what could not be published, and the addresses with where to enter them. */
export function tellOutcome(
	outcome: Outcome,
	url: string,
	{ words, output, options }: Context,
): void {
	for (const failure of outcome.failures) output.progress(words.failure(failure));
	const { addresses } = outcome;
	const of = (kind: string) => addresses.filter((address) => address.kind === kind);
	const enter = of('enter');
	if (enter.length > 0) {
		output.say(words.addresses.enter);
		for (const { key, path } of enter) {
			output.say(`  ${url}/${path}\n      ${words.addresses.where(key, options.secretsFile)}`);
		}
	}
	const self = of('self');
	if (self.length > 0) {
		output.say(words.addresses.self);
		for (const { key, path } of self) {
			output.say(`  ${url}/${path}\n      ${words.addresses.where(key, options.secretsFile)}`);
		}
	}
	const forms = of('form');
	if (forms.length > 0) {
		output.say(words.addresses.forms(options.secretsFile));
		for (const { path, workflow } of forms) output.say(`  ${url}/${path}\n      ${workflow}`);
	}
	output.say(outcome.failures.length > 0 ? words.notAll : words.done);
}
