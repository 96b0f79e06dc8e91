import { EventEmitter } from 'node:events';

import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

type Request = NonNullable<IWorkflowExecuteAdditionalData['httpRequest']>;
type Response = NonNullable<IWorkflowExecuteAdditionalData['httpResponse']>;

export interface WebhookCall {
	/** The exact bytes; an object is sent as compact JSON. */
	body: string | Buffer | object;
	headers?: Record<string, string>;
	query?: Record<string, string>;
	/** Status of n8n's own answer at the end of the run; without it the run does not end. */
	runEnds?: number;
}

/** What the node itself wrote to the response; status 0 when it left that to n8n. */
export interface WebhookReply {
	status: number;
	body: unknown;
	ended: boolean;
}

/** The request and response objects of one webhook call, as n8n hands them to a node. */
export function webhookExchange(call: WebhookCall): {
	request: Request;
	response: Response;
	reply: WebhookReply;
	/** n8n answers at the end of the run. */
	endRun(status: number): void;
} {
	const raw = Buffer.isBuffer(call.body)
		? call.body
		: Buffer.from(typeof call.body === 'string' ? call.body : JSON.stringify(call.body));
	const given = Object.entries(call.headers ?? {}).map(([key, value]) => [
		key.toLowerCase(),
		value,
	]);
	const request = {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...Object.fromEntries(given) },
		query: call.query ?? {},
		params: {},
		rawBody: raw,
		body: parse(raw.toString('utf8')),
		readRawBody: async () => undefined,
	};
	const reply: WebhookReply = { status: 0, body: undefined, ended: false };
	const end = (body?: unknown) => {
		if (reply.ended) throw new Error('the node answered twice');
		reply.status ||= 200;
		reply.body = body;
		reply.ended = true;
		response.statusCode = reply.status;
		response.writableEnded = true;
		response.emit('close');
		return response;
	};
	const response = Object.assign(new EventEmitter(), {
		statusCode: 200,
		writableEnded: false,
		status(code: number) {
			reply.status = code;
			return response;
		},
		setHeader: () => response,
		set: () => response,
		type: () => response,
		json: end,
		send: end,
		end,
	});
	return {
		request: request as unknown as Request,
		response: response as unknown as Response,
		reply,
		endRun(status) {
			response.statusCode = status;
			response.writableEnded = true;
			response.emit('close');
		},
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
