import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../shared/optionFields';
import { optionsOf } from '../../shared/parameters';
import type { OperationExecute } from '../../shared/runItems';
import { rowsOf } from '../../shared/rows';
import { paymentReport } from '../domain/report';

const show = { operation: ['report'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Recent Payments',
		name: 'recent',
		type: 'json',
		default: "={{ $('Read Payments of the Last Days').all() }}",
		description: 'Rows of payment_events that are counted by status',
		displayOptions: { show },
	},
	{
		displayName: 'Failed Payments',
		name: 'failed',
		type: 'json',
		default: "={{ $('Read Failed Payments').all() }}",
		description: 'Rows of payment_events with the status failed, the oldest first',
		displayOptions: { show },
	},
	optionsField(show, [
		{
			displayName: 'Days',
			name: 'days',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 7,
			description: 'How many days the recent payments cover',
		},
	]),
];

/** Gives a `PaymentReport`; its text is empty when there is nothing to tell. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const rows = (name: string, displayName: string) =>
		rowsOf(this.getNodeParameter(name, itemIndex), displayName);
	const { days } = optionsOf(this, itemIndex);
	return {
		...paymentReport(
			rows('recent', 'Recent Payments'),
			rows('failed', 'Failed Payments'),
			Number(days) || 7,
		),
	};
};
