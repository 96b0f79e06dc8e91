import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsOf } from '../../shared/rows';
import type { OperationResult } from '../../shared/runItems';
import { pickClient } from '../client';
import { paymentOf } from './fields';

export const description: INodeProperties[] = [
	{
		displayName: 'Client Rows',
		name: 'clientRows',
		type: 'json',
		required: true,
		default: '[]',
		description:
			"Rows of the table clients with the payment's Telegram ID or phone, such as {{ $('Look Among Our Clients').all() }}",
		displayOptions: { show: { operation: ['pickClient'] } },
	},
];

/** Who of the clients has paid, and what to write down of them. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const rows = rowsOf(this.getNodeParameter('clientRows', itemIndex), 'Client Rows');
	return pickClient(rows, paymentOf(this, itemIndex));
}
