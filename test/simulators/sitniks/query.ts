import type { FastifyRequest } from 'fastify';

import type { Json } from './model';
import { badRequest } from './problems';

const PAGE = 10;
const LARGEST_PAGE = 50;
/** Day, clock, zone. */
const ISO_TIME = /^(\d{4}-\d\d-\d\d)(T[\d:.]+)?(Z|[+-]\d\d:?\d\d)?$/;

/** A parameter of the query; undefined when it is missing or empty. */
export function param(request: FastifyRequest, name: string): string | undefined {
	const value = [(request.query as Json)[name]].flat()[0];
	return value === undefined || value === '' ? undefined : String(value);
}

/** `limit` (10 when missing, never more than 50) and `skip` (sitniks sheet §1). @throws {SitniksError} 400 */
export function pageOf(request: FastifyRequest): { limit: number; skip: number } {
	return {
		limit: Math.min(LARGEST_PAGE, whole(request, 'limit', 1) ?? PAGE),
		skip: whole(request, 'skip', 0) ?? 0,
	};
}

/** A page of the list, with the number of all rows. */
export function paged<T>(request: FastifyRequest, all: T[]): { data: T[]; count: number } {
	const { limit, skip } = pageOf(request);
	return { data: all.slice(skip, skip + limit), count: all.length };
}

/**
 * An ISO time of the query in milliseconds; without a zone it is UTC.
 *
 * @throws {SitniksError} 400
 */
export function timeOf(request: FastifyRequest, name: string): number | undefined {
	const text = param(request, name);
	if (text === undefined) return undefined;
	const [, day, clock, zone] = ISO_TIME.exec(text) ?? [];
	const time = Date.parse(`${day}${clock ?? 'T00:00'}${zone ?? 'Z'}`);
	if (Number.isNaN(time)) throw badRequest([`${name} must be a valid ISO 8601 date string`]);
	return time;
}

/** The clock of such a time, taken for UTC whatever its zone is. */
export function clockOf(request: FastifyRequest, name: string): number | undefined {
	const time = timeOf(request, name);
	const [, day, clock] = ISO_TIME.exec(param(request, name) ?? '') ?? [];
	return time === undefined ? undefined : Date.parse(`${day}${clock ?? 'T00:00'}Z`);
}

function whole(request: FastifyRequest, name: string, least: number): number | undefined {
	const text = param(request, name);
	if (text === undefined) return undefined;
	if (!/^-?\d+$/.test(text)) throw badRequest([`${name} must be an integer number`]);
	if (Number(text) < least) throw badRequest([`${name} must not be less than ${least}`]);
	return Number(text);
}

/** The JSON object of a body; nothing is an empty one. @throws {SitniksError} 400 */
export function bodyOf(request: FastifyRequest): Json {
	const { body } = request;
	if (body === undefined || body === null) return {};
	if (isObject(body)) return body;
	throw badRequest('Unexpected token in JSON at position 0');
}

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isTexts(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
