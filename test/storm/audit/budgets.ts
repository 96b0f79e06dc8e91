import type { StoredRow } from '../../../sandbox/dataTables';
import type { Call, Collected } from '../collect/collected';
import { settingOf } from '../collect/tables';
import type { Invariant } from './invariant';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

/** What the vendors allow, counted by the moments at which their servers got the calls. */
const ALLOWED: Array<{
	vendor: 'amocrm' | 'sitniks' | 'kaspi';
	calls: number;
	windowMs: number;
}> = [
	{ vendor: 'amocrm', calls: 7, windowMs: SECOND },
	{ vendor: 'sitniks', calls: 10, windowMs: 10 * SECOND },
	// Documented nowhere; clients that are let in stay below it (kaspi sheet §2).
	{ vendor: 'kaspi', calls: 5, windowMs: SECOND },
];

export const vendorBudgets: Invariant = {
	name: 'no budget of a vendor is overrun',
	check: (collected) => {
		const all = ALLOWED.flatMap(({ vendor }) => collected[vendor].calls);
		const findings = ALLOWED.flatMap(({ vendor, calls, windowMs }) => {
			const made = collected[vendor].calls;
			const times = made.map(({ at }) => at);
			return [
				...crowds(times, calls, windowMs).map(
					(at) =>
						`${vendor}: more than ${calls} calls in ${windowMs / SECOND} s at ${clock(at, collected)}`,
				),
				...made
					.filter(isRefused)
					.map(({ call, at }) => `${vendor}: ${call} was refused at ${clock(at, collected)}`),
			];
		});
		if (collected.sitniks.overruns > 0) {
			findings.push(`sitniks: ${collected.sitniks.overruns} overruns`);
		}
		return { seen: `${all.length} calls`, findings };
	},
};

function isRefused({ status, injected }: Call): boolean {
	return status === 429 && !injected;
}

/** Limits of a session, a shop and a buyer, and the pause that a shop keeps. */
export const whatsAppLimits: Invariant = {
	name: 'WhatsApp limits and pauses are kept',
	check: (collected) => {
		const { tables, waha } = collected;
		const shops = new Map(tables.whatsapp_settings.map((row) => [String(row.store_id), row]));
		const sent = waha.messages.flatMap((message) => {
			const row = rowOf(message.text, message.phone, tables.whatsapp_messages_log);
			return row ? [{ ...message, store: String(row.store_id) }] : [];
		});
		const perBuyer = settingOf(tables, 'whatsapp_contact_hourly_limit');
		const perSession = settingOf(tables, 'whatsapp_session_daily_limit');
		const times = (of: (message: (typeof sent)[0]) => boolean) =>
			sent.filter(of).map(({ at }) => at);
		const phones = [...new Set(sent.map(({ phone }) => phone))];
		return {
			seen: `${sent.length} messages`,
			findings: [
				...crowds(
					times(() => true),
					perSession,
					DAY,
				).map(() => `session: more than ${perSession}`),
				...phones
					.filter(
						(buyer) =>
							crowds(
								times(({ phone }) => phone === buyer),
								perBuyer,
								HOUR,
							).length > 0,
					)
					.map((buyer) => `buyer ${buyer}: more than ${perBuyer} messages in an hour`),
				...[...shops].flatMap(([store, { daily_limit }]) =>
					crowds(
						times((message) => message.store === store),
						Number(daily_limit),
						DAY,
					).map(() => `${store}: more than ${Number(daily_limit)} messages`),
				),
				...gapsOf(sent, shops),
			],
		};
	},
};

/** A shop's message keeps its distance from the one before it in the session, whoever sent that. */
function gapsOf(
	sent: Array<{ at: number; store: string; text: string }>,
	shops: Map<string, StoredRow>,
): string[] {
	const ordered = sent.toSorted((a, b) => a.at - b.at);
	return ordered.slice(1).flatMap(({ at, store }, index) => {
		const least = Number(shops.get(store)?.min_delay_seconds ?? 0) * SECOND;
		const gap = at - ordered[index].at;
		return gap < least ? [`${store}: ${gap} ms after the message before, not ${least}`] : [];
	});
}

function rowOf(text: string, phone: string, rows: StoredRow[]): StoredRow | undefined {
	return rows.find(
		({ message_text, customer_phone }) => message_text === text && customer_phone === `+${phone}`,
	);
}

/** Moments at which one more than allowed fell into a window. */
function crowds(times: number[], allowed: number, windowMs: number): number[] {
	const ordered = times.toSorted((a, b) => a - b);
	return ordered.filter((at, index) => {
		const before = ordered[index - allowed];
		return before !== undefined && at - before < windowMs;
	});
}

/** Seconds since the storm began. */
function clock(at: number, { played }: Collected): string {
	return `${((at - played.startedAt) / SECOND).toFixed(1)} s`;
}
