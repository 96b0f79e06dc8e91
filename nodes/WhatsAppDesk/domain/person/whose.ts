import { textOf, type Row } from '../../../shared/rows';
import { lastDigits, phoneOf, userOf, type Identity } from './person';
import type { Trace } from './traces';

/** Whose a row is that was found. `another`: it names the person, and belongs to somebody else. */
export type Whose = 'own' | 'another' | 'nobody';

/**
 * Whose row a trace has found. `like` finds more than is meant, and a row may name a person without
 * being theirs: a neighbour's order with this phone in its text, an order that was sent to this admin.
 */
export function whoseRow({ table, column }: Trace, row: Row, identity: Identity): Whose {
	const judge = JUDGES[`${table}.${column}`];
	return judge ? judge(row, identity) : 'own';
}

type Judge = (row: Row, identity: Identity) => Whose;

/** By table and column; what is not here belongs to whom it names. */
const JUDGES: Record<string, Judge> = {
	'clients.phone': ownPhone('phone'),
	'relay_messages.phone': both(ownPhone('phone'), unlessAnothers),
	'whatsapp_messages_log.customer_phone': ownPhone('customer_phone'),
	'payment_events.phone': ownPhone('phone'),
	'relay_messages.text': both(namesPhone('text'), unlessAnothers),
	'payment_events.payload': both(namesPhone('payload'), unlessAnothers),
	'processed_events.event_key': ownMark,
	'dialogues.username': sameUser,
	'sitniks_stages.telegram_username': sameUser,
	'sitniks_chat_mappings.telegram_username': sameUser,
	'sitniks_stages.contact_id': sameUser,
	'relay_messages.chat_id': (row, identity) =>
		// The chat of an admin is only where it goes.
		textOf(row.target) === 'admin' ? 'nobody' : unlessAnothers(row, identity),
};

/** `like` compares the end; the phone counts as a whole. */
function ownPhone(column: string): Judge {
	return (row, { phones }) => (phones.includes(phoneOf(row[column])) ? 'own' : 'nobody');
}

/** The second decides about what the first has found. */
function both(first: Judge, second: Judge): Judge {
	return (row, identity) => (first(row, identity) === 'nobody' ? 'nobody' : second(row, identity));
}

function namesPhone(column: string): Judge {
	return (row, { phones }) => {
		const numbers = numbersIn(textOf(row[column]));
		const isThere = numbers.some((number) => phones.some((phone) => isPhone(number, phone)));
		return isThere ? 'own' : 'nobody';
	};
}

/** Whose keys may name a person. Claims of the shop's own workflows are left alone. */
const SCOPES = ['alert', 'whatsapp-stop', 'whatsapp-start'];

function ownMark(row: Row, identity: Identity): Whose {
	if (!SCOPES.includes(textOf(row.scope))) return 'nobody';
	const numbers = numbersIn(textOf(row.event_key));
	if (numbers.some((number) => identity.telegramIds.includes(number))) return 'own';
	return namesPhone('event_key')(row, identity);
}

/** A web form writes the plus as `%2B`, JSON may write it as `\u002b`. */
const ESCAPES = /%[\da-f]{2}|\\u[\da-f]{4}/gi;

/** All digits that stand together: a part of a longer number is another number. */
function numbersIn(text: string): string[] {
	return `${text} ${text.replace(ESCAPES, ' ')}`.match(/\d+/g) ?? [];
}

/** With the country code, without it, or as it is dialled. */
function isPhone(number: string, phone: string): boolean {
	return phone === `+${number}` || number === lastDigits(phone) || phoneOf(number) === phone;
}

/** Nicknames pass from one person to another, and each network has its own; so has it its numbers. */
function sameUser(row: Row, { telegramIds }: Identity): Whose {
	const user = textOf(row.user_id);
	const isTheirs = user === '' || telegramIds.some((id) => user === userOf(id));
	return isTheirs ? 'own' : 'nobody';
}

/** The account says whose a row is, and only without one the phone: people type any phone. */
function unlessAnothers(row: Row, { phones, telegramIds }: Identity): Whose {
	const [account, phone] = [textOf(row.telegram_id), textOf(row.phone)];
	if (account !== '') return telegramIds.includes(account) ? 'own' : 'another';
	return phone === '' || phones.includes(phoneOf(phone)) ? 'own' : 'another';
}
