import type { ShippedWorkflow } from './workflow';

export type ColumnType = 'string' | 'number' | 'boolean' | 'date';

export interface Column {
	name: string;
	type: ColumnType;
}

export interface Table {
	name: string;
	columns: Column[];
}

/**
 * The Data Tables of the pack, read from the nodes of `00-setup` that create them: that canvas is the one place
 * where a table is defined, also for those who import by hand.
 */
export function shippedTables(workflows: ShippedWorkflow[]): Table[] {
	return workflows
		.flatMap(({ nodes }) => nodes)
		.filter(
			({ type, parameters }) =>
				type === 'n8n-nodes-base.dataTable' &&
				parameters.resource === 'table' &&
				parameters.operation === 'create',
		)
		.map(({ parameters }) => {
			const { tableName, columns } = parameters as {
				tableName: string;
				columns: { column: Column[] };
			};
			return { name: tableName, columns: columns.column };
		});
}
