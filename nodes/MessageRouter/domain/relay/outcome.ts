import { textOf, timeOf, type Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import { clientOf, isProved, namesOf } from './client';
import { ASK_CONTACT, BLOCKED } from './echo';

/** Whom to tell what after a message was sent, or was not. */
export interface Outcome {
	/** Columns of the row that differ from what *Settle* decided. */
	write: Row;
	/**
	 * `done`: nothing to tell. `undelivered`: people have to know. `waits`: the service is out of order,
	 * which is told once an hour. `end`: somebody else works on this chat.
	 */
	what: 'done' | 'undelivered' | 'waits' | 'end';
	/** For *undelivered*: what the manager reads in amoCRM, or the admins in their chat. */
	note: string;
	/** The key under which an alert is told once, and its words. */
	alert_key: string;
	alert: string;
	/** Of the client, when it is proved: the only one that a note may be filed by. */
	phone: string;
	/** Columns of the client's card with their new values; `{}` when it stays as it is. */
	client: Row;
	/** The card as it was read: it is only written while these are still so. */
	card: Row;
}

export interface OutcomeInput {
	/** The row after *Settle* or *Check Echo*. */
	row: Row;
	clients: Row[];
	settings: Row[];
	/** The contact in amoCRM that was found or made, if any. */
	contactId: string;
	/** Milliseconds since 1970. */
	now: number;
}

/** Telegram's refusals after which only the client himself can make it work again. */
const UNREACHABLE = ['bot_blocked', 'user_deactivated', 'never_started', 'chat_not_found'];
/** *Check Echo* has stopped the message; nothing was sent. */
export const STOPPED = 'stopped';
const HOUR_MS = 3_600_000;
const PENDING_HOURS = 72;

interface Queue {
	what?: string;
	code?: string;
	look_again?: boolean;
	answer?: Row;
}

/** What becomes known after a try, in words for manager and admins. Texts are in the shop's language. */
export function tellOutcome(input: OutcomeInput): Outcome {
	const { id, phone, phone_confirmed: confirmed } = clientOf(input.clients);
	const card = { id: id ?? 0, phone: textOf(phone), is_unproved: confirmed === false };
	return { ...outcomeOf(input), card };
}

type Told = Omit<Outcome, 'card'>;

function outcomeOf(input: OutcomeInput): Told {
	const { row } = input;
	const { what, look_again: lookAgain } = queueOf(row);
	if (what === 'not mine') return { ...silent(), what: lookAgain ? 'done' : 'end' };
	const toCrm = ['wahelp', 'amocrm'].includes(textOf(row.target));
	return toCrm ? ofCrm(input) : ofTelegram(input);
}

function ofCrm(input: OutcomeInput): Told {
	const { row, clients, settings, now } = input;
	const client = clientOf(clients);
	const { what = '', code = '' } = queueOf(row);
	const outcome = { ...silent(), client: cardOf(input) };
	if (what === 'done') return outcome;
	// Wahelp no longer knows the user: next time he is looked up by his phone.
	if (isUserGone(input)) return outcome;
	const place = textOf(row.target) === 'wahelp' ? 'Wahelp' : 'amoCRM';
	const isOver = what !== 'failed' && isTooOld(row, settings, now);
	if (what === 'failed' || isOver) {
		if (code === 'no_messenger' && settingOf(settings, 'relay_via').toLowerCase() === 'both') {
			// The note in amoCRM is enough.
			return outcome;
		}
		const who = namesOf(client, textOf(row.phone) || textOf(client.phone));
		const note = `Сообщение клиента не дошло до ${place} (${code || 'ошибка'}). Клиент: ${who}\n\n${String(row.text ?? '')}`;
		return { ...outcome, write: isOver ? { status: 'failed' } : {}, what: 'undelivered', note };
	}
	return {
		...outcome,
		what: 'waits',
		alert_key: `relay-${textOf(row.target)}:${hourOf(now)}`,
		alert: `${place} сейчас не принимает сообщения клиентов (${reasonOf(row)}). Они ждут и уйдут, когда всё заработает.`,
	};
}

/** Ids that are new, with the others as they were read: one write for all of them. */
function cardOf(input: OutcomeInput): Row {
	const { row, clients, settings, contactId } = input;
	const client = clientOf(clients);
	if (textOf(client.id) === '') return {};
	const { what, answer = {} } = queueOf(row);
	const [contact, user] = [textOf(client.amo_contact_id), textOf(client.wahelp_user_id)];
	const isWahelps = textOf(row.target) === 'wahelp' && isProved(client, settings);
	const foundUser = isWahelps && what === 'done' ? textOf(answer.user_id) : '';
	const newUser = isUserGone(input) ? '' : foundUser || user;
	const newContact = contactId || contact;
	if (newUser === user && newContact === contact) return {};
	return {
		amo_contact_id: newContact === '' ? null : Number(newContact),
		wahelp_user_id: newUser,
	};
}

function isUserGone({ row, clients }: OutcomeInput): boolean {
	const { what, code } = queueOf(row);
	const isAsked = textOf(row.target) === 'wahelp' && what !== 'done' && code === 'not_found';
	return isAsked && textOf(clientOf(clients).wahelp_user_id) !== '';
}

function ofTelegram(input: OutcomeInput): Told {
	const { row } = input;
	return textOf(row.target) === 'admin' ? ofAdmin(input) : ofClient(input);
}

/** Nothing for the admins is given up. A chat that refuses gives way to the one in the settings. */
function ofAdmin({ row, settings, now }: OutcomeInput): Told {
	const { what } = queueOf(row);
	if (what === 'done' || what === STOPPED) return silent();
	const chat = textOf(row.chat_id);
	const isRefused = what === 'failed' && chat !== settingOf(settings, 'admin_chat_id');
	return {
		...silent(),
		write: isRefused ? { chat_id: '' } : {},
		what: 'waits',
		alert_key: `telegram-chat:${chat}:${hourOf(now)}`,
		alert: `Сообщения бота не уходят в чат ${chat} (${reasonOf(row)}). Они ждут и уйдут, когда всё заработает.`,
	};
}

function ofClient({ row, clients, settings, now }: OutcomeInput): Told {
	const client = clientOf(clients);
	const { what, code = '' } = queueOf(row);
	const isBots = textOf(row.source_id) === ASK_CONTACT;
	if (what === 'done') {
		const isManager = textOf(row.source) === 'operator';
		return { ...silent(), client: isManager ? talking(client, now) : {} };
	}
	const isBlocked = what === 'failed' && UNREACHABLE.includes(code);
	const status = isBlocked ? 'blocked' : textOf(row.status);
	const said = SAID[status];
	if (said === undefined) {
		// An echo, or another look in a while.
		if (what === STOPPED) return silent();
		return {
			...silent(),
			what: 'waits',
			alert_key: `telegram-chat:${textOf(row.chat_id)}:${hourOf(now)}`,
			alert: `Сообщения бота не уходят клиенту (${reasonOf(row)}). Они ждут и уйдут, когда всё заработает.`,
		};
	}
	const note = `${said}\n${String(row.text ?? '')}`;
	return {
		write: isBlocked ? { status, error_message: BLOCKED } : {},
		what: isBots ? 'done' : 'undelivered',
		note,
		alert_key: `undelivered:${textOf(row.event_key)}`,
		alert: `${note}\nКлиент: ${namesOf(client)}`,
		phone: isProved(client, settings) ? textOf(client.phone) : '',
		client: isBlocked ? blocked(client) : {},
	};
}

/** By the status in which the row ends. */
const SAID: Record<string, string | undefined> = {
	blocked:
		'Клиент заблокировал бота или удалил чат с ним. Сообщение менеджера уйдёт, если он снова напишет боту:',
	in_doubt:
		'Неизвестно, дошло ли сообщение менеджера до клиента в Telegram (ответ потерян). Повторно оно не отправлялось:',
	failed: 'Telegram не принял сообщение менеджера для клиента:',
};

/** A manager who answers pauses the bot. */
function talking(client: Row, now: number): Row {
	if (textOf(client.id) === '') return {};
	const { bot_blocked: isBlocked = false } = client;
	return {
		in_manager_chat: true,
		manager_last_message_at: new Date(now).toISOString(),
		bot_blocked: isBlocked,
	};
}

function blocked(client: Row): Row {
	if (textOf(client.id) === '') return {};
	const { in_manager_chat: isTalking = false, manager_last_message_at: last = null } = client;
	return { in_manager_chat: isTalking, manager_last_message_at: last, bot_blocked: true };
}

function isTooOld({ createdAt }: Row, settings: Row[], now: number): boolean {
	const hours = Number(settingOf(settings, 'pending_max_age_hours')) || PENDING_HOURS;
	return now - (timeOf(createdAt) ?? now) > hours * HOUR_MS;
}

/** Alerts come once in each hour. */
function hourOf(now: number): string {
	return new Date(now).toISOString().slice(0, 13);
}

/** The words of `code: words`. */
function reasonOf({ error_message: written }: Row): string {
	return textOf(written).replace(/^\w+: /, '');
}

function queueOf({ queue }: Row): Queue {
	return (queue ?? {}) as Queue;
}

function silent(): Told {
	return { write: {}, what: 'done', note: '', alert_key: '', alert: '', phone: '', client: {} };
}
