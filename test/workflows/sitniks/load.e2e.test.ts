import { AI_MANAGER, buyer, SalesDialogue, STATUS, UNTIL_INVOICE } from '../support/sitniks';
import { size } from '../support/size';
import { World } from '../support/world';

let world: World;
let sales: SalesDialogue;
beforeAll(async () => {
	world = await World.start('sitniks');
	sales = new SalesDialogue(world);
	// Hundreds of runs at once take n8n longer than an emit waits.
	await world.fault('telegram', { emitWaitMs: 600_000, webhookTimeoutMs: 600_000 });
});
afterAll(async () => await world?.stop());

const SLOW = 20 * 60_000;
const DIALOGUES = size(10, 100);
/** So many of them come to a human. */
const HUMANS = DIALOGUES / 10;

test(
	`${DIALOGUES} dialogues at once: the limit is kept, all stages arrive, in order per chat`,
	async () => {
		const people = Array.from({ length: DIALOGUES }, (_, n) => buyer(n));
		const start = Date.now();
		const done = await Promise.all(
			people.map(async (who, n) => ({
				who,
				human: n < HUMANS,
				...(await sales.whole(who, n < HUMANS ? [...UNTIL_INVOICE, 'оплатила'] : UNTIL_INVOICE)),
			})),
		);
		const talked = Date.now();
		await sales.atRest(SLOW);
		const end = Date.now();

		const { chats, requests, overruns, blocked } = await sales.sitniks();
		expect({ overruns, blocked }).toEqual({ overruns: 0, blocked: 0 });
		for (const { who, chat, human } of done) {
			const { statusHistory, managerHistory } = chats.find(({ id }) => id === chat)!;
			const seen = statusHistory.filter(({ via }) => via === 'api').map(({ status }) => status);
			const wanted = [STATUS.first, STATUS.invoice, ...(human ? [STATUS.human] : [])];
			expect({ who: who.id, seen }).toEqual({ who: who.id, seen: wanted });
			expect(managerHistory.filter(({ via }) => via === 'api')[0].managerId).toBe(AI_MANAGER);
		}
		const rows = await sales.stages();
		expect(rows.every(({ status }) => status === 'done')).toBe(true);
		expect(rows).toHaveLength(2 * DIALOGUES + HUMANS);
		const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
		process.stdout.write(
			`${DIALOGUES} dialogues: ${seconds(talked - start)} to talk, ${seconds(end - start)} until all stages were set, ` +
				`${requests.length} calls\n`,
		);
	},
	SLOW + 60_000,
);
