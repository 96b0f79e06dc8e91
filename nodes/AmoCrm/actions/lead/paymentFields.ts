import type { INodeProperties } from 'n8n-workflow';

import { customFieldsMapper, fieldParameter, leadLocator, optionsField } from '../fields';
import { addToListsOption } from './leadFields';

const show = { resource: ['lead'], operation: ['recordPayment'] };

/** Fields of Lead: Record Payment. */
export const description: INodeProperties[] = [
	leadLocator(show),
	{
		displayName: 'Payment ID',
		name: 'paymentId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. pay_67890',
		description: 'The ID that the payment has everywhere; a payment with it is recorded once',
		displayOptions: { show },
	},
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		required: true,
		default: 0,
		description: 'What was paid, above 0 and with at most two decimals',
		displayOptions: { show },
	},
	{
		displayName: 'Paid At',
		name: 'paidAt',
		type: 'dateTime',
		default: '',
		description: 'When it was paid; needed when Last Date Field is chosen',
		displayOptions: { show },
	},
	fieldParameter(show, {
		displayName: 'Total Field',
		name: 'totalField',
		method: 'getLeadNumericFields',
		required: true,
		description: 'Sum of all payments: the amount is added to what it holds',
	}),
	fieldParameter(show, {
		displayName: 'Counter Field',
		name: 'countField',
		method: 'getLeadNumericFields',
		required: true,
		description: 'Number of payments: goes up by one',
	}),
	fieldParameter(show, {
		displayName: 'Payment ID Field',
		name: 'paymentIdField',
		method: 'getLeadTextFields',
		required: true,
		description: 'Holds the ID of the last payment: tells whether a payment is recorded already',
	}),
	fieldParameter(show, {
		displayName: 'Last Amount Field',
		name: 'lastAmountField',
		method: 'getLeadNumericFields',
	}),
	fieldParameter(show, {
		displayName: 'Last Date Field',
		name: 'lastDateField',
		method: 'getLeadDateFields',
	}),
	customFieldsMapper(show, 'leads'),
	optionsField(show, [
		addToListsOption,
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description: 'Whether to show what would be written without writing it',
		},
		{
			displayName: 'Lead as Read',
			name: 'leadAsRead',
			type: 'json',
			default: '',
			description:
				'The field "lead" of Lead: Find Active that ran just before; saves reading the lead again',
		},
	]),
];
