import { isObject } from '../../shared/values';
import { z } from '../../shared/vendor';
import { kopecksOf, MAX_AMOUNT } from '../../shared/money';
import { oneLine } from './text';

const MAX_ID_LENGTH = 200;

/** Every field that nobody needs to record the payment: read what is there, '' for the rest. */
const text = z.unknown().transform(oneLine);

/** What is no object is read as an empty one. */
function part<T extends z.ZodRawShape>(shape: T) {
	return z.preprocess((value) => (isObject(value) ? value : {}), z.object(shape));
}

/** A field without which there is no payment. The messages must not echo its value. */
function required<T>(read: (value: unknown) => T | undefined, problem: string) {
	return z.unknown().transform((value, context): T => {
		const result = read(value);
		if (result !== undefined) return result;
		const isBlank = typeof value === 'string' && value.trim() === '';
		const isMissing = value === undefined || value === null || isBlank;
		const message = isMissing ? 'is missing' : problem;
		context.addIssue({ code: z.ZodIssueCode.custom, message });
		return z.NEVER;
	});
}

const requiredText = required(
	(value) => (typeof value === 'string' && oneLine(value) ? oneLine(value) : undefined),
	'is not a text',
);

const identifier = required(
	idOf,
	`is not an ID: a text of at most ${MAX_ID_LENGTH} characters or a whole number is needed`,
);

const item = z.object(
	{
		/** In kopecks from here on. */
		cost: required(kopecksOf, 'is not an amount such as 5000 or 5000.50'),
		number_lessons: z.unknown().transform(countOf),
		course: part({ name: text, subject: part({ name: text, project: text }) }),
	},
	{ invalid_type_error: 'is not an object' },
);

/**
 * `course_order` as the platform sends it (payment seed, "payment_webhook.py"). `amount` is left
 * out: the seed says it is not what was paid.
 */
export const courseOrder = z.object({
	payment_id: identifier,
	status: requiredText,
	created_at: requiredText,
	course_order_items: z
		.array(item, { required_error: 'is missing', invalid_type_error: 'is not a list' })
		.min(1, 'is empty: a payment is for at least one course'),
	invoice_id: text,
	currency: text,
	payment_method: text,
	code: text,
	domain: text,
	user: part({
		first_name: text,
		last_name: text,
		phone: z.unknown(),
		email: text,
		telegram_id: text,
		telegram_tag: text,
	}),
	utm: part({
		source: text,
		medium: text,
		campaign: text,
		/** The platform's spelling. */
		compaign: text,
		term: text,
		content: text,
		ym: text,
	}),
});
export type CourseOrder = z.infer<typeof courseOrder>;

/** A payment as *Parse* gives it, back from a table or a Set node: only these fields must be there. */
export const parsedPayment = z.object({
	payment_id: identifier,
	amount: required(amountOf, 'is not an amount'),
	invoice_id: text,
	status: text,
	currency: text,
	payment_method: text,
	promo_code: text,
	courses: z.unknown().transform((value) => listOf(value).map((one) => course.parse(one))),
	subjects: z.unknown().transform(texts),
	directions: z.unknown().transform(texts),
	customer_name: text,
	phone: text,
	email: text,
	telegram_id: text,
	telegram_username: text,
	utm: part({
		source: text,
		medium: text,
		campaign: text,
		term: text,
		content: text,
		ym: text,
	}),
	paid_at_local: text,
	paid_at_utc: text,
	paid_at_unix: z
		.unknown()
		.transform((value) => (Number.isSafeInteger(value) ? Number(value) : null)),
	zone_label: text,
});
export type ParsedPayment = z.infer<typeof parsedPayment>;

const course = part({ name: text, subject: text });

/** A list of texts, each on one line; empty ones left out. */
export function texts(value: unknown): string[] {
	return listOf(value)
		.map(oneLine)
		.filter((one) => one !== '');
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** A number above 2^53 has lost digits, and two payments would share one ID. */
function idOf(value: unknown): string | undefined {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
	if (typeof value !== 'string') return undefined;
	const id = value.trim();
	// Not cleaned: a changed ID is another payment's.
	return id !== '' && id.length <= MAX_ID_LENGTH && id === oneLine(id) ? id : undefined;
}

function countOf(value: unknown): number | null {
	const count = Number(oneLine(value) || NaN);
	return Number.isSafeInteger(count) && count >= 0 ? count : null;
}

function amountOf(value: unknown): number | undefined {
	return typeof value === 'number' && value >= 0 && value <= MAX_AMOUNT ? value : undefined;
}
