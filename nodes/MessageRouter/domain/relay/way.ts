import { textOf, timeOf, type Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import { clientOf, isProved } from './client';

/** How a client's message reaches the managers, with all that the nodes behind it need. */
export interface Way extends Row {
	way: 'wahelp' | 'note';
	/** What a manager reads. */
	text: string;
	/** The last line of a note, which no other note has. */
	unique_text: string;
	/** It may be there already: look before you send. */
	is_repeat: boolean;
	name: string;
	/** Empty: nobody may be looked up by a phone. */
	phone: string;
	/** Of the client's card; empty when not known. */
	client_id: string;
	contact_id: string;
	lead_id: string;
	wahelp_user_id: string;
	project_id: string;
	channel: string;
	/** From when on Wahelp's history may hold this very message. ISO. */
	sent_after: string;
	/** Earlier messages to Wahelp, which are not this one whatever their text. */
	exclude_ids: string;
}

/** Clocks of n8n and Wahelp may differ so much. */
const CLOCK_SKEW_MS = 60_000;

/**
 * The way of a row of `relay_messages` and what goes with it.
 *
 * A phone is a key only while the client's own is proved: a typed number of somebody else must not lead
 * to that person's contact or chat. Wahelp knows people by phone alone, so an
 * unproved client's words become a note. A contact that is known is the client's own, proved or not.
 *
 * @param clients cards with the client's Telegram id
 * @param messages rows of the chat, for messages that went to Wahelp before
 */
export function chooseWay(row: Row, clients: Row[], messages: Row[], settings: Row[]): Way {
	const client = clientOf(clients);
	const isKnown = isProved(client, settings);
	// Without one in the row it was not proved then.
	const phone = isKnown ? textOf(row.phone) || textOf(client.phone) : '';
	const userId = isKnown ? textOf(client.wahelp_user_id) : '';
	const toWahelp = textOf(row.target) === 'wahelp' && (phone !== '' || userId !== '');
	const uniqueText = `— CRM Bridge ${textOf(row.event_key)}`;
	return {
		way: toWahelp ? 'wahelp' : 'note',
		text: toWahelp
			? String(row.text ?? '')
			: `${heading(row, client, phone)}${String(row.text ?? '')}\n${uniqueText}`,
		unique_text: uniqueText,
		// An unproved client's words may stand there from a row for Wahelp.
		is_repeat: textOf(row.status) === 'sending' || !isKnown,
		name: textOf(client.full_name),
		phone,
		client_id: textOf(client.id),
		contact_id: textOf(client.amo_contact_id),
		lead_id: textOf(client.amo_lead_id),
		wahelp_user_id: userId,
		project_id: settingOf(settings, 'wahelp_project_id', '1'),
		channel: settingOf(settings, 'wahelp_channel', 'clients_tg'),
		sent_after: new Date((timeOf(row.createdAt) ?? 0) - CLOCK_SKEW_MS).toISOString(),
		exclude_ids: messages
			.filter(({ target }) => textOf(target) === 'wahelp')
			.map(({ vendor_message_id: id }) => textOf(id))
			.filter(Boolean)
			.join(','),
	};
}

/** What the bot itself writes needs no heading. */
function heading({ source }: Row, client: Row, usedPhone: string): string {
	if (textOf(source) !== 'client') return '';
	return `Сообщение клиента из Telegram${doubt(client, usedPhone)}:\n`;
}

function doubt({ phone_confirmed, phone }: Row, usedPhone: string): string {
	const typed = textOf(phone);
	if (phone_confirmed !== false || typed === '') return '';
	// The contact does not hold the number then: people see it here.
	const shown = usedPhone === '' ? `: ${typed}` : '';
	return ` (номер введён вручную, не подтверждён${shown})`;
}
