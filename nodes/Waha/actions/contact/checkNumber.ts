import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { isLid, normalisedId, phoneDigits, phoneOfChat } from '../../chatId';
import { connect } from '../../connect';
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

/** Whether a phone is on WhatsApp; messages go to the `chatId`. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const { country = 'KZ' } = optionsOf(this, itemIndex);
	const session = sessionParameter(this, itemIndex);
	const raw: unknown = this.getNodeParameter('phone', itemIndex);
	const digits = phoneDigits(raw, country, 'Phone');
	const { exists, chatId } = await (await connect(this)).checkExists(session, digits);
	const told = normalisedId(chatId);
	// Some servers answer a host with nothing before it.
	const known = isLid(told) || phoneOfChat(told) ? told : `${digits}@c.us`;
	return { exists, chatId: exists ? known : null, phone: `+${digits}`, session };
}
