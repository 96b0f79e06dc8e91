import { pause, type World } from '../../workflows/support/world';
import type { PlannedKill } from '../plan/plan';
import type { Stage } from './stage';

/** A process of the world that may be killed and started again. */
export interface KillTarget {
	name: string;
	kill(): Promise<unknown>;
	/** Resolves when it works again. */
	start(): Promise<unknown>;
	/** Nothing runs while it is dead, so that times in the tables may be moved. */
	stopsAll: boolean;
}

/** Longer than any lease of a flow, in milliseconds. */
const LONG_DEAD_MS = 10 * 60_000;
/** So much of the storm comes while a target is dead, however long it takes to start, in milliseconds. */
const MISSED_MS = 8000;
const LEASED = ['payment_events', 'relay_messages', 'whatsapp_messages_log', 'sitniks_stages'];

/** What can be killed in a sandbox: with one process n8n itself, in queue mode each of its processes and servers. */
export function killTargets({ sandbox }: World): KillTarget[] {
	const { n8n, workers, postgres, redis } = sandbox;
	const isAlone = workers.length === 0;
	const targets = [target('n8n', n8n, isAlone)];
	for (const [index, worker] of workers.entries()) {
		targets.push(target(`worker ${index + 1}`, worker));
	}
	if (redis) targets.push(target('Redis', redis));
	if (postgres) targets.push(target('PostgreSQL', postgres));
	return targets;
}

function target(
	name: string,
	process: { kill(): Promise<void>; start(): Promise<void> },
	stopsAll = false,
): KillTarget {
	return {
		name,
		kill: async () => await process.kill(),
		start: async () => await process.start(),
		stopsAll,
	};
}

/** Kills one target after the other, and brings each up again. */
export async function killAll(stage: Stage, kills: PlannedKill[]): Promise<void> {
	const targets = killTargets(stage.world);
	for (const { at, draw, downMs } of kills) {
		await stage.until(at);
		const target = targets[Math.floor(draw * targets.length)];
		const killedAt = Date.now();
		await target.kill();
		const slow = setTimeout(() => stage.clock.stop(), MISSED_MS);
		if (target.stopsAll && stage.plan.size.leasesEndWhileDead) endLeases(stage.world);
		await pause(downMs);
		await target.start();
		clearTimeout(slow);
		stage.clock.go();
		stage.played.kills.push({ target: target.name, at: killedAt, upAt: Date.now() });
	}
}

/** As if it had been dead for longer than the longest lease. */
function endLeases(world: World): void {
	for (const table of LEASED) world.date(table, 'updatedAt', Date.now() - LONG_DEAD_MS);
}
