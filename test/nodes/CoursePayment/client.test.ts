import fc from 'fast-check';

import { pickClient } from '../../../nodes/CoursePayment/domain/client';

const PAID = {
	phone: '+79990000001',
	telegram_id: '700000001',
	telegram_username: 'anna',
	customer_name: 'Анна Тест',
};
const row = (id: number, more: object = {}) => ({ id, full_name: `Client ${id}`, ...more });

describe('the client who paid', () => {
	test('is the row with the Telegram ID, although another one has the phone', () => {
		const rows = [row(1, { phone: PAID.phone }), row(2, { telegram_id: PAID.telegram_id })];
		expect(pickClient(rows, PAID)).toMatchObject({ is_known: true, client_id: 2 });
	});

	test('is the row with the phone that has no Telegram account yet; what is new goes to it', () => {
		const rows = [row(1, { phone: PAID.phone, amo_contact_id: 7000001, amo_lead_id: '8000001' })];
		expect(pickClient(rows, PAID)).toEqual({
			is_known: true,
			client_id: 1,
			contact_id: 7000001,
			lead_id: 8000001,
			may_lack: true,
			phone: PAID.phone,
			telegram_id: PAID.telegram_id,
			telegram_username: 'anna',
			full_name: 'Client 1',
		});
	});

	test('is never a row with the phone of another Telegram account', () => {
		const rows = [row(1, { phone: PAID.phone, telegram_id: '700000002' })];
		expect(pickClient(rows, PAID)).toMatchObject({ is_known: false, client_id: 0 });
	});

	test('is never a row where somebody only typed the phone into the bot', () => {
		const paid = { ...PAID, telegram_id: '' };
		const typed = { phone: PAID.phone, telegram_id: '700000002', phone_confirmed: false };
		expect(pickClient([row(1, typed)], paid)).toMatchObject({ is_known: false, client_id: 0 });
		expect(pickClient([row(1, typed), row(2, { phone: PAID.phone })], paid).client_id).toBe(2);
	});

	test('without a Telegram ID is the row with the phone, whatever its account', () => {
		const paid = { ...PAID, telegram_id: '', telegram_username: '' };
		const rows = [row(1, { phone: PAID.phone, telegram_id: '700000002' })];
		expect(pickClient(rows, paid)).toMatchObject({
			client_id: 1,
			telegram_id: '700000002',
			may_lack: false,
		});
	});

	test('is nobody where all that agrees is that both are empty', () => {
		const paid = { ...PAID, phone: '', telegram_id: '' };
		expect(pickClient([row(1), row(2, { phone: '', telegram_id: '' })], paid).is_known).toBe(false);
	});

	test('new, is written down as the payment says', () => {
		expect(pickClient([], PAID)).toEqual({
			is_known: false,
			client_id: 0,
			contact_id: null,
			lead_id: null,
			may_lack: false,
			phone: PAID.phone,
			telegram_id: PAID.telegram_id,
			telegram_username: 'anna',
			full_name: 'Анна Тест',
		});
	});

	test('an empty item of n8n, which stands for no row, is no client', () => {
		expect(pickClient([{}, { id: null }], PAID).is_known).toBe(false);
	});

	test('a client who names an account later may lack it, and not once it is known', () => {
		const known = row(1, { telegram_id: PAID.telegram_id });
		expect(pickClient([known], PAID).may_lack).toBe(true);
		expect(pickClient([{ ...known, telegram_username: 'anna' }], PAID).may_lack).toBe(false);
	});

	const cell = fc.constantFrom('', null, '700000001', '700000002', '+79990000001', '+79990000002');
	const rows = fc.array(
		fc.record({
			id: fc.option(fc.integer({ min: 1, max: 9 })),
			phone: cell,
			telegram_id: cell,
			full_name: fc.constantFrom('', 'Анна'),
		}),
		{ maxLength: 6 },
	);

	test('never has another Telegram ID than the payment, and shares an identity with it', () => {
		fc.assert(
			fc.property(rows, fc.constantFrom('', PAID.telegram_id), (table, telegram_id) => {
				const paid = { ...PAID, telegram_id };
				const { is_known, client_id, ...picked } = pickClient(table, paid);
				const candidates = table.filter(({ id }) => is_known && id === client_id);
				expect(candidates.length > 0).toBe(is_known);
				if (telegram_id !== '') expect(picked.telegram_id).toBe(telegram_id);
				if (!is_known) return;
				const shares = (one: (typeof table)[0]) =>
					(telegram_id !== '' && one.telegram_id === telegram_id) || one.phone === paid.phone;
				expect(candidates.some(shares)).toBe(true);
			}),
		);
	});
});
