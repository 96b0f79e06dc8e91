import { VENDORS } from '../../../sandbox/vendors';
import { pause } from '../../workflows/support/world';
import { readTables } from '../collect/tables';
import { unfinished } from '../audit/unfinished';
import type { Stage } from './stage';

const LOOK_EVERY_MS = 3000;

/** The vendors are well again; waits until nothing is left to do that time alone does not hold back. */
export async function settle(stage: Stage, log: (line: string) => void): Promise<void> {
	for (const vendor of VENDORS) await stage.world.fault(vendor, []);
	let quietLooks = 0;
	while (!stage.isOver && quietLooks < 2) {
		const open = await openWork(stage).catch(() => ['n8n does not answer']);
		quietLooks = open.length === 0 ? quietLooks + 1 : 0;
		if (open.length > 0) log(`  ${open.length} open, such as ${open[0]}`);
		await pause(LOOK_EVERY_MS);
	}
}

async function openWork({ world, plan, played }: Stage): Promise<string[]> {
	const { bots } = await world.state<{ bots: Array<{ pending: unknown[] }> }>('telegram');
	const updates = bots.flatMap(({ pending }) => pending).length;
	const tables = await readTables(world.sandbox.api.tables);
	const written = new Set(tables.whatsapp_messages_log.map(({ order_id }) => order_id));
	const unseen = plan.orders.filter(({ code }) => code in played.orders && !written.has(code));
	return [
		...(updates > 0 ? [`${updates} updates at Telegram`] : []),
		...unseen.map(({ code }) => `order ${code} not seen`),
		...unfinished(tables, Date.now()).map(({ table, row }) => `${table} ${row.id} ${row.status}`),
	];
}
