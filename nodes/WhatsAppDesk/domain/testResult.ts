import { DateTime } from 'luxon';

import { textOf, type Row } from '../../shared/rows';
import { fieldsOf } from '../../shared/values';
import { stateWords } from './sessionWords';

/** How a test went, for a form, an API and the log. */
export interface TestResult {
	ok: boolean;
	/** `unknown`: the answer was lost. */
	status: 'ready' | 'sent' | 'failed' | 'unknown' | 'refused';
	/** What went wrong; empty: nothing. */
	code: string;
	/** The field to correct; empty: none. */
	field: string;
	/** For the owner. */
	message: string;
	message_text: string;
	/** Empty before a send was tried, as `log_id`. */
	waha_message_id: string;
	log_id: string;
}

interface Told {
	/** `status`, `code`, `field`, `message`, `message_text`, `phone`, `session` of *Check Test*. */
	checked: Row;
	/** The row as *Work Queue: Settle* gives it, or what the number check or WAHA answered before. */
	answer: Row;
	timeZone: string;
	/** In milliseconds since 1970. */
	now: number;
}

interface Failure {
	code: string;
	words: string;
	/** Status of the session, where it is known. */
	state: string;
}

const NOT_SENT = 'Сообщение не отправлено.';
const NOTHING = 'Ничего не отправлено.';
const LOST =
	'Ответ WAHA-сервера потерялся: неизвестно, ушло ли сообщение. Посмотрите на телефоне. Не отправляйте его сразу ещё раз: через несколько минут мы сами проверим переписку, и результат появится в истории.';

const WORDS: Record<string, string> = {
	number_not_on_whatsapp: `Этого номера нет в WhatsApp. ${NOTHING} Проверьте номер.`,
	account_restricted: `WhatsApp временно не даёт этому номеру писать незнакомым людям (код 463). ${NOT_SENT} Напишите магазину с этого телефона первым или подождите, пока ограничение снимут.`,
	session_needs_restart: `WhatsApp не принимает сообщения этой сессии, хотя она подключена. ${NOT_SENT} Перезапустите сессию в WAHA (QR-код не нужен), снимите паузу в форме настроек и попробуйте ещё раз.`,
	chat_not_opened: `WhatsApp не смог открыть чат с этим номером. ${NOT_SENT} Проверьте номер.`,
	refused_by_whatsapp:
		'WhatsApp не принял сообщение. Оно не отправлено. Попробуйте позже; если не помогает, перезапустите сессию.',
	plus_required: `Эта версия WAHA умеет только сессию default и только текст. ${NOT_SENT} Обновите WAHA до версии 2026.6.1 или новее, там это бесплатно.`,
	unauthorized: `WAHA-сервер не принимает ключ. ${NOT_SENT} Проверьте API Key в учётных данных WAHA в n8n.`,
	forbidden: `Ключу WAHA не хватает прав. ${NOT_SENT} Дайте ему права на чтение и отправку.`,
	rate_limited: `WAHA-сервер просит подождать. ${NOT_SENT} Попробуйте через минуту.`,
	unavailable: `WAHA-сервер сейчас не работает. ${NOT_SENT} Проверьте, запущен ли он, и попробуйте через минуту.`,
	timeout: `WAHA-сервер не отвечает. ${NOT_SENT} Проверьте, запущен ли он, и попробуйте через минуту.`,
	network: `До WAHA-сервера не достучаться. ${NOT_SENT} Проверьте, запущен ли он и верен ли адрес в учётных данных WAHA в n8n.`,
};

/** How a test went. Never throws. */
export function tellResult(told: Told): TestResult {
	const { checked, answer } = told;
	const message_text = textOf(checked.message_text);
	const base = { code: '', field: '', message: '', message_text, waha_message_id: '', log_id: '' };
	if (checked.status === 'refused') {
		const [code, field, message] = [checked.code, checked.field, checked.message].map(textOf);
		return { ...base, ok: false, status: 'refused', code, field, message };
	}
	if (checked.only_preview === true) return { ...base, ok: true, status: 'ready' };
	const queue = fieldsOf(answer.queue);
	const tried = answer.queue
		? {
				waha_message_id:
					textOf(fieldsOf(queue.answer).messageKey) || textOf(answer.waha_message_id),
				log_id: textOf(answer.id),
			}
		: {};
	if (queue.what === 'done') return { ...base, ...tried, ...sent(told, queue) };
	if (queue.what === 'in doubt') {
		return { ...base, ...tried, ok: false, status: 'unknown', code: 'answer_lost', message: LOST };
	}
	const failure = failureOf(answer, queue);
	const { code } = failure;
	return {
		...base,
		...tried,
		ok: false,
		status: 'failed',
		code,
		field: code === 'number_not_on_whatsapp' ? 'phone_number' : '',
		message: failureWords(failure, textOf(checked.session)),
	};
}

function sent(
	{ checked, timeZone, now }: Told,
	queue: Row,
): Pick<TestResult, 'ok' | 'status' | 'code' | 'message'> {
	const at = DateTime.fromMillis(now, { zone: timeZone }).toFormat('HH:mm');
	const leftOut = textOf(fieldsOf(queue.answer).fileLeftOut);
	const code = leftOut.split(':')[0];
	const alone =
		code === 'plus_required'
			? 'Ушёл только текст: эта версия WAHA не умеет отправлять картинки и документы. Обновите WAHA до версии 2026.6.1 или новее, там это бесплатно.'
			: 'Ушёл только текст: WAHA не принял картинку или документ. Проверьте ссылку.';
	const behind = leftOut ? alone : 'Посмотрите на телефоне.';
	const message = `Отправлено в ${at} на ${textOf(checked.phone)}. ${behind}`;
	return { ok: true, status: 'sent', code, message };
}

/** Of a settled row, of an item of an error output, or of a number that WhatsApp does not know. */
function failureOf(answer: Row, queue: Row): Failure {
	const details = fieldsOf(answer.queue ? queue.details : answer.details);
	const code = textOf(queue.code) || textOf(details.code);
	const [, state = ''] = /Status: ([A-Z_]+)/.exec(textOf(details.hint)) ?? [];
	if (answer.exists === false) return { code: 'number_not_on_whatsapp', words: '', state };
	const words = textOf(answer.queue ? answer.error_message : answer.error);
	return { code: code || 'unexpected', words: words.replace(`${code}: `, ''), state };
}

function failureWords({ code, words, state }: Failure, session: string): string {
	if (code === 'session_not_working') {
		const known = stateWords(state);
		return `WhatsApp-сессия «${session}» не работает${known ? `: ${known}` : ''}. ${NOTHING} Подключите её в форме настроек и попробуйте ещё раз.`;
	}
	if (Object.hasOwn(WORDS, code)) return WORDS[code];
	return `${NOT_SENT} WAHA-сервер ответил: ${words}`;
}
