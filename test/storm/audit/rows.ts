import { settingOf, type Tables } from '../collect/tables';
import type { Invariant } from './invariant';
import { timeOf, unfinished } from './unfinished';

const HOUR = 3_600_000;

/** Everything has ended, or waits for a limit that is named in the settings. */
export const noneStuck: Invariant = {
	name: 'no row is stuck',
	check: ({ tables, played }) => ({
		seen: `${rowCount(tables)} rows`,
		findings: unfinished(tables, played.endedAt).map(({ table, row }) => {
			const seconds = Math.round((played.endedAt - timeOf(row.updatedAt)) / 1000);
			const why = row.error_message ?? row.reason ?? '';
			return `${table} ${row.id}: ${row.status} for ${seconds} s ${why}`.trim();
		}),
	}),
};

function rowCount(tables: Tables): number {
	const { payment_events, relay_messages, whatsapp_messages_log, sitniks_stages } = tables;
	return [payment_events, relay_messages, whatsapp_messages_log, sitniks_stages].flat().length;
}

/**
 * Neither by the rows nor at the vendors: what had waited for too long was given up. Words of clients and
 * managers are not among it: they are tried once more, whatever their age, before the admins get them.
 */
export const noneTooOld: Invariant = {
	name: 'nothing was sent past its age',
	check: (collected) => {
		const { tables, played, waha } = collected;
		const hours = settingOf(tables, 'pending_max_age_hours');
		const sent = tables.whatsapp_messages_log.filter(({ sent_at }) => sent_at);
		const late = sent
			.filter((row) => timeOf(row.sent_at) - timeOf(row.createdAt) > hours * HOUR)
			.map(({ order_id }) => `order ${order_id} was told after more than ${hours} hours`);
		const { orders, stageUsers } = played.aged;
		const planted = orders
			.filter((old) => waha.messages.some(({ text }) => text.includes(old)))
			.map((old) => `order ${old} was told, although it was too old`);
		const stages = tables.sitniks_stages
			.filter(({ user_id, status }) => stageUsers.includes(String(user_id)) && status === 'done')
			.map(({ user_id }) => `the stage of ${user_id} was set, although it was too old`);
		return { seen: `${sent.length} sent`, findings: [...late, ...planted, ...stages] };
	},
};
