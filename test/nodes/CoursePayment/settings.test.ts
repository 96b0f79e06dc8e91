import { settingsOf } from '../../../nodes/CoursePayment/domain/settings';
import { contactName, missingNames } from '../../../nodes/CoursePayment/domain/words';
import { parsePayment } from '../../../nodes/CoursePayment/domain/payment';
import { parsedPayment } from '../../../nodes/CoursePayment/domain/schema';
import { sampleOf } from './sample';

const DEFAULTS = { timeZone: 'Europe/Moscow', excludedStages: '63242022' };

describe('the settings of payments', () => {
	test('are read among other settings', () => {
		const rows = [
			{ key: 'welcome_text', value: 'Hi' },
			{ key: 'payment_time_zone', value: ' Asia/Almaty ' },
			{ key: 'payment_create_missing', value: 'No' },
			{ key: 'payment_excluded_stages', value: '1, 2' },
		];
		expect(settingsOf(rows, DEFAULTS)).toEqual({
			time_zone: 'Asia/Almaty',
			create_missing: false,
			excluded_stages: '1, 2',
		});
	});

	test.each([[[]], [[{ key: 'payment_time_zone', value: '' }, {}]]])('not said: %j', (rows) => {
		expect(settingsOf(rows, DEFAULTS)).toEqual({
			time_zone: 'Europe/Moscow',
			create_missing: true,
			excluded_stages: '63242022',
		});
	});

	test.each([
		['нет', false],
		['0', false],
		[false, false],
		['yes', true],
		['да', true],
		['', true],
	])('create missing, said as %j: %s', (value, expected) => {
		const rows = [{ key: 'payment_create_missing', value }];
		expect(settingsOf(rows, DEFAULTS).create_missing).toBe(expected);
	});
});

describe('words', () => {
	const payment = (user: object) => {
		const body = sampleOf({
			first_name: '',
			last_name: '',
			phone: '',
			email: '',
			telegram_id: '',
			telegram_tag: '',
			...user,
		});
		const options = { timeZone: 'Europe/Moscow', country: 'RU' };
		return parsedPayment.parse(parsePayment(body, options));
	};

	test.each([
		[{ first_name: 'Иван', phone: '89991234567' }, 'Иван'],
		[{ phone: '89991234567', email: 'i@example.com' }, '+79991234567'],
		[{ email: 'i@example.com', telegram_tag: 'ivan' }, 'i@example.com'],
		[{ telegram_id: '123456789', telegram_tag: '@ivan' }, 'ivan'],
		[{ telegram_id: '123456789' }, 'Telegram 123456789'],
	])('%j: a contact has the name %s', (user, expected) => {
		expect(contactName(payment(user))).toBe(expected);
	});

	test('names without a row are told once each; without any there are no words', () => {
		expect(missingNames(['Химия', 'ЕГЭ', 'Химия'])).toEqual({
			is_missing: true,
			missing_key: 'Химия|ЕГЭ',
			missing_text:
				'Оплата принята, но в таблицах subject_map и direction_map нет: Химия, ЕГЭ. Добавьте строки.',
		});
		expect(missingNames([])).toEqual({ is_missing: false, missing_key: '', missing_text: '' });
	});
});
