import type { HttpAnswer, HttpPolicy } from '../../shared/http';
import { shareBudget } from '../../shared/limiter';
import { describe, readError } from './errors';

/**
 * About 30 messages a second for a bot (telegram sheet §3, Limits). One a second in one chat is not
 * held here: Telegram tolerates short bursts, and says how long to wait when it does not.
 */
const BUDGET = { calls: 25, windowMs: 1000 };
const TIMEOUT_MS = 20_000;

/** What the telegram sheet says of calls in general. */
export function telegramPolicy(limiterKey: string, parallelWorkers: number): HttpPolicy {
	return {
		vendor: 'Telegram',
		limiterKey,
		budget: shareBudget(BUDGET, parallelWorkers),
		timeoutMs: TIMEOUT_MS,
		errorMessage: (answer: HttpAnswer) => describe(answer),
		classify: readError,
		timeoutHint: 'Check that api.telegram.org can be reached from here.',
	};
}
