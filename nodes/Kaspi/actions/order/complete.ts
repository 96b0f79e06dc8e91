import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { confirmCode, sendCode } from '../../domain/transitions';
import { runChange } from './run';

const displayOptions = { show: { resource: ['order'], operation: ['complete'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Step',
		name: 'step',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Confirm',
				value: 'confirm',
				description: 'Complete the order with the code that the buyer told',
			},
			{
				name: 'Send Code',
				value: 'sendCode',
				description: 'Let Kaspi send the buyer a code; the order stays as it is',
			},
		],
		default: 'sendCode',
		displayOptions,
	},
	{
		displayName: 'Code',
		name: 'securityCode',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 1234',
		description: 'What the buyer got from Kaspi',
		displayOptions: { show: { ...displayOptions.show, step: ['confirm'] } },
	},
];

/** One of the two steps that hand an order over to the buyer (own delivery and pickup). */
export const execute: OperationExecute = async function (itemIndex) {
	if (this.getNodeParameter('step', itemIndex) === 'sendCode') {
		return await runChange(this, itemIndex, sendCode);
	}
	const code = String(this.getNodeParameter('securityCode', itemIndex, '')).trim();
	return await runChange(this, itemIndex, confirmCode(code));
};
