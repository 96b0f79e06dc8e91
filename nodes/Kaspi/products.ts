import type { KaspiApi } from './api';
import { entryAttributes, relatedId, type Entry, type Order } from './schema';

interface ProductNames {
	name: string;
	sku: string;
}

const MAX_REMEMBERED = 2000;
const REMEMBERED_FOR_MS = 3_600_000;

/** Products seldom change their names: two calls each and hour are enough for the whole process. */
const remembered = new Map<string, { names: ProductNames; until: number }>();

/** The order with its entries, each with a product name where Kaspi knows one (kaspi sheet §6). */
export async function withEntries(api: KaspiApi, order: Order): Promise<Order> {
	const entries: Entry[] = [];
	for (const entry of order.entries ?? (await api.entries(order.id))) {
		const { offer } = entryAttributes.parse(entry.attributes);
		entries.push(offer.name ? entry : { ...entry, product: await productOf(api, entry) });
	}
	return { ...order, entries };
}

async function productOf(api: KaspiApi, entry: Entry): Promise<ProductNames> {
	const key = `${api.account}|${relatedId(entry, 'product') || `entry ${entry.id}`}`;
	const known = remembered.get(key);
	if (known && known.until > Date.now()) return known.names;
	const kaspi = await api.productOfEntry(entry.id);
	const merchant = kaspi && (await api.merchantProduct(kaspi.id));
	const names = { name: kaspi?.name || merchant?.name || '', sku: merchant?.code ?? '' };
	// A product without a name may get one.
	if (names.name !== '') remember(key, names);
	return names;
}

function remember(key: string, names: ProductNames): void {
	remembered.delete(key);
	remembered.set(key, { names, until: Date.now() + REMEMBERED_FOR_MS });
	for (const oldest of remembered.keys()) {
		if (remembered.size <= MAX_REMEMBERED) break;
		remembered.delete(oldest);
	}
}
