import { textOf, type Row } from '../../shared/rows';
import { sessionOf } from './shopRules';

/** An answer of the HTTP API: its body has `success`, a failure also `error` and `detail`. */
export interface Answer {
	http_status: number;
	body: Row;
}

/** The templates of a shop, newest first. What is not a row, such as n8n's empty item, is left out. */
export function templatesAnswer(rows: Row[]): Answer {
	const templates = rows
		.filter(({ id }) => textOf(id) !== '')
		.sort((a, b) => Number(b.id) - Number(a.id))
		.map((row) => ({
			id: textOf(row.id),
			template_name: row.template_name ?? '',
			template_text: row.template_text ?? '',
			is_active: row.is_active === true,
			order_kind: row.order_kind ?? '',
			media_url: row.media_url ?? '',
			weight: row.weight ?? 1,
			created_at: row.createdAt,
			updated_at: row.updatedAt,
		}));
	return { http_status: 200, body: { success: true, templates } };
}

/**
 * The settings of a shop; null for one that has none.
 *
 * @param wahaAddress of the server that all shops use; empty when WAHA could not be asked
 * @param status of its session, such as `WORKING`; empty when it is not known
 */
export function settingsAnswer(row: Row, wahaAddress: string, status: string): Answer {
	if (textOf(row.id) === '') return { http_status: 200, body: { success: true, settings: null } };
	const settings = {
		waha_server_url: wahaAddress || null,
		waha_session_name: sessionOf(row),
		is_enabled: row.is_enabled === true,
		shop_name: row.shop_name ?? '',
		daily_limit: row.daily_limit ?? null,
		quiet_from: row.quiet_from ?? '',
		quiet_to: row.quiet_to ?? '',
		min_delay_seconds: row.min_delay_seconds ?? null,
		max_delay_seconds: row.max_delay_seconds ?? null,
		paused_until: row.paused_until ?? null,
		pause_reason: row.pause_reason ?? '',
		session_status: status || null,
	};
	return { http_status: 200, body: { success: true, settings } };
}

/** How a test message went, from what 25 gives. A wrong value is 422, nobody knows 202, not sent 502. */
export function testAnswer(result: Row): Answer {
	const { status, code, message, field } = result;
	if (status === 'sent') return { http_status: 200, body: { success: true, result } };
	const body = { success: false, error: message, detail: code };
	const isRefused = status === 'refused' || textOf(field) !== '';
	return {
		http_status: testStatus(textOf(status), textOf(code)),
		body: isRefused ? { ...body, field } : { ...body, result },
	};
}

function testStatus(status: string, code: string): number {
	if (status === 'unknown') return 202;
	if (code === 'unknown_store') return 404;
	return status === 'refused' || code === 'number_not_on_whatsapp' ? 422 : 502;
}
