import {
	openFields,
	questionsOf,
	saveSecrets,
	secretsIn,
	variableOf,
	type Answers,
} from '../answers';
import { carryOut, type Outcome, type Progress } from '../carryOut';
import { connect, look, requirePack, SCOPES } from '../connect';
import { whereTo, type Context } from '../context';
import { patchOf, placeOf } from '../differences';
import { deployedFlows } from '../inspect';
import { Trouble } from '../n8n/trouble';
import type { Policy } from '../plan/decide';
import {
	changesNothing,
	isIdle,
	planDeployment,
	type CredentialStep,
	type Plan,
	type PlanInput,
	type WorkflowStep,
} from '../plan/plan';
import type { CredentialSpec } from '../shipped/credentials';
import { FLOWS, workflowsOf } from '../shipped/flows';
import { shippedTables } from '../shipped/tables';

/**
 * Brings the chosen flows into n8n, or up to this version of the pack.
 *
 * @returns exit code: 1 when something could not be published
 * @throws {Trouble} what stops it; what was done until then is continued by the next run
 */
export async function deploy(context: Context): Promise<number> {
	const { options, answers, words, output, asker, shipped, version } = context;
	const { url, apiKey } = await whereTo(context);
	const n8n = await connect(url, apiKey, [...SCOPES.read, ...SCOPES.deploy]);
	output.progress(words.connected(n8n.url));
	const { present, memory } = await look(n8n);
	if (memory.brokeOff) output.progress(words.brokeOff);
	const flows = await chosenFlows(context, deployedFlows(memory));
	await requirePack(n8n, workflowsOf(flows, shipped));

	const input: PlanInput = {
		shipped,
		flows,
		tables: shippedTables(shipped),
		present,
		memory,
		use: answers.use,
		policy: options.policy ?? 'keep',
	};
	await answerCredentials(planDeployment(input).credentials, context, input);
	output.hide(secretsIn(answers));
	let plan = planDeployment(input);
	if (!options.policy) {
		input.policies = await settleConflicts(plan, context, input);
		plan = planDeployment(input);
	}
	tellPlan(plan, context);
	if (options.dryRun) {
		output.result({ ok: true, dryRun: true, ...planReport(plan) });
		return 0;
	}
	const idle = changesNothing(plan);
	if (!idle && asker && !options.yes && !(await asker.confirm(words.ask.goOn, true))) {
		throw new Trouble('cancelled', {});
	}
	await askAdminChat(context, plan);

	const made: Answers['credentials'] = {};
	const outcome = await carryOut(plan, {
		n8n,
		version,
		tables: present.tables,
		memory,
		answers,
		skipTests: options.skipTests,
		signal: context.signal,
		progress: (step) => {
			const isNews = step.step !== 'workflow' || step.did !== 'kept';
			if (isNews) output.progress(progressText(step, context));
		},
		askAgain:
			asker &&
			(async (spec, message) => {
				output.progress(words.credentialRefused(spec.name, message));
				const given = await askFields(spec, spec.fields.filter(isAsked), context);
				output.hide(Object.values(given));
				return given;
			}),
		made: (spec) => {
			output.hide(secretsIn(answers));
			keepSecrets(spec, made, context);
		},
	});
	tellOutcome(outcome, n8n.url, context);
	output.result({
		ok: outcome.failures.length === 0,
		...planReport(plan),
		writes: outcome.writes,
		addresses: outcome.addresses.map(({ path, ...rest }) => ({
			...rest,
			url: `${n8n.url}/${path}`,
		})),
		failures: outcome.failures,
		secretsFile: outcome.told.length > 0 ? options.secretsFile : undefined,
	});
	return outcome.failures.length === 0 ? 0 : 1;
}

/** Flags and file first, then what is deployed already, then a question. */
async function chosenFlows(
	{ answers, asker, words, options }: Context,
	deployed: string[],
): Promise<string[]> {
	const given = options.flows ?? answers.flows;
	if (given) {
		const unknown = given.filter((flow) => !(FLOWS as readonly string[]).includes(flow));
		if (unknown.length > 0) {
			throw new Trouble('badAnswer', { what: 'flows', message: FLOWS.join(', ') });
		}
		// What is deployed is brought up to date with it: the flows share workflows.
		return [...new Set([...deployed, ...given])];
	}
	if (deployed.length > 0) return deployed;
	if (!asker) throw new Trouble('missingAnswers', { answers: [`--flows ${FLOWS.join(',')}`] });
	return await asker.chooseSome(
		words.ask.flows,
		FLOWS.map((value) => ({ value, label: value, hint: words.flows[value] })),
	);
}

/** Fills in what the plan needs to create credentials: one that is there, or its fields. */
async function answerCredentials(
	steps: CredentialStep[],
	context: Context,
	input: PlanInput,
): Promise<void> {
	const { answers, asker, words } = context;
	const missing: string[] = [];
	for (const { spec, ...step } of steps) {
		if (step.do !== 'create-credential') continue;
		const open = openFields(spec, answers);
		if (!asker) {
			missing.push(
				...open.map(({ name }) => `${spec.key}.${name} (${variableOf(spec.key, name)})`),
			);
			continue;
		}
		const others = input.present.credentials.filter(({ type }) => type === spec.type);
		if (open.length > 0 && others.length > 0) {
			const own = { value: '', label: words.ask.newCredential };
			const choices = others.map(({ id, name }) => ({ value: id, label: name }));
			const use = await asker.choose(words.ask.useCredential(spec.name), [...choices, own]);
			if (use) {
				answers.use[spec.key] = use;
				continue;
			}
		}
		const fields = await askFields(spec, questionsOf(spec, answers), context);
		answers.credentials[spec.key] = { ...answers.credentials[spec.key], ...fields };
	}
	if (missing.length > 0) throw new Trouble('missingAnswers', { answers: missing });
}

function isAsked({ generate, default: value }: CredentialSpec['fields'][number]): boolean {
	return !generate && value === undefined;
}

async function askFields(
	spec: CredentialSpec,
	fields: CredentialSpec['fields'],
	{ asker, words }: Context,
): Promise<Record<string, string>> {
	const given: Record<string, string> = {};
	for (const { name, secret, optional } of fields) {
		const message = words.ask.field(spec.key, name);
		given[name] = secret
			? await asker!.secret(message, { optional })
			: await asker!.text(message, { optional });
	}
	return given;
}

/** Shows what both sides have changed, workflow by workflow, and asks; without anybody to ask the operator's stays. */
async function settleConflicts(
	plan: Plan,
	{ asker, options, words, output }: Context,
	input: PlanInput,
): Promise<Record<string, Policy>> {
	const policies: Record<string, Policy> = {};
	for (const { workflow, decision } of plan.workflows) {
		if (decision.conflicts.length === 0) continue;
		const theirs = input.present.workflows.find(({ id }) => 'id' in decision && id === decision.id);
		output.progress(words.conflicts(workflow.name, decision.conflicts.length));
		for (const conflict of decision.conflicts) {
			const place = placeOf(conflict, [theirs ?? workflow, workflow]);
			const patch = patchOf(conflict.theirs, conflict.ours);
			output.progress(`  ${place}\n${patch.replace(/^/gm, '    ')}`);
		}
		if (!asker || options.yes) continue;
		policies[workflow.key] = (await asker.choose(words.ask.conflict(workflow.name), [
			{ value: 'keep', label: words.ask.keep },
			{ value: 'take', label: words.ask.take },
			{ value: 'replace', label: words.ask.replace },
		])) as Policy;
	}
	return policies;
}

/** One question more on the first day: without the chat nobody hears of failures. */
async function askAdminChat({ answers, asker, words }: Context, plan: Plan): Promise<void> {
	const isFirst = plan.tables.some(
		(step) => step.do === 'create-table' && step.table.name === 'bot_settings',
	);
	if (!asker || !isFirst || answers.settings.admin_chat_id !== undefined) return;
	const chat = await asker.text(words.ask.adminChat, { optional: true });
	if (chat) answers.settings.admin_chat_id = chat;
}

/** Only what somebody has to enter elsewhere is written down outside n8n. */
function keepSecrets(
	spec: CredentialSpec,
	made: Answers['credentials'],
	{ answers, options, words, output }: Context,
): void {
	for (const { name, generate } of spec.fields) {
		const value = answers.credentials[spec.key]?.[name];
		if (generate === 'tell' && value) (made[spec.key] ??= {})[name] = value;
	}
	if (!made[spec.key]) return;
	saveSecrets(options.secretsFile, made);
	output.progress(words.secretKept(spec.name, options.secretsFile));
}

function tellPlan(plan: Plan, { words, output, options }: Context): void {
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

function planReport({ tables, credentials, workflows }: Plan) {
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

function progressText(step: Progress, { words }: Context): string {
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

function tellOutcome(outcome: Outcome, url: string, { words, output, options }: Context): void {
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
