import { pause, type World } from '../../workflows/support/world';
import type { Plan } from '../plan/plan';
import { killAll } from './kills';
import { chat, dialogue } from './people';
import { pay } from './platform';
import { nothingPlayed, type Played } from './played';
import { prepare } from './prepare';
import { settle } from './settle';
import { order, stop } from './shops';
import { Stage } from './stage';
import { trouble } from './troubles';

/** A poll comes every two seconds, and takes a while. */
const POLLED_MS = 20_000;

/** Plays a plan against a running world, all flows at once, and waits until it has come to rest. */
export async function play(plan: Plan, world: World, log: (line: string) => void): Promise<Played> {
	const played = nothingPlayed(Date.now());
	await prepare(new Stage(world, plan, played));
	played.startedAt = Date.now();
	const stage = new Stage(world, plan, played);
	log(`The storm begins: ${plan.size.stormMs / 1000} s.`);
	await Promise.all([
		...plan.payments.map(async (one) => await pay(stage, one)),
		...plan.orders.map(async (one) => await order(stage, one)),
		...plan.stops.map(async (one) => await stop(stage, one)),
		...plan.chats.map(async (one) => await chat(stage, one)),
		...plan.dialogues.map(async (one) => await dialogue(stage, one)),
		...plan.troubles.map(async (one) => await trouble(stage, one)),
		killAll(stage, plan.kills),
	]);
	log(`Everybody is done after ${seconds(Date.now() - played.startedAt)}.`);
	await settle(stage, log);
	if (world.sandbox.workers.length > 0) {
		await repeatOrders(world);
		await settle(stage, log);
	}
	played.endedAt = Date.now();
	log(`At rest after ${seconds(played.endedAt - played.startedAt)}.`);
	return played;
}

/**
 * A worker that dies loses its run, and nobody starts it again: the orders that it had in hand come again with the next
 * repetition of *Kaspi Shop Trigger*, every fifteen minutes, and with the first poll of a process. Here nobody waits so long.
 */
async function repeatOrders({ sandbox: { n8n } }: World): Promise<void> {
	await n8n.stop();
	await n8n.start();
	await pause(POLLED_MS);
}

function seconds(ms: number): string {
	return `${Math.round(ms / 1000)} s`;
}
