import { isObject, opaqueId, type Entry, type Json, type Order, type Product } from './model';

/** Makes a link of a path like `/orders/…`: `/v2/orders/…`, or absolute (kaspi sheet §3.2). */
export type Linker = (path: string) => string;

/** @param withEntries name the entries in the relationship, as an answer with `include` does */
export function orderResource(order: Order, link: Linker, withEntries = false): Json {
	const path = `/orders/${order.id}`;
	const buyer = order.attributes.customer?.id;
	const entries = order.entries.map(({ id }) => ({ type: 'orderentries', id }));
	return {
		type: 'orders',
		id: order.id,
		attributes: order.attributes,
		relationships: {
			user: {
				...related(path, 'user', link),
				data: buyer === undefined ? null : { type: 'customers', id: buyer },
			},
			entries: { ...related(path, 'entries', link), ...(withEntries ? { data: entries } : {}) },
		},
		links: { self: link(path) },
	};
}

/** What `POST /orders` answers: the attributes it was sent, never the order (kaspi sheet §7). */
export function echoResource(id: string, attributes: Json, link: Linker): Json {
	const path = `/orders/${id}`;
	return {
		type: 'orders',
		id,
		attributes,
		relationships: {
			user: { ...related(path, 'user', link), data: null },
			entries: related(path, 'entries', link),
		},
		links: { self: link(path) },
	};
}

export function customerResource(order: Order, link: Linker): Json | undefined {
	const customer = order.attributes.customer;
	if (!customer) return undefined;
	const { id, ...attributes } = customer;
	return {
		type: 'customers',
		id,
		attributes,
		relationships: {},
		links: { self: link(`/customers/${String(id)}`) },
	};
}

export function entryResource(entry: Entry, order: Order, link: Linker): Json {
	const path = `/orderentries/${entry.id}`;
	const point = order.attributes.originAddress;
	return {
		type: 'orderentries',
		id: entry.id,
		attributes: entry.attributes,
		relationships: {
			product: {
				...related(path, 'product', link),
				data: { type: 'masterproducts', id: opaqueId(entry.product.code) },
			},
			deliveryPointOfService: {
				...related(path, 'deliveryPointOfService', link),
				data: isObject(point) ? { type: 'pointofservices', id: point.id } : null,
			},
		},
		links: { self: link(path) },
	};
}

/** Kaspi's own card of a product. */
export function masterProductResource(product: Product, link: Linker): Json {
	const id = opaqueId(product.code);
	const path = `/masterproducts/${id}`;
	return {
		type: 'masterproducts',
		id,
		attributes: {
			code: product.code,
			name: product.name,
			manufacturer: product.manufacturer,
			category: product.category.title,
		},
		relationships: { merchantProduct: { ...related(path, 'merchantProduct', link), data: null } },
		links: { self: link(path) },
	};
}

/** The merchant's card of it: `code` is the merchant's SKU. */
export function merchantProductResource(product: Product, link: Linker): Json {
	const id = opaqueId(product.sku);
	return {
		type: 'merchantproducts',
		id,
		attributes: { code: product.sku, name: product.name, manufacturer: product.manufacturer },
		relationships: {},
		links: { self: link(`/merchantproducts/${id}`) },
	};
}

/** @param point `originAddress` of an order */
export function pointResource(point: Json, link: Linker): Json {
	const path = `/pointofservices/${String(point.id)}`;
	const city = isObject(point.city) ? { type: 'cities', id: point.city.id } : null;
	return {
		type: 'pointofservices',
		id: point.id,
		attributes: { displayName: point.displayName, address: point.address },
		relationships: { city: { ...related(path, 'city', link), data: city } },
		links: { self: link(path) },
	};
}

export function cityResource(city: Json, link: Linker): Json {
	const { id, ...attributes } = city;
	return {
		type: 'cities',
		id,
		attributes,
		relationships: {},
		links: { self: link(`/cities/${String(id)}`) },
	};
}

function related(path: string, name: string, link: Linker): Json {
	return {
		links: { self: link(`${path}/relationships/${name}`), related: link(`${path}/${name}`) },
	};
}
