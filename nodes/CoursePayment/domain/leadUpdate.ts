import { cutText } from '../../shared/amoCrmLimits';
import { lookUp, type EnumMap } from './enumIds';
import type { ParsedPayment } from './schema';
import { distinct } from './text';

export const MAX_NAME_LENGTH = 250;

export interface LeadMaps {
	subjects: EnumMap;
	directions: EnumMap;
	/** Enum ids that the lead has now. */
	currentSubjectIds: number[];
}

/** What a payment changes in a lead of amoCRM. */
export type LeadUpdate = {
	lead_name: string;
	/** The lead's budget in whole roubles. */
	price: number;
	/** The whole new list, because amoCRM replaces it: what the lead has, then what was bought. */
	subject_enum_ids: number[];
	/** Of the first direction that is in the map. */
	direction_enum_id: number | null;
	unmapped_subjects: string[];
	unmapped_directions: string[];
	/** In roubles. */
	amount: number;
	/** Seconds since 1970. */
	paid_at_unix: number | null;
	payment_id: string;
	invoice_id: string;
	utm_source: string;
	utm_medium: string;
	utm_campaign: string;
	utm_term: string;
	utm_content: string;
	utm_ym: string;
};

/** Values for the fields of the lead (payment seed, "payment_processor.py" step 5). Never throws. */
export function buildLeadUpdate(payment: ParsedPayment, maps: LeadMaps): LeadUpdate {
	const subjects = lookUp(payment.subjects, maps.subjects);
	const directions = lookUp(payment.directions, maps.directions);
	const { utm } = payment;
	return {
		lead_name: cutText(fullLeadName(payment), MAX_NAME_LENGTH),
		price: Math.round(payment.amount),
		subject_enum_ids: [...new Set([...maps.currentSubjectIds, ...subjects.ids])],
		direction_enum_id: directions.ids[0] ?? null,
		unmapped_subjects: subjects.unmapped,
		unmapped_directions: directions.unmapped,
		amount: payment.amount,
		paid_at_unix: payment.paid_at_unix,
		payment_id: payment.payment_id,
		invoice_id: payment.invoice_id,
		utm_source: utm.source,
		utm_medium: utm.medium,
		utm_campaign: utm.campaign,
		utm_term: utm.term,
		utm_content: utm.content,
		utm_ym: utm.ym,
	};
}

/** "Оплата {предмет} - {имя клиента}" (payment seed, "Создание новой сделки"). */
export function fullLeadName({ subjects, courses, customer_name }: ParsedPayment): string {
	const bought = subjects.length > 0 ? subjects : courses.map(({ name }) => name);
	const name = ['Оплата', distinct(bought).join(', ')].filter(Boolean).join(' ');
	return customer_name ? `${name} - ${customer_name}` : name;
}
