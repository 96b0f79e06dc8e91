import { VendorError } from '../../shared/errors';
import type { HttpAnswer, HttpCall, HttpClient, HttpPolicy } from '../../shared/http';
import { shareBudget } from '../../shared/limiter';
import { pathPart } from '../../shared/pathPart';
import { fieldsOf, textOf } from '../../shared/values';
import type { Period } from '../domain/period';
import {
	listDocument,
	oneDocument,
	productAttributes,
	readResource,
	relatedIds,
	type Order,
	type Resource,
} from './schema';

/** `page[size]` is 100 at most (kaspi sheet §2). */
const PAGE_SIZE = 100;
const JSON_API = 'application/vnd.api+json';

/** All states but ARCHIVE: the order still waits for somebody (kaspi sheet §4.1). */
export const OPEN_STATES = ['NEW', 'SIGN_REQUIRED', 'PICKUP', 'DELIVERY', 'KASPI_DELIVERY'];
/** In the order in which an order passes through them. */
export const STATES = [...OPEN_STATES, 'ARCHIVE'];

export interface OrderQuery extends Period {
	state: string;
	status?: string;
	withEntries?: boolean;
}

/** A change of an order, as `POST /orders` takes it (kaspi sheet §7). */
export interface OrderChange {
	id: string;
	attributes: { code: string; status: string; [name: string]: string };
	headers?: Record<string, string>;
}

/** What the sheet says of calling Kaspi (kaspi sheet §1, §2, §8). */
export function kaspiPolicy(limiterKey: string, workers: number): HttpPolicy {
	return {
		vendor: 'Kaspi',
		limiterKey,
		budget: shareBudget({ calls: 4, windowMs: 1000 }, workers),
		// The User-Agent comes with the credential.
		headers: { Accept: JSON_API, 'Content-Type': JSON_API },
		timeoutMs: 30_000,
		errorMessage,
		pageHint:
			'A web page came instead of data: the address or the User-Agent was refused. Check Base URL and User-Agent in the credential, and that this server can reach kaspi.kz.',
		timeoutHint:
			'Kaspi leaves calls without an answer when the User-Agent is not like a browser’s, and perhaps those from outside Kazakhstan (geo block): check User-Agent in the credential and that this server can reach kaspi.kz.',
	};
}

/** The merchant Shop API v2 of Kaspi.kz. */
export class KaspiApi {
	/**
	 * @param account host and hash of the token: what is remembered of one shop is not another's
	 */
	constructor(
		private readonly http: HttpClient,
		private readonly baseUrl: string,
		readonly account: string,
	) {}

	/** All orders of one state created within the period, which is 14 days at most. */
	async orders(query: OrderQuery): Promise<Order[]> {
		const parameters: Array<[string, string | number]> = [
			['filter[orders][state]', query.state],
			['filter[orders][creationDate][$ge]', query.from],
			['filter[orders][creationDate][$le]', query.to],
		];
		if (query.status) parameters.push(['filter[orders][status]', query.status]);
		if (query.withEntries) parameters.push(['include[orders]', 'entries']);
		return await this.pages('/orders', parameters);
	}

	/** One order by Kaspi's own id. @throws {VendorError} `not_found` */
	async order(id: string): Promise<Order> {
		return await this.one(`/orders/${pathPart(id, 'Order ID')}`);
	}

	/** One order by its number, however old; undefined when there is none (kaspi sheet §3.1). */
	async orderByCode(code: string): Promise<Order | undefined> {
		const found = await this.pages('/orders', [
			['filter[orders][code]', code],
			['include[orders]', 'entries'],
		]);
		return found.find((order) => textOf(order.attributes.code) === code);
	}

	async entries(orderId: string): Promise<Resource[]> {
		return await this.pages(`/orders/${pathPart(orderId, 'Order ID')}/entries`, []);
	}

	/** Kaspi's card of a line's product; undefined when Kaspi has none (any more). */
	async productOfEntry(entryId: string): Promise<NamedProduct | undefined> {
		return await this.product(`/orderentries/${pathPart(entryId, 'Entry ID')}/product`);
	}

	/** The merchant's own card of a product: `code` is the merchant's number. */
	async merchantProduct(productId: string): Promise<NamedProduct | undefined> {
		return await this.product(
			`/masterproducts/${pathPart(productId, 'Product ID')}/merchantProduct`,
		);
	}

	/** Changes an order, for good. The answer echoes what was sent, so read the order again. */
	async change({ id, attributes, headers }: OrderChange): Promise<void> {
		const body = { data: { type: 'orders', id, attributes } };
		const url = this.url('/orders', []);
		const answer = await this.http.write({ method: 'POST', url, headers, body });
		const parsed = oneDocument.safeParse(answer.body);
		const told = parsed.success ? readResource(parsed.data.data) : undefined;
		if (told?.id !== id) throw unexpected('unknown');
	}

	private async product(path: string): Promise<NamedProduct | undefined> {
		const found = await this.one(path).catch((error: unknown) => {
			// A product that was taken off the shop must not hide the order.
			if (error instanceof VendorError && error.code === 'not_found') return undefined;
			throw error;
		});
		return found && { id: found.id, ...productAttributes.parse(found.attributes) };
	}

	private async one(path: string): Promise<Resource> {
		const parsed = oneDocument.safeParse(await this.read(path, []));
		const resource = parsed.success ? readResource(parsed.data.data) : undefined;
		if (!resource) throw unexpected('not_sent');
		return resource;
	}

	/** Pages from 0 until a short one, the last of `pageCount`, or one without anything new. */
	private async pages(
		path: string,
		parameters: Array<[string, string | number]>,
	): Promise<Order[]> {
		const found = new Map<string, Order>();
		for (let number = 0; ; number++) {
			const parsed = listDocument.safeParse(
				await this.read(path, [['page[number]', number], ['page[size]', PAGE_SIZE], ...parameters]),
			);
			if (!parsed.success) throw unexpected('not_sent');
			const { data, included, meta } = parsed.data;
			const before = found.size;
			for (const order of withIncluded(data, included)) found.set(order.id, order);
			const isLast = meta.pageCount !== null && number + 1 >= meta.pageCount;
			if (data.length < PAGE_SIZE || isLast || found.size === before) return [...found.values()];
		}
	}

	private async read(path: string, parameters: Array<[string, string | number]>): Promise<unknown> {
		const call: HttpCall = { method: 'GET', url: this.url(path, parameters) };
		return (await this.http.read(call)).body;
	}

	/** By hand: brackets and `$` of the filters must arrive as they are meant (kaspi sheet §3.1). */
	private url(path: string, parameters: Array<[string, string | number]>): string {
		const query = parameters
			.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
			.join('&');
		return `${this.baseUrl}/shop/api/v2${path}${query ? `?${query}` : ''}`;
	}
}

export interface NamedProduct {
	id: string;
	code: string;
	name: string;
}

/** Orders with the entries that the answer includes, when it includes all of an order's. */
function withIncluded(data: unknown[], included: unknown[]): Order[] {
	const entries = new Map<string, Resource>();
	for (const item of included) {
		const resource = readResource(item);
		if (resource?.type === 'orderentries') entries.set(resource.id, resource);
	}
	return data.flatMap((item) => {
		const order = readResource(item);
		if (!order) return [];
		const ids = relatedIds(order, 'entries') ?? [];
		const own = ids.flatMap((id) => entries.get(id) ?? []);
		return [own.length > 0 && own.length === ids.length ? { ...order, entries: own } : order];
	});
}

/** `{"errors":[{"title":…}]}`; an answer may be HTML as well (kaspi sheet §8). */
function errorMessage(answer: HttpAnswer): string | undefined {
	const { errors } = fieldsOf(answer.body);
	if (!Array.isArray(errors)) return undefined;
	const titles = errors.map((error) => textOf(fieldsOf(error).title)).filter(Boolean);
	return titles.length > 0 ? titles.join(' · ').slice(0, 500) : undefined;
}

function unexpected(outcome: 'not_sent' | 'unknown'): VendorError {
	return new VendorError('Kaspi answered with something that is no document of its API', {
		code: 'unexpected_answer',
		outcome,
		hint: 'A proxy or maintenance page may stand in between. Check Base URL in the credential and run it again later.',
	});
}
