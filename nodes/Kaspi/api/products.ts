import { TtlMap } from '../../shared/ttlMap';
import type { KaspiApi } from './client';
import { entryAttributes, relatedId, type Entry, type Order } from './schema';

interface ProductNames {
	name: string;
	sku: string;
}

/** Products seldom change their names: two calls each and hour are enough for the whole process. */
const remembered = new TtlMap<ProductNames>(3_600_000, 2000);

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
	if (known) return known;
	const kaspi = await api.productOfEntry(entry.id);
	const merchant = kaspi && (await api.merchantProduct(kaspi.id));
	const names = { name: kaspi?.name || merchant?.name || '', sku: merchant?.code ?? '' };
	// A product without a name may get one.
	if (names.name !== '') remembered.set(key, names);
	return names;
}
