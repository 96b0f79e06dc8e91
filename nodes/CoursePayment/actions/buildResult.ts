import type { INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../shared/parameters';
import { rowsOf, type Row } from '../../shared/rows';
import type { OperationExecute } from '../../shared/runItems';
import { resultOf } from '../domain/result';
import { optionsField } from '../../shared/optionFields';

const show = { operation: ['buildResult'] };

function item(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'json', default: '', description };
}

export const description: INodeProperties[] = [
	{
		...item('Written', 'written', 'What Record Payment or Create of amoCRM gave for this payment'),
		required: true,
		default: '={{ $json }}',
		displayOptions: { show },
	},
	{
		...item('Found', 'found', 'What Find Active gave by the person; empty when it did not run'),
		displayOptions: { show },
	},
	{
		...item('Client', 'client', 'The client that Parse found; empty when it did not look'),
		displayOptions: { show },
	},
	optionsField(show, [
		{
			displayName: 'Is Repeat',
			name: 'isRepeat',
			type: 'boolean',
			default: false,
			description: 'Whether this payment was tried before: amoCRM having it is no duplicate then',
		},
		item('Payment Row', 'paymentRow', 'The row of payment_events as it was before this run'),
	]),
];

/** What to write down and to answer. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const parameter = (name: string, displayName: string) =>
		objectOf(this.getNodeParameter(name, itemIndex, ''), displayName);
	const { isRepeat, paymentRow } = optionsOf(this, itemIndex);
	return resultOf({
		written: parameter('written', 'Written'),
		found: parameter('found', 'Found'),
		client: parameter('client', 'Client'),
		row: objectOf(paymentRow, 'Payment Row'),
		isRepeat: isRepeat === true,
	});
};

/** One object; an empty one when there is none. */
function objectOf(value: unknown, displayName: string): Row {
	return rowsOf(value ?? '', displayName)[0] ?? {};
}
