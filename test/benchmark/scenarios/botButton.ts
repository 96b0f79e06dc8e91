import type { BotMessage, Client } from '../../workflows/support/telegram';
import type { Bench, Path } from '../bench';
import { perEvent } from '../perEvent';
import { latency, latencyAgainstBlank, throughput, throughputAgainstBlank } from '../timing';
import { knownClients } from './relay';

const ENTRY = 'CrmBridge10ClientBot';
const name = 'bot button → answer';
const CLIENTS = 8;
const BUTTON = 'Мои бонусы';

/** A button that reads the client's card. */
export const botButton: Path = {
	name,
	async count(bench) {
		const [who] = await knownClients(bench, 300, 1);
		const cost = await bench.cost(ENTRY, async () => {
			for (let i = 0; i < bench.size.counted; i += 1) await bench.talk.say(who, BUTTON);
		});
		return perEvent(name, cost, { tableOperations: 4, runs: 1 });
	},
	async time(bench) {
		const { blank, size, talk } = bench;
		// Others for the load: one person may write 30 messages a minute.
		const clients = await knownClients(bench, 400, 2 * CLIENTS);
		const event = async (i: number) => {
			const who = clients[i % CLIENTS];
			const before = (await answers(bench, [who])).length;
			const start = Date.now();
			await talk.say(who, BUTTON);
			return (await answersAfter(bench, [who], before, 1))[0] - start;
		};
		const times = await latency(blank, size.events, event);
		let before = (await answers(bench, clients)).length;
		let pressed = 0;
		const rates = await throughput(
			blank,
			size.load,
			async (_, number) => {
				pressed += 1;
				await talk.say(clients[CLIENTS + number], BUTTON);
			},
			async () => {
				const last = (await answersAfter(bench, clients, before, pressed)).at(-1)!;
				[before, pressed] = [before + pressed, 0];
				return last;
			},
		);
		return [
			latencyAgainstBlank(name, times, { atMost: 3 }, '4 ×'),
			throughputAgainstBlank(name, rates, { atLeast: 0.33 }, '1/5'),
		];
	},
};

/** When the bot wrote into these chats, oldest first. */
async function answers({ talk }: Bench, clients: Client[]): Promise<number[]> {
	const chats = clients.map(({ id }) => id);
	const messages = (await talk.botMessages()) as Array<BotMessage & { at: number }>;
	return messages.filter(({ chat_id }) => chats.includes(chat_id)).map(({ at }) => at);
}

/** Waits for so many more answers. @returns when they came */
async function answersAfter(
	bench: Bench,
	clients: Client[],
	before: number,
	count: number,
): Promise<number[]> {
	return await bench.world.eventually(`${count} answers of the bot`, async () => {
		const own = (await answers(bench, clients)).slice(before);
		return own.length >= count && own;
	});
}
