import { textOf, type Row } from '../../../shared/rows';
import { isOn, settingOf } from '../../../shared/settings';
import { isProved } from './client';
import { ASK_CONTACT } from './echo';

/** What Wahelp reports of a message, ready to be looked up and stored. */
export interface Report extends Row {
	source: 'operator' | 'client';
	text: string;
	message_id: string;
	source_id: string;
	/** The same for each copy of the report. */
	event_key: string;
	/** E.164; empty where Wahelp names none. */
	phone: string;
	user_id: string;
}

/** A report without an id is known by who, when and what, cut to this length. */
const KEY_LENGTH = 200;

/**
 * Messages with something to read, each once: those of operators always, the client's own only where the
 * setting `forward_client_messages` asks for them.
 *
 * @param now milliseconds since 1970
 */
export function readReports(
	operators: Row[],
	clients: Row[],
	settings: Row[],
	now: number,
): Report[] {
	const forwarded = isOn(settingOf(settings, 'forward_client_messages'), false) ? clients : [];
	const reports = [
		...operators.map((row) => reportOf(row, 'operator', now)),
		...forwarded.map((row) => reportOf(row, 'client', now)),
	].filter(({ text }) => text !== '');
	const byKey = new Map<string, Report>();
	for (const report of reports) {
		if (!byKey.has(report.event_key)) byKey.set(report.event_key, report);
	}
	return [...byKey.values()];
}

function reportOf(row: Row, source: Report['source'], now: number): Report {
	const [id, phone, userId] = [row.message_id, row.phone, row.user_id].map(textOf);
	const minute = new Date(now).toISOString().slice(0, 16);
	const facts = [phone || userId, textOf(row.sent_at) || minute, String(row.text ?? '')];
	const key = `wahelp:${id || facts.join(':').slice(0, KEY_LENGTH)}`;
	return {
		source,
		text: [row.text, row.file_url].filter(Boolean).join('\n').trim(),
		message_id: id,
		source_id: id || key,
		event_key: key,
		phone,
		user_id: userId,
	};
}

/** Without those that are stored, and without our own messages to Wahelp. */
export function leaveOutStored(reports: Report[], stored: Row[]): Report[] {
	return reports.filter(
		({ event_key: key, message_id: id }) =>
			!stored.some(
				(row) =>
					textOf(row.event_key) === key ||
					(id !== '' && textOf(row.target) === 'wahelp' && textOf(row.vendor_message_id) === id),
			),
	);
}

/**
 * The rows of `relay_messages` for reports: to the one client whose proved phone it is, or whose Wahelp
 * user where there is no phone; else to the admins. What a manager writes to a number that a client has
 * only typed waits as `unproved` until Telegram proves it, and the client is asked to.
 *
 * @param cards rows of `clients` with any of these phones and users
 * @param now milliseconds since 1970
 */
export function addressReports(
	reports: Report[],
	cards: Row[],
	settings: Row[],
	now: number,
): Row[] {
	return reports.flatMap((report) => addressed(report, cards, settings, now));
}

function addressed(report: Report, cards: Row[], settings: Row[], now: number): Row[] {
	const { source, phone, text } = report;
	const fitting = cards.filter((card) => fits(card, report));
	const proved = fitting.filter((card) => isProved(card, settings));
	const chats = new Set(proved.map(({ telegram_id: id }) => textOf(id)));
	if (chats.size === 1) {
		const chat = textOf(proved[0].telegram_id);
		const to = { target: 'client', chat_id: chat, telegram_id: chat };
		return [rowOf(report, { ...to, phone: textOf(proved[0].phone) })];
	}
	// What the client himself wrote elsewhere is no loss.
	if (source === 'client') return [];
	const typed = phone === '' || chats.size > 1 ? [] : fitting;
	if (typed.length > 0) {
		const waits = rowOf(report, { target: 'client', status: 'unproved' });
		return [waits, ...typed.flatMap((card) => question(card, settings, now))];
	}
	const number = phone === '' ? '' : ` (${phone})`;
	const words = `Ответ менеджера никому не отправлен: клиента с таким номером в Telegram-боте нет${number}.\n\n${text}`;
	const chat = settingOf(settings, 'admin_chat_id');
	return [rowOf(report, { target: 'admin', chat_id: chat, text: words })];
}

/** A phone says more than the user that Wahelp has for it. */
function fits(card: Row, { phone, user_id: userId }: Report): boolean {
	if (textOf(card.telegram_id) === '') return false;
	if (phone !== '') return textOf(card.phone) === phone;
	return userId !== '' && textOf(card.wahelp_user_id) === userId;
}

function rowOf({ phone, text, source, source_id, event_key }: Report, more: Row): Row {
	return {
		chat_id: '',
		telegram_id: '',
		phone,
		text,
		source,
		source_id,
		event_key,
		status: 'pending',
		...more,
	};
}

/** Once a day: rows of one key are doubles. */
function question({ telegram_id: id }: Row, settings: Row[], now: number): Row[] {
	const [chat, text] = [textOf(id), settingOf(settings, 'text_prove_number')];
	if (text === '') return [];
	return [
		{
			target: 'client',
			chat_id: chat,
			telegram_id: chat,
			phone: '',
			text,
			source: 'bot',
			source_id: ASK_CONTACT,
			event_key: `${ASK_CONTACT}:${chat}:${new Date(now).toISOString().slice(0, 10)}`,
			status: 'pending',
		},
	];
}
