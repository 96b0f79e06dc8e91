import {
	settingsAnswer,
	templatesAnswer,
	testAnswer,
} from '../../../nodes/WhatsAppDesk/domain/answers';
import type { Row } from '../../../nodes/shared/rows';

const SHOP = {
	id: 3,
	store_id: 'store-1',
	shop_name: 'Ромашка',
	waha_session_name: '',
	is_enabled: true,
	daily_limit: 50,
};

test('templates are listed newest first, with ids as text and without what is no row', () => {
	const row = { id: 9, template_name: 'Имя', is_active: true, createdAt: 'a', updatedAt: 'b' };

	expect(templatesAnswer([{}, row, { ...row, id: 10, weight: 0, is_active: null }])).toEqual({
		http_status: 200,
		body: {
			success: true,
			templates: [
				expect.objectContaining({ id: '10', weight: 0, is_active: false }),
				{
					id: '9',
					template_name: 'Имя',
					template_text: '',
					is_active: true,
					order_kind: '',
					media_url: '',
					weight: 1,
					created_at: 'a',
					updated_at: 'b',
				},
			],
		},
	});
	expect(templatesAnswer([{}]).body).toEqual({ success: true, templates: [] });
});

test('settings come with the session; what is not known is null', () => {
	expect(settingsAnswer(SHOP, '', '').body).toEqual({
		success: true,
		settings: {
			waha_server_url: null,
			waha_session_name: 'default',
			is_enabled: true,
			shop_name: 'Ромашка',
			daily_limit: 50,
			quiet_from: '',
			quiet_to: '',
			min_delay_seconds: null,
			max_delay_seconds: null,
			paused_until: null,
			pause_reason: '',
			session_status: null,
		},
	});
	expect(settingsAnswer(SHOP, 'http://waha.example', 'WORKING').body).toMatchObject({
		settings: { waha_server_url: 'http://waha.example', session_status: 'WORKING' },
	});
	expect(settingsAnswer({}, 'http://waha.example', 'WORKING')).toEqual({
		http_status: 200,
		body: { success: true, settings: null },
	});
});

test.each<[Row, number, string[]]>([
	[{ status: 'sent', code: '' }, 200, ['success', 'result']],
	[{ status: 'unknown', code: 'answer_lost' }, 202, ['success', 'error', 'detail', 'result']],
	[
		{ status: 'refused', code: 'unknown_store', field: 'store_id' },
		404,
		['success', 'error', 'detail', 'field'],
	],
	[
		{ status: 'refused', code: 'opted_out', field: 'phone_number' },
		422,
		['success', 'error', 'detail', 'field'],
	],
	[
		{ status: 'failed', code: 'number_not_on_whatsapp', field: 'phone_number' },
		422,
		['success', 'error', 'detail', 'field'],
	],
	[{ status: 'failed', code: 'account_restricted' }, 502, ['success', 'error', 'detail', 'result']],
])('a test message, case %#: status and body', (result, status, fields) => {
	const { http_status, body } = testAnswer({ message: 'Слова', ...result });

	expect(http_status).toBe(status);
	expect(Object.keys(body)).toEqual(fields);
	expect(body.success).toBe(status === 200);
	if (status !== 200) expect(body).toMatchObject({ error: 'Слова', detail: result.code });
});
