import { textOf, type Row } from '../../shared/rows';
import { amountText, kopecksOf } from '../../shared/money';

/** How many failures are told one by one, and how much of each. */
const MOST_TOLD = 20;
const MAX_ERROR = 120;
/** As many failed rows as the flow reads: there may be more. */
export const MOST_READ = 1000;

/** The report as text for the admin, and its numbers. */
export interface PaymentReport {
	/** `''` when there is nothing to tell. */
	text: string;
	/** By status, in the order of the first payment of each. */
	counts: Record<string, { payments: number; amount: number }>;
	/** How many have failed, of any age. */
	failed: number;
}

/**
 * @param recent rows of `payment_events` of the last days
 * @param failed its rows with the status `failed`, of any age, the oldest first
 * @param days how many days `recent` covers
 */
export function paymentReport(recent: Row[], failed: Row[], days: number): PaymentReport {
	const counts = countsOf(stored(recent));
	const failures = stored(failed);
	const isEmpty = Object.keys(counts).length === 0 && failures.length === 0;
	const text = isEmpty ? '' : textFrom(counts, failures, days);
	return { text, counts, failed: failures.length };
}

function textFrom(counts: PaymentReport['counts'], failures: Row[], days: number): string {
	const more = failures.length >= MOST_READ ? ' или больше' : '';
	return [
		`Оплаты за ${days} дней:`,
		...Object.entries(counts).map(
			([status, { payments, amount }]) => `  ${status}: ${payments}, сумма ${amountText(amount)}`,
		),
		failures.length > 0 ? `Не прошли: ${failures.length}${more}` : 'Все оплаты прошли.',
		...failures.slice(0, MOST_TOLD).map(failureLine),
		...(failures.length > MOST_TOLD ? ['  … остальные в таблице payment_events'] : []),
	].join('\n');
}

function failureLine({ payment_id, retry_count, error_message }: Row): string {
	return `  ${textOf(payment_id)}, попыток ${Number(retry_count) || 0}: ${textOf(error_message).slice(0, MAX_ERROR)}`;
}

/** What has no id is n8n's item for "nothing found". */
function stored(rows: Row[]): Row[] {
	return rows.filter(({ id }) => textOf(id) !== '');
}

/** Sums in kopecks, so that a hundred payments of 0.10 are 10. */
function countsOf(rows: Row[]): PaymentReport['counts'] {
	const sums = new Map<string, { payments: number; kopecks: number }>();
	for (const row of rows) {
		const status = textOf(row.status) || 'без статуса';
		const sum = sums.get(status) ?? { payments: 0, kopecks: 0 };
		sum.payments += 1;
		sum.kopecks += kopecksOf(row.amount) ?? 0;
		sums.set(status, sum);
	}
	const entries = [...sums].map(([status, { payments, kopecks }]) => [
		status,
		{ payments, amount: kopecks / 100 },
	]);
	return Object.fromEntries(entries) as PaymentReport['counts'];
}
