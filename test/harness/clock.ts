/**
 * A clock that the test turns. With
 *
 *     jest.mock('…/nodes/shared/pause', () => require('…/harness/clock').turnedPause)
 *
 * the nodes' pauses turn it as well: they take no time, yet `Date.now()` has gone on by as much, for the
 * node and for the simulator, which live in one process. Pauses at the same time turn it only once.
 */
const realNow = Date.now;
let turnedMs = 0;
// At once: whoever keeps `Date.now` when it is loaded, as the limiter does, keeps this one.
Date.now = () => realNow() + turnedMs;

/** Lets so much time pass. */
export function turn(ms: number): void {
	turnedMs += ms;
}

afterAll(() => {
	Date.now = realNow;
});

/** Stands for the module nodes/shared/pause. */
export const turnedPause = {
	async pause(ms: number, signal?: AbortSignal): Promise<void> {
		const endsAt = Date.now() + ms;
		signal?.throwIfAborted();
		await new Promise((resolve) => setImmediate(resolve));
		signal?.throwIfAborted();
		turn(Math.max(0, endsAt - Date.now()));
	},
};
