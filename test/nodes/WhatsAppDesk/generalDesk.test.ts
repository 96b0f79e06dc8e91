import type { Row } from '../../../nodes/shared/rows';
import { generalAnswer, generalPage } from '../../../nodes/WhatsAppDesk/domain/generalDesk';

const TYPED: Row = {
	submittedAt: '2026-03-12T04:00:00Z',
	next: 'Сохранить',
	time_zone: 'Asia/Almaty',
	whatsapp_contact_hourly_limit: '4',
	whatsapp_session_daily_limit: '300',
	whatsapp_typing: 'Да',
	whatsapp_restricted_hours: '24',
	whatsapp_session_wait_seconds: '60',
	whatsapp_stop_words: 'стоп, stop',
	whatsapp_start_words: 'старт',
	text_whatsapp_stopped: '',
	text_whatsapp_started: 'Снова с вами. $& <b>',
	whatsapp_report_hour: '',
	whatsapp_alert_failed_percent: '20',
	whatsapp_alert_min_messages: '10',
};

function fieldsOf(settings: Row[], before?: ReturnType<typeof generalAnswer>) {
	const { form } = generalPage(settings, before);
	const fields = JSON.parse(form) as Row[];
	const value = (name: string) => {
		const { defaultValue } = fields.find(({ fieldName }) => fieldName === name)!;
		return (defaultValue as string[])[0];
	};
	return { form, value, html: fields.map(({ html }) => html ?? '').join('\n') };
}

test('the page holds the rows of the table, whatever is missing being empty', () => {
	const { value } = fieldsOf([
		{ key: 'time_zone', value: 'Asia/Aqtobe' },
		{ key: 'whatsapp_typing', value: 'yes' },
		{ key: 'other', value: 'x' },
	]);
	expect(value('time_zone')).toBe('Asia/Aqtobe');
	expect(value('whatsapp_typing')).toBe('Да');
	expect(value('whatsapp_report_hour')).toBe('');
});

test("texts go through n8n's replacement as they are", () => {
	const { form, value } = fieldsOf([{ key: 'text_whatsapp_started', value: '$& <b>' }]);
	expect(form).not.toContain('$');
	expect(value('text_whatsapp_started')).toBe('$& <b>');
});

test('a good answer becomes rows: words each once and small, yes and no in English', () => {
	const typed = { whatsapp_stop_words: 'Стоп,, STOP ;стоп\n нет', whatsapp_typing: 'Нет' };
	const { next, rows, message } = generalAnswer({ ...TYPED, ...typed });
	expect(next).toBe('save');
	expect(rows).toHaveLength(13);
	expect(rows).toContainEqual({ key: 'whatsapp_stop_words', value: 'стоп, stop, нет' });
	expect(rows).toContainEqual({ key: 'whatsapp_typing', value: 'no' });
	expect(rows).toContainEqual({ key: 'text_whatsapp_started', value: 'Снова с вами. $& <b>' });
	expect(message).toContain('Общие настройки сохранены.');
});

test.each([
	['time_zone', 'Asia/Nowhere', 'Часовой пояс: такого часового пояса нет.'],
	['time_zone', '', 'Часовой пояс: такого часового пояса нет.'],
	['time_zone', 'UTC+5', 'Часовой пояс: такого часового пояса нет.'],
	['whatsapp_contact_hourly_limit', '0', 'напишите целое число от 1 до 60.'],
	['whatsapp_contact_hourly_limit', '61', 'напишите целое число от 1 до 60.'],
	['whatsapp_session_daily_limit', '1.5', 'напишите целое число от 1 до 100000.'],
	['whatsapp_restricted_hours', '721', 'напишите целое число от 1 до 720.'],
	['whatsapp_session_wait_seconds', '3601', 'напишите целое число от 1 до 3600.'],
	['whatsapp_stop_words', ' ,;', 'Слова отказа: нужно хотя бы одно слово.'],
	['whatsapp_start_words', 'старт, Стоп', 'Слова возврата: «стоп» есть и в словах отказа.'],
	['text_whatsapp_stopped', 'я'.repeat(1001), 'не длиннее 1000 знаков, сейчас 1001.'],
	['whatsapp_report_hour', '24', 'напишите целое число от 0 до 23 или оставьте пустым.'],
	['whatsapp_alert_failed_percent', '101', 'напишите целое число от 1 до 100.'],
	['whatsapp_alert_min_messages', 'x', 'напишите целое число от 1 до 100000.'],
])('%s: a wrong value is one sentence, and comes back', (key, value, sentence) => {
	const decided = generalAnswer({ ...TYPED, [key]: value });
	expect(decided).toMatchObject({ next: 'mistakes', rows: [] });
	expect(decided.errors).toEqual([expect.stringContaining(sentence)]);
	const page = fieldsOf([], decided);
	expect(page.html).toContain('<h5>');
	if (!key.endsWith('words')) expect(page.value(key)).toBe(value);
});

test('zones of people are taken', () => {
	for (const zone of ['UTC', 'Asia/Aqtobe', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5']) {
		expect(generalAnswer({ ...TYPED, time_zone: zone }).next).toBe('save');
	}
});

test('without "Save" nothing changes, and without an answer nothing is said', () => {
	expect(generalAnswer({ ...TYPED, next: 'Назад без сохранения' })).toMatchObject({
		next: 'end',
		rows: [],
		message: 'Ничего не изменено.',
	});
	expect(generalAnswer({ ...TYPED, next: undefined }).next).toBe('end');
	expect(generalAnswer({ next: 'Сохранить', form: '[]' }).next).toBe('over');
});
