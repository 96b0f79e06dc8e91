import fc from 'fast-check';

import type { DueRules } from '../../../nodes/WorkQueue/domain/selection';
import { HOUR, iso, MINUTE, NOW, RULES, SECOND, shops } from './rules';
import { Process, World, type Outcome, type TableRow } from './world';

/**
 * Two and three processes on one table, step by step in any order, with kills at any step, ids that
 * appear late, answers that get lost. What must hold is checked at every step, and at the end.
 */
const SETTLED = ['sent', 'failed', 'duplicate', 'opted_out'];
const TIMEOUT = 5 * MINUTE;

const outcome = fc.constantFrom<Outcome>(
	'taken',
	'taken',
	'taken, answer lost',
	'lost on the way',
	'not sent',
	'refused',
);
const step = fc.record({
	process: fc.nat(2),
	/** Others rest while it does so many steps. */
	times: fc.constantFrom(1, 1, 2, 3, 8),
	outcome,
	pauseMs: fc.oneof(
		{ weight: 12, arbitrary: fc.constant(1) },
		{ weight: 1, arbitrary: fc.constantFrom(2 * MINUTE, 4 * MINUTE, 8 * MINUTE, HOUR) },
	),
	isKilled: fc.oneof(
		{ weight: 20, arbitrary: fc.constant(false) },
		{ weight: 1, arbitrary: fc.constant(true) },
	),
});
const steps = fc.array(step, { minLength: 10, maxLength: 60 });
interface Entry {
	telegram: string;
	phone: string;
	event: number;
	/** Most of the world happens in the first milliseconds: ids appear in the middle of it. */
	appearsAfterMs: number;
}
const entry: fc.Arbitrary<Entry> = fc.record({
	telegram: fc.constantFrom('100', '100', '200', ''),
	phone: fc.constantFrom('', '', '+7701', '+7702'),
	event: fc.nat(4),
	appearsAfterMs: fc.oneof(fc.constant(0), fc.nat(25)),
});
const entries = fc.array(entry, { minLength: 1, maxLength: 6 });

function tableOf(list: Entry[]): TableRow[] {
	return list.map(({ telegram, phone, event, appearsAfterMs }, index) => ({
		id: index + 1,
		status: 'pending',
		owner: null,
		attempts: 0,
		telegram_id: telegram,
		phone,
		event_key: `${telegram}:${phone}:${event}`,
		store_id: 'store-1',
		sent_at: null,
		error_message: '',
		createdAt: iso(NOW),
		updatedAt: iso(NOW),
		visibleAt: NOW + appearsAfterMs,
	}));
}

interface Play {
	list: Entry[];
	script: Array<typeof step extends fc.Arbitrary<infer T> ? T : never>;
	rules: DueRules;
	canAsk: boolean;
	check?: (world: World) => void;
	comparesSent?: boolean;
}

/** Plays the script, then lets time pass with one process and no more faults until all is settled. */
function play({ list, script, rules, canAsk, check, comparesSent }: Play): World {
	const world = new World(tableOf(list), rules, canAsk, comparesSent);
	const processes = [0, 1, 2].map(() => new Process(world, TIMEOUT));
	const look = () => {
		// Jest's own comparison would take most of the time.
		if (world.faults.length > 0) throw new Error(world.faults.join(', '));
		check?.(world);
	};
	for (const { process, times, outcome: next, pauseMs, isKilled } of script) {
		if (isKilled) processes[process].kill();
		for (let time = isKilled ? times : 0; time < times; time++) {
			processes[process].step(next);
			look();
			world.now += 1;
		}
		world.now += pauseMs;
		for (const one of processes) one.endIfTimeIsUp();
	}
	for (const process of processes) process.kill();
	const last = new Process(world, TIMEOUT);
	for (let round = 0; round < 60 && !isSettled(world); round++) {
		while (last.step('taken')) look();
		look();
		world.now += 10 * MINUTE;
	}
	return world;
}

function isSettled({ table }: World): boolean {
	return table.every(({ status }) => SETTLED.includes(status));
}

const TWO_KEYS: DueRules = { ...RULES, lanes: [['telegram_id'], ['phone']] };
const worlds: Array<[string, DueRules]> = [
	['strict lanes', TWO_KEYS],
	['loose lanes', { ...TWO_KEYS, order: 'loose' }],
	['strict lanes with doubles', { ...TWO_KEYS, doubles: [['event_key']] }],
	[
		'loose lanes with doubles, several a run',
		{ ...TWO_KEYS, order: 'loose', doubles: [['event_key']], perLane: 3 },
	],
];

describe.each(worlds)('%s', (_name, rules) => {
	test('nobody holds a lane with another, nothing is sent twice or out of a strict order, everything ends', () => {
		fc.assert(
			fc.property(entries, steps, fc.boolean(), (list, script, canAsk) => {
				const world = play({ list, script, rules, canAsk });
				expect(world.table.filter(({ status }) => !SETTLED.includes(status))).toEqual([]);
				const taken = new Set(world.sent.map(({ row }) => row.id));
				for (const { id, status } of world.table) {
					if (status === 'sent' && !taken.has(id)) throw new Error(`${id} was never sent`);
					// What was taken is known to be, or reported because nobody could ask.
					const ends = canAsk ? ['sent'] : ['sent', 'failed'];
					if (taken.has(id) && !ends.includes(status)) throw new Error(`${id} is ${status}`);
				}
			}),
		);
	});
});

test.each(['strict', 'loose'] as const)(
	'%s: two processes race for one lane while its ids appear, and never both hold it',
	(order) => {
		const rules: DueRules = { ...RULES, order };
		const one = fc.record({
			telegram: fc.constant('100'),
			phone: fc.constant(''),
			event: fc.constant(0),
			appearsAfterMs: fc.nat(6),
		});
		// Two looks, claim, look again, act, write: in every mixture of the two.
		const turns = fc.array(fc.nat(1), { minLength: 6, maxLength: 14 });
		fc.assert(
			fc.property(fc.array(one, { minLength: 2, maxLength: 3 }), turns, (list, whose) => {
				const script = whose.map((process) => ({
					process,
					times: 1 as const,
					outcome: 'taken' as const,
					pauseMs: 0,
					isKilled: false,
				}));
				// Without the comparison of what was sent, which would hide a weaker rule.
				const world = play({ list, script, rules, canAsk: true, comparesSent: false });
				expect(world.sent).toHaveLength(list.length);
			}),
		);
	},
);

test('of doubles one is sent, whichever appears first', () => {
	const rules: DueRules = { ...TWO_KEYS, order: 'loose', doubles: [['telegram_id', 'event_key']] };
	const same = fc.array(
		entry.map((one) => ({ ...one, telegram: '100', phone: '', event: one.event % 2 })),
		{ minLength: 2, maxLength: 5 },
	);
	fc.assert(
		fc.property(same, steps, (list, script) => {
			const world = play({ list, script, rules, canAsk: true });
			const events = world.sent.map(({ row }) => row.event_key);
			expect(new Set(events).size).toBe(events.length);
		}),
	);
});

test.each(['strict', 'loose'] as const)(
	'%s: no gap is shorter and no hour fuller than allowed, whoever sends',
	(order) => {
		const rules: DueRules = {
			...RULES,
			order,
			perLane: 3,
			limits: [{ by: 'lane', count: 2, per: 'hour' }],
			settings: shops([{ store_id: 'store-1', min_delay_seconds: 90, max_delay_seconds: 120 }]),
		};
		const check = ({ sent }: World) => {
			const last = sent.at(-1);
			if (!last) return;
			const lane = sent.filter(({ row }) => row.telegram_id === last.row.telegram_id);
			const before = lane.at(-2);
			if (before && last.at - before.at < 90 * SECOND) throw new Error('the gap is too short');
			const ofHour = lane.filter(({ at }) => at > last.at - HOUR).length;
			if (ofHour > 2) throw new Error(`${ofHour} in an hour`);
		};
		const known = entry.map((one) => ({ ...one, telegram: one.telegram || '300' }));
		fc.assert(
			fc.property(fc.array(known, { minLength: 2, maxLength: 6 }), steps, (list, script) => {
				const world = play({ list, script, rules, canAsk: true, check });
				expect(isSettled(world)).toBe(true);
			}),
		);
	},
);
