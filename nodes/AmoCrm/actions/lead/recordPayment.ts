import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { OperationExecute } from '../../../shared/runItems';
import type { Body } from '../../api/client';
import { connect } from '../../api/connect';
import { unixSeconds } from '../../domain/customFields';
import { minorUnitsOf, paymentIdOf, type PaymentFields } from '../../domain/payments';
import { recordPayment } from '../../api/recordPayment';
import {
	asReadParameter,
	customFieldsParameter,
	fieldIdOf,
	idParameter,
	optionsOf,
} from '../fields';

export { description } from './paymentFields';

/** Display names of the drop-downs, for errors. */
const NAMES: Record<keyof PaymentFields, string> = {
	count: 'Counter Field',
	lastAmount: 'Last Amount Field',
	lastDate: 'Last Date Field',
	paymentId: 'Payment ID Field',
	total: 'Total Field',
};

/** Adds a payment to a lead, once: see `recordPayment`. */
export const execute: OperationExecute = async function (itemIndex) {
	const options = optionsOf(this, itemIndex);
	const leadId = idParameter(this, itemIndex, 'leadId');
	const fields = fieldsOf(this, itemIndex);
	const paymentId = paymentIdOf(this.getNodeParameter('paymentId', itemIndex, ''));
	const payment = {
		paymentId,
		minorUnits: minorUnitsOf(this.getNodeParameter('amount', itemIndex, '')),
		paidAt: fields.lastDate === undefined ? undefined : paidAtOf(this, itemIndex),
	};
	const leadAsRead = asReadParameter(options.leadAsRead, 'Lead as Read', leadId);
	const api = await connect(this, itemIndex, true);
	const more = await customFieldsParameter(this, itemIndex, api, 'leads');
	refuseTwice(fields, more);
	const { dryRun = false, addToLists } = options;
	const result = await recordPayment(api, {
		leadId,
		payment,
		fields,
		more,
		addToLists: addToLists === true,
		leadAsRead,
		dryRun: dryRun === true,
		signal: this.getExecutionCancelSignal(),
	});
	const { recorded, alreadyRecorded, confirmed, before, after, written } = result;
	return {
		lead_id: leadId,
		payment_id: paymentId,
		recorded,
		already_recorded: alreadyRecorded,
		confirmed,
		total: after.total / 100,
		count: after.count,
		previous_total: before === undefined ? null : before.total / 100,
		previous_count: before?.count ?? null,
		previous_payment_id: before?.paymentId ?? null,
		...(dryRun ? { dry_run: true, custom_fields_values: written as IDataObject[] } : {}),
	};
};

function fieldsOf(context: IExecuteFunctions, itemIndex: number): PaymentFields {
	const chosen = (key: keyof PaymentFields, parameter: string) =>
		fieldIdOf(context.getNodeParameter(parameter, itemIndex, ''), NAMES[key]);
	const needed = (key: keyof PaymentFields, parameter: string) => {
		const id = chosen(key, parameter);
		if (id !== undefined) return id;
		throw new InputError('it is empty', NAMES[key], 'Choose a field of the lead.');
	};
	return {
		total: needed('total', 'totalField'),
		count: needed('count', 'countField'),
		paymentId: needed('paymentId', 'paymentIdField'),
		lastAmount: chosen('lastAmount', 'lastAmountField'),
		lastDate: chosen('lastDate', 'lastDateField'),
	};
}

function paidAtOf(context: IExecuteFunctions, itemIndex: number): number {
	const value = context.getNodeParameter('paidAt', itemIndex, '') as unknown;
	if (value !== undefined && value !== null && value !== '') {
		return unixSeconds(value, context.getTimezone(), 'Paid At');
	}
	throw new InputError('it is empty', 'Paid At', 'Give the time, or choose no Last Date Field.');
}

/** Two values for one field: which one amoCRM keeps nobody knows. */
function refuseTwice(fields: PaymentFields, more: Body[]): void {
	const used = new Set<unknown>();
	const keys = Object.keys(NAMES) as Array<keyof PaymentFields>;
	for (const key of keys) {
		const id = fields[key];
		if (id === undefined) continue;
		if (used.has(id)) {
			throw new InputError('another value goes to this field', NAMES[key], 'Choose another one.');
		}
		used.add(id);
	}
	if (more.some(({ field_id }) => used.has(field_id))) {
		const hint = 'Remove the field there: Record Payment writes it.';
		throw new InputError('a field of the payment is chosen again', 'Custom Fields', hint);
	}
}
