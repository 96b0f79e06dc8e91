import type { SeenRequest } from '../simulators/shared/simulator';
import type { World } from '../workflows/support/world';

/**
 * Waits until a vendor has got each of these texts in a write that it accepted.
 *
 * @returns by the simulator's clock when each arrived, in the order of the texts
 */
export async function arrivals(world: World, vendor: string, texts: string[]): Promise<number[]> {
	return await world.eventually(
		`${texts.length} texts to arrive at ${vendor}`,
		async () => {
			const { requests } = await world.state<{ requests: SeenRequest[] }>(vendor);
			const writes = requests
				.filter(({ method, status }) => method !== 'GET' && status >= 200 && status < 300)
				.map(({ at, body }) => ({ at, text: JSON.stringify(body) ?? '' }));
			const found = texts.map((text) => writes.find((one) => one.text.includes(text))?.at);
			return found.every((at) => at !== undefined) && found;
		},
		120_000,
	);
}
