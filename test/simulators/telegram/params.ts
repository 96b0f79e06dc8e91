import { badRequest } from './apiError';
import { readMultipart, type UploadedFile } from '../shared/multipart';

/**
 * The parameters of one call. As in the official server every value is a text, objects as JSON: a JSON
 * `null` arrives as the text "null", `true` as "true" (telegram sheet §1).
 */
export class Params {
	constructor(
		private readonly args: Map<string, string>,
		readonly files: UploadedFile[] = [],
	) {}

	/** Values of an object, e.g. of a JSON body; the texts of nested objects are JSON. */
	static of(values: object): Params {
		return new Params(new Map(Object.entries(values).map(([k, v]) => [k, asText(v)])));
	}

	/** Empty when absent. */
	text(name: string): string {
		return this.args.get(name) ?? '';
	}

	has(name: string): boolean {
		return this.text(name) !== '';
	}

	/** A number within the limits; text that is no number counts as 0. */
	integer(name: string, fallback = 0, min = -Infinity, max = Infinity): number {
		const value = this.has(name) ? Number.parseInt(this.text(name), 10) || 0 : fallback;
		return Math.min(Math.max(value, min), max);
	}

	flag(name: string): boolean {
		return ['true', 'yes', '1'].includes(this.text(name).trim().toLowerCase());
	}

	/**
	 * @param label how the error calls it
	 * @throws {ApiError} 400 when it is not JSON
	 */
	json(name: string, label: string): unknown {
		if (!this.has(name)) return undefined;
		try {
			return JSON.parse(this.text(name));
		} catch {
			throw badRequest(`can't parse ${label} JSON object`);
		}
	}

	/** An uploaded file, by its field or by `attach://<field>`. */
	file(name: string): UploadedFile | undefined {
		const attached = /^attach:\/\/(.+)$/.exec(this.text(name))?.[1];
		return this.files.find((file) => file.field === (attached ?? name));
	}
}

/**
 * Query, form, multipart or JSON body, whatever came; the query goes first.
 *
 * @param body what the shared server made of the body
 * @throws {ApiError} 400 for a body that cannot be read
 */
export function readParams(query: unknown, contentType: string, body: unknown): Params {
	const pairs: Array<[string, string]> = [];
	for (const [name, value] of Object.entries((query ?? {}) as object)) {
		pairs.push([name, asText(Array.isArray(value) ? value[0] : value)]);
	}
	let files: UploadedFile[] = [];
	if (contentType.includes('multipart/form-data') && typeof body === 'string') {
		const form = readMultipart(contentType, body);
		if (!form) throw badRequest('boundary not found');
		pairs.push(...form.fields);
		files = form.files;
	} else if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
		for (const [name, value] of Object.entries(body)) pairs.push([name, asText(value)]);
	} else if (body !== undefined && contentType.includes('json')) {
		throw badRequest('JSON object expected');
	}
	return new Params(new Map(pairs.reverse()), files);
}

function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	return value === undefined ? '' : JSON.stringify(value);
}
