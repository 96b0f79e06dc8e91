import type { VendorErrorOptions } from '../../shared/errors';
import type { HttpAnswer, HttpPolicy } from '../../shared/http';
import { shareBudget } from '../../shared/limiter';
import { fieldsOf } from '../../shared/values';

/**
 * ≤ 7 requests a second per integration (amocrm sheet §3). Counted from the answer: when n8n is busy, calls
 * that were let through a second apart may leave together, and who comes too often is blocked.
 */
const BUDGET = { calls: 7, windowMs: 1000, fromAnswer: true };
/** amoCRM's own library waits 20 s (sheet §1). */
const TIMEOUT_MS = 20_000;

/** What the amocrm sheet says of calls in general. */
export function amoPolicy(
	limiterKey: string,
	parallelWorkers: number,
	goesFirst = false,
): HttpPolicy {
	return {
		vendor: 'amoCRM',
		limiterKey,
		budget: { ...shareBudget(BUDGET, parallelWorkers), goesFirst },
		headers: { Accept: 'application/hal+json, application/json', 'User-Agent': 'crm-bridge' },
		timeoutMs: TIMEOUT_MS,
		errorMessage,
		classify,
		timeoutHint: 'Check that amoCRM is up.',
	};
}

/** Title, detail and violations of a problem body; nothing of an HTML page (sheet §5). */
function errorMessage({ body }: HttpAnswer): string | undefined {
	const { title, detail, hint } = fieldsOf(body);
	const violations = Object.values(violationsOf(body));
	const texts = violations.length > 0 ? violations : [detail ?? title, hint];
	return texts.filter((text) => typeof text === 'string' && text !== '').join('; ') || undefined;
}

function classify(
	answer: HttpAnswer,
): (Partial<VendorErrorOptions> & { message?: string }) | undefined {
	const { statusCode, headers, body } = answer;
	if (headers['x-error'] !== undefined) {
		return {
			message: 'amoCRM does not know this account',
			code: 'account_not_found',
			outcome: 'rejected',
			hint: 'Check the Base URL in the credential: the address of your own account.',
		};
	}
	if (statusCode === 400) {
		if (fieldsOf(body).detail === 'Invalid filter for current account') {
			return { code: 'filter_not_allowed', hint: 'This account may not filter by this field.' };
		}
		const elements = violationsOf(body);
		if (Object.keys(elements).length === 0) return undefined;
		return { elements, hint: 'Check the fields that the message names.' };
	}
	if (statusCode === 401) {
		return {
			hint: 'The token has expired or was revoked: enter a new one, or with OAuth2 open the credential and reconnect it.',
		};
	}
	if (statusCode === 402) {
		return { code: 'payment_required', hint: 'The amoCRM subscription has lapsed: renew it.' };
	}
	if (statusCode === 403 && typeof body === 'string') {
		return {
			message: 'amoCRM has blocked this integration or address',
			code: 'blocked',
			hint: 'It came too often. Stop the workflows and write to the support of amoCRM.',
		};
	}
	return undefined;
}

/** Violations by the element's `request_id`, or its index as text (sheet §5). */
function violationsOf(body: unknown): Record<string, string> {
	const elements = fieldsOf(body)['validation-errors'];
	if (!Array.isArray(elements)) return {};
	return Object.fromEntries(
		elements.map((element: unknown) => {
			const { request_id, errors } = fieldsOf(element);
			const list: unknown[] = Array.isArray(errors) ? errors : [];
			const texts = list.map((error) => {
				const { path, code, detail } = fieldsOf(error);
				return [path, code, detail].filter(Boolean).map(String).join(': ');
			});
			return [String(request_id), texts.join('; ')];
		}),
	);
}
