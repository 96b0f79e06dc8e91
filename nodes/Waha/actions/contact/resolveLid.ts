import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { isLid, normalisedId, phoneDigits, phoneOfChat } from '../../domain/chatId';
import { connect } from '../../api/connect';
import { countryOption, optionsField, optionsOf, sessionParameter } from '../fields';

const show = { resource: ['contact'], operation: ['resolveLid'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Look For',
		name: 'lookFor',
		type: 'options',
		options: [
			{ name: 'LID of Phone', value: 'lid', description: 'The hidden ID of a person' },
			{ name: 'Phone of LID', value: 'phone', description: 'The person behind a hidden ID' },
		],
		default: 'phone',
		displayOptions: { show },
	},
	{
		displayName: 'LID',
		name: 'lid',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 98765@lid',
		displayOptions: { show: { ...show, lookFor: ['phone'] } },
	},
	{
		displayName: 'Phone',
		name: 'lidPhone',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 8 701 000 11 22',
		description: 'A phone as people write it',
		displayOptions: { show: { ...show, lookFor: ['lid'] } },
	},
	optionsField('contact', ['resolveLid'], [countryOption]),
];

/** `found` is false when the session never met the person. */
export const execute: OperationExecute = async function (itemIndex) {
	const { country = 'KZ' } = optionsOf(this, itemIndex);
	const session = sessionParameter(this, itemIndex);
	if (this.getNodeParameter('lookFor', itemIndex, 'phone') === 'phone') {
		const lid = lidOf(textParameter(this, 'lid', itemIndex));
		const { pn } = await (await connect(this)).phoneOfLid(session, lid);
		const phone = phoneOfChat(normalisedId(pn ?? '')) || null;
		const chatId = phone && `${phone.slice(1)}@c.us`;
		return { found: phone !== null, lid, phone, chatId, session };
	}
	const digits = phoneDigits(this.getNodeParameter('lidPhone', itemIndex), country, 'Phone');
	const { lid } = await (await connect(this)).lidOfPhone(session, digits);
	// Some servers answer `@lid` with nothing before it.
	const known = normalisedId(lid ?? '');
	const found = isLid(known) ? known : null;
	return {
		found: found !== null,
		lid: found,
		phone: `+${digits}`,
		chatId: `${digits}@c.us`,
		session,
	};
};

function lidOf(raw: string): string {
	const text = raw.trim().toLowerCase();
	const lid = normalisedId(text.includes('@') ? text : `${text}@lid`);
	if (isLid(lid)) return lid;
	throw new InputError('this is no LID', 'LID', 'It is digits with @lid behind them.');
}
