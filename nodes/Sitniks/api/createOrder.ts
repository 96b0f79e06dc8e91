import { parsePhone } from '../../shared/phones';
import { VendorError } from '../../shared/errors';
import { RecentKeys } from '../../shared/ttlMap';
import { fieldsOf, messageText, textOf } from '../../shared/values';
import { writeOnce } from '../../shared/writeOnce';
import { collect, PAGE_SIZE, type SitniksApi } from './client';
import type { Body } from './calls';
import type { Order } from './schema';
import { timeOf } from '../domain/time';

export interface Created {
	order: Order;
	/** The answer was lost, and the list of orders shows it. */
	confirmed: boolean;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** How much the clock of Sitniks may be behind. */
const CLOCK_SKEW_MS = 60_000;
const LOOK_PAUSES_MS = [1000, 3000];

/** Orders that this process knows to be its own: a lost one is never taken for one of these. */
const ownOrders = new RecentKeys(HOUR_MS, 20_000);

/**
 * Creates an order, once. Whether Sitniks refuses an `externalId` that it has is not known, so the order is
 * never sent twice: after a lost answer it is looked for by External ID, else by phone and time.
 *
 * @throws {VendorError} outcome `unknown` when it is not found then
 */
export async function createOrder(
	api: SitniksApi,
	body: Body,
	lookPausesMs = LOOK_PAUSES_MS,
): Promise<Created> {
	const startedAt = Date.now();
	const look = async () =>
		(await recentOrders(api, startedAt)).find((order) => isOurs(api, order, body, startedAt));
	const { value: order, confirmed } = await writeOnce({
		write: async () => await api.createOrder(body),
		look: canBeFound(body) ? look : undefined,
		pausesMs: lookPausesMs,
		again: false,
		signal: api.calls.signal,
	}).catch(async (error: unknown) => await Promise.reject(mayExist(error)));
	ownOrders.remember(`${api.account}|${order.id}`);
	return { order, confirmed };
}

function mayExist(error: unknown): unknown {
	// A redirect has a next step of its own.
	if (!(error instanceof VendorError) || error.code === 'redirected') return error;
	if (error.outcome !== 'unknown') return error;
	const hint =
		'The order may exist. Look for it in Sitniks by client and time before you create it again.';
	return new VendorError(error.message, { ...error, hint });
}

/** The filter ignores the zone, so it is wider by a day on both sides (sitniks sheet §4). */
async function recentOrders(api: SitniksApi, startedAt: number): Promise<Order[]> {
	const at = (ms: number) => new Date(ms).toISOString();
	const query = { createdAtFrom: at(startedAt - DAY_MS), createdAtTo: at(startedAt + 2 * DAY_MS) };
	const limit = 4 * PAGE_SIZE;
	return await collect(api.orders(query, limit), limit);
}

function canBeFound(body: Body): boolean {
	return textOf(body.externalId) !== '' || phoneOf(body.client) !== '';
}

/** `externalId` may be missing in what is read; then phone and time decide. */
function isOurs(api: SitniksApi, order: Order, body: Body, startedAt: number): boolean {
	if (ownOrders.has(`${api.account}|${order.id}`)) return false;
	if (!(timeOf(order.createdAt) >= startedAt - CLOCK_SKEW_MS)) return false;
	const externalId = messageText(textOf(body.externalId));
	if (order.externalId !== '' && externalId !== '') return order.externalId === externalId;
	const phone = phoneOf(body.client);
	return phone !== '' && phoneOf(order.client) === phone;
}

function phoneOf(client: unknown): string {
	const written = textOf(fieldsOf(client).phone);
	const phone = parsePhone(written, 'UA');
	return phone.ok ? phone.e164 : written.trim();
}
