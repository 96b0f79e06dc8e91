import { nestError } from './errors';

export type Fields = Record<string, unknown>;
type Rule = (value: unknown) => string | null;

/**
 * The body, checked like NestJS's validation does.
 * @throws {WahaError} 400 when it is not a JSON object, 422 with a list of texts when fields are wrong
 */
export function checkBody(body: unknown, rules: Record<string, Rule>): Fields {
	if (typeof body === 'string') throw nestError(400, 'The body is not valid JSON');
	const fields = (body ?? {}) as Fields;
	const faults = Object.entries(rules).flatMap(([name, rule]) => {
		const fault = rule(fields[name]);
		return fault === null ? [] : [`${name} ${fault}`];
	});
	if (faults.length > 0) throw nestError(422, faults);
	return fields;
}

export const filled: Rule = (value) =>
	typeof value === 'string' && value !== '' ? null : 'must be a string that is not empty';

export const numeric: Rule = (value) =>
	typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number';

export const flag: Rule = (value) => (typeof value === 'boolean' ? null : 'must be true or false');

export const textList: Rule = (value) =>
	Array.isArray(value) && value.every((item) => typeof item === 'string')
		? null
		: 'must be a list of strings';

export function oneOf(...choices: string[]): Rule {
	return (value) =>
		choices.includes(String(value)) ? null : `must be one of ${choices.join(', ')}`;
}

export function optional(rule: Rule): Rule {
	return (value) => (value === undefined || value === null ? null : rule(value));
}

/** `{mimetype, url, filename?}` or `{mimetype, data, filename?}`. */
export const file: Rule = (value) => {
	if (!value || typeof value !== 'object') return 'must be an object';
	const { mimetype, url, data } = value as Fields;
	if (typeof mimetype !== 'string') return 'needs a mimetype';
	if (typeof url === 'string') return URL.canParse(url) ? null : 'has a url that is none';
	if (typeof data !== 'string' || data === '') return 'needs a url or data';
	// Stricter than WAHA, which would send the garbage that it decodes.
	return data.startsWith('data:') ? 'has data with a data: prefix, give the base64 alone' : null;
};

/** Each one a whole vCard, or a name and a phone number to make one of. */
export const contacts: Rule = (value) => {
	if (!Array.isArray(value) || value.length === 0) return 'must be a list that is not empty';
	const good = value.every((item: Fields) => {
		if (typeof item?.vcard === 'string') return true;
		return typeof item?.fullName === 'string' && typeof item.phoneNumber === 'string';
	});
	return good ? null : 'must have a vcard, or fullName and phoneNumber, in each one';
};

/** A query parameter that is a whole number from 0. */
export function wholeNumber(query: Fields, name: string, otherwise: number): number {
	if (query[name] === undefined) return otherwise;
	const value = Number(query[name]);
	if (!Number.isInteger(value) || value < 0) throw nestError(422, [`${name} must be a number`]);
	return value;
}
