import { VendorError } from '../../shared/errors';
import { writeOnce } from '../../shared/writeOnce';
import type { KaspiApi } from './client';
import { orderAttributes, type Order } from './schema';
import { changeOf, type Transition } from '../domain/transitions';

/** The order after a change, and how sure that is. */
export interface ChangedOrder {
	order: Order;
	/** What stands beside the order in the output. */
	note: {
		/** Nothing was sent; `wouldSend` is what would have been. */
		dryRun?: true;
		wouldSend?: Record<string, string>;
		/** Kaspi's answer was lost, and the order shows that the change was made. */
		confirmedByReading?: true;
		/** The change was made, but the order could not be read again: it is shown as it was before. */
		isBeforeChange?: true;
	};
}

/**
 * Changes an order: reads it, refuses what cannot be, sends the change once, and reads it again. A
 * change whose answer was lost is never repeated: the order itself tells whether it was made.
 *
 * @param before the order as it was just read
 * @throws {InputError} for an impossible change, {VendorError} with its `outcome`
 */
export async function changeOrder(
	api: KaspiApi,
	before: Order,
	transition: Transition,
	dryRun: boolean,
): Promise<ChangedOrder> {
	const change = changeOf(before, transition);
	if (dryRun) return { order: before, note: { dryRun: true, wouldSend: change.attributes } };

	const { value } = await writeOnce<Order | 'sent'>({
		write: async () => await api.change(change).then(() => 'sent'),
		look: async () => {
			const order = await readAgain(api, before.id);
			return order && transition.isDone?.(orderAttributes.parse(order.attributes))
				? order
				: undefined;
		},
		pausesMs: [0],
		again: false,
	});
	if (value !== 'sent') return { order: value, note: { confirmedByReading: true } };

	const order = await readAgain(api, before.id);
	return order ? { order, note: {} } : { order: before, note: { isBeforeChange: true } };
}

/** Undefined when it could not be read: the change has been made or lost before, and says so itself. */
async function readAgain(api: KaspiApi, id: string): Promise<Order | undefined> {
	return await api.order(id).catch((error: unknown) => {
		if (error instanceof VendorError) return undefined;
		throw error;
	});
}
