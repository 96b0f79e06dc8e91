import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { cancel, CANCELLATION_REASONS, MAX_COMMENT_LENGTH } from '../../domain/transitions';
import { runChange } from './run';

const displayOptions = { show: { resource: ['order'], operation: ['cancel'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'options',
		required: true,
		options: Object.entries(CANCELLATION_REASONS).map(([value, name]) => ({ name, value })),
		default: 'MERCHANT_OUT_OF_STOCK',
		displayOptions,
	},
	{
		displayName: 'Comment',
		name: 'comment',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: `Up to ${MAX_COMMENT_LENGTH} characters for Kaspi`,
		displayOptions,
	},
];

/** Cancels an order that is not on its way yet. */
export const execute: OperationExecute = async function (itemIndex) {
	const reason = String(this.getNodeParameter('reason', itemIndex));
	const comment = String(this.getNodeParameter('comment', itemIndex, '')).trim();
	return await runChange(this, itemIndex, cancel(reason, comment));
};
