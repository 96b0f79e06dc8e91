import { InputError } from '../../shared/errors';
import { parsePhone, phonesIn } from '../../shared/phones';
import { textOf } from '../../shared/values';
import type { CountryCode } from '../../shared/vendor';
import { valuesOf, type FieldKey } from './customFields';
import type { Entity } from '../api/schema';

/** How a contact can be known, the surest first. */
export type IdentityKind = 'telegram_id' | 'phone' | 'email';

/** One thing that a contact is known by, ready to be searched and compared. */
export interface Identity {
	kind: IdentityKind;
	/** The field that must hold it: `PHONE`, `EMAIL`, or the ID of the field for Telegram IDs. */
	field: FieldKey;
	/** As `comparable` writes it. */
	value: string;
	/** What amoCRM's search is asked for. */
	term: string;
	country: CountryCode;
}

export interface IdentityInput {
	telegramId?: unknown;
	/** ID of the contact field that holds Telegram IDs. */
	telegramIdField?: number;
	phone?: unknown;
	email?: unknown;
	/** Of phones that are written without a country code, here and in amoCRM. */
	country: CountryCode;
}

/** Shorter terms are found in everybody (amocrm sheet §7.1). */
const MIN_TERM = 3;
/** `+7…`, `8…` and the bare number differ only before these (sheet §7.1). */
const NATIONAL_DIGITS = 10;

/**
 * What a contact can be looked for by, in the order Telegram ID, phone, e-mail.
 *
 * @returns `unusable`: what was given but cannot be searched, such as a phone with four digits
 * @throws {InputError} when nothing at all is given, or a Telegram ID without its field
 */
export function readIdentities(input: IdentityInput): {
	identities: Identity[];
	unusable: IdentityKind[];
} {
	const { telegramIdField, country } = input;
	const given = {
		telegram_id: textOf(input.telegramId),
		phone: textOf(input.phone),
		email: textOf(input.email),
	};
	if (Object.values(given).every((text) => text === '')) {
		const hint = 'Give at least one of Telegram ID, Phone and Email.';
		throw new InputError('there is nothing to look for', '', hint);
	}
	if (given.telegram_id !== '' && telegramIdField === undefined) {
		const hint = 'Choose the contact field in which amoCRM keeps Telegram IDs.';
		throw new InputError('it is empty', 'Telegram ID Field', hint);
	}
	const fields = { telegram_id: telegramIdField ?? 0, phone: 'PHONE', email: 'EMAIL' };
	const identities: Identity[] = [];
	const unusable: IdentityKind[] = [];
	for (const kind of ['telegram_id', 'phone', 'email'] as const) {
		if (given[kind] === '') continue;
		const field = fields[kind];
		const value = comparable(field, given[kind], country);
		const term = kind === 'phone' ? value.slice(1).slice(-NATIONAL_DIGITS) : value;
		if (term.length < MIN_TERM) unusable.push(kind);
		else identities.push({ kind, field, value, term, country });
	}
	return { identities, unusable };
}

/**
 * A value of a field in the form in which two are compared: phones as E.164, so that 7, 8 and +7 in
 * front are the same, e-mails in small letters, all else as it stands. Empty when it is unusable.
 */
export function comparable(field: FieldKey, value: unknown, country: CountryCode): string {
	const text = textOf(value);
	if (field === 'PHONE') {
		const phone = parsePhone(text, country);
		return phone.ok ? phone.e164 : '';
	}
	if (field === 'EMAIL') return /^[^\s@]+@[^\s@]+$/.test(text) ? text.toLowerCase() : '';
	return text;
}

/** Whether the very field holds it: a hit of the search may mean any other (sheet §7.1). */
export function hasIdentity(contact: Entity, { field, value, country }: Identity): boolean {
	return valuesOf(contact, field).some((stored) =>
		// People write two numbers into one value.
		field === 'PHONE'
			? phonesIn(stored, country).includes(value)
			: comparable(field, stored, country) === value,
	);
}

/** Those that truly have the identity, deleted ones excluded; the one that changed last comes first. */
export function verified(contacts: Entity[], identity: Identity): Entity[] {
	return contacts
		.filter((contact) => !contact.is_deleted && hasIdentity(contact, identity))
		.sort((a, b) => (b.updated_at ?? 0) - (a.updated_at ?? 0) || b.id - a.id);
}
