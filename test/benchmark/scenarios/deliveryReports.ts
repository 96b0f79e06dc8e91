import type { Bench } from '../bench';
import type { Measurement } from '../measurement';
import { perEvent } from '../perEvent';

const ENTRY = 'CrmBridge22Status';

/** Messages that are out are reported as read, one after the other. There is no goal for it. */
export async function deliveryReports(bench: Bench): Promise<Measurement[]> {
	const { world, size } = bench;
	const sent = (await world.sent()).slice(-size.counted);
	const cost = await bench.cost(ENTRY, async () => {
		for (const { chatId } of sent) await world.emit('waha', { ack: { chatId, ack: 3 } });
	});
	return perEvent('ack → delivery status', cost);
}
