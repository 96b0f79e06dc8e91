import fc from 'fast-check';

import {
	minorUnitsOf,
	nextState,
	paymentEntries,
	paymentIdOf,
	paymentState,
	type Payment,
	type PaymentFields,
} from '../../../nodes/AmoCrm/domain/payments';
import type { Entity } from '../../../nodes/AmoCrm/api/schema';
import { InputError, VendorError } from '../../../nodes/shared/errors';

const FIELDS: PaymentFields = {
	total: 880004,
	count: 880005,
	paymentId: 880007,
	lastAmount: 880003,
	lastDate: 880006,
};

function leadWith(values: Record<number, unknown>): Entity {
	const custom_fields_values = Object.entries(values).map(([id, value]) => ({
		field_id: Number(id),
		// amoCRM gives numbers back as text (amocrm sheet §6.2).
		values: [{ value: typeof value === 'number' ? String(value) : value }],
	}));
	return { id: 8000001, custom_fields_values };
}

describe('an amount', () => {
	test.each([
		[5000, 500000],
		['5000', 500000],
		['4 990,50', 499050],
		[4990.5, 499050],
		['0.01', 1],
		[0.1 + 0.2, 30],
		[1999.99 + 0.02, 200001],
	])('%j is %i hundredths', (raw, units) => {
		expect(minorUnitsOf(raw)).toBe(units);
	});

	test.each([
		[0, 'it is not above 0'],
		[-5, 'it is not above 0'],
		['0.001', 'it has more than two decimals'],
		[10.005, 'it has more than two decimals'],
		[NaN, 'this is no number'],
		[Infinity, 'this is no number'],
		['', 'this is no number'],
		['5000 RUB', 'this is no number'],
		['1,000,000', 'this is no number'],
		['5,000', 'it can be read in two ways'],
		['12.500', 'it can be read in two ways'],
		[null, 'this is no number'],
		[{}, 'this is no number'],
		['99999999999999', 'it is too large'],
	])('%j is refused: %s', (raw, message) => {
		expect(() => minorUnitsOf(raw)).toThrow(new InputError(message));
	});

	test('every whole number of hundredths comes out as it went in', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e11 }), (units) => {
				expect(minorUnitsOf(units / 100)).toBe(units);
				expect(minorUnitsOf((units / 100).toFixed(2))).toBe(units);
			}),
		);
	});

	test('anything is an amount above 0 or an input error', () => {
		fc.assert(
			fc.property(fc.anything(), (raw) => {
				try {
					expect(minorUnitsOf(raw)).toBeGreaterThan(0);
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
				}
			}),
		);
	});
});

describe('a payment ID', () => {
	test('is trimmed text; a number becomes text', () => {
		expect(paymentIdOf(' pay_1 ')).toBe('pay_1');
		expect(paymentIdOf(42)).toBe('42');
	});

	test.each(['', '  ', null, undefined, {}, 'x'.repeat(256)])('%j is refused', (raw) => {
		expect(() => paymentIdOf(raw)).toThrow(InputError);
	});
});

describe('what a lead says', () => {
	test('a bare lead has nothing paid', () => {
		const state = paymentState({ id: 1, custom_fields_values: null }, FIELDS);
		expect(state).toEqual({ total: 0, count: 0, paymentId: '' });
	});

	test('numbers come as text, manual edits as people write them', () => {
		const lead = leadWith({ 880004: '1 500,50', 880005: '3', 880007: ' pay_0 ' });
		expect(paymentState(lead, FIELDS)).toEqual({ total: 150050, count: 3, paymentId: 'pay_0' });
	});

	test('a total that is no number is an error, not 0: adding to it would lose money', () => {
		expect(() => paymentState(leadWith({ 880004: 'see note' }), FIELDS)).toThrow(VendorError);
		expect(() => paymentState(leadWith({ 880005: 'two' }), FIELDS)).toThrow('field 880005');
		expect(() => paymentState(leadWith({ 880004: '5,000' }), FIELDS)).toThrow('field 880004');
	});
});

describe('what is written', () => {
	const payment: Payment = { paymentId: 'pay_2', minorUnits: 10, paidAt: 1737373760 };

	test('absolute values, exact in hundredths', () => {
		const state = paymentState(leadWith({ 880004: 0.2, 880005: 1, 880007: 'pay_1' }), FIELDS);
		expect(paymentEntries(nextState(state, payment), payment, FIELDS)).toEqual([
			{ field_id: 880004, values: [{ value: 0.3 }] },
			{ field_id: 880005, values: [{ value: 2 }] },
			{ field_id: 880003, values: [{ value: 0.1 }] },
			{ field_id: 880006, values: [{ value: 1737373760 }] },
			{ field_id: 880007, values: [{ value: 'pay_2' }] },
		]);
	});

	test('only the fields that were chosen', () => {
		const { total, count, paymentId } = FIELDS;
		const next = { total: 5000, count: 1, paymentId: 'pay_2' };
		const entries = paymentEntries(next, payment, { total, count, paymentId });
		expect(entries.map(({ field_id }) => field_id)).toEqual([880004, 880005, 880007]);
	});

	test('any order and repetition of payments, with manual edits between, adds up exactly', () => {
		const step = fc.oneof(
			fc.record({ id: fc.integer({ min: 1, max: 8 }), copies: fc.integer({ min: 1, max: 3 }) }),
			fc.record({ edit: fc.integer({ min: -100000, max: 10000000 }) }),
		);
		const amounts = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 9, maxLength: 9 });
		fc.assert(
			fc.property(fc.array(step, { maxLength: 30 }), amounts, (steps, units) => {
				const values: Record<number, unknown> = {};
				let total = 0;
				let count = 0;
				let last = '';
				for (const one of steps) {
					if ('edit' in one) {
						total = one.edit;
						values[FIELDS.total] = one.edit / 100;
						continue;
					}
					const paymentId = `pay_${one.id}`;
					if (paymentId !== last) {
						total += units[one.id];
						count += 1;
						last = paymentId;
					}
					// A repetition that comes before the next payment changes nothing.
					for (let copy = 0; copy < one.copies; copy++) {
						const state = paymentState(leadWith(values), FIELDS);
						if (state.paymentId === paymentId) continue;
						const paid = { paymentId, minorUnits: units[one.id] };
						for (const entry of paymentEntries(nextState(state, paid), paid, FIELDS)) {
							const [{ value }] = entry.values as Array<{ value: unknown }>;
							values[entry.field_id as number] = value;
						}
					}
				}
				expect(paymentState(leadWith(values), FIELDS)).toEqual({ total, count, paymentId: last });
			}),
		);
	});
});
