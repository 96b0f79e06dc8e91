import { stringsIn, type Finding, type Rule } from './types';

const SECRETS: Array<[RegExp, string]> = [
	[/\beyJ[\w-]{8,}\.[\w-]{8,}/, 'a JSON Web Token'],
	[/\b\d{7,10}:[\w-]{25,}/, 'a Telegram bot token'],
	[/\b(sk|pk|rk|ghp|gho|xox[abp]|glpat|npm)[-_][\w-]{16,}/, 'an API key'],
	[/\bAKIA[0-9A-Z]{16}\b/, 'an AWS key'],
	[/\b(bearer|basic)\s+[\w+/=.-]{16,}/i, 'an Authorization header'],
	[/\b[0-9a-f]{32,}\b/i, 'a long hexadecimal key'],
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
	[/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i, 'a log-in inside an address'],
];
const EMAIL = /[\w.+-]+@([\w-]+\.)+[a-z]{2,}/gi;
/** Names that RFC 2606 keeps free for examples. */
const SAMPLE_DOMAIN = /@([\w-]+\.)*(example\.(com|org|net)|[\w-]+\.example|[\w-]+\.test)$/i;
/** With a plus, or 11 digits from 7/8 (Russia, Kazakhstan), or 12 from 380 (Ukraine). */
const PHONE =
	/(?<![\w.-])(\+\d[\d\s()-]{8,17}\d|[78][\s(-]*\d{3}[)\s-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}|380\d{9})(?![\w-])/g;
/** Invented numbers: nobody has such runs of digits. */
const SAMPLE_PHONE = /00000|1234567|5555|1112233/;

/** Nothing that opens an account or names a person. */
export const secrets: Rule = ({ document }) => {
	const findings: Finding[] = [];
	const look = (value: unknown, node?: string): void => {
		for (const { path, text } of stringsIn(value)) {
			const at = path ? `"${path}"` : 'the text';
			for (const [pattern, what] of SECRETS) {
				if (pattern.test(text)) findings.push({ node, message: `${at} looks like ${what}` });
			}
			for (const [email] of text.matchAll(EMAIL)) {
				if (!SAMPLE_DOMAIN.test(email)) {
					findings.push({ node, message: `${at} holds the e-mail ${email}: use name@example.com` });
				}
			}
			for (const [phone] of text.matchAll(PHONE)) {
				if (!SAMPLE_PHONE.test(phone.replace(/\D/g, ''))) {
					const message = `${at} holds the phone ${phone}: use an invented one like +77000000001`;
					findings.push({ node, message });
				}
			}
		}
	};
	const { nodes, ...rest } = document;
	look(rest);
	for (const node of nodes) look(node, node.name);
	return findings;
};
