import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import type { Deliveries } from './deliveries';
import { verifySharedSecret, type VerifyResult } from './signature';
import { readJson } from './webhookJson';

/** Of each output. */
type Items = INodeExecutionData[][];

/** In the query of the address that a vendor calls whose webhooks are not signed. */
export const SECRET_PARAMETER = 'secret';

/** A webhook call as it arrived. */
export interface WebhookCall {
	query: Record<string, unknown>;
	headers: Record<string, unknown>;
	/** The body's bytes; undefined for a form with files. */
	rawBody: Buffer | undefined;
}

export function callOf(context: IWebhookFunctions): WebhookCall {
	const { query, headers, rawBody } = context.getRequestObject();
	return { query: query as IDataObject, headers, rawBody };
}

/**
 * Looks for a secret in the query's `secret` and `token` and in this header. Fails closed: without a
 * secret set every call is refused.
 *
 * @param header lower-cased
 */
export function checkSecret(call: WebhookCall, secrets: string[], header: string): VerifyResult {
	const { query, headers } = call;
	const given = [query[SECRET_PARAMETER], query.token, headers[header]];
	const results = given
		.filter((value) => typeof value === 'string' && value !== '')
		.map((value) => verifySharedSecret(value as string, secrets));
	return results.find(({ valid }) => valid) ?? results[0] ?? verifySharedSecret(undefined, secrets);
}

/** JSON, whatever the content type says; else the text. */
export function bodyOf({ rawBody }: WebhookCall): unknown {
	return readJson(rawBody?.toString('utf8') ?? '');
}

/** Answers the call itself; nothing starts. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	body: object,
): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

/**
 * Starts a run whose end is the answer. A copy of a delivery whose run is under way waits for it and gets
 * its answer; one that comes after a run that failed starts another.
 *
 * @param key of the delivery; undefined when nobody can tell it from others
 * @param start makes the items of the run, or undefined when nothing is to start; not called for a copy
 */
export async function startOnce(
	context: IWebhookFunctions,
	deliveries: Deliveries,
	key: string | undefined,
	start: () => Promise<Items | undefined> | Items,
): Promise<IWebhookResponseData> {
	const earlier =
		key === undefined ? 'new' : await deliveries.enter(key, context.getResponseObject());
	if (earlier === 'done') return answer(context, 200, { ok: true, repeated: true });
	if (earlier !== 'new') return answer(context, 503, { ok: false, reason: 'not_done_yet' });
	const workflowData = await start();
	return workflowData ? { workflowData } : answer(context, 200, { ok: true, items: 0 });
}
