import { InputError, VendorError } from '../../shared/errors';
import { isReadTwoWays } from '../../shared/money';
import type { Body } from '../api/client';
import { valuesOf } from './customFields';
import type { Entity } from '../api/schema';

/** The lead's fields that keep its payments, by field ID. */
export interface PaymentFields {
	total: number;
	count: number;
	paymentId: number;
	lastAmount?: number;
	lastDate?: number;
}

export interface Payment {
	paymentId: string;
	/** In hundredths: kopecks, cents. */
	minorUnits: number;
	/** Unix seconds. */
	paidAt?: number;
}

/** What a lead says of its payments; amounts in hundredths. */
export interface PaymentState {
	total: number;
	count: number;
	/** Of the payment that was recorded last; empty before the first. */
	paymentId: string;
}

/** Sums stay exact below it: far more money than a lead is worth. */
const MAX_MINOR_UNITS = 1e14;
/** A text field of amoCRM cuts what is longer: the marker would never be found again. */
const MAX_PAYMENT_ID = 255;

/**
 * An amount in hundredths, so that sums are exact: 0.1 + 0.2 is no sum of money.
 *
 * @param raw a number or its text, above 0, with at most two decimals
 * @throws {InputError}
 */
export function minorUnitsOf(raw: unknown, field = 'Amount'): number {
	const hint = 'Give a number above 0 with at most two decimals, such as 4990 or 4990.50.';
	const units = hundredths(raw);
	if (units === undefined) throw new InputError('this is no number', field, hint);
	// A number that was added up in an expression carries noise far behind the decimals.
	if (Math.abs(units - Math.round(units)) > 0.01) {
		throw new InputError('it has more than two decimals', field, hint);
	}
	if (isReadTwoWays(raw)) {
		throw new InputError('it can be read in two ways', field, hint);
	}
	if (units < 0.5) throw new InputError('it is not above 0', field, hint);
	if (units > MAX_MINOR_UNITS) throw new InputError('it is too large', field, hint);
	return Math.round(units);
}

/** The marker's text. @throws {InputError} */
export function paymentIdOf(raw: unknown, field = 'Payment ID'): string {
	const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : '';
	if (text === '') {
		throw new InputError('it is empty', field, 'Give the ID that the payment has everywhere.');
	}
	if (text.length > MAX_PAYMENT_ID) {
		throw new InputError('it is too long', field, `It may have ${MAX_PAYMENT_ID} characters.`);
	}
	return text;
}

/**
 * What the lead says now. An empty field is 0.
 *
 * @throws {VendorError} when the total or the counter is no number: adding to it would lose money
 */
export function paymentState(lead: Entity, fields: PaymentFields): PaymentState {
	return {
		total: Math.round(numberIn(lead, fields.total)),
		count: Math.round(numberIn(lead, fields.count)) / 100,
		paymentId: (valuesOf(lead, fields.paymentId)[0] ?? '').trim(),
	};
}

/** The state with one payment more. Pure: amoCRM gets absolute values, never "add". */
export function nextState(state: PaymentState, payment: Payment): PaymentState {
	return {
		total: state.total + payment.minorUnits,
		count: state.count + 1,
		paymentId: payment.paymentId,
	};
}

/** The `custom_fields_values` that bring a lead to the next state. */
export function paymentEntries(
	next: PaymentState,
	payment: Payment,
	fields: PaymentFields,
): Body[] {
	const entries: Array<[number | undefined, unknown]> = [
		[fields.total, next.total / 100],
		[fields.count, next.count],
		[fields.lastAmount, payment.minorUnits / 100],
		[fields.lastDate, payment.paidAt],
		[fields.paymentId, payment.paymentId],
	];
	return entries.flatMap(([field_id, value]) =>
		field_id === undefined || value === undefined ? [] : [{ field_id, values: [{ value }] }],
	);
}

function numberIn(lead: Entity, fieldId: number): number {
	const text = valuesOf(lead, fieldId)[0];
	const units = text === undefined ? 0 : hundredths(text);
	if (units !== undefined && !isReadTwoWays(text)) return units;
	throw new VendorError(`field ${fieldId} of the lead holds no number`, {
		code: 'unreadable_field',
		outcome: 'not_sent',
		hint: 'Correct the field in amoCRM, or choose a numeric field.',
	});
}

function hundredths(raw: unknown): number | undefined {
	const text =
		typeof raw === 'number' || typeof raw === 'string' ? String(raw).replace(/\s/g, '') : '';
	if (!/^-?\d+(?:[.,]\d+)?$/.test(text)) return undefined;
	return Number(text.replace(',', '.')) * 100;
}
