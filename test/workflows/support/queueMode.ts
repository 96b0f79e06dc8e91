import { DEFAULT_WORKERS } from '../../../sandbox/flags';
import type { SandboxOptions } from '../../../sandbox/sandbox';

/** With `QUEUE=1` the same tests run in n8n's queue mode: PostgreSQL, Redis, a main process and two workers. */
export function queueMode(environment = process.env): Pick<SandboxOptions, 'workers'> {
	return environment.QUEUE === '1' ? { workers: DEFAULT_WORKERS } : {};
}
