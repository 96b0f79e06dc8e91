import fc from 'fast-check';
import { DateTime } from 'luxon';

import { dayOfSeconds } from '../../../nodes/AmoCrm/domain/calendarDay';
import { fieldEntry } from '../../../nodes/AmoCrm/domain/customFields';

const ZONES = [
	...['Asia/Almaty', 'Europe/Moscow', 'Europe/Kaliningrad', 'Asia/Kamchatka', 'America/New_York'],
	...['America/Santiago', 'Africa/Cairo', 'Asia/Kolkata', 'Pacific/Honolulu', 'Pacific/Auckland'],
	...['utc', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Tehran'],
];
const zone = fc.constantFrom(...ZONES);
const day = fc
	.integer({ min: 0, max: 25_000 })
	.map((days) => DateTime.fromISO('1970-06-01', { zone: 'utc' }).plus({ days }).toISODate()!);

/** What amoCRM keeps of a `date`: the midnight, in its own zone, of the day that it shows. */
const kept = (seconds: number, account: string) =>
	DateTime.fromSeconds(seconds, { zone: account }).startOf('day');

test.each(['date', 'birthday'])(
	'a %s is the same day both ways, for every pair of zones',
	(type) => {
		fc.assert(
			fc.property(zone, zone, day, (n8n, account, written) => {
				const local = DateTime.fromISO(written, { zone: n8n }).startOf('day');
				const forms = [written, `${written}T00:00:00`, local.toISO(), local, local.toJSDate()];
				for (const form of [...forms, local.toUTC().toISO({ suppressMilliseconds: true })]) {
					const entry = fieldEntry({ id: 7, name: 'Дата', type }, form, n8n);
					const [{ value }] = entry.values as Array<{ value: number }>;
					const stored = kept(value, account);
					expect(stored.toISODate()).toBe(written);
					expect(dayOfSeconds(stored.toUnixInteger())).toBe(written);
				}
			}),
		);
	},
);

test('a day in October written in Almaty stays that day in an account in Moscow', () => {
	const entry = fieldEntry({ id: 7, name: 'Дата', type: 'date' }, '2021-10-19', 'Asia/Almaty');
	const [{ value }] = entry.values as Array<{ value: number }>;
	expect(kept(value, 'Europe/Moscow').toISO()).toBe('2021-10-19T00:00:00.000+03:00');
	expect(dayOfSeconds(Date.parse('2021-10-18T21:00:00Z') / 1000)).toBe('2021-10-19');
});
