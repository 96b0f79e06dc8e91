import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import { credentialData, givenFields, isAsked, type Answers } from './answers';
import { Turn } from './lease';
import { MemoryTable, type Memory, type Written } from './memory';
import type { N8n, PresentTable } from './n8n/api';
import { Trouble, type Troubles } from './n8n/trouble';
import { seen, type Decision } from './plan/decide';
import { PENDING, resolved } from './plan/links';
import { fingerprint, sameContent } from './plan/merge';
import { pendingCredential, type CredentialStep, type Plan, type WorkflowStep } from './plan/plan';
import { addressesOf, type Address } from './shipped/addresses';
import type { CredentialSpec } from './shipped/credentials';
import { SETUP_ID } from './shipped/flows';
import type { Content, ShippedWorkflow } from './shipped/workflow';

const LISTEN_TIMEOUT_MS = 30_000;
const LISTEN_DELAY_MS = 100;
const LISTEN_PAUSE_MS = 250;
const SETUP_TIMEOUT_MS = 60_000;

/** What is being done, for whoever watches. */
export type Progress =
	| { step: 'table' | 'column'; name: string }
	| { step: 'credential'; name: string; did: 'created' | 'reused' | 'corrected' }
	| { step: 'tested'; name: string; outcome: 'ok' | 'untested' | 'unreachable' | 'skipped' }
	| { step: 'workflow'; name: string; did: 'created' | 'updated' | 'kept' | 'waits' }
	| { step: 'published'; name: string }
	| { step: 'setup' }
	| { step: 'setting'; name: string };

export interface Failure {
	workflow: string;
	/** `changed`: somebody has saved or published it since the plan was made, so it was left alone. */
	kind: 'unpublished' | 'deaf' | 'changed';
	message: string;
}

export interface Outcome {
	/** Addresses of everything that is deployed. */
	addresses: Array<Address & { workflow: string }>;
	/** What could not be published; the next run tries again. */
	failures: Failure[];
	/** Credentials that were created with secrets somebody has to enter elsewhere. */
	told: CredentialSpec[];
	writes: number;
}

export interface Work {
	n8n: N8n;
	version: string;
	tables: PresentTable[];
	memory: Memory;
	answers: Answers;
	skipTests: boolean;
	/** How long n8n may take to serve what was published; 30 s unless given. */
	patienceMs?: number;
	progress(step: Progress): void;
	/** Asks for the fields of a credential again, after n8n's test refused it; undefined where nobody can be asked. */
	askAgain?(spec: CredentialSpec, message: string): Promise<Answers['credentials'][string]>;
	/** Secrets were made: no output shows them. Those of `told` are kept where the operator finds them. */
	made(spec: CredentialSpec, told: string[]): void;
	signal?: AbortSignal;
}

/**
 * Carries a plan out, one small step after the other. Each step is written down at once, and each can be done again:
 * a run that was killed anywhere is continued by the next one.
 *
 * @throws {Trouble} what stops everything; workflows that cannot be published do not
 */
export async function carryOut(plan: Plan, work: Work): Promise<Outcome> {
	const memory = await MemoryTable.open(work.n8n, work.tables, work.version);
	return await Turn.during(
		work.n8n,
		memory,
		work.memory,
		async (turn) => await new Run(work, memory, turn).all(plan),
	);
}

class Run {
	/** `new:…` → id in n8n. */
	private readonly ids = new Map<string, string>();
	private tagIds?: Map<string, string>;
	/** This n8n takes no tags. */
	private untagged = false;
	private readonly published: Array<{
		key: string;
		content: Content;
		done: Written;
	}> = [];
	private readonly outcome: Outcome = { addresses: [], failures: [], told: [], writes: 0 };

	constructor(
		private readonly work: Work,
		private readonly memory: MemoryTable,
		private readonly turn: Turn,
	) {}

	async all(plan: Plan): Promise<Outcome> {
		const { n8n } = this.work;
		for (const step of plan.tables) {
			await this.nextStep();
			if (step.do === 'create-table') {
				await n8n.createTable(step.table);
				this.wrote({ step: 'table', name: step.table.name });
			} else if (step.do === 'add-column') {
				await n8n.addColumn(step.tableId, step.column);
				this.wrote({ step: 'column', name: `${step.table}.${step.column.name}` });
			}
		}
		for (const step of plan.credentials) {
			await this.nextStep();
			await this.credential(step);
		}
		for (const step of plan.workflows) {
			await this.nextStep();
			await this.workflow(step);
		}
		await this.listening();
		await this.nextStep();
		await this.settings();
		await this.turn.end(this.outcome.failures.length === 0 ? 'finished' : 'started');
		return this.outcome;
	}

	private async nextStep(): Promise<void> {
		this.work.signal?.throwIfAborted();
		await this.turn.hold();
	}

	private wrote(step: Progress): void {
		this.outcome.writes += 1;
		this.work.progress(step);
	}

	private async credential(step: CredentialStep): Promise<void> {
		const { n8n, answers, progress } = this.work;
		const { spec } = step;
		const { key, type } = spec;
		if (step.do === 'reuse-credential') {
			if (!step.known) await this.memory.credential(key, { id: step.id, created: false });
			progress({ step: 'credential', name: step.name, did: 'reused' });
			await this.tested(spec, step.id, step.name, step.chosen ? 'chosen' : 'reused');
			return;
		}
		const told = spec.fields.filter(
			({ name, generate }) =>
				generate === 'tell' &&
				(answers.credentials[key]?.[name] ?? answers.kept[key]?.[name]) === undefined,
		);
		const data = credentialData(spec, answers);
		// First kept, then used: a secret that only n8n knows could never be entered elsewhere.
		this.work.made(
			spec,
			told.map(({ name }) => name),
		);
		if (told.length > 0) this.outcome.told.push(spec);
		const { id } = await n8n.createCredential({ name: spec.name, type, data });
		await this.memory.credential(key, { id, created: true });
		this.ids.set(pendingCredential(key), id);
		this.wrote({ step: 'credential', name: spec.name, did: 'created' });
		await this.tested(spec, id, spec.name, 'new');
	}

	/**
	 * n8n asks the vendor. A credential that is refused is corrected with what is answered in this run, unless the
	 * operator has chosen it.
	 */
	private async tested(
		spec: CredentialSpec,
		id: string,
		name: string,
		origin: 'new' | 'reused' | 'chosen',
	): Promise<void> {
		const { n8n, progress, skipTests, answers, askAgain } = this.work;
		if (skipTests) return progress({ step: 'tested', name, outcome: 'skipped' });
		// What was given now is in a new credential already.
		let corrected = origin === 'new';
		for (;;) {
			if (mayBeEmpty(spec, answers)) return progress({ step: 'tested', name, outcome: 'skipped' });
			const { status, message } = await n8n.testCredential(id);
			if (status !== 'bad') return progress({ step: 'tested', name, outcome: status });
			if (!corrected && origin === 'reused' && hasAnswer(spec, answers)) {
				corrected = true;
			} else if (askAgain && origin !== 'chosen') {
				const given = await askAgain(spec, message);
				answers.credentials[spec.key] = { ...answers.credentials[spec.key], ...given };
				corrected = true;
			} else {
				throw new Trouble('badCredential', { name, key: spec.key, message });
			}
			await n8n.updateCredential(id, givenFields(spec, answers));
			this.wrote({ step: 'credential', name, did: 'corrected' });
		}
	}

	private async workflow({ workflow, decision, tags }: WorkflowStep): Promise<void> {
		const { n8n, memory, progress } = this.work;
		const { key } = workflow;
		if (decision.do === 'wait') {
			progress({ step: 'workflow', name: workflow.name, did: 'waits' });
			return;
		}
		if (await this.hasChanged(decision)) {
			this.outcome.failures.push({ workflow: workflow.name, kind: 'changed', message: '' });
			progress({ step: 'workflow', name: workflow.name, did: 'waits' });
			return;
		}
		const content = resolved(decision.content, this.ids);
		// The base of the next merge is what we wanted to write, not what the operator made of it.
		const ours = resolved(decision.shipped, this.ids);
		const state = decision.publish ? 'publishing' : 'published';
		let done: Written;
		let versionId: string | undefined;
		if (decision.do === 'create') {
			const stored = await n8n.createWorkflow(content);
			({ versionId } = stored);
			done = { id: stored.id, shipped: ours, written: writtenOf(content, stored) };
			this.ids.set(`${PENDING}${key}`, done.id);
			await this.memory.workflow(key, done, state);
			await this.tag(done.id, workflow, tags);
			this.wrote({ step: 'workflow', name: content.name, did: 'created' });
		} else if (decision.do === 'update') {
			const { id } = decision;
			const record = memory.workflows.get(key);
			if (record && decision.publish) {
				// Whether the update arrives or not, the next run knows what it finds for ours.
				const written = [...(decision.finish ? record.written : []), fingerprint(content)];
				await this.memory.workflow(key, { ...record, written }, 'publishing');
			}
			const stored = await n8n.updateWorkflow(id, content);
			({ versionId } = stored);
			done = { id, shipped: ours, written: writtenOf(content, stored) };
			await this.memory.workflow(key, done, state);
			this.wrote({ step: 'workflow', name: content.name, did: 'updated' });
		} else {
			const { id } = decision;
			({ versionId } = decision.from);
			done = { id, shipped: ours, written: [fingerprint(content)] };
			const record = memory.workflows.get(key);
			const isKnown = record?.id === id && record.published && sameContent(record.shipped, ours);
			if (decision.finish) await this.tag(id, workflow, tags);
			if (decision.finish && !decision.publish && (await this.needsStart(workflow, content))) {
				await n8n.unpublish(id);
				await this.publish(workflow, content, done, versionId);
			} else if (!isKnown) {
				await this.memory.workflow(key, done, state);
			}
			progress({ step: 'workflow', name: content.name, did: 'kept' });
		}
		if (decision.publish) await this.publish(workflow, content, done, versionId);
		this.addAddresses(content);
	}

	/** n8n takes an update whatever it overwrites, and questions and tests may take minutes after the plan was made. */
	private async hasChanged(decision: Decision): Promise<boolean> {
		const writes = decision.do === 'update' || (decision.do === 'keep' && decision.finish);
		if (!writes) return false;
		const now = await this.work.n8n.workflow(decision.id);
		return !now || now.isArchived || !isDeepStrictEqual(seen(now), decision.from);
	}

	private async publish(
		workflow: ShippedWorkflow,
		content: Content,
		done: Written,
		versionId?: string,
	): Promise<void> {
		const { n8n } = this.work;
		const { name } = content;
		const { id } = done;
		const isSetup = workflow.id === SETUP_ID;
		const earlier = isSetup ? await n8n.executions(id, 1) : [];
		try {
			await n8n.publish({ id, name }, versionId);
		} catch (error) {
			if (!(error instanceof Trouble) || error.kind !== 'unpublished') throw error;
			const { message } = error.details as Troubles['unpublished'];
			this.outcome.failures.push({ workflow: name, kind: 'unpublished', message });
			return;
		}
		if (isSetup) await this.setupIsDone(id, Number(earlier[0]?.id ?? 0));
		await this.memory.workflow(workflow.key, done, 'published');
		this.published.push({ key: workflow.key, content, done });
		this.wrote({ step: 'published', name });
	}

	/** Published by a run that broke off: was it before 00-setup had run, or before its addresses were served? */
	private async needsStart(workflow: ShippedWorkflow, { nodes }: Content): Promise<boolean> {
		if (workflow.id === SETUP_ID) return true;
		for (const address of addressesOf(nodes)) {
			if (!(await this.work.n8n.listensAt(address))) return true;
		}
		return false;
	}

	/**
	 * n8n answers before it has started the triggers, and the public API does not tell how that went. But an address
	 * that is served shows it.
	 */
	private async listening(): Promise<void> {
		const { signal, n8n } = this.work;
		const end = Date.now() + (this.work.patienceMs ?? LISTEN_TIMEOUT_MS);
		// n8n logs each question about an address that it does not serve yet.
		if (this.published.length > 0) await delay(LISTEN_DELAY_MS, undefined, { signal });
		for (const { key, content, done } of this.published) {
			for (const address of addressesOf(content.nodes)) {
				let isServed = await n8n.listensAt(address);
				while (!isServed && Date.now() < end) {
					await delay(LISTEN_PAUSE_MS, undefined, { signal });
					isServed = await n8n.listensAt(address);
				}
				if (isServed) continue;
				const failure = { workflow: content.name, kind: 'deaf' as const, message: address.node };
				this.outcome.failures.push(failure);
				await this.memory.workflow(key, done, 'deaf');
				break;
			}
		}
	}

	/**
	 * 00-setup runs by itself when it is published; without its default settings other flows would fail.
	 *
	 * @param after id of the newest execution before that: n8n counts them up
	 */
	private async setupIsDone(id: string, after: number): Promise<void> {
		const end = Date.now() + SETUP_TIMEOUT_MS;
		for (;;) {
			const all = await this.work.n8n.executions(id, 5);
			const runs = all.filter((run) => Number(run.id) > after);
			if (runs.some(({ status }) => status === 'success')) break;
			const failed = runs.find(({ status }) => ['error', 'crashed'].includes(status));
			if (failed || Date.now() > end) throw new Trouble('setupFailed', { execution: failed?.id });
			await delay(250, undefined, { signal: this.work.signal });
		}
		this.work.progress({ step: 'setup' });
	}

	/** Adds the tags of the file to those that the workflow has. */
	private async tag(id: string, { tags }: ShippedWorkflow, present: string[]): Promise<void> {
		const { n8n } = this.work;
		if (this.untagged || tags.every((name) => present.includes(name))) return;
		this.tagIds ??= new Map((await n8n.tags()).map((tag) => [tag.name, tag.id]));
		const all = [...new Set([...present, ...tags])];
		for (const name of all) {
			if (!this.tagIds.has(name)) this.tagIds.set(name, await n8n.createTag(name));
		}
		const tagIds = all.map((name) => this.tagIds!.get(name)!);
		try {
			await n8n.setTags(id, tagIds);
		} catch (error) {
			// An n8n that runs without tags (N8N_WORKFLOW_TAGS_DISABLED) lacks nothing but a filter in its list.
			if (!(error instanceof Trouble) || error.kind !== 'refused') throw error;
			if ((error.details as Troubles['refused']).status !== 400) throw error;
			this.untagged = true;
		}
	}

	/** What was said about `bot_settings`; a value that is there already stays unless it is empty. */
	private async settings(): Promise<void> {
		const { n8n, answers } = this.work;
		const wanted = Object.entries(answers.settings);
		if (wanted.length === 0) return;
		const table = (await n8n.tables()).find(({ name }) => name === 'bot_settings');
		if (!table) return;
		for (const [key, value] of wanted) {
			const [row] = await n8n.rows(table.id, { key });
			if (row?.value === value || row?.value) continue;
			await n8n.upsert(table.id, { key }, { value });
			this.wrote({ step: 'setting', name: key });
		}
	}

	private addAddresses({ nodes, name }: Content): void {
		for (const address of addressesOf(nodes)) {
			this.outcome.addresses.push({ ...address, workflow: name });
		}
	}
}

/** n8n keeps settings that an update leaves out: what it holds need not be what it was sent. */
function writtenOf(sent: Content, stored: Content): string[] {
	return [...new Set([fingerprint(sent), fingerprint(stored)])];
}

/**
 * A shop without Sitniks has a credential with an empty key, and there is nobody to ask. n8n gives no secret back: of
 * a key that nobody gave in this run it cannot be told whether it is empty.
 */
function mayBeEmpty(spec: CredentialSpec, answers: Answers): boolean {
	const given = givenFields(spec, answers);
	return spec.fields.some(({ name, optional }) => optional && !given[name]);
}

/** Something that a person would be asked for was given in this run. */
function hasAnswer(spec: CredentialSpec, answers: Answers): boolean {
	const given = givenFields(spec, answers);
	return spec.fields.some((field) => isAsked(field) && given[field.name] !== undefined);
}
