import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/optionFields';
import type { OperationExecute } from '../../../shared/runItems';
import { storable } from '../../../shared/storable';
import { readJson } from '../../../shared/webhookJson';
import { parseInbound } from '../../domain/inbound/parse';

/** Of the trigger, too. */
export const inboundCountryOption: INodeProperties = {
	displayName: 'Country',
	name: 'country',
	type: 'string',
	default: '',
	placeholder: 'e.g. RU',
	description:
		'Two letters of the country of phones that are written without a country code. Wahelp writes it; when empty, ten digits without one are no phone.',
};

const show = { resource: ['inbound'], operation: ['parse'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		required: true,
		default: '={{ $json.body ?? $json }}',
		description: 'What Wahelp sent: an object, a list or JSON text',
		displayOptions: { show },
	},
	optionsField(show, [inboundCountryOption]),
];

/** One item per message of the body; what cannot be read is one of kind `other`. */
export const execute: OperationExecute = async function (itemIndex) {
	const body = this.getNodeParameter('body', itemIndex) as unknown;
	const country = this.getNodeParameter('options.country', itemIndex, '') as unknown;
	return parseInbound(typeof body === 'string' ? readJson(body) : storable(body), {
		country: countryOf(country),
	});
};

/** As the parser takes it. */
export function countryOf(value: unknown): string | undefined {
	const country = typeof value === 'string' ? value.trim() : '';
	return country === '' ? undefined : country;
}
