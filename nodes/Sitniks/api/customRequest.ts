import { InputError } from '../../shared/errors';

const FIELD = 'Path';

/**
 * A path below `/open-api` with a slash in front. Nothing may lead out of it: no address, no dots, nothing
 * that is written in percent signs.
 *
 * @throws {InputError}
 */
export function safePath(raw: string): string {
	const path = raw
		.trim()
		.replace(/^\//, '')
		.replace(/^open-api(?:\/|$)/, '')
		.replace(/\/+$/, '');
	if (path === '') {
		throw new InputError('it is empty', FIELD, 'Write it as /chats or /orders/70001.');
	}
	if (path.includes('?')) {
		throw new InputError('it holds a query', FIELD, 'Move what comes after ? to Query.');
	}
	const isSafe = path.split('/').every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part));
	if (isSafe) return `/${path}`;
	const hint = 'Write only what comes after /open-api, such as /chats: no server, no dots, no %.';
	throw new InputError('this is no path of the API', FIELD, hint);
}

/** Query parameters of a JSON object; nested ones are refused. @throws {InputError} */
export function queryOf(json: unknown): Record<string, string | number | boolean> {
	if (json === undefined || json === null || json === '') return {};
	if (typeof json !== 'object' || Array.isArray(json)) throw noQuery();
	const pairs = Object.entries(json).filter(([, value]) => value !== null && value !== undefined);
	if (pairs.some(([, value]) => typeof value === 'object')) throw noQuery();
	return Object.fromEntries(pairs) as Record<string, string | number | boolean>;
}

function noQuery(): InputError {
	const hint = 'Write an object of plain values: {"limit": 50, "skip": 0}.';
	return new InputError('this is no query', 'Query', hint);
}
