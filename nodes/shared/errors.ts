import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** What went wrong, in terms that a flow can branch on. */
export type VendorErrorCode =
	| 'unauthorized'
	| 'forbidden'
	| 'not_found'
	| 'invalid_request'
	| 'rate_limited'
	| 'unavailable'
	| 'timeout'
	| 'network'
	| 'unexpected_answer'
	/** A vendor's own case, such as `session_not_working` of WAHA. */
	| (string & {});

/**
 * Whether a write took effect: `not_sent` it surely did not and may be repeated, `rejected` the vendor
 * refused it, `unknown` the answer was lost: look for your own marker before you repeat it.
 */
export type WriteOutcome = 'not_sent' | 'rejected' | 'unknown';

export interface VendorErrorOptions {
	code: VendorErrorCode;
	outcome: WriteOutcome;
	/** The next step in plain words. */
	hint?: string;
	httpStatus?: number;
	requestId?: string;
	/** How long the vendor asks to wait, in milliseconds. */
	retryAfterMs?: number;
	/** What the vendor found wrong, per element of a batch. */
	elements?: Record<string, string>;
}

/** A call to a vendor that did not work. Its text holds no secret, phone or message text. */
export class VendorError extends Error {
	readonly code: VendorErrorCode;
	readonly outcome: WriteOutcome;
	readonly hint?: string;
	readonly httpStatus?: number;
	readonly requestId?: string;
	readonly retryAfterMs?: number;
	readonly elements?: Record<string, string>;

	constructor(message: string, options: VendorErrorOptions) {
		super(redact(message));
		this.name = 'VendorError';
		this.code = options.code;
		this.outcome = options.outcome;
		this.hint = options.hint;
		this.httpStatus = options.httpStatus;
		this.requestId = options.requestId;
		this.retryAfterMs = options.retryAfterMs;
		this.elements = options.elements;
	}
}

/** Bad input of the operator: names the field and the next step. */
export class InputError extends Error {
	/**
	 * @param field the field's display name, or empty when none is to blame
	 * @param code what a flow can branch on
	 */
	constructor(
		message: string,
		readonly field = '',
		readonly hint = '',
		readonly code = 'invalid_input',
	) {
		super(message);
		this.name = 'InputError';
	}
}

/** A JSON web token starts with `eyJ`; its first parts may be short. */
const SECRET = /\b(?:Bearer\s+\S+|eyJ[\w-]{5,}\.[\w.-]+|[A-Za-z0-9+/_-]{32,}={0,2})/g;
/** The local part has at most 64 characters; without a bound a long page takes seconds. */
const EMAIL = /[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}_-]+\.[\p{L}\p{N}_.-]+/gu;
const CHAT_ID = /\b\d{7,}(?::\d+)?@[a-z.]+/g;
/**
 * From ten digits on: Kaspi's order codes have nine and must stay readable. Between them also the
 * dashes that texts and web pages have for a hyphen.
 */
const PHONE = /\+?\d(?:[\s().\u2010-\u2015-]*\d){9,}/g;

/** Replaces what must not reach a log or an error: tokens, phones, chat ids, e-mail addresses. */
export function redact(text: string): string {
	return text
		.replace(SECRET, '[secret]')
		.replace(CHAT_ID, '[number]')
		.replace(EMAIL, '[e-mail]')
		.replace(PHONE, '[number]');
}

/** A text without what it echoes of these. */
export function withoutEcho(text: string, echoes: string[]): string {
	// Shorter ones are parts of ordinary words.
	const hidden = echoes.map((one) => one.trim()).filter((one) => one.length > 3);
	hidden.sort((a, b) => b.length - a.length);
	return hidden.reduce((said, one) => said.split(one).join('[…]'), text);
}

/** An error whose text repeats none of these: a page or a text may show what was sent. */
export function hideEcho(error: VendorError, echoes: string[]): VendorError {
	const message = withoutEcho(error.message, echoes);
	return message === error.message ? error : new VendorError(message, error);
}

/** The error as n8n shows it: what happened, the next step, the item it belongs to. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (error instanceof VendorError) {
		const { message, httpStatus } = error;
		const details = [error.hint, error.requestId && `Request ID: ${error.requestId}`];
		const description = details.filter(Boolean).join('\n');
		const httpCode = httpStatus === undefined ? undefined : String(httpStatus);
		const options = { message, description, httpCode, itemIndex };
		const nodeError = new NodeApiError(node, errorDetails(error) as JsonObject, options);
		return inOurWords(nodeError, message, description);
	}
	if (error instanceof InputError) {
		const message = error.field ? `${error.field}: ${error.message}` : error.message;
		const nodeError = new NodeOperationError(node, message, { itemIndex });
		return inOurWords(nodeError, message, error.hint);
	}
	const cause = error instanceof Error ? error : new Error(String(error));
	return new NodeOperationError(node, cause, { itemIndex });
}

/**
 * n8n replaces a message that contains `ECONNRESET` and the like anywhere, "preexisting" included,
 * by a sentence of its own.
 */
function inOurWords<E extends NodeApiError | NodeOperationError>(
	error: E,
	message: string,
	description: string,
): E {
	error.message = message;
	error.messages = [];
	error.description = description || undefined;
	return error;
}

/**
 * The output of a failed item when the node is set to continue. n8n sends it to the error output
 * only as long as it has no other keys than `error`, `message` and `details`.
 */
export function errorJson(error: unknown): { error: string; details: IDataObject } {
	const message = redact(error instanceof Error ? error.message : String(error));
	return { error: message, details: errorDetails(error) };
}

function errorDetails(error: unknown): IDataObject {
	if (error instanceof VendorError) {
		const { code, outcome, httpStatus, requestId, hint, retryAfterMs } = error;
		const fields = { code, outcome, httpStatus, requestId, hint, retryAfterMs };
		return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
	}
	if (error instanceof InputError) {
		return { code: error.code, outcome: 'not_sent', field: error.field, hint: error.hint };
	}
	// Nobody knows how far it came.
	return { code: 'unexpected', outcome: 'unknown' };
}
