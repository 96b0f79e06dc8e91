import { payment as bodyOf, person, type Person } from '../../workflows/support/payments';
import type { Bench, Path } from '../bench';
import { perEvent } from '../perEvent';
import { latency, latencyAgainstBlank } from '../timing';

const ENTRY = 'CrmBridge30Webhook';
/** Three calls a second: the nodes' own limiter (7) has nothing to wait for. */
const PAUSE_MS = 1000;
const name = "payment, amoCRM's limit not felt";

/** A payment of a client with a lead in work, known from an earlier one. */
export const payment: Path = {
	name,
	async count(bench) {
		const who = await knownClient(bench, 1);
		const cost = await bench.cost(ENTRY, async () => {
			for (let i = 0; i < bench.size.counted; i += 1) await pay(bench, `bench_counted_${i}`, who);
		});
		return perEvent(name, cost, { tableOperations: 12, runs: 2 });
	},
	async time(bench) {
		const who = await knownClient(bench, 2);
		const event = async (i: number) => await pay(bench, `bench_timed_${i}`, who);
		const times = await latency(bench.blank, bench.size.events, event, PAUSE_MS);
		return [latencyAgainstBlank(name, times, { atMost: 6 })];
	},
};

async function knownClient(bench: Bench, number: number): Promise<Person> {
	const who = person(number);
	await bench.payments.quick();
	await bench.payments.clientWithLead(who);
	await pay(bench, `bench_first_${number}`, who);
	return who;
}

/** @returns ms until the platform has its 200 @throws {Error} on any other answer */
export async function pay({ payments }: Bench, id: string, who: Person): Promise<number> {
	const start = performance.now();
	const { code, body } = await payments.send(bodyOf(id, who));
	const ms = performance.now() - start;
	if (code !== 200) throw new Error(`Payment ${id} got ${code}: ${JSON.stringify(body)}`);
	return ms;
}
