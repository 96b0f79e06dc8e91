import type { IDataObject } from 'n8n-workflow';

import type { Authentication } from './checkCaller';
import type { BodyStop } from './readBody';

export interface Refusal {
	code: 400 | 401 | 408 | 413 | 415;
	status: string;
	message: string;
}

/** How the sender wants to be told. */
export interface RefusalShape {
	/** Between `status` and `message`. */
	fields: IDataObject;
	/** By HTTP status, instead of all that. */
	bodies: IDataObject;
}

export function refusalBody({ code, status, message }: Refusal, shape: RefusalShape): object {
	const own = shape.bodies[code];
	return typeof own === 'object' && own !== null ? own : { status, ...shape.fields, message };
}

export function notJson(message = 'The body is not JSON.'): Refusal {
	return { code: 400, status: 'invalid', message };
}

export function stopped(
	stop: Exclude<BodyStop, 'left'>,
	limits: { bytes: number; seconds: number },
): Refusal {
	switch (stop) {
		case 'tooLarge':
			return {
				code: 413,
				status: 'too_large',
				message: `The body is larger than ${limits.bytes} bytes.`,
			};
		case 'tooSlow':
			return {
				code: 408,
				status: 'timeout',
				message: `The body did not arrive within ${limits.seconds} seconds.`,
			};
		case 'taken':
			return notJson('The body cannot be read.');
		case 'compressed':
			return {
				code: 415,
				status: 'invalid',
				message: 'The body is compressed. Send it as it is.',
			};
	}
}

/** The same words whatever was wrong: the sender knows the scheme, a forger learns nothing. */
export function unauthorized(authentication: Authentication): Refusal {
	return { code: 401, status: 'unauthorized', message: wordsFor(authentication) };
}

function wordsFor(authentication: Authentication): string {
	if (authentication.method === 'none') return 'The call is not allowed.';
	if (authentication.method === 'key') {
		const places = authentication.headers.map((name) =>
			name.toLowerCase() === 'authorization' ? `${name}: Bearer` : name,
		);
		return `The key is missing or wrong. Send it as ${places.join(' or as ')}.`;
	}
	const { algorithm, header, legacyHeader, time } = authentication;
	const what = time?.isSigned ? 'the timestamp, a dot and the raw body' : 'the raw body';
	return [
		`The signature${legacyHeader === undefined ? '' : ' or secret'} is missing or wrong.`,
		`Sign ${what} with HMAC-${algorithm.toUpperCase()} and send it as ${header}.`,
		...(time ? [`Send the time as ${time.header}.`] : []),
	].join(' ');
}
