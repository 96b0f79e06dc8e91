import { SANDBOX_KEY } from '../../simulators/amocrm/amocrm';
import { payment as bodyOf, person, type Person } from '../../workflows/support/payments';
import type { Bench, Path } from '../bench';
import type { Measurement } from '../measurement';
import { processPayment, type CourseOrder } from '../payments/seedAlgorithm';
import { pay } from './payment';

const name = 'amoCRM calls of a payment';

interface Case {
	what: string;
	atMost: number;
	/** What the client's card in amoCRM does not hold; without it there is no card. */
	missing?: Array<keyof Person>;
	/** A payment before the one that is counted. */
	isKnown?: boolean;
}

const TELEGRAM = ['telegram_id', 'telegram_tag'] as const;
const CASES: Case[] = [
	{ what: 'client known', atMost: 3, missing: [], isKnown: true },
	{ what: 'found by Telegram id', atMost: 5, missing: ['telegram_tag'] },
	{ what: 'found by phone', atMost: 5, missing: [...TELEGRAM] },
	{ what: 'found by e-mail', atMost: 5, missing: [...TELEGRAM, 'phone'] },
	{ what: 'nobody: created', atMost: 5 },
];

/** From the simulator's log; beside it the seed's algorithm on a client of the same kind. */
export const amoCrmCalls: Path = {
	name,
	async count(bench) {
		await bench.payments.quick();
		const found: Measurement[] = [];
		for (const [i, one] of CASES.entries()) {
			const value = await callsOf(bench, one, 100 + i, async (id, who) => {
				await pay(bench, id, who);
			});
			const seed = await callsOf(bench, one, 200 + i, async (id, who) => {
				const account = { url: bench.world.vendorUrl('amocrm'), token: SANDBOX_KEY };
				await processPayment(account, bodyOf(id, who).course_order as unknown as CourseOrder);
			});
			const { what, atMost } = one;
			found.push({ path: name, what, value, goal: { atMost }, before: `${seed} (seed)` });
		}
		return found;
	},
};

async function callsOf(
	{ payments }: Bench,
	{ missing, isKnown }: Case,
	number: number,
	payOnce: (id: string, who: Person) => Promise<void>,
): Promise<number> {
	const who = person(number);
	if (missing) {
		const card = Object.entries(who).filter(([key]) => !missing.includes(key as keyof Person));
		await payments.clientWithLead(Object.fromEntries(card));
	}
	if (isKnown) await payOnce(`bench_before_${number}`, who);
	return (await payments.callsOf(async () => await payOnce(`bench_calls_${number}`, who))).length;
}
