import { openFields, questionsOf, variableOf } from './answers';
import type { Context } from './context';
import { patchOf, placeOf } from './differences';
import { Trouble } from './n8n/trouble';
import type { Policy } from './plan/decide';
import type { CredentialStep, Plan, PlanInput } from './plan/plan';
import type { CredentialSpec } from './shipped/credentials';
import { FLOWS } from './shipped/flows';

/** Flags and file first, then what is deployed already, then a question. */
export async function chosenFlows(
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
export async function answerCredentials(
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

export async function askFields(
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
export async function settleConflicts(
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
export async function askAdminChat({ answers, asker, words }: Context, plan: Plan): Promise<void> {
	const isFirst = plan.tables.some(
		(step) => step.do === 'create-table' && step.table.name === 'bot_settings',
	);
	if (!asker || !isFirst || answers.settings.admin_chat_id !== undefined) return;
	const chat = await asker.text(words.ask.adminChat, { optional: true });
	if (chat) answers.settings.admin_chat_id = chat;
}
