import fc from 'fast-check';

import { readBody } from '../../../nodes/CoursePayment/domain/body';
import { currentIdsOf, enumMapOf } from '../../../nodes/CoursePayment/domain/enumIds';
import { buildLeadUpdate } from '../../../nodes/CoursePayment/domain/leadUpdate';
import { buildNote } from '../../../nodes/CoursePayment/domain/note';
import { parsePayment, type Payment } from '../../../nodes/CoursePayment/domain/payment';
import { parsedPayment } from '../../../nodes/CoursePayment/domain/schema';
import { InputError } from '../../../nodes/shared/errors';
import { item, sample, SAMPLE_TEXT } from './sample';

const OPTIONS = { timeZone: 'Europe/Moscow', country: 'RU' };
type Path = Array<string | number>;

/** Every place in the sample, from `course_order` down to the leaves. */
function pathsOf(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	const below = Object.entries(value).flatMap(([key, child]) =>
		pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
	);
	return path.length > 0 ? [path, ...below] : below;
}

/** The sample with places replaced, one after the other; `undefined` takes one away. */
function damaged(...damages: Array<[Path, unknown]>): unknown {
	const body: unknown = sample();
	for (const [path, value] of damages) {
		const parent = path
			.slice(0, -1)
			.reduce((node, key) => (node as Record<string | number, unknown> | null)?.[key], body);
		// An earlier damage may have taken the place away.
		if (typeof parent !== 'object' || parent === null) continue;
		const fields = parent as Record<string | number, unknown>;
		const last = path[path.length - 1];
		if (value === undefined) delete fields[last];
		else fields[last] = value;
	}
	return body;
}

/** The payment, or the error that names its field; anything else fails the test. */
function attempt(body: unknown): Payment | InputError {
	try {
		return parsePayment(readBody(body), OPTIONS);
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).field).not.toBe('');
		expect(['not_json', 'invalid_payment']).toContain((error as InputError).code);
		return error as InputError;
	}
}

const anyPath = fc.constantFrom(...pathsOf(sample()));
const anyValue = fc.oneof(
	fc.jsonValue(),
	fc
		.constantFrom(undefined, '', ' ', 0, -1, 1e300, [], {}, '9'.repeat(400), '\u0000\n')
		// A new one each time: two damages could put the same object into itself, which no JSON can be.
		.map((value) => structuredClone(value)),
);

test('nothing makes Parse throw anything but an error with its field', () => {
	const bodies = fc.oneof(
		fc.jsonValue(),
		fc.string(),
		fc.uint8Array(),
		fc.nat(SAMPLE_TEXT.length - 1).map((end) => SAMPLE_TEXT.slice(0, end)),
		fc.record({ course_order: fc.jsonValue() }),
		fc.record({ course_order_items: fc.jsonValue() }),
	);
	fc.assert(fc.property(bodies, (body) => void attempt(body)));
	const damages = fc.array(fc.tuple(anyPath, anyValue), { minLength: 1, maxLength: 3 });
	fc.assert(fc.property(damages, (list) => void attempt(damaged(...list))));
});

test('a damage to what is optional leaves the payment as good as it was', () => {
	const needed = /payment_id|status|created_at|course_order_items(,0(,cost)?)?$|^course_order$/;
	const optional = pathsOf(sample()).filter((path) => !needed.test(path.join()));
	fc.assert(
		fc.property(fc.constantFrom(...optional), anyValue, (path, value) => {
			const result = attempt(damaged([path, value]));
			const lostUser = path.join() === 'course_order,user';
			expect(result instanceof InputError ? result.field : result.amount).toEqual(
				lostUser ? expect.anything() : 5000,
			);
		}),
	);
});

test('no error repeats what the platform sent', () => {
	const secret = 'ivan.secret-4242';
	for (const path of pathsOf(sample())) {
		for (const value of [secret, [secret], { [secret]: secret }]) {
			const result = attempt(damaged([path, value]));
			if (result instanceof InputError) {
				expect(JSON.stringify([result.message, result.field, result.hint])).not.toContain('4242');
			}
		}
	}
	expect(attempt(damaged([['course_order', 'payment_id'], [secret]]))).toBeInstanceOf(InputError);
});

test('amounts are exact to the kopeck, however they are written', () => {
	const cost = fc.tuple(fc.nat(10_000_000_00), fc.constantFrom('number', 'dot', 'comma'));
	fc.assert(
		fc.property(fc.array(cost, { minLength: 1, maxLength: 30 }), (costs) => {
			const items = costs.map(([kopecks, form]) => {
				const [whole, rest] = [Math.floor(kopecks / 100), String(kopecks % 100).padStart(2, '0')];
				if (form === 'number') return item('A', 'B', Number(`${whole}.${rest}`));
				return item('A', 'B', `${whole}${form === 'dot' ? '.' : ','}${rest}`);
			});
			const total = costs.reduce((sum, [kopecks]) => sum + BigInt(kopecks), 0n);
			const { amount } = parsePayment(sample({ course_order_items: items }), OPTIONS);

			const text = `${total / 100n}.${String(total % 100n).padStart(2, '0')}`;
			expect(amount.toFixed(2)).toBe(text);
			expect(amount).toBe(Number(text));
		}),
	);
});

const HEADERS = [
	'Оплата проведена',
	'',
	'Имя клиента: ',
	'Дата/время: ',
	'Дата/время UTC: ',
	'Статус: ',
	'Сумма: ',
	'Метод оплаты: ',
	'Курсы:',
];
const FOOTERS = ['Промокод: ', 'TGID: ', 'Источник: ', 'Invoice ID: ', 'Payment ID: '];

test('a note has the same lines whatever the values are', () => {
	const anyText = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('a\nPayment ID: x', '\r\n', '\u2028\u2029\u0085\v'),
		fc.jsonValue(),
	);
	const payment = fc.record({
		payment_id: fc.constant('pay_1'),
		amount: fc.nat(),
		invoice_id: anyText,
		customer_name: anyText,
		status: anyText,
		currency: anyText,
		payment_method: anyText,
		promo_code: anyText,
		phone: anyText,
		telegram_id: anyText,
		telegram_username: anyText,
		paid_at_local: anyText,
		paid_at_utc: anyText,
		zone_label: anyText,
		utm: fc.oneof(anyText, fc.record({ source: anyText })),
		courses: fc.array(fc.oneof(anyText, fc.record({ name: anyText, subject: anyText })), {
			minLength: 1,
			maxLength: 4,
		}),
	});
	fc.assert(
		fc.property(payment, (written) => {
			const lines = buildNote(parsedPayment.parse(written)).split(/[\n\r\v\f\u0085\u2028\u2029]/);

			expect(lines).toHaveLength(HEADERS.length + written.courses.length + FOOTERS.length);
			HEADERS.forEach((start, index) => expect(lines[index].startsWith(start)).toBe(true));
			FOOTERS.forEach((start, index) => {
				expect(lines[HEADERS.length + written.courses.length + index].startsWith(start)).toBe(true);
			});
			expect(lines.at(-1)).toBe('Payment ID: pay_1');
		}),
	);
});

test('no rows and no current ids make the lead update throw anything but an input error', () => {
	const row = fc.record({ name: fc.jsonValue(), enum_id: fc.jsonValue() });
	const rows = fc.oneof(fc.jsonValue(), fc.array(fc.oneof(row, fc.jsonValue())));
	const payment = parsedPayment.parse(parsePayment(sample(), OPTIONS));
	fc.assert(
		fc.property(rows, rows, (map, current) => {
			try {
				const update = buildLeadUpdate(payment, {
					subjects: enumMapOf(map, 'Subject Map'),
					directions: enumMapOf(map, 'Direction Map'),
					currentSubjectIds: currentIdsOf(current, 'Current Subjects'),
				});
				expect(update.lead_name.length).toBeLessThanOrEqual(250);
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
			}
		}),
	);
});

test('a lead never loses a subject that it has', () => {
	const ids = fc.array(fc.integer({ min: 1, max: 9 }));
	const names = fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1 });
	const map = enumMapOf(
		[
			{ name: 'A', enum_id: 1 },
			{ name: 'b', enum_id: 5 },
			{ name: 'C', enum_id: 9 },
		],
		'',
	);
	fc.assert(
		fc.property(ids, names, (current, bought) => {
			const body = sample({ course_order_items: bought.map((name) => item('x', name)) });
			const { subject_enum_ids } = buildLeadUpdate(
				parsedPayment.parse(parsePayment(body, OPTIONS)),
				{ subjects: map, directions: map, currentSubjectIds: current },
			);

			const had = [...new Set(current)];
			expect(subject_enum_ids.slice(0, had.length)).toEqual(had);
			expect(new Set(subject_enum_ids).size).toBe(subject_enum_ids.length);
		}),
	);
});
