import { VENDORS, type Vendor } from '../../../sandbox/vendors';
import type { Dice } from './dice';
import type { PlannedKill, Trouble } from './plan';
import type { Size } from './sizes';

type Faults = Array<Record<string, unknown>>;

/** Faults that every vendor has: pages, refusals, hangs. A fault hits so many calls, not all of its time. */
const COMMON: Record<string, Faults> = {
	'429': [{ status: 429, headers: { 'retry-after': '2' }, times: 2 }],
	'403 page': [{ status: 403, html: true, times: 2 }],
	'5xx': [
		{ status: 500, times: 2 },
		{ status: 503, times: 3 },
	],
	'HTML in place of JSON': [{ status: 200, html: true, times: 2 }],
	'502 of a proxy': [{ html: true, times: 4 }],
	hang: [{ hang: true }],
	'cut connections': [{ drop: true, times: 3 }],
};

/** The write is done and its answer never comes, by the vendor's own calls that write. */
const LOST: Record<Vendor, Faults> = {
	kaspi: [],
	waha: [{ dropAfterWrite: true, path: '/api/sendText', times: 2 }],
	telegram: [{ dropAfterWrite: true, path: '/sendMessage' }],
	amocrm: [
		{ dropAfterWrite: true, method: 'PATCH', times: 2 },
		{ dropAfterWrite: true, method: 'POST', times: 2 },
	],
	wahelp: [{ dropAfterWrite: true, path: 'send_message', times: 2 }],
	sitniks: [{ dropAfterWrite: true, method: 'PATCH' }],
};

const OUTAGES: Faults[] = [
	[{ status: 503, times: 0 }],
	[{ html: true, times: 0 }],
	[{ drop: true, times: 0 }],
];

/** Each vendor misbehaves in windows that do not overlap, and has one outage of some length. */
export function planTroubles(dice: Dice, size: Size): Trouble[] {
	if (size.troublesEach === 0) return [];
	return VENDORS.flatMap((vendor) => troublesOf(vendor, dice.fork(), size));
}

function troublesOf(vendor: Vendor, dice: Dice, size: Size): Trouble[] {
	const lost = LOST[vendor];
	const kinds = Object.entries(COMMON);
	const chosen = dice.shuffled(kinds).slice(0, size.troublesEach - (lost.length > 0 ? 1 : 0));
	if (lost.length > 0) chosen.push(['lost answers', lost]);
	const outage: [string, Faults] = ['outage', dice.pick(OUTAGES)];
	const inOrder = dice.shuffled([...chosen, outage]);
	const slot = (size.stormMs - size.outageMs) / inOrder.length;
	let begin = 0;
	return inOrder.map(([name, faults]) => {
		const length = name === 'outage' ? size.outageMs : 0;
		const at = Math.round(begin + dice.next() * slot * 0.4);
		const until = Math.round(at + length + slot * 0.5);
		begin += slot + length;
		return { at, until: name === 'outage' ? at + length : until, vendor, name, faults };
	});
}

/** Spread over the storm: the next one comes when the last is up again. */
export function planKills(dice: Dice, size: Size): PlannedKill[] {
	const slot = size.stormMs / size.kills;
	return Array.from({ length: size.kills }, (_, index) => ({
		at: Math.round(slot * index + slot * (0.2 + 0.4 * dice.next())),
		draw: dice.next(),
		downMs: dice.between(0, 3000),
	}));
}
