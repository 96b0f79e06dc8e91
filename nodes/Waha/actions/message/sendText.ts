import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { optionsField } from '../fields';
import { commonOptions, messageIdOption, send, textOptions } from './send';

export const description: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Your order is ready',
		displayOptions: { show: { resource: ['message'], operation: ['sendText'] } },
	},
	optionsField(
		'message',
		['sendText'],
		[commonOptions[0], ...textOptions, messageIdOption, commonOptions[1]],
	),
];

export const execute: OperationExecute = async function (itemIndex) {
	const text = textParameter(this, 'text', itemIndex);
	if (text.trim() === '') throw new InputError('it is empty', 'Text', 'Write what to send.');
	return await send(this, itemIndex, 'sendText', { text });
};
