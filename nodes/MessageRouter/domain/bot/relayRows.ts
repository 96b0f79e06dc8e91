import type { Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import type { Card } from './card';
import { placesFor } from './plan';
import { labelOf } from './texts';

/** A new row of `relay_messages`. */
export interface RelayRow {
	target: 'wahelp' | 'amocrm' | 'admin';
	chat_id: string;
	telegram_id: string;
	/** The key to somebody in a CRM; empty while it is not proved. */
	phone: string;
	text: string;
	source: 'client' | 'bot';
	source_id: '';
	event_key: string;
	status: 'pending';
	attempts: 0;
}

/** A client's words on their way. */
export interface Words {
	telegramId: string;
	text: string;
	/** The same for a repeated update: the rows of one key and place are one message. */
	eventKey: string;
}

/** A row for each place where a manager reads it; none when the client must give a proved phone first. */
export function rowsForManager(
	words: Words,
	card: Pick<Card, 'phone' | 'isProved'>,
	settings: Row[],
): RelayRow[] {
	return placesFor(card, settings).map((target) => ({
		...newRow(words),
		target,
		phone: card.isProved ? card.phone : '',
	}));
}

/** What the admins read above an order or question. */
export interface Writer {
	/** Name of the step. */
	step: string;
	/** How Telegram names the client. */
	name: string;
	username: string;
}

const TITLES: Record<string, string> = { order: '🛒 Заказ из бота', question: '❓ Вопрос из бота' };

/**
 * A row for each chat of `orders_chat_ids`, else for that of `admin_chat_id`. The title is the setting
 * `title_<name>`; one that is new has the label of its button.
 */
export function rowsForAdmins(
	words: Words,
	{ step, name, username }: Writer,
	card: Card,
	settings: Row[],
): RelayRow[] {
	const label = labelOf(settings, step) || step;
	const title = settingOf(settings, `title_${step}`, TITLES[step] ?? `${label}: из бота`);
	const phone = card.phone === '' ? 'номер не указан' : card.phone;
	const who = [
		card.fullName || name,
		card.phone === '' || card.isProved ? phone : `${phone} (не подтверждён)`,
		username && `@${username}`,
	];
	const text = `${title}\n${who.filter(Boolean).join(', ')}\n\n${words.text}`;
	const chats = settingOf(settings, 'orders_chat_ids') || settingOf(settings, 'admin_chat_id');
	return [...new Set(chats.split(',').map((chat) => chat.trim()))].map((chat) => ({
		...newRow(words),
		target: 'admin',
		chat_id: chat,
		phone: card.phone,
		text,
		source: 'bot',
	}));
}

function newRow({ telegramId, text, eventKey }: Words): Omit<RelayRow, 'phone'> {
	return {
		target: 'amocrm',
		chat_id: telegramId,
		telegram_id: telegramId,
		text: text.trim(),
		source: 'client',
		source_id: '',
		event_key: eventKey,
		status: 'pending',
		attempts: 0,
	};
}
