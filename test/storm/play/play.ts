import type { World } from '../../workflows/support/world';
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
	played.endedAt = Date.now();
	log(`At rest after ${seconds(played.endedAt - played.startedAt)}.`);
	return played;
}

function seconds(ms: number): string {
	return `${Math.round(ms / 1000)} s`;
}
