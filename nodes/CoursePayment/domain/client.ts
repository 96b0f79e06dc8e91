import { textOf, type Row } from '../../shared/rows';
import type { ParsedPayment } from './schema';
import { idIn } from './text';

/** A client of the table `clients`, with what the payment adds to it. */
export type KnownClient = {
	is_known: boolean;
	/** ID of the row; 0 for a new client, which no row has. */
	client_id: number;
	/** Of amoCRM; null when the table has none. */
	contact_id: number | null;
	lead_id: number | null;
	/** Whether the payment tells a Telegram account that the table, and so maybe amoCRM, did not know. */
	may_lack: boolean;
	/** What the table has, else what the payment says. */
	phone: string;
	telegram_id: string;
	telegram_username: string;
	full_name: string;
};

type Person = Pick<ParsedPayment, 'phone' | 'telegram_id' | 'telegram_username' | 'customer_name'>;

/**
 * The client who paid: the row with the payment's Telegram ID, else one with its phone, but never one
 * of another Telegram account, and never one where the phone was only typed into the bot: anybody can
 * type the number of somebody else. Of several the first counts. Never throws.
 */
export function pickClient(rows: Row[], paid: Person): KnownClient {
	const row = clientRow(rows, paid) ?? {};
	const said = (column: string) => textOf(row[column]);
	const isKnown = idIn(row.id) !== null;
	const has = { telegram_id: said('telegram_id'), telegram_username: said('telegram_username') };
	return {
		is_known: isKnown,
		client_id: idIn(row.id) ?? 0,
		contact_id: idIn(row.amo_contact_id),
		lead_id: idIn(row.amo_lead_id),
		may_lack:
			isKnown &&
			((paid.telegram_id !== '' && has.telegram_id === '') ||
				(paid.telegram_username !== '' && has.telegram_username === '')),
		phone: said('phone') || paid.phone,
		telegram_id: has.telegram_id || paid.telegram_id,
		telegram_username: has.telegram_username || paid.telegram_username,
		full_name: said('full_name') || paid.customer_name,
	};
}

function clientRow(rows: Row[], { telegram_id, phone }: Person): Row | undefined {
	const known = rows.filter(({ id }) => idIn(id) !== null);
	const byTelegram = known.find(
		(row) => telegram_id !== '' && textOf(row.telegram_id) === telegram_id,
	);
	const byPhone = known.find(
		(row) =>
			phone !== '' &&
			textOf(row.phone) === phone &&
			row.phone_confirmed !== false &&
			(telegram_id === '' || textOf(row.telegram_id) === ''),
	);
	return byTelegram ?? byPhone;
}
