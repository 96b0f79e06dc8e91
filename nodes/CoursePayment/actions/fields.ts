import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { parsedPayment, type ParsedPayment } from '../schema';

/** What an operation reads from an earlier *Parse*. */
export const paymentField: INodeProperties = {
	displayName: 'Payment',
	name: 'payment',
	type: 'json',
	required: true,
	default: '={{ $json }}',
	description: 'The payment as the operation Parse gives it',
	displayOptions: { show: { operation: ['buildLeadUpdate', 'buildNote'] } },
};

export function optionsField(operation: string, options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
		displayOptions: { show: { operation: [operation] } },
	};
}

/** Only what the user chose. */
export function optionsOf(context: IExecuteFunctions, itemIndex: number): IDataObject {
	return context.getNodeParameter('options', itemIndex, {}) as IDataObject;
}

/** @throws {InputError} */
export function paymentOf(context: IExecuteFunctions, itemIndex: number): ParsedPayment {
	const written = parseJson(context.getNodeParameter('payment', itemIndex), 'Payment');
	const result = parsedPayment.safeParse(written);
	if (result.success) return result.data;
	const [{ path, message }] = result.error.issues;
	const problem = path.length > 0 ? `${path.join('.')} ${message}` : 'an object is needed';
	throw new InputError(problem, 'Payment', 'Give the output of the operation Parse.');
}

/**
 * A JSON field holds a value when it is an expression, and text when it is typed in.
 *
 * @throws {InputError}
 */
export function parseJson(value: unknown, displayName: string): unknown {
	if (typeof value !== 'string' || value.trim() === '') return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefinedJson(displayName);
	}
}

function undefinedJson(displayName: string): never {
	throw new InputError('this is not JSON', displayName, 'Check quotes, commas and brackets.');
}
