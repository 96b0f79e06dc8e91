import type { StoredRow } from '../../../sandbox/dataTables';
import type { Collected } from '../collect/collected';
import type { PlannedOrder } from '../plan/plan';
import type { Invariant } from './invariant';
import { isHeldBack } from './unfinished';

const TOLD = ['sent', 'delivered', 'read'];

/** The only reasons for which a buyer may be told nothing. */
const REASONS: Record<PlannedOrder['buyer'], RegExp | undefined> = {
	plain: undefined,
	masked: /^no_phone/,
	none: /^no_phone/,
	unknown: /^failed number_not_on_whatsapp/,
	stopped: /^opted_out/,
};

/** A message for each stage that was told, exactly one; or the row says why there is none. */
export const toldOnce: Invariant = {
	name: 'each order is told once for each of its stages, or its row says why not',
	check: (collected) => {
		const { plan, played } = collected;
		const emitted = plan.orders.filter(({ code }) => code in played.orders);
		return {
			seen: `${emitted.length} orders`,
			findings: emitted.flatMap((order) =>
				stagesOf(order, collected).flatMap((kind) => told(order, kind, collected)),
			),
		};
	},
};

function stagesOf({ code }: PlannedOrder, { played }: Collected): string[] {
	return played.orders[code].completedAt === undefined ? ['new'] : ['new', 'completed'];
}

function told(order: PlannedOrder, kind: string, collected: Collected): string[] {
	const { code, buyer, phone } = order;
	const what = `order ${code} ${kind}`;
	const rows = collected.tables.whatsapp_messages_log.filter(
		(row) => row.order_id === code && row.order_kind === kind && row.status !== 'duplicate',
	);
	if (rows.length !== 1) return [`${what}: ${rows.length} rows`];
	const [row] = rows;
	const texts = collected.waha.messages.filter(({ text }) => isOf(text, code, kind));
	const reached = texts.reduce((sum, { delivered }) => sum + delivered, 0);
	const wrongPhone = texts.find((message) => message.phone !== phone);
	if (wrongPhone) return [`${what}: told to another number`];
	const isTold = TOLD.includes(String(row.status));
	if (reached !== (isTold ? 1 : 0)) return [`${what}: ${row.status}, ${reached} messages`];
	if (isTold) return REASONS[buyer] ? [`${what}: told, although ${buyer}`] : [];
	return isReason(row, buyer, collected)
		? []
		: [`${what}: not told: ${row.status} ${row.error_message ?? ''}`];
}

function isReason(row: StoredRow, buyer: PlannedOrder['buyer'], collected: Collected): boolean {
	const { tables, played } = collected;
	if (row.status === 'pending') return isHeldBack(row, tables, played.endedAt);
	return REASONS[buyer]?.test(`${row.status} ${row.error_message ?? ''}`) ?? false;
}

/** Thanks are for a completed order; everything else is about a new one. */
function isOf(text: string, code: string, kind: string): boolean {
	return text.includes(code) && text.startsWith('Спасибо') === (kind === 'completed');
}
