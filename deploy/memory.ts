import { gunzipSync, gzipSync } from 'node:zlib';

import type { Lease } from './lease';
import type { N8n, PresentTable, Row, StoredRow } from './n8n/api';
import type { WorkflowRecord } from './plan/decide';
import type { Table } from './shipped/tables';
import type { Content } from './shipped/workflow';

/**
 * What was shipped before, kept in a Data Table of the same n8n.
 *
 * It has to survive what operators do: they edit sticky notes and static data goes with each run; `meta` and ids are
 * closed to the public API; n8n forgets old versions of a workflow; a file on somebody's laptop is not there when
 * somebody else deploys. A table is in n8n's own backup, is not touched by the canvas, and costs 200 KB for
 * everything. The whole content is kept (packed), not its hash alone: so any version of the pack can merge with
 * what any other version had brought, and the package needs no older definitions.
 *
 * When the table is lost, workflows are recognised by name and nodes, see `recognise`.
 */
export const MEMORY: Table = {
	name: 'crm_bridge_deploy',
	columns: [
		/** `workflow`, `credential` or `run`. */
		{ name: 'kind', type: 'string' },
		/** `kaspi-whatsapp/20-new-orders`, `kaspi`, `last`. */
		{ name: 'key', type: 'string' },
		{ name: 'n8n_id', type: 'string' },
		/** Version of the pack. */
		{ name: 'version', type: 'string' },
		/** Workflow: `publishing`, `published`, `deaf`. Credential: `created`, `found`. Run: `started`, `finished`. */
		{ name: 'state', type: 'string' },
		/** Content as it was written, packed. */
		{ name: 'shipped', type: 'string' },
		/** Fingerprints of the workflow as n8n got it, the operator's changes with it, with spaces between them. */
		{ name: 'written', type: 'string' },
		/** Run: who is at work, as JSON. */
		{ name: 'lease', type: 'string' },
	],
};

export interface CredentialRecord {
	id: string;
	/** False when it was there before: an uninstall leaves it alone. */
	created: boolean;
}

/** What is written down about a workflow. */
export type Written = Pick<WorkflowRecord, 'id' | 'shipped' | 'written'>;

export interface Memory {
	workflows: Map<string, WorkflowRecord>;
	credentials: Map<string, CredentialRecord>;
	/** A run has begun and did not come to its end. */
	brokeOff: boolean;
	/** Of the last run. */
	lease?: Lease;
	/** Version of the pack that was deployed last. */
	version?: string;
}

export function emptyMemory(): Memory {
	return { workflows: new Map(), credentials: new Map(), brokeOff: false };
}

/** A row that cannot be read (somebody edited it) counts as lost. */
export function memoryOf(rows: StoredRow[]): Memory {
	const memory = emptyMemory();
	for (const { kind, key, n8n_id: id, version, state, shipped, ...more } of rows) {
		if (typeof key !== 'string' || typeof id !== 'string') continue;
		if (kind === 'run') {
			memory.brokeOff = state === 'started';
			memory.lease = leaseOf(more.lease);
			memory.version = String(version ?? '');
		} else if (kind === 'credential') {
			memory.credentials.set(key, { id, created: state === 'created' });
		} else if (kind === 'workflow') {
			const content = unpacked(String(shipped ?? ''));
			if (!content) continue;
			memory.workflows.set(key, {
				...{ id, shipped: content, version: String(version) },
				...{ published: state === 'published', deaf: state === 'deaf' },
				written: String(more.written ?? '')
					.split(' ')
					.filter(Boolean),
			});
		}
	}
	return memory;
}

function leaseOf(cell: unknown): Lease | undefined {
	try {
		return (JSON.parse(String(cell)) as Lease | null) ?? undefined;
	} catch {
		return undefined;
	}
}

export function packed(content: Content): string {
	return gzipSync(JSON.stringify(content)).toString('base64');
}

function unpacked(text: string): Content | undefined {
	try {
		const content = JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8')) as Content;
		return Array.isArray(content.nodes) ? content : undefined;
	} catch {
		return undefined;
	}
}

/** Writes the memory down, one row at a time, so that a run may break off anywhere. */
export class MemoryTable {
	private constructor(
		private readonly n8n: N8n,
		readonly table: PresentTable,
		private readonly version: string,
	) {}

	/** @param tables of this n8n; what is not there of the memory is created */
	static async open(n8n: N8n, tables: PresentTable[], version: string): Promise<MemoryTable> {
		const table = memoryTable(tables) ?? (await n8n.createTable(MEMORY));
		for (const column of MEMORY.columns) {
			if (table.columns.some(({ name }) => name === column.name)) continue;
			await n8n.addColumn(table.id, column);
		}
		return new MemoryTable(n8n, table, version);
	}

	async run(state: 'started' | 'finished', lease: Lease): Promise<void> {
		await this.write('run', 'last', { n8n_id: '', state, lease: JSON.stringify(lease) });
	}

	/** Who is or was the last one at work, as it is written down now. */
	async lease(): Promise<Lease | undefined> {
		const row = await this.n8n.oldestRow(this.table.id, { kind: 'run', key: 'last' });
		return leaseOf(row?.lease);
	}

	async credential(key: string, { id, created }: CredentialRecord): Promise<void> {
		await this.write('credential', key, { n8n_id: id, state: created ? 'created' : 'found' });
	}

	/** `publishing`: n8n holds something that is still to be published. */
	async workflow(
		key: string,
		{ id, shipped, written }: Written,
		state: 'publishing' | 'published' | 'deaf',
	): Promise<void> {
		const data = { n8n_id: id, shipped: packed(shipped), written: written.join(' ') };
		await this.write('workflow', key, { ...data, state });
	}

	async forget(kind: 'workflow' | 'credential', key: string): Promise<void> {
		await this.n8n.deleteRows(this.table.id, { kind, key });
	}

	private async write(kind: string, key: string, data: Row): Promise<void> {
		await this.n8n.upsert(this.table.id, { kind, key }, { ...data, version: this.version });
	}
}

export function memoryTable(tables: PresentTable[]): PresentTable | undefined {
	return tables.find(({ name }) => name === MEMORY.name);
}

export async function readMemory(n8n: N8n, tables: PresentTable[]): Promise<Memory> {
	const table = memoryTable(tables);
	return table ? memoryOf(await n8n.rows(table.id)) : emptyMemory();
}
