import { phoneOf } from '../../../nodes/MessageRouter/domain/update/phone';
import { readUpdate } from '../../../nodes/MessageRouter/domain/update/readUpdate';
import { message } from './sample';

const typed = (text: string, country = 'RU') => phoneOf(readUpdate(message({ text })), country);
const shared = (phone_number: string) =>
	phoneOf(readUpdate(message({ contact: { phone_number, first_name: 'Ira' } })), 'RU');

test.each([
	['8 (999) 123-45-67', '+79991234567'],
	['+7 999 123 45 67', '+79991234567'],
	['9991234567', '+79991234567'],
	[' 77010001122 ', '+77010001122'],
	['+380 50 111-22-33', '+380501112233'],
])('a typed %s is a phone', (text, phone) => {
	expect(typed(text)).toBe(phone);
});

test('the country counts for a number in national form', () => {
	expect(typed('050 111 22 33', 'UA')).toBe('+380501112233');
	expect(typed('050 111 22 33', 'ua ')).toBe('+380501112233');
	expect(typed('8 999 123 45 67', 'RU')).toBe('+79991234567');
});

test.each([
	'050 111 22 33',
	'+7 012 345 67 89',
	'мой номер 89991234567',
	'12',
	'',
	'0000000000',
	'2 пиццы',
	'+',
])('"%s" is no phone', (text) => {
	expect(typed(text)).toBe('');
});

test.each(['380501112233', '+380501112233'])('a shared contact of %s', (number) => {
	expect(shared(number)).toBe('+380501112233');
});

test("Telegram's anonymous number is not taken for a Russian one", () => {
	expect(shared('+88801234567')).not.toMatch(/^\+7/);
	expect(shared('88801234567')).not.toMatch(/^\+7/);
});

test('a shared contact without a usable number gives none, whatever the text', () => {
	expect(shared('')).toBe('');
	expect(shared('не номер')).toBe('');
});
