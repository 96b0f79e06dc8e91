import { setTimeout as delay } from 'node:timers/promises';

import { credentialData, givenFields, isAsked, type Answers } from './answers';
import { MemoryTable, type Memory } from './memory';
import type { N8n, PresentTable } from './n8n/api';
import { Trouble, type Troubles } from './n8n/trouble';
import { PENDING, resolved } from './plan/links';
import { sameContent } from './plan/merge';
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
	kind: 'unpublished' | 'deaf';
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
	const run = new Run(work, await MemoryTable.open(work.n8n, work.tables, work.version));
	return await run.all(plan);
}

class Run {
	/** `new:…` → id in n8n. */
	private readonly ids = new Map<string, string>();
	private tagIds?: Map<string, string>;
	/** This n8n takes no tags. */
	private untagged = false;
	private readonly published: Array<{
		key: string;
		id: string;
		content: Content;
		ours: Content;
	}> = [];
	private readonly outcome: Outcome = { addresses: [], failures: [], told: [], writes: 0 };

	constructor(
		private readonly work: Work,
		private readonly memory: MemoryTable,
	) {}

	async all(plan: Plan): Promise<Outcome> {
		const { signal, n8n } = this.work;
		await this.memory.run('started');
		for (const step of plan.tables) {
			signal?.throwIfAborted();
			if (step.do === 'create-table') {
				await n8n.createTable(step.table);
				this.wrote({ step: 'table', name: step.table.name });
			} else if (step.do === 'add-column') {
				await n8n.addColumn(step.tableId, step.column);
				this.wrote({ step: 'column', name: `${step.table}.${step.column.name}` });
			}
		}
		for (const step of plan.credentials) {
			signal?.throwIfAborted();
			await this.credential(step);
		}
		for (const step of plan.workflows) {
			signal?.throwIfAborted();
			await this.workflow(step);
		}
		await this.listening();
		await this.settings();
		if (this.outcome.failures.length === 0) await this.memory.run('finished');
		return this.outcome;
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
		const content = resolved(decision.content, this.ids);
		// The base of the next merge is what we wanted to write, not what the operator made of it.
		const ours = resolved(decision.shipped, this.ids);
		let id: string;
		let versionId: string | undefined;
		if (decision.do === 'create') {
			({ id, versionId } = await n8n.createWorkflow(content));
			this.ids.set(`${PENDING}${key}`, id);
			await this.memory.workflow(key, id, ours, false);
			await this.tag(id, workflow, tags);
			this.wrote({ step: 'workflow', name: content.name, did: 'created' });
		} else if (decision.do === 'update') {
			({ id } = decision);
			const record = memory.workflows.get(key);
			if (record && decision.publish) await this.memory.workflow(key, id, record.shipped, false);
			({ versionId } = await n8n.updateWorkflow(id, content));
			await this.memory.workflow(key, id, ours, !decision.publish);
			this.wrote({ step: 'workflow', name: content.name, did: 'updated' });
		} else {
			({ id } = decision);
			const record = memory.workflows.get(key);
			const isKnown = record?.id === id && sameContent(record.shipped, ours);
			if (decision.finish) await this.tag(id, workflow, tags);
			if (decision.finish && !decision.publish && (await this.needsStart(workflow, content))) {
				await n8n.unpublish(id);
				await this.publish(workflow, id, content, ours);
			} else if (!isKnown || decision.finish) {
				await this.memory.workflow(key, id, ours, !decision.publish);
			}
			progress({ step: 'workflow', name: content.name, did: 'kept' });
		}
		if (decision.publish) await this.publish(workflow, id, content, ours, versionId);
		this.addAddresses(content);
	}

	private async publish(
		workflow: ShippedWorkflow,
		id: string,
		content: Content,
		ours: Content,
		versionId?: string,
	): Promise<void> {
		const { n8n } = this.work;
		const { name } = content;
		try {
			await n8n.publish({ id, name }, versionId);
		} catch (error) {
			if (!(error instanceof Trouble) || error.kind !== 'unpublished') throw error;
			const { message } = error.details as Troubles['unpublished'];
			this.outcome.failures.push({ workflow: name, kind: 'unpublished', message });
			return;
		}
		if (workflow.id === SETUP_ID) await this.setupIsDone(id);
		await this.memory.workflow(workflow.key, id, ours, true);
		this.published.push({ key: workflow.key, id, content, ours });
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
		for (const { key, id, content, ours } of this.published) {
			for (const address of addressesOf(content.nodes)) {
				let isServed = await n8n.listensAt(address);
				while (!isServed && Date.now() < end) {
					await delay(LISTEN_PAUSE_MS, undefined, { signal });
					isServed = await n8n.listensAt(address);
				}
				if (isServed) continue;
				const failure = { workflow: content.name, kind: 'deaf' as const, message: address.node };
				this.outcome.failures.push(failure);
				await this.memory.workflow(key, id, ours, false);
				break;
			}
		}
	}

	/** 00-setup runs by itself when it is published; without its default settings other flows would fail. */
	private async setupIsDone(id: string): Promise<void> {
		const end = Date.now() + SETUP_TIMEOUT_MS;
		for (;;) {
			const runs = await this.work.n8n.executions(id, 5);
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
