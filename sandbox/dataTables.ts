import { filterOf } from '../deploy/n8n/rowFilter';
import type { N8nApi } from './n8nApi';

export type Row = Record<string, string | number | boolean | null>;
export type StoredRow = Row & { id: number; createdAt: string; updatedAt: string };

/** n8n's page size is capped at 250. */
const PAGE = 250;

/** n8n's Data Tables of the owner's project, addressed by name. */
export class DataTables {
	private project?: Promise<string>;
	private readonly ids = new Map<string, string>();

	constructor(private readonly api: N8nApi) {}

	/** Names of all tables. */
	async names(): Promise<string[]> {
		return (await this.list()).map(({ name }) => name);
	}

	/** Rows by ascending id whose columns equal `where`. */
	async rows(table: string, where: Row = {}): Promise<StoredRow[]> {
		const path = await this.path(table);
		const all: StoredRow[] = [];
		for (;;) {
			const { data, count } = await this.api.rest<{ data: StoredRow[]; count: number }>(
				'GET',
				`${path}/rows`,
				undefined,
				{ take: PAGE, skip: all.length, sortBy: 'id:asc', filter: JSON.stringify(filterOf(where)) },
			);
			all.push(...data);
			if (data.length === 0 || all.length >= count) return all;
		}
	}

	/** @returns the new rows */
	async insert(table: string, rows: Row[]): Promise<StoredRow[]> {
		const path = await this.path(table);
		return await this.api.rest('POST', `${path}/insert`, { data: rows, returnType: 'all' });
	}

	/** Changes the rows whose columns equal `where`, at least one column. */
	async update(table: string, where: Row, data: Row): Promise<void> {
		const path = await this.path(table);
		await this.api.rest('PATCH', `${path}/rows`, { filter: filterOf(where), data });
	}

	/** Changes the rows whose columns equal `where`; adds one when there is none. */
	async upsert(table: string, where: Row, data: Row): Promise<void> {
		const path = await this.path(table);
		await this.api.rest('POST', `${path}/upsert`, {
			filter: filterOf(where),
			data: { ...where, ...data },
		});
	}

	/** Removes the rows whose columns equal `where`, at least one column. */
	async delete(table: string, where: Row): Promise<void> {
		const path = await this.path(table);
		await this.api.rest('DELETE', `${path}/rows`, undefined, {
			filter: JSON.stringify(filterOf(where)),
		});
	}

	/** Adds a column, as somebody does in the Data Tables tab. */
	async addColumn(
		table: string,
		name: string,
		type: 'string' | 'number' | 'boolean',
	): Promise<void> {
		await this.api.rest('POST', `${await this.path(table)}/columns`, { name, type });
	}

	private async path(table: string): Promise<string> {
		if (!this.ids.has(table)) {
			for (const { id, name } of await this.list()) this.ids.set(name, id);
		}
		const id = this.ids.get(table);
		if (id === undefined) throw new Error(`n8n has no data table "${table}".`);
		return `${await this.base()}/${id}`;
	}

	private async list(): Promise<Array<{ id: string; name: string }>> {
		const { data } = await this.api.rest<{ data: Array<{ id: string; name: string }> }>(
			'GET',
			await this.base(),
			undefined,
			{ take: PAGE },
		);
		return data;
	}

	private async base(): Promise<string> {
		this.project ??= this.api
			.rest<{ id: string }>('GET', '/projects/personal')
			.then(({ id }) => id);
		return `/projects/${await this.project}/data-tables`;
	}
}
