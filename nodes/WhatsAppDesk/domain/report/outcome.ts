/** What became of a report that was to be sent. */
export interface Outcome extends Record<string, string | boolean> {
	sent: boolean;
	/** As `processed_events` has it: `failed` may be tried again. */
	state: 'done' | 'failed';
	/** For the owner who asked: title and words of the last page. */
	title: string;
	text: string;
	/** For the admin; `''` when nothing went wrong. */
	alert: string;
}

const ADVICE = 'Проверьте в узле Send the Report to the Admin доступ к боту';
/** The token of a bot, which errors may repeat. */
const TOKEN = /\d+:[\w-]{10,}/g;

/**
 * @param chatId whom to send it; `''` when nobody is set
 * @param error what Telegram answered; undefined when it took the report, or nothing was to be sent
 */
export function outcomeOf(chatId: string, error?: string): Outcome {
	if (chatId === '') {
		const text =
			'Не указано, кому его отправлять. Откройте в n8n таблицу bot_settings и впишите номер чата администратора в строку admin_chat_id.';
		return { sent: false, state: 'done', title: 'Отчёт не отправлен', text, alert: '' };
	}
	if (error === undefined) {
		const text = 'Администратор получит его в Telegram: короткий текст и файл.';
		return { sent: true, state: 'done', title: 'Отчёт отправлен', text, alert: '' };
	}
	const answer = error.replace(TOKEN, '…');
	return {
		sent: false,
		state: 'failed',
		title: 'Отчёт не отправлен',
		text: `Telegram не принял его. ${ADVICE}, а в таблице bot_settings — номер чата (admin_chat_id). Ответ: ${answer.slice(0, 200)}`,
		alert: `Отчёт о сообщениях WhatsApp не отправлен в Telegram: ${answer.slice(0, 300)}. Через час сценарий попробует ещё раз. ${ADVICE}.`,
	};
}
