import * as fc from 'fast-check';

import { nextStep, readAnswer, unknownBuyerText } from '../../../nodes/WhatsAppDesk/domain/consent';
import type { Row } from '../../../nodes/shared/rows';

const SETTINGS: Row[] = [
	{ key: 'whatsapp_stop_words', value: 'стоп, STOP, отпишите меня, всё' },
	{ key: 'whatsapp_start_words', value: 'старт,start,' },
	{ key: 'text_whatsapp_stopped', value: 'Вы больше не будете получать сообщения.' },
	{ key: 'text_whatsapp_started', value: ' ' },
];

describe('a short answer', () => {
	test.each([
		['стоп', 'stop'],
		['stop', 'stop'],
		['отпишите меня', 'stop'],
		['все', 'stop'],
		['старт', 'start'],
		['стоп а где заказ', ''],
		['', ''],
		['сто', ''],
	])('"%s" is "%s"', (words, word) => {
		expect(readAnswer(words, SETTINGS).word).toBe(word);
	});

	test('brings the confirmation that the settings have for it', () => {
		expect(readAnswer('стоп', SETTINGS).confirmation).toMatch(/больше не будете/);
		expect(readAnswer('старт', SETTINGS).confirmation).toBe('');
		expect(readAnswer('стоп', [])).toEqual({ word: '', confirmation: '' });
	});

	test('of somebody whom nobody knows is told to the admin by the name that WhatsApp shows', () => {
		expect(unknownBuyerText('stop', 'Гость')).toMatch(/«СТОП».*имя: Гость/);
		expect(unknownBuyerText('start', '')).toMatch(/«СТАРТ».*имя: неизвестно/);
	});
});

const T = Date.parse('2026-03-02T09:00:00Z');
const said = (id: number, word: 'stop' | 'start', minute: number, state = 'done'): Row => ({
	id,
	scope: `whatsapp-${word}`,
	owner: new Date(T + minute * 60_000).toISOString(),
	state,
});
const IN: Row[] = [{ id: 1, whatsapp_opt_out: false }];
const OUT: Row[] = [{ id: 1, whatsapp_opt_out: true }];
const step = (words: Row[], mine: Row, clients: Row[], hasChanged = false) =>
	nextStep({ words, mine, clients, hasChanged });

describe('the next step', () => {
	test('for a stop word: opt out, somebody new too, then confirm', () => {
		const mine = said(1, 'stop', 0);
		expect(step([mine], mine, [])).toBe('opt out');
		expect(step([mine], mine, IN)).toBe('opt out');
		expect(step([mine], mine, OUT, true)).toBe('confirm');
	});

	test('for a second stop word: nothing, until the first confirmation has failed', () => {
		const mine = said(2, 'stop', 1);
		expect(step([said(1, 'stop', 0), mine], mine, OUT)).toBe('nothing');
		expect(step([said(1, 'stop', 0, 'unsaid'), mine], mine, OUT)).toBe('confirm');
	});

	test('for a start word: opt in and confirm, but nothing where nothing was to undo', () => {
		const mine = said(2, 'start', 1);
		const words = [said(1, 'stop', 0), mine];
		expect(step(words, mine, OUT)).toBe('opt in');
		expect(step(words, mine, IN, true)).toBe('confirm');
		expect(step(words, mine, IN)).toBe('nothing');
		expect(step([mine], mine, [])).toBe('nothing');
	});

	test('for a word that was written before the opposite one: nothing, whatever a person has set', () => {
		const late = said(3, 'stop', 0);
		const words = [said(2, 'start', 1), late];
		expect(step(words, late, IN)).toBe('nothing');
		expect(step(words, late, OUT)).toBe('nothing');
		const lateStart = said(3, 'start', 0);
		expect(step([said(2, 'stop', 1), lateStart], lateStart, IN)).toBe('nothing');
	});

	test('of two words at the same time the careful one counts', () => {
		const mine = said(2, 'stop', 0);
		expect(step([said(1, 'start', 0), mine], mine, IN)).toBe('opt out');
	});

	test('after a change that a later word makes wrong: change it back, and say nothing', () => {
		const mine = said(1, 'stop', 0);
		const words = [mine, said(2, 'start', 1)];
		expect(step(words, mine, OUT, true)).toBe('opt in');
		expect(step(words, mine, IN, true)).toBe('nothing');
	});
});

interface Run {
	/** Its row, once it is written. */
	mine?: Row;
	word: 'stop' | 'start';
	minute: number;
	hasChanged: boolean;
	/** What it has decided on, before it writes. */
	decided?: ReturnType<typeof nextStep>;
	ended: boolean;
}

test('runs that overtake each other end with the word that was written last, confirmed once', () => {
	const words = fc.array(
		fc.record({ word: fc.constantFrom('stop' as const, 'start' as const), minute: fc.nat(5) }),
		{ minLength: 1, maxLength: 4 },
	);
	fc.assert(
		fc.property(words, fc.infiniteStream(fc.nat()), fc.boolean(), (given, turns, isKnown) => {
			const notes: Row[] = [];
			let clients: Row[] = isKnown ? [{ ...IN[0] }] : [];
			let confirmed = 0;
			const runs = given.map((one): Run => ({ ...one, hasChanged: false, ended: false }));
			const wasOut = () => clients.some((client) => client.whatsapp_opt_out === true);
			for (let moves = 0; runs.some(({ ended }) => !ended); moves++) {
				if (moves > 500) throw new Error('it does not end');
				const open = runs.filter(({ ended }) => !ended);
				const run = open[turns.next().value! % open.length];
				const { mine, hasChanged } = run;
				if (!mine) {
					run.mine = said(notes.length + 1, run.word, run.minute);
					notes.push(run.mine);
				} else if (!run.decided) {
					run.decided = step([...notes], mine, [...clients], hasChanged);
				} else {
					if (run.decided === 'opt out') {
						clients = [{ id: 1, whatsapp_opt_out: true }];
						run.hasChanged = true;
					} else if (run.decided === 'opt in' && wasOut()) {
						clients = [{ id: 1, whatsapp_opt_out: false }];
						run.hasChanged = true;
					} else {
						if (run.decided === 'confirm') confirmed++;
						run.ended = true;
					}
					run.decided = undefined;
				}
			}
			const last = (word: string) =>
				Math.max(-1, ...given.filter((one) => one.word === word).map(({ minute }) => minute));
			const isOut = given.some(({ word }) => word === 'stop') && last('stop') >= last('start');
			expect(wasOut()).toBe(isOut);
			if (!given.some(({ word }) => word === 'start')) expect(confirmed).toBe(1);
		}),
		{ numRuns: 1000 },
	);
});
