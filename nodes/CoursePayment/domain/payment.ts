import { IANAZone } from 'luxon';

import { InputError } from '../../shared/errors';
import { isObject } from '../../shared/values';
import { isSupportedCountry, type CountryCode } from '../../shared/vendor';
import { customerOf, type Customer } from './customer';
import { MAX_AMOUNT } from '../../shared/money';
import { paidAt, type PaidAt } from './paidAt';
import { courseOrder, type CourseOrder } from './schema';
import { distinct } from './text';

export interface ParseOptions {
	/** IANA name of the zone of `created_at`. */
	timeZone: string;
	/** Two letters: the country of phones without a country code. */
	country: string;
}

export type Course = {
	name: string;
	subject: string;
	/** The direction, such as ЕГЭ. */
	project: string;
	/** In roubles. */
	cost: number;
	number_lessons: number | null;
};

export type Utm = {
	source: string;
	medium: string;
	campaign: string;
	term: string;
	content: string;
	/** Client ID of Yandex Metrica. */
	ym: string;
};

/** A payment of the course platform. A text that the platform did not send is ''. */
export type Payment = Customer &
	PaidAt & {
		payment_id: string;
		invoice_id: string;
		/** Upper case: `CONFIRMED`. */
		status: string;
		/** What was paid, with at most two decimals: the sum of all costs. */
		amount: number;
		/** `RUB` unless the platform says otherwise. */
		currency: string;
		payment_method: string;
		promo_code: string;
		courses: Course[];
		/** Names, each once, in order. */
		subjects: string[];
		/** `project` of the subjects, each once, in order. */
		directions: string[];
		utm: Utm;
		/** Of the platform. */
		domain: string;
	};

/**
 * Reads the payload `{course_order: {…}}` of the payment webhook, or the inner object alone
 * (payment seed, "payment_webhook.py"). Only what a payment cannot do without is checked; any
 * other field may be missing or wrong.
 *
 * @param body a JSON value
 * @throws {InputError} `invalid_payment` with the path of the field; `invalid_input` for an option
 */
export function parsePayment(body: unknown, options: ParseOptions): Payment {
	const country = countryOf(options.country);
	if (!IANAZone.isValidZone(options.timeZone)) {
		throw new InputError('there is no such time zone', 'Time Zone', 'Use Europe/Moscow.');
	}
	const { order: written, path } = unwrap(body);
	const result = courseOrder.safeParse(written);
	if (!result.success) {
		const [issue] = result.error.issues;
		throw invalidPayment(issue.message, [...path, ...issue.path]);
	}
	const order = result.data;
	const moment = paidAt(order.created_at, options.timeZone);
	if (!moment) {
		const problem = 'is not a date such as 2025-01-20 14:49:20';
		throw invalidPayment(problem, [...path, 'created_at']);
	}
	const customer = customerOf(order.user, country);
	if (!customer.phone && !customer.email && !customer.telegram_id) {
		throw invalidPayment('has no usable phone, e-mail or Telegram ID', [...path, 'user']);
	}
	const amount = sumOf(order);
	if (amount > MAX_AMOUNT) {
		throw invalidPayment('is too expensive to be true', [...path, 'course_order_items']);
	}
	const courses = order.course_order_items.map(courseOf);
	return {
		payment_id: order.payment_id,
		invoice_id: order.invoice_id,
		status: order.status.toUpperCase(),
		amount,
		currency: order.currency.toUpperCase() || 'RUB',
		payment_method: order.payment_method,
		promo_code: order.code,
		courses,
		subjects: distinct(courses.map(({ subject }) => subject)),
		directions: distinct(courses.map(({ project }) => project)),
		...customer,
		utm: utmOf(order.utm),
		domain: order.domain,
		...moment,
	};
}

/** The order, and the path to it as the sender sees it. */
function unwrap(body: unknown): { order: unknown; path: string[] } {
	if (!isObject(body)) throw invalidPayment('is missing: the body is no object', ['course_order']);
	if (isObject(body.course_order)) return { order: body.course_order, path: ['course_order'] };
	if (Object.hasOwn(body, 'course_order')) {
		throw invalidPayment('is not an object', ['course_order']);
	}
	if (Object.hasOwn(body, 'course_order_items')) return { order: body, path: [] };
	throw invalidPayment('is missing', ['course_order']);
}

function sumOf({ course_order_items }: CourseOrder): number {
	return course_order_items.reduce((kopecks, { cost }) => kopecks + cost, 0) / 100;
}

function courseOf({ cost, course, number_lessons }: CourseOrder['course_order_items'][0]): Course {
	const { name, subject } = course;
	return {
		name,
		subject: subject.name,
		project: subject.project,
		cost: cost / 100,
		number_lessons,
	};
}

function utmOf({ compaign, campaign, ...rest }: CourseOrder['utm']): Utm {
	return { ...rest, campaign: campaign || compaign };
}

function countryOf(written: string): CountryCode {
	const country = String(written).trim().toUpperCase();
	if (isSupportedCountry(country)) return country;
	throw new InputError('there is no such country', 'Country', 'Use two letters, such as RU.');
}

/** `course_order.course_order_items[0].cost`: as a developer of the platform writes it. */
function invalidPayment(problem: string, path: Array<string | number>): InputError {
	const field = path
		.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
		.join('')
		.slice(1);
	const hint = 'Correct this field of the payload at the platform and send it again.';
	return new InputError(problem, field, hint, 'invalid_payment');
}
