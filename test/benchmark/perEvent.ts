import type { Cost } from './counting';
import type { Measurement } from './measurement';

/**
 * Table operations and runs of one event.
 *
 * @param goals at most so many
 * @param events by how many to divide where one run serves several
 * @throws {Error} when there was no run at all
 */
export function perEvent(
	path: string,
	cost: Cost,
	goals: { tableOperations?: number; runs?: number } = {},
	events = cost.events,
): Measurement[] {
	if (cost.events === 0) throw new Error(`${path}: n8n has saved no run that could be counted.`);
	const detail = `${events} events`;
	const goal = (atMost?: number) => (atMost === undefined ? undefined : { atMost });
	return [
		{
			path,
			what: 'table operations',
			value: cost.tableOperations / events,
			goal: goal(goals.tableOperations),
			detail,
		},
		{ path, what: 'runs', value: cost.runs / events, goal: goal(goals.runs), detail },
	];
}
