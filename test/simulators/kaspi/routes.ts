import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { CITIES } from './catalogue';
import { changeOrder } from './changes';
import {
	cityResource,
	customerResource,
	echoResource,
	entryResource,
	masterProductResource,
	merchantProductResource,
	orderResource,
	pointResource,
	type Linker,
} from './documents';
import type { Guard } from './guard';
import { isObject, KaspiError, type Json, type Order } from './model';
import type { OrderBook } from './orderBook';
import { cutPage, findOrders, parseInclude, parsePage } from './orderQuery';
import { cancelEntries, cancelEntry } from './partialCancel';
import type { Switches } from './switches';

const JSON_API = 'application/vnd.api+json;charset=UTF-8';
const ALL = { number: 0, size: Number.MAX_SAFE_INTEGER };
const FIRST_PAGE = { number: 0, size: 100 };

/** What the routes work on. */
export interface Shop {
	book: OrderBook;
	guard: Guard;
	switches(): Switches;
}

type Handler = (call: {
	/** `:id` of the path. */
	id: string;
	params: URLSearchParams;
	request: FastifyRequest;
	link: Linker;
}) => Json;

/** Mounts Kaspi's paths under `/shop/api` of the simulator. */
export function mountShopApi(app: FastifyInstance, shop: Shop): void {
	app.register(
		async (api) => {
			api.addHook('preHandler', (request, reply) =>
				shop.guard.check(request, reply, shop.switches()),
			);
			api.setErrorHandler((error, _request, reply) => {
				if (!(error instanceof KaspiError)) throw error;
				const body = JSON.stringify({ errors: [{ title: error.message }] });
				return reply.code(error.status).headers(error.headers).type(JSON_API).send(body);
			});
			for (const [route, handler] of Object.entries({ ...readers(shop), ...writers(shop) })) {
				const [method, url] = route.split(' ');
				api.route({
					method,
					url,
					handler: (request, reply) => answer(shop, handler, request, reply),
				});
			}
			api.all('/*', () => {
				throw new KaspiError(404, 'Not Found');
			});
		},
		{ prefix: '/shop/api' },
	);
}

/** What is read, by method and path (kaspi sheet §3, §6). */
function readers({ book, switches }: Shop): Record<string, Handler> {
	const order = (id: string) => found(book.byId(id), 'Order', id);
	const entry = (id: string) => found(book.entryById(id), 'Order entry', id);
	const product = (id: string) => found(book.catalogue.byId(id), 'Product', id);
	const point = (id: string) => found(book.pointById(id), 'Point of service', id);

	const orderDocument = (orders: Order[], params: URLSearchParams, link: Linker) => {
		const include = parseInclude(params);
		const entries = include.entries && switches().includeEntries;
		return {
			data: orders.map((item) => orderResource(item, link, entries)),
			included: [
				...(include.user ? customers(orders, link) : []),
				...(entries ? orders.flatMap((item) => entriesOf(item, link)) : []),
			],
		};
	};

	return {
		'GET /v2/orders': ({ params, link }) => {
			const byCode = params.has('filter[orders][code]');
			const page = parsePage(params, byCode ? FIRST_PAGE : undefined);
			const { requireState } = switches();
			const orders = findOrders(book.all(), params, { requireState, now: Date.now() });
			const { items, meta } = cutPage(orders, page);
			return { ...orderDocument(items, params, link), meta };
		},
		'GET /v2/orders/:id': ({ id, params, link }) => {
			const { data, included } = orderDocument([order(id)], params, link);
			return { data: data[0], included };
		},
		'GET /v2/orders/:id/user': ({ id, link }) => ({
			data: customerResource(order(id), link) ?? null,
			included: [],
		}),
		'GET /v2/orders/:id/entries': ({ id, params, link }) => {
			const { items, meta } = cutPage(entriesOf(order(id), link), parsePage(params, ALL));
			return { data: items, included: [], meta };
		},
		'GET /v2/orderentries/:id': ({ id, link }) => {
			const line = entry(id);
			return { data: entryResource(line.entry, line.order, link), included: [] };
		},
		'GET /v2/orderentries/:id/product': ({ id, link }) => ({
			data: masterProductResource(entry(id).entry.product, link),
			included: [],
		}),
		'GET /v2/orderentries/:id/deliveryPointOfService': ({ id, link }) => {
			const origin = entry(id).order.attributes.originAddress;
			return { data: isObject(origin) ? pointResource(origin, link) : null, included: [] };
		},
		'GET /v2/masterproducts/:id': ({ id, link }) => ({
			data: masterProductResource(product(id), link),
			included: [],
		}),
		'GET /v2/masterproducts/:id/merchantProduct': ({ id, link }) => ({
			data: merchantProductResource(product(id), link),
			included: [],
		}),
		'GET /v2/pointofservices/:id': ({ id, link }) => ({
			data: pointResource(point(id), link),
			included: [],
		}),
		'GET /v2/pointofservices/:id/city': ({ id, link }) => {
			const { city } = point(id);
			return { data: isObject(city) ? cityResource(city, link) : null, included: [] };
		},
		'GET /v2/cities': ({ link }) => ({
			data: CITIES.map((city) => cityResource(city, link)),
			included: [],
		}),
	};
}

/** What is changed, by method and path (kaspi sheet §7). */
function writers({ book, switches }: Shop): Record<string, Handler> {
	return {
		'POST /v2/orders': ({ request, link }) => {
			const { id, attributes } = changeOrder(book, request.body, request.headers, switches());
			return { data: echoResource(id, attributes, link), included: [] };
		},
		'POST /v2/orderEntryCancelOperation': ({ request, link }) => {
			const { id, attributes } = cancelEntry(book, request.body);
			const path = `/orderEntryCancelOperation/${id}`;
			const links = { self: link(`${path}/relationships/entry`), related: link(`${path}/entry`) };
			return {
				data: {
					type: 'orderEntryCancelOperation',
					id,
					attributes,
					relationships: { entry: { links, data: null } },
					links: { self: link(path) },
				},
				included: [],
			};
		},
		'PUT /orderPartialCancel/:id': ({ id, request }) => cancelEntries(book, id, request.body),
	};
}

function answer(shop: Shop, handler: Handler, request: FastifyRequest, reply: FastifyReply) {
	const mount = request.url.slice(0, request.url.indexOf('/shop/api') + '/shop/api'.length);
	const base = shop.switches().absoluteLinks ? `http://${request.headers.host}${mount}` : '';
	const body = handler({
		id: (request.params as { id?: string }).id ?? '',
		// Brackets and $ may be percent-encoded or not (kaspi sheet §3.1).
		params: new URL(request.url, 'http://kaspi').searchParams,
		request,
		link: (path) => `${base}/v2${path}`,
	});
	return reply.type(JSON_API).send(JSON.stringify(body));
}

function entriesOf(order: Order, link: Linker): Json[] {
	return order.entries.map((entry) => entryResource(entry, order, link));
}

/** The buyers of these orders, each once. */
function customers(orders: Order[], link: Linker): Json[] {
	const byId = new Map<unknown, Json>();
	for (const order of orders) {
		const customer = customerResource(order, link);
		if (customer) byId.set(customer.id, customer);
	}
	return [...byId.values()];
}

function found<T>(value: T | undefined, what: string, id: string): T {
	if (value === undefined) throw new KaspiError(404, `${what} with id [${id}] not found.`);
	return value;
}
