import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { parseJson } from '../../shared/jsonField';
import { parsedPayment, type ParsedPayment } from '../domain/schema';

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

/** @throws {InputError} */
export function paymentOf(context: IExecuteFunctions, itemIndex: number): ParsedPayment {
	const written = jsonOrBlank(context.getNodeParameter('payment', itemIndex), 'Payment');
	const result = parsedPayment.safeParse(written);
	if (result.success) return result.data;
	const [{ path, message }] = result.error.issues;
	const problem = path.length > 0 ? `${path.join('.')} ${message}` : 'an object is needed';
	throw new InputError(problem, 'Payment', 'Give the output of the operation Parse.');
}

/**
 * A JSON field that may be left empty: a blank text stays as it is.
 *
 * @throws {InputError}
 */
export function jsonOrBlank(value: unknown, displayName: string): unknown {
	const isBlank = typeof value === 'string' && value.trim() === '';
	return isBlank ? value : parseJson(value, displayName);
}
