import type {
	IAllExecuteFunctions,
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { toNodeError } from './errors';
import { NoAnswer, type HttpAnswer, type HttpCall, type Send } from './http';
import { Scrubber } from './secrets';

/** Every context in which a node may call a vendor. */
export type RequestContext =
	| IAllExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

export interface SendOptions {
	/** An OAuth2 credential: n8n sees a 401, gets a new token and repeats the call. */
	refreshesToken?: boolean;
	/** Of the credential: what n8n throws may hold the whole request. */
	secrets?: unknown[];
}

/**
 * Sends through n8n's own HTTP helper, which knows its proxy, SSRF and credential rules.
 * A status of 400 or more is an answer here, not an error, and so is a redirect: the helper would take the
 * key to wherever it points, and make a GET of a POST.
 *
 * @param credentialType its `authenticate` puts the key into the call
 */
export function sendThroughN8n(
	context: RequestContext,
	credentialType: string,
	{ refreshesToken = false, secrets = [] }: SendOptions = {},
): Send {
	const scrubber = new Scrubber(secrets);
	return async (call: HttpCall): Promise<HttpAnswer | NoAnswer> => {
		const options: IHttpRequestOptions = {
			method: call.method,
			url: call.url,
			headers: call.headers as IDataObject,
			body: call.body as IHttpRequestOptions['body'],
			timeout: call.timeoutMs,
			json: call.answerAs !== 'binary',
			encoding: call.answerAs === 'binary' ? 'arraybuffer' : undefined,
			returnFullResponse: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: refreshesToken ? { ignore: true, except: [401] } : true,
		};
		try {
			const { statusCode, headers, body } =
				(await context.helpers.httpRequestWithAuthentication.call(
					context,
					credentialType,
					options,
				)) as HttpAnswer;
			return { statusCode, headers, body };
		} catch (error) {
			const refused = refreshesToken ? answerOf(error) : undefined;
			if (refused) return refused;
			const code = networkCode(error);
			if (code !== undefined) return new NoAnswer(code);
			// No credential set, an SSRF rule: n8n's own words say it best, but not its whole request.
			const { message, description } = toNodeError(context.getNode(), error);
			throw new NodeOperationError(context.getNode(), scrubber.text(message), {
				description: scrubber.text(String(description ?? '')) || undefined,
			});
		}
	};
}

/**
 * The 401 that a fresh token did not cure, or a refused refresh: n8n marks that by a code of its own.
 * What the vendor said stays behind.
 */
function answerOf(error: unknown): HttpAnswer | undefined {
	for (let at = error, depth = 0; at !== null && typeof at === 'object' && depth < 5; depth++) {
		const { response, httpCode, code, status, cause } = at as {
			response?: { status?: unknown; headers?: unknown };
			httpCode?: unknown;
			code?: unknown;
			status?: unknown;
			cause?: unknown;
		};
		const isTokenRefused = code === 'ESTATUS' || code === 'EAUTH';
		if (response?.status === 401 || httpCode === '401' || isTokenRefused) {
			const statusCode = isTokenRefused && status === 429 ? 429 : 401;
			return { statusCode, headers: { ...(response?.headers as object) }, body: undefined };
		}
		at = cause;
	}
	return undefined;
}

/** Node's error code, wherever n8n and axios have put it. */
function networkCode(error: unknown): string | undefined {
	for (let at = error, depth = 0; at !== null && typeof at === 'object' && depth < 5; depth++) {
		const {
			code,
			cause,
			error: inner,
		} = at as { code?: unknown; cause?: unknown; error?: unknown };
		if (typeof code === 'string' && /^E[A-Z_]{3,}|^HPE_|^Z_|CERT|^UNABLE_TO_/.test(code))
			return code;
		at = cause ?? inner;
	}
	return undefined;
}
