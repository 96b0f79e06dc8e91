import type { World } from '../../workflows/support/world';
import type { Bench, Path } from '../bench';
import { hasRun } from '../counting';
import { hurry } from '../liveWorkflows';
import type { Measurement } from '../measurement';
import { perEvent } from '../perEvent';
import { perSecond } from '../statistics';
import { deliveryReports } from './deliveryReports';

const ORDERS = 'CrmBridge20NewOrders';
const OUTBOX = 'CrmBridge21SendOutbox';
const WAHA = 'n8n-nodes-crm-bridge.waha';
const STORES = ['store-1', 'store-2', 'store-3'];
const DONE = ['sent', 'delivered', 'read'];
const TIMEOUT_MS = 600_000;
const name = 'order → outbox → WAHA, no pauses';

/** Orders at Kaspi become rows, rows become messages of three stores without a gap. */
export const outbox: Path = {
	name,
	async count(bench) {
		const { world, size } = bench;
		await acks(world, []);
		const undo = await hurry(world.sandbox.api, [ORDERS, OUTBOX]);
		const codes = numbered(61, size.outbox);
		const costs = await ordersToWhatsApp(bench, codes);
		await undo();
		return [
			...perEvent(name, costs, { tableOperations: 4 }, codes.length),
			...(await deliveryReports(bench)),
		];
	},
	async time({ world, size }) {
		const undo = await hurry(world.sandbox.api, [OUTBOX]);
		const rates: Measurement[] = [];
		for (const withAcks of [false, true]) {
			await acks(world, withAcks ? [1, 2] : []);
			const rate = await rateOf(world, numbered(withAcks ? 63 : 62, size.outbox));
			const what = withAcks ? 'messages, acks coming in' : 'messages';
			const goal = withAcks ? undefined : { atLeast: 5 };
			rates.push({
				path: name,
				what,
				value: rate,
				unit: '/s',
				goal,
				before: withAcks ? '' : '1 /s',
			});
		}
		await undo();
		return rates;
	},
};

/** Both workflows together, over all orders; runs of the outbox that send nothing do not count. */
async function ordersToWhatsApp({ world, cost }: Bench, codes: string[]) {
	const sends = (tree: Parameters<typeof hasRun>[0]) => hasRun(tree, WAHA);
	const orders = codes.map((code, i) => ({ code, store: STORES[i % 3], phone: phoneOf(code) }));
	let sending = { events: 0, runs: 0, tableOperations: 0 };
	const writing = await cost(ORDERS, async () => {
		sending = await cost(
			OUTBOX,
			async () => {
				await world.emit('kaspi', { orders });
				await world.settled(codes, DONE, TIMEOUT_MS);
			},
			sends,
		);
	});
	return {
		events: codes.length,
		runs: writing.runs + sending.runs,
		tableOperations: writing.tableOperations + sending.tableOperations,
	};
}

/** Messages a second that WAHA gets while rows wait: from the first to the last, pauses between runs included. */
async function rateOf(world: World, codes: string[]): Promise<number> {
	await world.sandbox.api.tables.insert(
		'whatsapp_messages_log',
		codes.map((code, i) => ({
			store_id: STORES[i % 3],
			order_id: code,
			order_kind: 'new',
			customer_phone: `+${phoneOf(code)}`,
			message_text: `Заказ ${code}`,
			media_url: '',
			template_id: '1',
			status: 'pending',
			waha_message_id: `3EB0${code}`,
			waha_response: '',
			error_message: '',
			attempts: 0,
		})),
	);
	await world.settled(codes, DONE, TIMEOUT_MS);
	const chats = codes.map((code) => `${phoneOf(code)}@c.us`);
	const sent = (await world.sent()) as Array<{ chatId: string; at?: number }>;
	return perSecond(sent.filter(({ chatId }) => chats.includes(chatId)).map(({ at }) => at!));
}

/** Which acks WhatsApp gives by itself after a message. */
async function acks(world: World, levels: number[]): Promise<void> {
	await world.fault('waha', { acks: levels });
}

/** Order codes that no other measurement has. */
function numbered(from: number, count: number): string[] {
	return Array.from({ length: count }, (_, i) => String(from * 100_000 + i));
}

function phoneOf(code: string): string {
	return `7701${code}`;
}
