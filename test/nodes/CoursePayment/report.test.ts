import { paymentReport } from '../../../nodes/CoursePayment/domain/report';

const payment = (id: number, more: object = {}) => ({
	id,
	payment_id: `pay_${id}`,
	status: 'success',
	amount: 5000,
	...more,
});
const failed = (id: number) =>
	payment(id, { status: 'failed', retry_count: 2, error_message: 'timeout '.repeat(40) });

test('payments are counted by status with their sums, and failures are named', () => {
	const { text, counts } = paymentReport(
		[payment(1), payment(2, { amount: '0.1' }), payment(3, { amount: 0.2 }), failed(4), {}],
		[failed(4), {}],
		7,
	);
	expect(counts.success).toEqual({ payments: 3, amount: 5000.3 });
	expect(text.split('\n')).toEqual([
		'Оплаты за 7 дней:',
		'  success: 3, сумма 5000.30',
		'  failed: 1, сумма 5000',
		'Не прошли: 1',
		`  pay_4, попыток 2: ${'timeout '.repeat(40).slice(0, 120)}`,
	]);
});

test('without failures it says so, and without payments there is no report', () => {
	expect(paymentReport([payment(1)], [{}], 7).text).toContain('Все оплаты прошли.');
	expect(paymentReport([{}], [{}], 7).text).toBe('');
});

test('failures of any age are told: twenty by name, the others by their number', () => {
	const many = (count: number) => Array.from({ length: count }, (_, i) => failed(i + 1));
	const { text } = paymentReport([], many(21), 7);
	expect(text).toContain('Не прошли: 21\n');
	expect(text).not.toContain('pay_21,');
	expect(text).toContain('  … остальные в таблице payment_events');
	expect(paymentReport([], many(1000), 7).text).toContain('Не прошли: 1000 или больше');
});
