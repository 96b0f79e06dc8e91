import { client, type Client } from '../../workflows/support/telegram';
import { arrivals } from '../arrivals';
import type { Bench, Path } from '../bench';
import type { Measurement } from '../measurement';
import { perEvent } from '../perEvent';
import { latency, latencyAgainstBlank, throughput, throughputAgainstBlank } from '../timing';

const ENTRY = 'CrmBridge10ClientBot';
const name = "client's message → relayed (note)";
const CLIENTS = 8;
/** amoCRM takes seven notes a second from anybody: where a quarter of the blank's rate is more, it cannot be reached. */
const AMOCRM_LIMIT = 7;

/** Free text of a client whose contact we know already; each message is confirmed to the client. */
export const relay: Path = {
	name,
	async count(bench) {
		const [who] = await knownClients(bench, 100, 1);
		const texts = numbered('counted', bench.size.counted);
		const cost = await bench.cost(ENTRY, async () => {
			for (const text of texts) await bench.talk.say(who, text);
			await bench.talk.atRest();
		});
		return perEvent(name, cost, { tableOperations: 10, runs: 2 });
	},
	async time(bench) {
		const { blank, size, talk, world } = bench;
		// Others for the load: one person may write 30 messages a minute.
		const clients = await knownClients(bench, 200, 2 * CLIENTS);
		const event = async (i: number) => {
			const text = `Сообщение по очереди ${i}.`;
			const start = Date.now();
			await talk.say(clients[i % CLIENTS], text);
			return (await arrivals(world, 'amocrm', [text]))[0] - start;
		};
		const times = await latency(blank, size.events, event);
		await talk.atRest();
		const texts: string[] = [];
		const rates = await throughput(
			blank,
			size.load,
			async (i, number) => {
				texts.push(`Сообщение под нагрузкой ${i}.`);
				await talk.say(clients[CLIENTS + number], texts.at(-1)!);
			},
			async () => Math.max(...(await arrivals(world, 'amocrm', texts))),
		);
		return [
			latencyAgainstBlank(name, times, { atMost: 4 }, '13 ×'),
			capped(throughputAgainstBlank(name, rates, { atLeast: 0.25 }, '1/18'), rates.blank),
		];
	},
};

/** The goal is a quarter of the blank, or 95 % of what amoCRM lets through when that is less. */
function capped(measured: Measurement, blank: number): Measurement {
	const most = (0.95 * AMOCRM_LIMIT) / blank;
	if (most >= 0.25) return measured;
	return { ...measured, goal: { atLeast: most }, detail: `${measured.detail}; amoCRM takes 7/s` };
}

/** Clients who have written before. Each of their messages is confirmed, however soon it follows. */
export async function knownClients(bench: Bench, from: number, count: number): Promise<Client[]> {
	const { talk } = bench;
	await talk.quick();
	await talk.setting('relay_via', 'amocrm_note');
	await talk.setting('relay_confirm_pause_seconds', '0');
	const clients = Array.from({ length: count }, (_, i) => client(from + i));
	await talk.known(...clients);
	for (const who of clients) await talk.say(who, 'Здравствуйте!');
	await talk.atRest();
	return clients;
}

function numbered(what: string, count: number): string[] {
	return Array.from({ length: count }, (_, i) => `${what} ${i}.`);
}
