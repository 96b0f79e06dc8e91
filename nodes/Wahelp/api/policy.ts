import type { VendorErrorOptions } from '../../shared/errors';
import { isPage, type HttpAnswer, type HttpPolicy } from '../../shared/http';
import { shareBudget } from '../../shared/limiter';
import { fieldsOf, firstText, textsIn } from '../../shared/values';

type ErrorCase = Partial<VendorErrorOptions> & { message?: string };

/** There is no published limit (wahelp sheet §8); this only keeps a loop from flooding it. */
const BUDGET = { calls: 5, windowMs: 1000 };
/** As Wahelp's own clients wait (sheet §8). */
const TIMEOUT_MS = 20_000;
const MAX_MESSAGE = 300;

/** Texts that clients match on, in any field (sheet §8). */
const NO_MESSENGER = [
	'у номера нет нужного мессенджера',
	'мессенджер не подключен',
	'номер не подключен',
	'номер не зарегистрирован',
];
const THROTTLED = ['слишком много попыток', 'too many requests'];

/** What the wahelp sheet says of calls in general. */
export function wahelpPolicy(limiterKey: string, parallelWorkers: number): HttpPolicy {
	return {
		vendor: 'Wahelp',
		limiterKey,
		budget: shareBudget(BUDGET, parallelWorkers),
		headers: { Accept: 'application/json' },
		timeoutMs: TIMEOUT_MS,
		errorMessage,
		echoes: true,
		classify,
		timeoutHint: 'Check that Wahelp is up.',
	};
}

/** `message`, `error` and `errors{}` of a JSON body, or a plain text; nothing of an HTML page (sheet §8). */
function errorMessage({ body }: HttpAnswer): string | undefined {
	const said = isPage(body) ? '' : typeof body === 'string' ? body : textsOfError(body).join('; ');
	return said.replace(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE) || undefined;
}

/** What is special to Wahelp: a refusal with status 200, and cases that only the text tells. */
function classify(answer: HttpAnswer): ErrorCase | undefined {
	const { statusCode, body } = answer;
	const refused = statusCode < 400 && fieldsOf(body).success === false;
	if (statusCode < 400 && !refused) return undefined;
	const said = isPage(body) ? '' : textsIn(body).join('\n').toLowerCase();
	if (NO_MESSENGER.some((text) => said.includes(text))) {
		return {
			message: 'The number has no account in the messenger of this channel',
			code: 'no_messenger',
			outcome: 'rejected',
			hint: 'Choose another channel. Sending again will not help.',
		};
	}
	if (THROTTLED.some((text) => said.includes(text))) {
		return {
			message: 'Wahelp says that there were too many calls',
			code: 'rate_limited',
			outcome: 'not_sent',
			hint: 'Pause this channel for about ten minutes.',
		};
	}
	if (refused) {
		const text = errorMessage(answer);
		return {
			message: `Wahelp refused it${text ? `: ${text}` : ''}`,
			code: 'refused',
			outcome: 'rejected',
			hint: 'Check the fields that were sent, and the channel in Wahelp.',
			...existing(body),
		};
	}
	if (statusCode === 401) {
		return { hint: 'Check Login and Password, or the Token, in the credential.' };
	}
	if (statusCode === 404 && isPage(body)) {
		return {
			message: 'The address answers with a web page, not with the API of Wahelp',
			code: 'unexpected_answer',
			hint: 'Check Base URL in the credential.',
		};
	}
	return statusCode < 500 ? existing(body) : undefined;
}

/** A validation error may carry the id of the user that exists already (sheet §6). */
function existing(body: unknown): ErrorCase | undefined {
	const { id, user_id, existing_id, data, user, errors } = fieldsOf(body);
	const places = [data, user, fieldsOf(data).user, errors].map(fieldsOf);
	const found = firstText(
		existing_id,
		user_id,
		...places.flatMap((place) => [place.existing_id, place.user_id, place.id]),
		id,
	);
	return /^\d+$/.test(found) ? { elements: { user_id: found } } : undefined;
}

function textsOfError(body: unknown): string[] {
	const { message, error, errors, data } = fieldsOf(body);
	const places = [message, error, errors, fieldsOf(data).message, fieldsOf(data).error];
	return [...new Set(places.flatMap((place) => textsIn(place)))];
}
