const DOMAINS = ['amocrm.ru', 'amocrm.com', 'kommo.com'];
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const HINT = 'Enter the address of your account, such as https://example.amocrm.ru.';

export type AmoHost = { ok: true; baseUrl: string } | { ok: false; problem: string; hint: string };

/**
 * The address of an account. Only hosts of amoCRM and Kommo are accepted, and this machine for tests:
 * whoever may edit a credential must not be able to send its token elsewhere (amocrm sheet §1).
 *
 * @param raw as the operator typed it, with or without `https://`
 */
export function amoHost(raw: unknown): AmoHost {
	const text = String(raw ?? '')
		.trim()
		.replace(/\/+$/, '');
	const address =
		/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^localhost:/i.test(text) ? text : `https://${text}`;
	if (text === '' || !URL.canParse(address)) {
		return { ok: false, problem: 'this is no web address', hint: HINT };
	}
	const url = new URL(address);
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		return { ok: false, problem: 'only the address itself belongs here', hint: HINT };
	}
	if (LOOPBACK.test(url.hostname) && /^https?:$/.test(url.protocol)) {
		return { ok: true, baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
	}
	const [label, ...domain] = url.hostname.split('.');
	if (!DOMAINS.includes(domain.join('.')) || !LABEL.test(label) || label === 'www') {
		return { ok: false, problem: 'this is no address of an amoCRM or Kommo account', hint: HINT };
	}
	if (url.protocol !== 'https:' || url.port !== '') {
		return { ok: false, problem: 'it must start with https:// and have no port', hint: HINT };
	}
	// A path such as /api/v4 was copied along.
	return { ok: true, baseUrl: url.origin };
}
