import fc from 'fast-check';

import { isSameNote } from '../../../nodes/AmoCrm/actions/note/noteText';
import { buildNote, paymentIdLine } from '../../../nodes/CoursePayment/domain/note';
import type { ParsedPayment } from '../../../nodes/CoursePayment/domain/schema';
import { chooseWay } from '../../../nodes/MessageRouter/domain/relay/way';
import { storableText } from '../../../nodes/shared/storable';

const MARKS = ['Payment ID: pay_1', '— CRM Bridge telegram:2', 'Оплата проведена', 'Invoice ID: x'];
/** What a stranger may write: our own marks, with every kind of line break around them. */
const words = fc
	.array(
		fc.constantFrom(...MARKS, 'привет', '\n', '\r\n', '\r', '\u2028', '\u202e', '\0', ' ', '\v'),
		{ minLength: 1, maxLength: 12 },
	)
	.map((parts) => storableText(parts.join('')));

const relayed = (text: string, key: string) => {
	const row = { text, source: 'client', target: 'amocrm', event_key: key, status: 'pending' };
	return chooseWay(row, [], [], []);
};

/** A payment whose every text is this. */
function paymentNote(id: string, text: string): string {
	const utm = { source: text, medium: text, campaign: text, content: text, term: text, ym: text };
	return buildNote({
		...{ payment_id: id, amount: 100, courses: [{ name: text, subject: text }], utm, subjects: [] },
		...{ customer_name: text, paid_at_local: text, paid_at_utc: text, zone_label: text },
		...{ status: text, currency: text, payment_method: text, promo_code: text },
		...{ telegram_id: text, telegram_username: text, phone: text, invoice_id: text },
	} as unknown as ParsedPayment);
}

test("a client's message is never taken for the note of a payment or of another message", () => {
	fc.assert(
		fc.property(words, (text) => {
			const note = relayed(text, 'telegram:1').text;
			const mark = paymentIdLine('pay_1');
			expect(isSameNote(`Оплата проведена\n${mark}`, mark)(note)).toBe(false);
			const other = relayed('привет', 'telegram:2');
			expect(isSameNote(other.text, other.unique_text)(note)).toBe(false);
			const same = relayed(text, 'telegram:1');
			expect(isSameNote(same.text, same.unique_text)(note)).toBe(true);
		}),
	);
});

test('no value of a payment makes its note the note of another one, or of a message', () => {
	fc.assert(
		fc.property(words, (text) => {
			const note = paymentNote('pay_2', text);
			const mark = paymentIdLine('pay_1');
			expect(isSameNote(`Оплата проведена\n${mark}`, mark)(note)).toBe(false);
			const other = relayed('привет', 'telegram:2');
			expect(isSameNote(other.text, other.unique_text)(note)).toBe(false);
			expect(note.split(/[\r\n\u2028\v]+/).filter((line) => MARKS.includes(line.trim()))).toEqual([
				'Оплата проведена',
			]);
		}),
	);
});
