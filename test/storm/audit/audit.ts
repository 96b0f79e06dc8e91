import type { Collected } from '../collect/collected';
import { vendorBudgets, whatsAppLimits } from './budgets';
import { arrivedOnce, inOrder } from './chats';
import type { Invariant, Verdict } from './invariant';
import { toldOnce } from './orders';
import { notedOnce, oneContactEach, recordedOnce, totalsRight } from './payments';
import { noneStuck, noneTooOld } from './rows';
import { broughtHome } from './stages';
import { noStrangers } from './strangers';

export interface Audited extends Verdict {
	name: string;
}

export const INVARIANTS: Invariant[] = [
	recordedOnce,
	totalsRight,
	notedOnce,
	oneContactEach,
	toldOnce,
	arrivedOnce,
	inOrder,
	broughtHome,
	noneStuck,
	noneTooOld,
	vendorBudgets,
	whatsAppLimits,
	noStrangers,
];

/** Compares what was done with what came of it, event by event. */
export function audit(collected: Collected): Audited[] {
	const played = {
		name: 'the storm was played to its end',
		seen: `${collected.played.kills.length} kills`,
		findings: collected.played.trouble,
	};
	return [played, ...INVARIANTS.map(({ name, check }) => ({ name, ...check(collected) }))];
}

/** One line for each invariant, with the first finding of a broken one. */
export function reportOf(audited: Audited[]): string[] {
	return audited.map(({ name, seen, findings }) =>
		findings.length === 0
			? `ok      ${name} (${seen})`
			: `BROKEN  ${name} (${seen}): ${findings.length}, first: ${findings[0]}`,
	);
}
