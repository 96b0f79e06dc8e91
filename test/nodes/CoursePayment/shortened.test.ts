import { buildNote } from '../../../nodes/CoursePayment/domain/note';
import { parsedPayment } from '../../../nodes/CoursePayment/domain/schema';

const payment = (more: object) => parsedPayment.parse({ payment_id: 'pay_1', amount: 1, ...more });
const line = 'В amoCRM сокращено: ';

test('the note tells what amoCRM got shortened, above its mark', () => {
	const utm = { source: 'x'.repeat(257), medium: 'x'.repeat(256) };
	const lines = buildNote(payment({ utm, invoice_id: 'y'.repeat(300) })).split('\n');
	expect(lines).toContain(`${line}Invoice ID, utm_source`);
	expect(lines.at(-1)).toBe('Payment ID: pay_1');
});

test('a note without losses has no such line', () => {
	expect(buildNote(payment({}))).not.toContain(line);
});
