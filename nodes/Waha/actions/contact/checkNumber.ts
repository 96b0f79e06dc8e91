import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { phoneDigits } from '../../domain/chatId';
import { connect } from '../../api/connect';
import { chatOfNumber } from '../../api/number';
import { countryOption, optionsField, optionsOf, sessionParameter } from '../fields';

export const description: INodeProperties[] = [
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 8 701 000 11 22',
		description: 'A phone as people write it',
		displayOptions: { show: { resource: ['contact'], operation: ['checkNumber'] } },
	},
	optionsField('contact', ['checkNumber'], [countryOption]),
];

/** Whether a phone is on WhatsApp; messages go to the `chatId`. */
export const execute: OperationExecute = async function (itemIndex) {
	const { country = 'KZ' } = optionsOf(this, itemIndex);
	const session = sessionParameter(this, itemIndex);
	const raw: unknown = this.getNodeParameter('phone', itemIndex);
	const digits = phoneDigits(raw, country, 'Phone');
	const chatId = await chatOfNumber(await connect(this), session, digits);
	return { exists: chatId !== undefined, chatId: chatId ?? null, phone: `+${digits}`, session };
};
