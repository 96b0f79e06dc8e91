import { isAsked, saveSecrets, secretsIn } from '../answers';
import { carryOut } from '../carryOut';
import { connect, look, requirePack, SCOPES } from '../connect';
import { whereTo, type Context } from '../context';
import { deployedFlows } from '../inspect';
import { requireFree } from '../lease';
import { MEMORY, memoryTable } from '../memory';
import { Trouble } from '../n8n/trouble';
import { changesNothing, planDeployment, type PlanInput } from '../plan/plan';
import {
	answerCredentials,
	askAdminChat,
	askFields,
	chosenFlows,
	settleConflicts,
} from '../questions';
import { planReport, progressText, tellOutcome, tellPlan } from '../report';
import type { CredentialSpec } from '../shipped/credentials';
import { workflowsOf } from '../shipped/flows';
import { shippedTables } from '../shipped/tables';

/**
 * Brings the chosen flows into n8n, or up to this version of the pack.
 *
 * @returns exit code: 1 when something could not be published
 * @throws {Trouble} what stops it; what was done until then is continued by the next run
 */
export async function deploy(context: Context): Promise<number> {
	const { options, answers, words, output, asker, shipped, version } = context;
	const n8n = await connect(await whereTo(context), [...SCOPES.read, ...SCOPES.deploy]);
	output.progress(words.connected(n8n.url));
	const { present, memory } = await look(n8n);
	if (!options.dryRun) requireFree(memory.lease, n8n);
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

	// In which project n8n creates things shows when the first one is there; what lies in others is none of ours.
	if (!memoryTable(present.tables)) {
		await n8n.createTable(MEMORY);
		input.present = (await look(n8n)).present;
		plan = planDeployment(input);
	}
	const outcome = await carryOut(plan, {
		n8n,
		version,
		tables: input.present.tables,
		memory,
		answers,
		skipTests: options.skipTests,
		signal: context.signal,
		patienceMs: context.patienceMs,
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
		made: (spec, told) => {
			output.hide(secretsIn(answers));
			if (told.length > 0) keepSecrets(spec, told, context);
		},
	});
	tellOutcome(outcome, n8n.webhookUrl, context);
	output.result({
		ok: outcome.failures.length === 0,
		...planReport(plan),
		writes: outcome.writes,
		addresses: outcome.addresses.map(({ path, ...rest }) => ({
			...rest,
			url: `${n8n.webhookUrl}/${path}`,
		})),
		failures: outcome.failures,
		secretsFile: outcome.told.length > 0 ? options.secretsFile : undefined,
	});
	return outcome.failures.length === 0 ? 0 : 1;
}

/** Only what somebody has to enter elsewhere is written down outside n8n. */
function keepSecrets(
	{ key, name }: CredentialSpec,
	told: string[],
	{ answers, options, words, output }: Context,
): void {
	const made = told.map((field) => [field, answers.credentials[key][field]] as const);
	saveSecrets(options.secretsFile, { [key]: Object.fromEntries(made) });
	output.progress(words.secretKept(name, options.secretsFile));
}
