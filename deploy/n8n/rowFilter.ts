import type { Cell } from './api';

/** Rows whose columns equal these, as n8n's APIs of Data Tables want it. */
export function filterOf(where: Record<string, Cell>): object {
	return {
		type: 'and',
		filters: Object.entries(where).map(([columnName, value]) => ({
			columnName,
			condition: 'eq',
			value,
		})),
	};
}
