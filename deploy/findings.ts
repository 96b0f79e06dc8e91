import type { Inspected } from './inspect';
import type { PresentTable, StoredRow } from './n8n/api';
import type { TableStep } from './plan/plan';

/** What can be found, with the facts that its words need; each kind has a next step in `words/`. */
export interface FindingFacts {
	missingPack: { types: string[] };
	brokeOff: Record<string, never>;
	nothingDeployed: Record<string, never>;
	workflow: { name: string; state: Inspected['states'][number]; details: string[] };
	absent: { name: string };
	table: { name: string; lacks: 'table' | 'column' };
	columnType: { name: string; wanted: string; present: string };
	full: { percent: number };
	credentialGone: { name: string; key: string };
	credentialBad: { name: string; key: string; message: string };
	deaf: { workflow: string; url: string };
	failedRuns: { workflow: string; count: number };
	noAdminChat: Record<string, never>;
	noShop: Record<string, never>;
	paused: { session: string; until: string; reason: string };
	session: { session: string; status: string };
	waiting: { table: string; hours: number };
}

export type FindingKind = keyof FindingFacts;
export type Finding = {
	[Kind in FindingKind]: { kind: Kind; facts: FindingFacts[Kind] };
}[FindingKind];

/** n8n's cap of all Data Tables together, unless N8N_DATA_TABLES_MAX_SIZE_BYTES says otherwise. */
const TABLES_MAX_BYTES = 200 * 1024 * 1024;
const HOUR_MS = 3_600_000;

/** Tables in which rows wait to be worked on, with the status that waits. */
export const QUEUES: Array<[table: string, status: string]> = [
	['whatsapp_messages_log', 'pending'],
	['relay_messages', 'pending'],
	['payment_events', 'pending'],
	['payment_events', 'failed'],
	['sitniks_stages', 'pending'],
];

/** States that need somebody; a workflow that was changed by hand is as its operator wants it. */
export function workflowFindings(found: Inspected[]): Finding[] {
	return found.flatMap(({ name, states, broken }) =>
		states
			.filter((state) => state !== 'changed')
			.map((state): Finding => {
				const details = state === 'broken' ? broken.map(({ node }) => node) : [];
				return { kind: 'workflow', facts: { name, state, details } };
			}),
	);
}

export function tableFindings(steps: TableStep[]): Finding[] {
	return steps.map((step): Finding => {
		if (step.do === 'create-table') {
			return { kind: 'table', facts: { name: step.table.name, lacks: 'table' } };
		}
		const name = `${step.table}.${step.column.name}`;
		if (step.do === 'add-column') return { kind: 'table', facts: { name, lacks: 'column' } };
		const { present, column } = step;
		return { kind: 'columnType', facts: { name, wanted: column.type, present } };
	});
}

/** From 80 % on: the purge workflow warns at the same mark. */
export function sizeFindings(tables: Array<Pick<PresentTable, 'sizeBytes'>>): Finding[] {
	const bytes = tables.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
	const percent = Math.floor((bytes / TABLES_MAX_BYTES) * 100);
	return percent >= 80 ? [{ kind: 'full', facts: { percent } }] : [];
}

/** A row that has waited for more than an hour: the longest pause between two tries is shorter. */
export function waitingFindings(table: string, row: StoredRow | undefined, now: number): Finding[] {
	if (!row) return [];
	const hours = Math.floor((now - Date.parse(row.createdAt)) / HOUR_MS);
	return hours >= 1 ? [{ kind: 'waiting', facts: { table, hours } }] : [];
}

/** @param rows of `whatsapp_settings` */
export function shopFindings(rows: StoredRow[], now: number): Finding[] {
	const enabled = rows.filter(({ is_enabled: isEnabled }) => isEnabled === true || isEnabled === 1);
	if (enabled.length === 0) return [{ kind: 'noShop', facts: {} }];
	return enabled
		.filter(({ paused_until: until }) => until && Date.parse(String(until)) > now)
		.map(({ waha_session_name: session, paused_until: until, pause_reason: reason }): Finding => ({
			kind: 'paused',
			facts: { session: String(session), until: String(until), reason: String(reason ?? '') },
		}));
}

/** @param names sessions that shops send through */
export function sessionFindings(
	names: string[],
	sessions: Array<{ name: string; status: string }>,
): Finding[] {
	return [...new Set(names)].flatMap((session): Finding[] => {
		const status = sessions.find(({ name }) => name === session)?.status ?? 'MISSING';
		return status === 'WORKING' ? [] : [{ kind: 'session', facts: { session, status } }];
	});
}
