import type { INodeProperties } from 'n8n-workflow';

/**
 * The drop-down *Operation* of a resource.
 *
 * @param first the operation that a new node has
 * @param operations by value: name, action (what the list of nodes shows) and description
 */
export function operationField(
	resource: string,
	first: string,
	operations: Record<string, [name: string, action: string, description: string]>,
): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: Object.entries(operations).map(([value, [name, action, description]]) => ({
				name,
				value,
				description,
				action,
			})),
			default: first,
		},
	];
}
