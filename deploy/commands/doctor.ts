import { connect, look, missingTypes, SCOPES } from '../connect';
import { whereTo, type Context } from '../context';
import {
	QUEUES,
	sessionFindings,
	shopFindings,
	sizeFindings,
	tableFindings,
	waitingFindings,
	workflowFindings,
	type Finding,
} from '../findings';
import { deployedFlows, inspect, notDeployed, type Inspected } from '../inspect';
import type { Memory } from '../memory';
import type { N8n } from '../n8n/api';
import { planTables, type Present } from '../plan/plan';
import { addressesOf } from '../shipped/addresses';
import { CREDENTIALS } from '../shipped/credentials';
import { workflowsOf } from '../shipped/flows';
import { shippedTables } from '../shipped/tables';

const DAY_MS = 24 * 3_600_000;
const WAHA_TIMEOUT_MS = 10_000;

/** Looks at everything that a deployment needs and says what to do next. Changes nothing. @returns exit code: 1 with findings */
export async function doctor(context: Context): Promise<number> {
	const { words, output } = context;
	const n8n = await connect(await whereTo(context), SCOPES.read);
	const { present, memory } = await look(n8n);
	const findings = await examine(n8n, present, memory, context);
	for (const { kind, facts } of findings) {
		const say = words.findings[kind] as (facts: Finding['facts']) => { what: string; next: string };
		const { what, next } = say(facts);
		output.say(`✗ ${what}\n    → ${next}`);
	}
	output.say(findings.length > 0 ? words.doctor.found(findings.length) : words.doctor.healthy);
	output.result({
		ok: findings.length === 0,
		findings: findings.map((one) => withWords(one, context)),
	});
	return findings.length > 0 ? 1 : 0;
}

function withWords(finding: Finding, { words }: Context) {
	const say = words.findings[finding.kind] as (facts: Finding['facts']) => object;
	return { ...finding, ...say(finding.facts) };
}

async function examine(
	n8n: N8n,
	present: Present,
	memory: Memory,
	context: Context,
): Promise<Finding[]> {
	const { shipped } = context;
	if (memory.workflows.size === 0) return [{ kind: 'nothingDeployed', facts: {} }];
	const flows = deployedFlows(memory);
	const types = await missingTypes(n8n, workflowsOf(flows, shipped));
	const found = inspect(shipped, memory, present);
	return [
		...(types.length > 0 ? [{ kind: 'missingPack' as const, facts: { types } }] : []),
		...(memory.brokeOff ? [{ kind: 'brokeOff' as const, facts: {} }] : []),
		...workflowFindings(found),
		...notDeployed(shipped, memory).map(({ name }): Finding => ({
			kind: 'absent',
			facts: { name },
		})),
		...tableFindings(planTables(shippedTables(shipped), present.tables)),
		...sizeFindings(present.tables),
		...(await credentialFindings(n8n, present, memory)),
		...(await addressFindings(n8n, found)),
		...(await runFindings(n8n, found)),
		...(await rowFindings(n8n, present, flows, context)),
	];
}

async function credentialFindings(n8n: N8n, present: Present, memory: Memory): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const { key, name } of CREDENTIALS) {
		const record = memory.credentials.get(key);
		if (!record) continue;
		const found = present.credentials.find(({ id }) => id === record.id);
		if (!found) {
			findings.push({ kind: 'credentialGone', facts: { name, key } });
			continue;
		}
		const { status, message } = await n8n.testCredential(found.id);
		if (status !== 'bad' && status !== 'unreachable') continue;
		findings.push({ kind: 'credentialBad', facts: { name: found.name, key, message } });
	}
	return findings;
}

async function addressFindings(n8n: N8n, found: Inspected[]): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const { theirs, name } of found) {
		if (!theirs?.activeVersionId) continue;
		for (const address of addressesOf(theirs.nodes)) {
			if (await n8n.listensAt(address)) continue;
			findings.push({
				kind: 'deaf',
				facts: { workflow: name, url: `${n8n.webhookUrl}/${address.path}` },
			});
		}
	}
	return findings;
}

async function runFindings(n8n: N8n, found: Inspected[]): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const { theirs, name } of found) {
		if (!theirs) continue;
		const failed = (await n8n.executions(theirs.id, 50)).filter(
			({ status, startedAt }) =>
				['error', 'crashed'].includes(status) && Date.parse(startedAt) > Date.now() - DAY_MS,
		);
		if (failed.length > 0) {
			findings.push({ kind: 'failedRuns', facts: { workflow: name, count: failed.length } });
		}
	}
	return findings;
}

async function rowFindings(
	n8n: N8n,
	{ tables }: Present,
	flows: string[],
	context: Context,
): Promise<Finding[]> {
	const now = Date.now();
	const idOf = (name: string) => tables.find((table) => table.name === name)?.id;
	const findings: Finding[] = [];
	const settings = idOf('bot_settings');
	if (settings) {
		const [chat] = await n8n.rows(settings, { key: 'admin_chat_id' });
		if (!chat?.value) findings.push({ kind: 'noAdminChat', facts: {} });
	}
	for (const [table, status] of QUEUES) {
		const id = idOf(table);
		const row = id ? await n8n.oldestRow(id, { status }) : undefined;
		findings.push(...waitingFindings(table, row, now));
	}
	const shops = flows.includes('kaspi-whatsapp') ? idOf('whatsapp_settings') : undefined;
	if (shops) {
		const rows = await n8n.rows(shops);
		findings.push(...shopFindings(rows, now));
		const names = rows.filter((row) => row.is_enabled).map((row) => String(row.waha_session_name));
		findings.push(...(await wahaFindings(names, context)));
	}
	return findings;
}

/** n8n gives no secret back, so the sessions are asked for only where the answers hold WAHA's key. */
async function wahaFindings(names: string[], { answers }: Context): Promise<Finding[]> {
	const { baseUrl, apiKey } = { ...answers.kept.waha, ...answers.credentials.waha };
	if (!baseUrl || !apiKey || names.length === 0) return [];
	try {
		const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/api/sessions?all=true`, {
			headers: { 'x-api-key': apiKey },
			redirect: 'manual',
			signal: AbortSignal.timeout(WAHA_TIMEOUT_MS),
		});
		const sessions = response.ok ? ((await response.json()) as unknown) : [];
		return sessionFindings(names, Array.isArray(sessions) ? sessions : []);
	} catch {
		// It may be reachable from n8n only: there n8n's own test of the credential has asked it.
		return [];
	}
}
