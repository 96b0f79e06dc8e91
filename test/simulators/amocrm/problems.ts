import type { Json } from './model';

export const PROBLEM_JSON = 'application/problem+json';
export const HAL_JSON = 'application/hal+json';

const TITLES: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	402: 'Payment Required',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	422: 'Unprocessable Entity',
};

/** A refusal: a problem document, or an HTML page of the proxy in front of amoCRM. */
export class AmoError extends Error {
	readonly contentType: string;
	readonly text: string;

	constructor(
		readonly status: number,
		detail: string,
		extra: Json = {},
		html?: string,
	) {
		super(detail);
		this.contentType = html === undefined ? PROBLEM_JSON : 'text/html; charset=utf-8';
		const title = TITLES[status] ?? 'Error';
		const type = `https://httpstatus.es/${status}`;
		this.text =
			html ?? JSON.stringify({ ...extra, title, type, status, detail, ...overrides(extra) });
	}
}

/** The page that nginx answers for 403, 429 and 504 (amocrm sheet §3). */
export function htmlPage(status: 403 | 429 | 504): AmoError {
	const text = { 403: 'Forbidden', 429: 'Too Many Requests', 504: 'Gateway Time-out' }[status];
	const heading = `${status} ${text}`;
	const page = `<html>\r\n<head><title>${heading}</title></head>\r\n<body>\r\n<center><h1>${heading}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
	return new AmoError(status, heading, {}, page);
}

/** One rule that an element of the request breaks. */
export interface Violation {
	code: 'NotSupportedChoice' | 'FieldNotExpected' | 'InvalidType' | 'TooLong';
	path: string;
	detail: string;
}

export const notSupported = (path: string): Violation => ({
	code: 'NotSupportedChoice',
	path,
	detail: 'The value you selected is not a valid choice.',
});

export const notExpected = (path: string): Violation => ({
	code: 'FieldNotExpected',
	path,
	detail: 'This field was not expected.',
});

export const wrongType = (path: string, type: string): Violation => ({
	code: 'InvalidType',
	path,
	detail: `This value should be of type ${type}.`,
});

export const MAX_TEXT = 256;

export const tooLong = (path: string): Violation => ({
	code: 'TooLong',
	path,
	detail: `This value is too long. It should have ${MAX_TEXT} characters or less.`,
});

/** The 400 of a request with broken elements (amocrm sheet §5). */
export function validationError(
	elements: Array<{ request_id: string; errors: Violation[] }>,
): AmoError {
	return new AmoError(400, 'Request validation failed', { 'validation-errors': elements });
}

/** @throws {AmoError} when one of the elements has violations; nothing may have been written before */
export function refuseInvalid(elements: Array<{ request_id: string; errors: Violation[] }>): void {
	const broken = elements.filter(({ errors }) => errors.length > 0);
	if (broken.length > 0) throw validationError(broken);
}

export function notFound(detail = 'Not found'): AmoError {
	return new AmoError(404, detail);
}

/** `title` and `type` of the vendor's own problems win over the standard ones. */
function overrides({ title, type }: Json): Json {
	return { ...(title ? { title } : {}), ...(type ? { type } : {}) };
}
