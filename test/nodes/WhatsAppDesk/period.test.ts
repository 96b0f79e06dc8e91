import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import { periodPage } from '../../../nodes/WhatsAppDesk/domain/report/form';
import { askedPeriod, WISHES, yesterday } from '../../../nodes/WhatsAppDesk/domain/report/period';

const NOW = Date.parse('2026-03-10T20:30:00Z');
const settings = (values: Record<string, string>) =>
	Object.entries(values).map(([key, value]) => ({ key, value }));
const answer = (from: string, to: string) => ({ from, to, show: WISHES.page });

test('without dates it is the last seven days, today by the clock of the zone included', () => {
	expect(askedPeriod(answer('', ''), [], NOW)).toMatchObject({
		zone: 'Asia/Almaty',
		today: '2026-03-11',
		from: '2026-03-05',
		to: '2026-03-11',
		start: '2026-03-04T19:00:00.000Z',
		end: '2026-03-11T19:00:00.000Z',
		period: '05.03.2026 – 11.03.2026',
		file_name: 'whatsapp-2026-03-05--2026-03-11',
	});
});

test('with the last day alone it is the seven days up to it, with the first alone up to today', () => {
	expect(askedPeriod(answer('', '2026-01-10'), [], NOW).from).toBe('2026-01-04');
	expect(askedPeriod(answer('2026-03-01', ''), [], NOW).to).toBe('2026-03-11');
});

test.each([
	['2026-03-10', '2026-03-01', 'Дата «С» позже даты «По». Поменяйте их местами.'],
	[
		'2025-02-28',
		'2026-03-01',
		'Период длиннее 366 дней. Выберите даты «С» и «По» ближе друг к другу.',
	],
	['2025-03-01', '2026-03-01', ''],
	['tomorrow', '2026-03-01', 'Дата не распознана: выберите её в календаре.'],
])('from %s to %s: "%s"', (from, to, problem) => {
	expect(askedPeriod(answer(from, to), [], NOW).problem).toBe(problem);
});

test('a wrong period is asked for again with what was typed, and the choice is kept', () => {
	const asked = { from: '2026-03-10', to: '2026-03-01', show: WISHES.csv };
	const { fields } = periodPage(asked, askedPeriod(asked, [], NOW));
	expect(fields.map(({ defaultValue }) => defaultValue)).toEqual([
		undefined,
		'2026-03-10',
		'2026-03-01',
		[WISHES.csv],
	]);
	expect(fields[0].html).toBe('<h5>Дата «С» позже даты «По». Поменяйте их местами.</h5>');
});

/** Zones where midnight is missing or comes twice, and plain ones. */
const zone = fc.constantFrom(
	'Asia/Almaty',
	'Europe/Kyiv',
	'America/Sao_Paulo',
	'America/Havana',
	'Asia/Beirut',
	'Pacific/Apia',
);
const moment = fc.date({
	min: new Date('2008-01-01'),
	max: new Date('2027-12-31'),
	noInvalidDate: true,
});

test('every moment lies in the day that the clocks of its zone show, in no other', () => {
	fc.assert(
		fc.property(zone, moment, (name, at) => {
			const day = DateTime.fromJSDate(at, { zone: name });
			const of = (days: number) => {
				const date = day.plus({ days }).toISODate()!;
				return askedPeriod(answer(date, date), settings({ time_zone: name }), NOW);
			};
			const iso = at.toISOString();
			expect(of(0).start <= iso && iso < of(0).end).toBe(true);
			// The date that Samoa left out in 2011 is no day.
			if (name !== 'Pacific/Apia') expect(of(-1).end).toBe(of(0).start);
		}),
		{ examples: [['America/Havana', new Date('2025-11-02T04:30:00Z')]] },
	);
});

test('a zone that nobody knows is Almaty', () => {
	expect(yesterday(settings({ time_zone: 'Mars/Base' }), NOW).zone).toBe('Asia/Almaty');
});

test('the daily report is due at its hour or later, when somebody gets it', () => {
	const due = (hour: string, chat = '1', now = '2026-03-11T04:05:00Z') =>
		yesterday(settings({ whatsapp_report_hour: hour, admin_chat_id: chat }), Date.parse(now));
	expect(due('9')).toMatchObject({ due: true, from: '2026-03-10', to: '2026-03-10' });
	expect(due('10').due).toBe(false);
	expect(due('10', '1', '2026-03-11T18:55:00Z').due).toBe(true);
	expect(due('').due).toBe(false);
	expect(due('9', '').due).toBe(false);
});
