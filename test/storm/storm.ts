import { queueMode } from '../workflows/support/queueMode';
import { World } from '../workflows/support/world';
import { collect } from './collect/collect';
import type { Collected } from './collect/collected';
import { planOf } from './plan/plan';
import { withLeases, type Size } from './plan/sizes';
import { play } from './play/play';

/** The workflows that serve customers; forms and reports would only make n8n slower. */
const FILES = [
	['10', '11', '12', '13', '14', '15', '16', 'register'],
	['20', '21', '22', '27', 'pause'],
	['30', '31', '32'],
	['40', '41', '42', '43', '44', '45'],
].flat();

/** Starts a world, plays the storm of a seed in it and collects what came of it. */
export async function storm(
	seed: number,
	size: Size,
	log: (line: string) => void,
): Promise<Collected> {
	const plan = planOf(seed, queueMode().workers === undefined ? size : withLeases(size));
	const world = await World.start(
		['telegram-amocrm', 'kaspi-whatsapp', 'payments-amocrm', 'sitniks'],
		FILES,
	);
	try {
		const played = await play(plan, world, log);
		return await collect(plan, played, world);
	} finally {
		await world.stop();
	}
}
