import type { INodeProperties } from 'n8n-workflow';

const only = (operation: string[]) => ({ show: { resource: ['order'], operation } });
const WRITES = ['accept', 'assemble', 'cancel', 'complete'];

/** Fields that several operations share. */
export const orderField: INodeProperties = {
	displayName: 'Order',
	name: 'orderId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchOrders', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. OTAwMDAwMDAx',
		},
		{
			displayName: 'By Order Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. 900000001',
		},
	],
	description: 'The order code is the number that the buyer sees',
	displayOptions: only(['get', 'getEntries', ...WRITES]),
};

export const dryRunField: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to only check that the change is possible and show what would be sent. A change cannot be undone and the buyer notices it.',
	displayOptions: only(WRITES),
};

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: only(['get', 'getMany', 'getEntries', ...WRITES]),
};
