import { buyer, type SitniksState } from '../../workflows/support/sitniks';
import { client } from '../../workflows/support/telegram';
import type { PlannedChat, PlannedDialogue } from '../plan/plan';
import type { Stage } from './stage';

/** A client writes to the bot, his manager in Wahelp; each of them one message after the other. */
export async function chat(stage: Stage, { client: number, messages }: PlannedChat): Promise<void> {
	const who = client(number);
	const by = (side: string) => messages.filter(({ from }) => from === side);
	const clients = async () => {
		for (const { at, text, copies } of by('client')) {
			await stage.until(at);
			await stage.talk.say(who, text, { copies });
		}
	};
	const managers = async () => {
		for (const { at, text, copies } of by('manager')) {
			await stage.until(at);
			const { deliveries } = await stage.talk.manager(who, text, {}, { copies });
			if (!deliveries.some(({ status }) => isTaken(status))) stage.played.late.push(text);
		}
	};
	await Promise.all([clients(), managers()]);
}

/** A buyer goes through the sales dialogue. */
export async function dialogue(stage: Stage, planned: PlannedDialogue): Promise<void> {
	const write = planned.network === 'telegram' ? writeToBot : writeInInstagram;
	for (const { at, text } of planned.texts) {
		await stage.until(at);
		await write(stage, planned, text);
	}
}

async function writeToBot({ sales }: Stage, planned: PlannedDialogue, text: string): Promise<void> {
	await sales.say(buyer(planned.buyer), text);
}

/** He waits until his words are there: whether Sitniks keeps the order of what it repeats nobody knows. */
async function writeInInstagram(
	stage: Stage,
	{ buyer: number }: PlannedDialogue,
	text: string,
): Promise<void> {
	const { world, played } = stage;
	const { chat_id } = await world.emit<{ chat_id: string }>('sitniks', {
		client: { ...instagramUser(number), source: 'instagram', text },
	});
	played.sitniksChats[number] = chat_id;
	const isThere = async () => {
		const { deliveries } = await world.state<SitniksState & { deliveries: Delivery[] }>('sitniks');
		return deliveries.some(
			({ status, body }) =>
				isTaken(status) && body.chat?.id === chat_id && body.message?.text === text,
		);
	};
	if (!(await stage.eventually(isThere)))
		played.trouble.push(`"${text}" of ${number} was not taken`);
}

interface Delivery {
	status: number;
	body: { chat?: { id: string }; message?: { text?: string } };
}

function instagramUser(number: number): { user_id: string; nick: string; name: string } {
	return { user_id: `20000000000${number}`, nick: `insta_${number}`, name: `Покупець ${number}` };
}

function isTaken(status: number): boolean {
	return status >= 200 && status < 300;
}
