import type { N8nApi } from '../../sandbox/n8nApi';
import { pause } from '../workflows/support/world';
import type { RunData } from './counting';

/** n8n gives no more at once. */
const PAGE = 250;
/** n8n lists a run only after it has answered the call. */
const QUIET_MS = 1500;

/**
 * The executions, with their data, that `work` has caused, and those of timers in the meantime.
 *
 * @throws {Error} when they are more than n8n gives in one list
 */
export async function runsOf(api: N8nApi, work: () => Promise<unknown>): Promise<RunData[]> {
	const before = await newest(api);
	await work();
	await atRest(api);
	const list = (await api.executions({ limit: PAGE, includeData: true })) as RunData[];
	const own = list.filter(({ id }) => Number(id) > before);
	if (own.length === PAGE) throw new Error(`More than ${PAGE} runs: count fewer events.`);
	return own;
}

async function newest(api: N8nApi): Promise<number> {
	return Number((await api.executions({ limit: 1 }))[0]?.id ?? 0);
}

async function atRest(api: N8nApi): Promise<void> {
	for (let last = -1; ;) {
		await pause(QUIET_MS);
		const running = await api.executions({ status: 'running', limit: 1 });
		const now = await newest(api);
		if (now === last && running.length === 0) return;
		last = now;
	}
}
