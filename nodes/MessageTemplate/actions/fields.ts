import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { parseJson } from '../../shared/jsonField';
import { optionsOf as chosenOptions } from '../../shared/parameters';
import { WHATSAPP_CAPTION_LIMIT, WHATSAPP_TEXT_LIMIT } from '../domain/template';
import { orderVariables, type Variables } from '../domain/variables';

/** Fields of Check, Check Row and Render after the order: what shapes the message. */
export const messageFields: INodeProperties[] = [
	{
		displayName: 'Shop Name',
		name: 'shopName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Technodom Plus',
		description: 'Value of {shop_name}. Empty takes the shop name of the order.',
		displayOptions: { show: { operation: ['check', 'checkRow', 'render'] } },
	},
	{
		displayName: 'Extra Variables',
		name: 'extraVariables',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Variable',
		default: {},
		description: 'Your own variables, used in the template as {name}',
		displayOptions: { show: { operation: ['check', 'checkRow', 'render'] } },
		options: [
			{
				displayName: 'Variable',
				name: 'variable',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. promo_code',
						description: 'Letters, digits and underscores',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. WELCOME10',
					},
				],
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { operation: ['check', 'checkRow', 'render'] } },
		options: [
			{
				displayName: 'Include Input Fields',
				name: 'includeInputFields',
				type: 'boolean',
				default: true,
				description: 'Whether a rendered message comes with the fields of the input item',
				displayOptions: { show: { '/operation': ['render'] } },
			},
			{
				displayName: 'Is Caption',
				name: 'isCaption',
				type: 'boolean',
				default: false,
				description:
					'Whether the text goes under a picture, video or file, where WhatsApp allows 1,024 characters',
				displayOptions: { show: { '/operation': ['check', 'render'] } },
			},
			{
				displayName: 'Max Length',
				name: 'maxLength',
				type: 'number',
				default: 4096,
				typeOptions: { minValue: 1, numberPrecision: 0 },
				description: 'Characters that a message may have. WhatsApp itself allows 65,536.',
			},
			{
				displayName: 'Time Zone',
				name: 'timeZone',
				type: 'string',
				default: 'Asia/Almaty',
				placeholder: 'e.g. Asia/Almaty',
				description: 'Where the day of {order_date} is read, as an IANA name',
			},
		],
	},
];

export interface MessageOptions {
	includeInputFields?: boolean;
	isCaption?: boolean;
	maxLength?: number;
	timeZone?: string;
}

export const optionsOf = chosenOptions<MessageOptions>;

/** The text of the template; '' when there is none. @throws {InputError} */
export function templateOf(context: IExecuteFunctions, itemIndex: number): string {
	const template: unknown = context.getNodeParameter('template', itemIndex) ?? '';
	// As text it would be "[object Object]", and go out to the customer.
	if (typeof template !== 'object') return String(template);
	throw new InputError('this is no text', 'Template', 'Give the text of one template.');
}

/** The variables of the order in this field. @throws {InputError} */
export function variablesOf(
	context: IExecuteFunctions,
	itemIndex: number,
	orderField: { name: string; displayName: string },
): Variables {
	const order = parseJson(
		context.getNodeParameter(orderField.name, itemIndex),
		orderField.displayName,
	);
	if (typeof order !== 'object' || order === null || Array.isArray(order)) {
		throw new InputError('an object is needed', orderField.displayName, 'Give one order.');
	}
	const { timeZone = 'Asia/Almaty' } = optionsOf(context, itemIndex);
	const extra = context.getNodeParameter('extraVariables.variable', itemIndex, []) as Array<{
		name: string;
		value: string;
	}>;
	const shopName = context.getNodeParameter('shopName', itemIndex, '') as string;
	return orderVariables(order as IDataObject, { timeZone, shopName, extra });
}

/** The most characters that this message may have; the option *Is Caption* counts unless it is known. */
export function maxLengthOf(
	context: IExecuteFunctions,
	itemIndex: number,
	isCaption = optionsOf(context, itemIndex).isCaption ?? false,
): number {
	const { maxLength = 4096 } = optionsOf(context, itemIndex);
	return Math.min(maxLength, isCaption ? WHATSAPP_CAPTION_LIMIT : WHATSAPP_TEXT_LIMIT);
}
