import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import type { OperationExecute } from '../../shared/runItems';
import { checkTemplate } from '../domain/template';
import { maxLengthOf, optionsOf, templateOf, variablesOf } from './fields';

const displayOptions = { show: { operation: ['render'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Template',
		name: 'template',
		type: 'string',
		typeOptions: { rows: 6 },
		required: true,
		default: '={{ $json.template_text }}',
		description:
			'Text with {user_name}, {order_num}, {product_name}, {item_qty}, {shop_name}, {delivery_type}, {order_date}, {total_amount}, {customer_phone} and your extra variables. {{ and }} print one brace.',
		displayOptions: { show: { operation: ['check', 'render'] } },
	},
	{
		displayName: 'Order',
		name: 'order',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description:
			'The order as the Kaspi Shop node gives it, or an object with the variables by name',
		displayOptions,
	},
];

/** Gives `message_text` and `variables`. @throws {InputError} for a template that must not go out */
export const execute: OperationExecute = async function (itemIndex) {
	const template = templateOf(this, itemIndex);
	const variables = variablesOf(this, itemIndex, { name: 'order', displayName: 'Order' });
	const { problems, text } = checkTemplate(template, variables, maxLengthOf(this, itemIndex));
	if (problems.length > 0) {
		const messages = problems.map(({ message }) => message).join(' ');
		const names = Object.keys(variables).map((name) => `{${name}}`);
		throw new InputError(messages, 'Template', `Variables: ${names.join(', ')}`);
	}
	const rendered: IDataObject = { message_text: text, variables };
	const { json, binary } = this.getInputData()[itemIndex];
	const { includeInputFields = true } = optionsOf(this, itemIndex);
	if (!includeInputFields) return rendered;
	return { items: [{ json: { ...json, ...rendered }, binary, pairedItem: itemIndex }] };
};
