import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { optionsOf } from '../../shared/parameters';
import { rowsOf } from '../../shared/rows';
import type { OperationExecute } from '../../shared/runItems';
import { bodyText, readBody } from '../domain/body';
import { pickClient } from '../domain/client';
import { enumMapOf } from '../domain/enumIds';
import { parsePayment, type Payment } from '../domain/payment';
import { settingsOf } from '../domain/settings';
import { optionsField, phoneCountryOption } from '../../shared/optionFields';
import { fullLeadUpdate } from './buildLeadUpdate';

export const description: INodeProperties[] = [
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		required: true,
		default: '={{ $json.body ?? $json }}',
		description:
			'What the platform sent: JSON text as it arrived, or an object. The amount is the sum of the costs of all courses.',
		displayOptions: { show: { operation: ['parse'] } },
	},
	optionsField({ operation: ['parse'] }, [
		{
			displayName: 'Client Rows',
			name: 'clientRows',
			type: 'json',
			default: '',
			placeholder: "e.g. {{ $('Look Among Our Clients').all() }}",
			description:
				'Rows of the table clients with the payment\'s Telegram ID or phone. They add "client": who paid, as far as we know.',
		},
		phoneCountryOption('RU'),
		{
			displayName: 'Direction Map',
			name: 'directionMap',
			type: 'json',
			default: '',
			placeholder: "e.g. {{ $('Read the Direction Map').all() }}",
			description: 'Rows of the table direction_map, to go with Subject Map',
		},
		{
			displayName: 'Excluded Stages',
			name: 'excludedStages',
			type: 'string',
			default: '',
			placeholder: 'e.g. 63242022, 10089806:80579130',
			description: 'What settings.excluded_stages says when the settings do not',
		},
		{
			displayName: 'Include Body',
			name: 'includeBody',
			type: 'boolean',
			default: false,
			description: 'Whether to add the text of the body as "body", to be kept as it arrived',
		},
		{
			displayName: 'Input Data Field Name',
			name: 'binaryProperty',
			type: 'string',
			default: '',
			placeholder: 'e.g. data',
			description:
				'The input field with the raw body of a webhook, read instead of Body. Leave empty to use Body.',
		},
		{
			displayName: 'Settings Rows',
			name: 'settingsRows',
			type: 'json',
			default: '',
			placeholder: "e.g. {{ $('Read Settings').all() }}",
			description:
				'Rows of the table bot_settings. They add "settings", and payment_time_zone there is used instead of Time Zone.',
		},
		{
			displayName: 'Subject Map',
			name: 'subjectMap',
			type: 'json',
			default: '',
			placeholder: "e.g. {{ $('Read the Subject Map').all() }}",
			description: 'Rows of the table subject_map. They add "update": what Build Lead Update says.',
		},
		{
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: 'Europe/Moscow',
			placeholder: 'e.g. Europe/Moscow',
			description: 'The zone of created_at, as an IANA name',
		},
	]),
];

/**
 * The payment, flat, in place of the input's fields.
 *
 * @throws {InputError} code `not_json` or `invalid_payment`, so that a flow can answer 400 or 422
 */
export const execute: OperationExecute = async function (itemIndex) {
	const options = optionsOf(this, itemIndex);
	const raw = await bodyOf(this, itemIndex, String(options.binaryProperty ?? '').trim());
	const settings = settingsOf(rowsOf(options.settingsRows, 'Settings Rows'), {
		timeZone: String(options.timeZone ?? 'Europe/Moscow').trim(),
		excludedStages: String(options.excludedStages ?? '').trim(),
	});
	const payment = parsePayment(readBody(raw), {
		timeZone: settings.time_zone,
		country: String(options.country ?? 'RU'),
	});
	return {
		...payment,
		...(options.settingsRows === undefined ? {} : { settings }),
		...(options.clientRows === undefined
			? {}
			: { client: pickClient(rowsOf(options.clientRows, 'Client Rows'), payment) }),
		...(options.subjectMap === undefined ? {} : { update: updateOf(payment, options) }),
		...(options.includeBody ? { body: bodyText(raw) } : {}),
	};
};

function updateOf(payment: Payment, { subjectMap, directionMap }: IDataObject): IDataObject {
	return fullLeadUpdate(payment, {
		subjects: enumMapOf(rowsOf(subjectMap, 'Subject Map'), 'Subject Map'),
		directions: enumMapOf(rowsOf(directionMap, 'Direction Map'), 'Direction Map'),
		currentSubjectIds: [],
	});
}

async function bodyOf(
	context: IExecuteFunctions,
	itemIndex: number,
	binaryProperty: string,
): Promise<unknown> {
	if (binaryProperty === '') return context.getNodeParameter('body', itemIndex);
	const { binary } = context.getInputData()[itemIndex];
	if (binary?.[binaryProperty] === undefined) {
		// A call without a body arrives without data.
		const hint = 'Send a body; in the Webhook node, switch on Raw Body or Binary File.';
		throw new InputError('is missing', 'body', hint, 'not_json');
	}
	return await context.helpers.getBinaryDataBuffer(itemIndex, binaryProperty);
}
