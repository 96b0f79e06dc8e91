import { InputError } from '../../shared/errors';
import type { OrderChange } from '../api/client';
import { orderAttributes, type Order, type OrderAttributes } from '../api/schema';

/** A change of an order as an operation asks for it. Every one is for good and touches a real buyer. */
export interface Transition {
	/** For messages: "Accept", "Cancel" … */
	name: string;
	/** Why this order cannot be changed so, in plain words; undefined when it can (kaspi sheet §7). */
	refusal(order: OrderAttributes): string | undefined;
	/** Attributes to send beside the code. */
	attributes: { status: string; [name: string]: string };
	headers?: Record<string, string>;
	/** Whether an order looks as this change leaves it; absent when reading cannot tell. */
	isDone?(order: OrderAttributes): boolean;
}

export const CANCELLATION_REASONS = {
	BUYER_CANCELLATION_BY_MERCHANT: 'Buyer Asked to Cancel',
	BUYER_NOT_REACHABLE: 'Buyer Not Reachable',
	MERCHANT_OUT_OF_STOCK: 'Out of Stock',
};

export const MAX_COMMENT_LENGTH = 1000;

export const accept: Transition = {
	name: 'Accept',
	refusal: (order) => statusRefusal(order, ['APPROVED_BY_BANK']),
	attributes: { status: 'ACCEPTED_BY_MERCHANT' },
	isDone: ({ status }) => status === 'ACCEPTED_BY_MERCHANT',
};

/** @param spaces number of parcels */
export function assemble(spaces: number): Transition {
	if (!Number.isInteger(spaces) || spaces < 1) {
		throw new InputError('this is no whole number from 1 up', 'Number of Parcels');
	}
	return {
		name: 'Assemble',
		refusal(order) {
			if (!(order.isKaspiDelivery ?? order.state === 'KASPI_DELIVERY')) {
				return 'only orders of Kaspi Delivery are assembled';
			}
			if (order.assembled) return 'it is assembled already';
			return statusRefusal(order, ['ACCEPTED_BY_MERCHANT']);
		},
		// Kaspi wants the number as a text.
		attributes: { status: 'ASSEMBLE', numberOfSpace: String(spaces) },
		isDone: ({ assembled }) => assembled === true,
	};
}

export function cancel(reason: string, comment: string): Transition {
	if (!Object.hasOwn(CANCELLATION_REASONS, reason)) {
		throw new InputError(
			'Kaspi does not know this reason',
			'Reason',
			`Use one of ${Object.keys(CANCELLATION_REASONS).join(', ')}.`,
		);
	}
	if (comment.length > MAX_COMMENT_LENGTH) {
		throw new InputError(`longer than ${MAX_COMMENT_LENGTH} characters`, 'Comment', 'Shorten it.');
	}
	return {
		name: 'Cancel',
		refusal: (order) => statusRefusal(order, ['APPROVED_BY_BANK', 'ACCEPTED_BY_MERCHANT']),
		attributes: {
			status: 'CANCELLED',
			cancellationReason: reason,
			...(comment === '' ? {} : { cancellationComment: comment }),
		},
		isDone: ({ status }) => status === 'CANCELLED' || status === 'CANCELLING',
	};
}

/** First step of completing: Kaspi sends the buyer a code. Nothing of it shows in the order. */
export const sendCode: Transition = {
	name: 'Complete',
	refusal: completionRefusal,
	attributes: { status: 'COMPLETED' },
	headers: { 'X-Security-Code': '', 'X-Send-Code': 'true' },
};

/** Second step, with the code that the buyer tells. */
export function confirmCode(code: string): Transition {
	// An empty code would be the first step again: another message to the buyer.
	if (!/^[\w-]{1,32}$/.test(code)) {
		throw new InputError('it is empty or has other characters than letters and digits', 'Code');
	}
	return {
		...sendCode,
		headers: { 'X-Security-Code': code, 'X-Send-Code': 'true' },
		isDone: ({ status }) => status === 'COMPLETED',
	};
}

/** @throws {InputError} when the order cannot be changed so */
export function changeOf(order: Order, transition: Transition): OrderChange {
	const attributes = orderAttributes.parse(order.attributes);
	const refusal = transition.refusal(attributes);
	if (refusal) {
		const { status, state } = attributes;
		throw new InputError(
			`${transition.name} is not possible for this order: ${refusal}`,
			'',
			`The order has the status ${status || 'none'} and the state ${state || 'none'}. Nothing was sent to Kaspi.`,
		);
	}
	return {
		id: order.id,
		attributes: { code: attributes.code, ...transition.attributes },
		headers: transition.headers,
	};
}

function completionRefusal(order: OrderAttributes): string | undefined {
	if (order.isKaspiDelivery ?? order.state === 'KASPI_DELIVERY') {
		return 'an order of Kaspi Delivery is completed by the courier';
	}
	if (order.signatureRequired || order.state === 'SIGN_REQUIRED') {
		return 'its credit papers are not signed yet';
	}
	return statusRefusal(order, ['ACCEPTED_BY_MERCHANT']);
}

function statusRefusal({ status }: OrderAttributes, allowed: string[]): string | undefined {
	if (allowed.includes(status)) return undefined;
	return `its status is ${status || 'unknown'}, not ${allowed.join(' or ')}`;
}
