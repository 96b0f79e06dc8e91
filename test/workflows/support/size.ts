/**
 * The size of a test that loads a whole n8n: a small one in `npm test`, the full one in
 * `npm run test:storm -- --files`. Both hold the same assertions.
 */
export function size(gate: number, storm: number): number {
	return process.env.STORM === '1' ? storm : gate;
}
