import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

/**
 * Whether what belongs to the first address may go to the second one: the same origin, or the same host
 * by https instead of http, whose certificate proves that it is the same.
 */
export function isSameHost(from: URL, to: URL): boolean {
	if (to.origin === 'null') return false;
	const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:';
	return from.origin === to.origin || (isUpgrade && from.hostname === to.hostname);
}

/**
 * A request that may carry the key of a credential: to the server of its Base URL, and no further. Whoever
 * uses the credential goes through it, n8n's HTTP Request node too.
 *
 * n8n takes headers along to wherever a server points, and makes a GET of a POST on the way, so that it
 * follows nothing here. `http.ts` follows for our own nodes.
 *
 * @param baseUrl of the credential
 * @throws {UserError} that names both servers
 */
export function keptHome(request: IHttpRequestOptions, baseUrl: unknown): IHttpRequestOptions {
	const home = String(baseUrl ?? '').trim();
	// The HTTP Request node says `uri`.
	const { url = (request as { uri?: string }).uri ?? '', baseURL } = request;
	if (!URL.canParse(home)) throw new UserError('Base URL: this is no web address.');
	if (!URL.canParse(url, baseURL)) throw new UserError('The request has no web address.');
	const target = new URL(url, baseURL);
	if (!isSameHost(new URL(home), target)) {
		throw new UserError(
			`This credential is only for ${new URL(home).origin}, the server of its Base URL. Its key does not go to ${target.origin}.`,
		);
	}
	// The last two are for the HTTP Request node.
	const nowhereElse = {
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
	return { ...request, ...nowhereElse };
}

/** For the `rules` of a credential's test: n8n would only say "Found". */
export const REDIRECT_RULES = [301, 302, 303, 307, 308].map((value) => ({
	type: 'responseCode' as const,
	properties: {
		value,
		message:
			'This address points to another one, where the key is not sent. Open it in a browser, and enter the address that you come to.',
	},
}));
