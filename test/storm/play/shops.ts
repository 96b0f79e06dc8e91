import type { PlannedOrder, Plan } from '../plan/plan';
import type { Stage } from './stage';

/** Somebody orders at Kaspi; perhaps the order is completed later. */
export async function order(stage: Stage, planned: PlannedOrder): Promise<void> {
	const { code, store, phone, buyer, completedAfter } = planned;
	const { world, played } = stage;
	await stage.until(planned.at);
	if (
		buyer === 'stopped' &&
		!(await stage.eventually(async () => await hasOptedOut(stage, phone)))
	) {
		played.trouble.push(`the stop word of the buyer of ${code} was not taken`);
		return;
	}
	await world.emit('kaspi', {
		code,
		store,
		status: 'APPROVED_BY_BANK',
		delivery: buyer === 'masked' ? 'kaspi' : 'own',
		phone: buyer === 'none' ? null : phone.slice(1),
	});
	played.orders[code] = { emittedAt: Date.now() };
	if (completedAfter === undefined) return;
	// An order that is completed before it was seen is told of once, not twice.
	const isWritten = async () => (await world.log([code])).length > 0;
	if (!(await stage.eventually(isWritten, 3000))) return;
	await stage.until(stage.clock.elapsed + completedAfter);
	await world.emit('kaspi', { change: { code, status: 'COMPLETED' } });
	played.orders[code].completedAt = Date.now();
}

/** A buyer writes that he wants no messages. */
export async function stop(stage: Stage, { at, phone }: Plan['stops'][0]): Promise<void> {
	await stage.until(at);
	await stage.world.emit('waha', { message: { from: `${phone}@c.us`, text: 'Стоп' }, copies: 2 });
}

async function hasOptedOut({ world }: Stage, phone: string): Promise<boolean> {
	const rows = await world.sandbox.api.tables.rows('clients', { phone: `+${phone}` });
	return rows.some(({ whatsapp_opt_out }) => whatsapp_opt_out === true);
}
