import type { SeenRequest } from '../../simulators/shared/simulator';
import { person } from '../../workflows/support/payments';
import type { Path } from '../bench';
import { middleOf, perSecond } from '../statistics';
import { inParallel } from '../timing';
import { pay } from './payment';

const name = "payment, amoCRM's own limit";
const LIMIT = 7;
/** So many payments at once always have a call that waits. */
const CLIENTS = 16;

/** Payments of clients that nobody knows, more than amoCRM lets through: how much of its limit is used. */
export const amoCrmLimit: Path = {
	name,
	async time(bench) {
		const { payments, size, world } = bench;
		await payments.quick({ ratePerSecond: LIMIT });
		const before = (await payments.amo()).requests.length;
		await inParallel(size.limited, CLIENTS, async (i) => {
			await pay(bench, `bench_limit_${i}`, person(1000 + i));
		});
		await payments.quick();
		const { requests: all } = await world.state<{ requests: SeenRequest[] }>('amocrm');
		const requests = all.slice(before);
		const rate = perSecond(middleOf(requests.map(({ at }) => at)));
		const refused = requests.filter(({ status }) => status === 429).length;
		return [
			{
				path: name,
				what: 'share of the limit',
				value: (rate / LIMIT) * 100,
				unit: '%',
				detail: `${rate.toFixed(2)} of ${LIMIT} calls/s, ${requests.length} calls`,
				goal: { atLeast: 95 },
				before: '97 %',
			},
			{ path: name, what: 'refused (429)', value: refused, goal: { atMost: 0 } },
		];
	},
};
