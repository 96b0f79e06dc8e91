import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsOf, textParameter } from '../../../shared/parameters';
import { textOf } from '../../../shared/values';
import { parseJson } from '../../../shared/jsonField';
import { phoneCountryOption } from '../../../shared/optionFields';
import type { OperationResult } from '../../../shared/runItems';
import type { Body } from '../../api/calls';
import { connectItem } from '../../api/connect';
import { createOrder } from '../../api/createOrder';
import { jsonBody, orderBody, withJson, type ProductFields } from '../../domain/newOrder';
import { simplifyOrder } from '../../domain/order';
import { sitniksOptions } from '../fields';
import { moreFields, productsField } from './createFields';

const show = { resource: ['order'], operation: ['create'] };
const byFields = { ...show, specifyBody: ['fields'] };
const byJson = { ...show, specifyBody: ['json'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Specify Body',
		name: 'specifyBody',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json', description: 'The whole body as the API takes it' },
		],
		default: 'fields',
		description: 'How to say what the order holds',
		displayOptions: { show },
	},
	{
		displayName: 'Client Name',
		name: 'fullname',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Олена Ковальчук',
		description: 'At least three characters',
		displayOptions: { show: byFields },
	},
	{
		displayName: 'Client Phone',
		name: 'phone',
		type: 'string',
		default: '',
		placeholder: 'e.g. 050 111 22 33',
		description:
			'As people write it; the country is an option. It seems that Sitniks finds an existing client by it. Left out when empty.',
		displayOptions: { show: byFields },
	},
	productsField(byFields),
	moreFields(byFields),
	{
		displayName: 'Additional JSON',
		name: 'additionalJson',
		type: 'json',
		default: '{}',
		description:
			'Further fields of the API, such as npDelivery, delivery and payment. They are put over the fields above.',
		displayOptions: { show: byFields },
	},
	{
		displayName: 'JSON',
		name: 'json',
		type: 'json',
		required: true,
		default: '{\n  "client": { "fullname": "" }\n}',
		description: 'The body of POST /orders: client.fullname is required',
		displayOptions: { show: byJson },
	},
	sitniksOptions(show, [phoneCountryOption('UA')]),
];

/** Creates an order. `confirmed`: the answer was lost, and the list of orders shows it. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const { order, confirmed } = await createOrder(api, bodyOf(this, itemIndex));
	return { ...simplifyOrder(order), confirmed };
}

/** @throws {InputError} */
function bodyOf(context: IExecuteFunctions, itemIndex: number): Body {
	const json = (name: string, label: string) =>
		parseJson(context.getNodeParameter(name, itemIndex, '') || undefined, label);
	if (context.getNodeParameter('specifyBody', itemIndex) === 'json') {
		return jsonBody(json('json', 'JSON'), 'JSON');
	}
	const products = context.getNodeParameter('products.product', itemIndex, []) as ProductFields[];
	const body = orderBody({
		fullname: textParameter(context, 'fullname', itemIndex),
		phone: textParameter(context, 'phone', itemIndex),
		country: textOf(optionsOf(context, itemIndex).country),
		products,
		more: context.getNodeParameter('orderFields', itemIndex, {}) as Record<string, unknown>,
	});
	return withJson(body, json('additionalJson', 'Additional JSON'), 'Additional JSON');
}
