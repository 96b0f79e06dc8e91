import { parsePhone } from '../../../shared/phones';
import { fieldsOf } from '../../../shared/values';
import type { CountryCode } from '../../../shared/vendor';

/** A phone with its blanks and brackets; anything longer is none. */
const MAX_LENGTH = 40;
const WHATSAPP_ID = /^\d{10,15}(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/;

/**
 * The client's phone in E.164, '' when in doubt: a wrong one brings the message to a stranger.
 *
 * Order of wahelp sheet §9: `user.phone`, `user.uid2`, `user.uid`, `contact.phone`, `phone`,
 * `chat.phone`; the first that is a phone counts. A uid is a phone on WhatsApp only: on Telegram,
 * Instagram and VK it is the messenger's own number, and one of Telegram looks just like a phone. So it
 * counts when it is written as one (`+7999…`, `7999…@c.us`) or when the message says that it went
 * through WhatsApp (`channel.type`, `destination: from_whatsapp`).
 *
 * @param country of numbers that are written without a country code; Wahelp itself writes it
 */
export function phoneOf(data: Record<string, unknown>, country?: string): string {
	const user = fieldsOf(data.user);
	const onWhatsApp = isWhatsApp(data);
	const candidates = [
		user.phone,
		uidPhone(user.uid2, onWhatsApp),
		uidPhone(user.uid, onWhatsApp),
		fieldsOf(data.contact).phone,
		data.phone,
		fieldsOf(data.chat).phone,
	];
	for (const candidate of candidates) {
		const phone = e164(candidate, country);
		if (phone) return phone;
	}
	return '';
}

function uidPhone(uid: unknown, onWhatsApp: boolean): unknown {
	if (onWhatsApp || typeof uid !== 'string') return onWhatsApp ? withoutHost(uid) : undefined;
	const text = uid.trim();
	return text.startsWith('+') || WHATSAPP_ID.test(text) ? withoutHost(text) : undefined;
}

function withoutHost(uid: unknown): unknown {
	return typeof uid === 'string' && WHATSAPP_ID.test(uid.trim()) ? uid.split(/[:@]/)[0] : uid;
}

function isWhatsApp(data: Record<string, unknown>): boolean {
	const says = [fieldsOf(data.channel).type, data.destination, data.direction];
	return says.some((value) => typeof value === 'string' && isNamedWhatsApp(value));
}

function isNamedWhatsApp(value: string): boolean {
	return ['whatsapp', 'from_whatsapp'].includes(value.trim().toLowerCase());
}

/** Digits are read with a country code first (sheet §6), then as a number of `country`. */
function e164(raw: unknown, country: string | undefined): string {
	const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : '';
	const length = text.match(/\d/g)?.length ?? 0;
	if (text.length > MAX_LENGTH || length < 10 || /[^\d\s()+.\p{Pd}-]/u.test(text)) return '';
	// Ten digits may be a number of `country` or one of a small country with its code.
	const isNational = length === 10 && !text.startsWith('+') && country !== undefined;
	const withCode = isNational
		? undefined
		: parsePhone(/^\+|^00/.test(text) ? text : `+${text}`, home(country));
	if (withCode?.ok) return withCode.e164;
	const national = country === undefined ? undefined : parsePhone(text, home(country));
	return national?.ok ? national.e164 : '';
}

function home(country: string | undefined): CountryCode | undefined {
	return country === undefined ? undefined : (country.trim().toUpperCase() as CountryCode);
}
