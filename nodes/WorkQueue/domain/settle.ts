import { pauseAfter, type Backoff } from './backoff';
import { countOf, textOf, timeOf, type Row } from './rows';

/** What becomes of a row. */
export type What =
	/** It worked. */
	| 'done'
	/** This row is tried again. */
	| 'again'
	/** The vendor takes nothing at the moment: the row is tried again, others would fare no better. */
	| 'trouble'
	/** The vendor asks for a rest: the row waits unharmed, and its lane has to rest. */
	| 'rest'
	/** Nobody knows whether it worked: look at the vendor before it is sent again. */
	| 'in doubt'
	/** *Confirm Claim* said that it is not mine: it goes back unharmed. */
	| 'not mine'
	/** It ends here. */
	| 'failed';

export interface SettleRules {
	now: number;
	doneStatus: string;
	waitingStatus: string;
	failedStatus: string;
	inDoubtStatus: string;
	attempts: string;
	error: string;
	owner: string;
	/** Column of the moment of sending; empty: not written. */
	time: string;
	/** Column of the moment of the next try; empty: not written. */
	notBefore: string;
	/** Whether a try is counted here and not by the claim. */
	countsTries: boolean;
	/** 0: without end. */
	mostTries: number;
	/** 0: rows of any age. */
	maxAgeMs: number;
	backoff: Backoff;
	/** A lost answer is simply tried again, because the operation looks for its own mark first. */
	isRepeatSafe: boolean;
	restCodes: string[];
	troubleCodes: string[];
	retryCodes: string[];
	failCodes: string[];
}

export interface Settled {
	what: What;
	/** The columns to write. */
	write: Row;
	/** For the operator. */
	words: string;
	code: string;
	/** When it is tried again, in milliseconds since 1970. */
	nextTry?: number;
}

interface Failure {
	code: string;
	message: string;
	outcome: string;
	httpStatus?: number;
	retryAfterMs: number;
}

const LONGEST = 400;

/**
 * What to write down after a try.
 *
 * @param answer what the vendor's node gave: its answer, or `{error, details}` of a failed item; or
 * what *Confirm Claim* gives on *Not Mine*
 * @param row the row as it was before the claim
 */
export function settle(answer: Row, row: Row, rules: SettleRules): Settled {
	const { queue } = answer as { queue?: { mine?: unknown; reason?: unknown } };
	if (queue?.mine === false) return givenBack(row, textOf(queue.reason), rules);
	const failure = failureOf(answer);
	const tries = countOf(row[rules.attempts]) + (rules.countsTries ? 1 : 0);
	if (!failure) return done(tries, rules);
	const error = `${failure.code}: ${failure.message}`;
	const judged = judge(failure, rules);
	const what = isOver(judged, tries, row, rules) ? 'failed' : judged;
	const settled = fieldsOf(what, tries, failure, rules);
	settled.write[rules.error] = error;
	settled.words = wordsOf(what, judged, tries, error, rules);
	return settled;
}

function done(tries: number, rules: SettleRules): Settled {
	const write: Row = { status: rules.doneStatus, [rules.attempts]: tries, [rules.error]: '' };
	if (rules.time) write[rules.time] = new Date(rules.now).toISOString();
	if (rules.notBefore) write[rules.notBefore] = null;
	return { what: 'done', write, words: 'It worked.', code: '' };
}

/** As it was before the claim, with nobody as its owner. */
function givenBack(row: Row, reason: string, rules: SettleRules): Settled {
	const { attempts, error, owner, time, notBefore } = rules;
	const kept = ['status', attempts, error, time, notBefore].filter(Boolean);
	const write: Row = { [owner]: '' };
	for (const column of kept) write[column] = row[column] ?? null;
	return { what: 'not mine', write, words: `It goes back: ${reason}`, code: '' };
}

/** @returns undefined for an answer */
function failureOf({ error, details }: Row): Failure | undefined {
	if (error === undefined || error === null || error === '') return undefined;
	const known = isRow(details) ? details : {};
	const words = [isRow(error) ? error.message : error, known.hint].map(textOf).filter(Boolean);
	const field = textOf(known.field);
	const httpStatus = Number(known.httpStatus);
	return {
		code: textOf(known.code) || 'unexpected',
		message: `${field ? `${field}: ` : ''}${words.join('. ') || 'no words'}`.slice(0, LONGEST),
		// What nobody vouches for may have been done.
		outcome: textOf(known.outcome) || 'unknown',
		httpStatus: Number.isFinite(httpStatus) ? httpStatus : undefined,
		retryAfterMs: Math.max(0, Number(known.retryAfterMs) || 0),
	};
}

/** An unknown outcome goes before every list of codes: a lost answer is never sent again by itself. */
function judge({ code, outcome, httpStatus }: Failure, rules: SettleRules): What {
	const isRefused = outcome === 'rejected';
	if (!isRefused && outcome !== 'not_sent') {
		if (!rules.isRepeatSafe) return 'in doubt';
		return rules.troubleCodes.includes(code) ? 'trouble' : 'again';
	}
	if (rules.failCodes.includes(code)) return 'failed';
	if (rules.restCodes.includes(code)) return 'rest';
	if (rules.retryCodes.includes(code)) return 'again';
	// A server that breaks on one message often takes the next.
	if (httpStatus === 500) return isRefused ? 'failed' : 'again';
	if (rules.troubleCodes.includes(code)) return 'trouble';
	return isRefused || code === 'invalid_input' ? 'failed' : 'again';
}

/** Only what this row does wrong counts against it: a rest or trouble of the vendor does not. */
function isOver(what: What, tries: number, row: Row, rules: SettleRules): boolean {
	if (what !== 'again') return false;
	const createdAt = timeOf(row.createdAt);
	const { mostTries, maxAgeMs, now } = rules;
	if (maxAgeMs > 0 && createdAt !== undefined && now - createdAt > maxAgeMs) return true;
	return mostTries > 0 && tries >= mostTries;
}

function fieldsOf(what: What, tries: number, failure: Failure, rules: SettleRules): Settled {
	const { code, retryAfterMs } = failure;
	// A row that rests has not been tried.
	const counted = what === 'rest' && rules.countsTries ? tries - 1 : tries;
	const write: Row = { status: statusOf(what, rules), [rules.attempts]: counted };
	const settled: Settled = { what, write, words: '', code };
	if (what !== 'failed') {
		// Nobody holds it any more.
		write[rules.owner] = '';
		const pause = Math.max(pauseAfter(counted, rules.backoff), retryAfterMs);
		settled.nextTry = rules.now + pause;
	}
	if (rules.notBefore) {
		const { nextTry } = settled;
		write[rules.notBefore] = nextTry === undefined ? null : new Date(nextTry).toISOString();
	}
	// What was not sent counts for no limit. What is in doubt may have been.
	if (rules.time && what !== 'in doubt') write[rules.time] = null;
	return settled;
}

function statusOf(what: What, rules: SettleRules): string {
	if (what === 'failed') return rules.failedStatus;
	return what === 'in doubt' ? rules.inDoubtStatus : rules.waitingStatus;
}

function wordsOf(
	what: What,
	judged: What,
	tries: number,
	error: string,
	{ mostTries }: SettleRules,
): string {
	const count = mostTries > 0 ? `try ${tries} of ${mostTries}` : `try ${tries}`;
	if (what === 'failed') {
		return judged === 'failed'
			? `It failed: ${error}`
			: `It is given up after ${tries} tries: ${error}`;
	}
	const words: Record<Exclude<What, 'failed' | 'done' | 'not mine'>, string> = {
		again: `It is tried again (${count}): ${error}`,
		trouble: `The service takes nothing at the moment; it is tried again: ${error}`,
		rest: `The service asks for a rest; the message waits: ${error}`,
		'in doubt': `Nobody knows whether it worked. Look there before it is sent again: ${error}`,
	};
	return words[what as keyof typeof words];
}

function isRow(value: unknown): value is Row {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
