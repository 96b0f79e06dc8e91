import {
	sleep,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import type { Deliveries } from './deliveries';
import { hashOf } from './madeSecret';
import { processRefusals } from './refusals';
import { verifySharedSecret, type VerifyResult } from './signature';
import { readJson } from './webhookJson';

/** Of each output. */
type Items = INodeExecutionData[][];

/** In the query of the address that a vendor calls whose webhooks are not signed. */
export const SECRET_PARAMETER = 'secret';
const PARAMETERS = [SECRET_PARAMETER, 'token'];

/** A webhook call as it arrived. */
export interface WebhookCall {
	query: Record<string, unknown>;
	headers: Record<string, unknown>;
	/** The body's bytes; undefined for a form with files. */
	rawBody: Buffer | undefined;
}

/** One trigger of one workflow, its tests apart: what is remembered of events belongs to it. */
export function scopeOf(context: IWebhookFunctions): string {
	return `${context.getWorkflow().id}|${context.getNode().id}|${context.getMode()}`;
}

export async function callOf(context: IWebhookFunctions): Promise<WebhookCall> {
	const request = context.getRequestObject();
	const hasFiles = String(request.headers['content-type'] ?? '').startsWith('multipart/');
	if (!request.rawBody && !hasFiles) await request.readRawBody();
	const { query, headers, rawBody } = request;
	return { query: query as WebhookCall['query'], headers, rawBody };
}

/**
 * Looks for a secret in these parameters of the query and in this header. Fails closed: without a secret set
 * every call is refused.
 *
 * @param header lower-cased; '' for none
 * @param hashes of secrets that are kept nowhere (`madeSecret.ts`)
 */
export function checkSecret(
	{ query, headers }: WebhookCall,
	secrets: unknown[],
	header: string,
	parameters = PARAMETERS,
	hashes: string[] = [],
): VerifyResult {
	const set = secrets.map((secret) => String(secret ?? '')).filter((secret) => secret !== '');
	// All by their hashes.
	const known = [...set.map(hashOf), ...hashes];
	const given = [...parameters.map((name) => query[name]), headers[header]];
	const results = given
		.filter((value) => typeof value === 'string' && value !== '')
		.map((value) => verifySharedSecret(hashOf(value as string), known));
	return results.find(({ valid }) => valid) ?? results[0] ?? verifySharedSecret(undefined, known);
}

/** The body as text. */
export function textOfBody({ rawBody }: WebhookCall): string {
	return rawBody?.toString('utf8') ?? '';
}

/** JSON, whatever the content type says; else the text. */
export function bodyOf(call: WebhookCall): unknown {
	return readJson(textOfBody(call));
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

/** Answers somebody who may be a stranger: who knocks again and again waits for the answer, see `Refusals`. */
export function answerStranger(
	context: IWebhookFunctions,
	status: number,
	body: object,
): IWebhookResponseData {
	const ms = processRefusals.delay();
	if (ms === 0) return answer(context, status, body);
	void sleep(ms).then(() => answer(context, status, body));
	return { noWebhookResponse: true };
}

/** A call that is not to be trusted or read. */
export function refuse(
	context: IWebhookFunctions,
	reason: string,
	status: 400 | 401 = 401,
): IWebhookResponseData {
	const say = status === 401 ? answerStranger : answer;
	return say(context, status, { ok: false, reason });
}

/** What starts no run gets a 200, too: the vendor is not to send it again. */
export function startNothing(context: IWebhookFunctions): IWebhookResponseData {
	return answer(context, 200, { ok: true, items: 0 });
}

/** Answers at once and starts a run. */
export function startAnswered(context: IWebhookFunctions, items: Items): IWebhookResponseData {
	const count = items.reduce((sum, output) => sum + output.length, 0);
	return { ...answer(context, 200, { ok: true, items: count }), workflowData: items };
}

/**
 * Starts a run whose end is the answer. A copy of a delivery whose run is under way waits for it and gets
 * its answer; one that comes after a run that failed starts another.
 *
 * @param keys under which a delivery may be known, each in its memory; undefined where it has none
 * @param start makes the items of the run, or undefined when nothing is to start; not called for a copy
 */
export async function startOnce(
	context: IWebhookFunctions,
	keys: Array<[Deliveries, string | undefined]>,
	start: () => Promise<Items | undefined> | Items | undefined,
): Promise<IWebhookResponseData> {
	for (const [deliveries, key] of keys) {
		if (key === undefined) continue;
		const earlier = await deliveries.enter(key, context.getResponseObject());
		if (earlier === 'done') return answer(context, 200, { ok: true, repeated: true });
		if (earlier !== 'new') return answer(context, 503, { ok: false, reason: 'not_done_yet' });
	}
	const workflowData = await start();
	return workflowData ? { workflowData } : startNothing(context);
}
