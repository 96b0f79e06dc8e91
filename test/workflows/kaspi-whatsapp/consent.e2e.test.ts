import { countBy, pause, World } from '../support/world';

let world: World;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['20', '21', '22', 'pause']);
});
afterAll(async () => await world?.stop());

const STOPPED = /больше не будете получать/;
const STARTED = /снова включены/;

async function optedOut(phone: string): Promise<boolean> {
	const rows = await world.sandbox.api.tables.rows('clients', { phone: `+${phone}` });
	return rows.some((row) => row.whatsapp_opt_out === true);
}

/** @param at when it was written, epoch milliseconds */
async function writes(phone: string, text: string, at?: number): Promise<void> {
	await world.emit('waha', { message: { from: `${phone}@c.us`, text, ...(at ? { at } : {}) } });
}

async function textsTo(phone: string): Promise<string[]> {
	return (await world.sent(phone)).map((message) => message.text);
}

test('any spelling of a stop word opts out; the word inside a sentence does not', async () => {
	const stops = [
		'Стоп',
		'СТОП!!!',
		'«стоп»',
		'  стоп  ',
		'Cтoп', // Latin C and o
		'с т о п',
		'стооооп',
		'STOP',
		'stop.',
		'Отписаться',
		'отпишите меня',
		'Не пишите мне!',
		'Тоқтату',
		'стоп 🙏',
	];
	const sentences = [
		'не стоп, пишите',
		'Стоп, а где мой заказ?',
		'На светофоре стоп-сигнал, буду через час',
		'отписаться хотела подруга, а я нет',
		'stop it please, I want my order',
		'',
	];
	const phones = stops.map((_, i) => `770110001${10 + i}`);
	const others = sentences.map((_, i) => `770110002${10 + i}`);
	for (const [i, text] of stops.entries()) await writes(phones[i], text);
	for (const [i, text] of sentences.entries()) await writes(others[i], text);
	await world.eventually(
		'all opt-outs',
		async () => (await Promise.all(phones.map(optedOut))).every(Boolean),
		90_000,
		async () =>
			countBy(await Promise.all(phones.map(async (p, i) => `${stops[i]} ${await optedOut(p)}`))),
	);
	await world.eventually('all confirmations', async () =>
		(await Promise.all(phones.map(textsTo))).every((texts) => texts.length === 1),
	);
	expect(await Promise.all(others.map(optedOut))).toEqual(others.map(() => false));
	expect((await Promise.all(others.map(textsTo))).flat()).toEqual([]);
});

test('it is confirmed once, «старт» undoes it, and a second «стоп» is confirmed again', async () => {
	const phone = '77011000301';
	await Promise.all([writes(phone, 'стоп'), writes(phone, 'Стоп'), writes(phone, 'stop')]);
	await world.eventually('the opt-out', async () => await optedOut(phone));
	await writes(phone, 'СТОП');
	await pause(4000);
	expect(await textsTo(phone)).toEqual([expect.stringMatching(STOPPED)]);

	await world.emit('kaspi', { code: '940000001', phone: phone.slice(1) });
	await world.settled(['940000001'], ['opted_out'], 60_000);

	await writes(phone, 'Старт');
	await world.eventually('the opt-in', async () => !(await optedOut(phone)));
	await world.eventually('its confirmation', async () => (await textsTo(phone)).length === 2);
	await world.emit('kaspi', { code: '940000002', phone: phone.slice(1) });
	await world.settled(['940000002'], ['delivered'], 60_000);

	await writes(phone, 'старт'); // nothing to undo, nothing to say
	await pause(1500);
	await writes(phone, 'отписка');
	await world.eventually('the second opt-out', async () => await optedOut(phone));
	await world.eventually('all words', async () => (await textsTo(phone)).length === 4);
	const texts = await textsTo(phone);
	expect(texts[1]).toMatch(STARTED);
	expect(texts[2]).toContain('940000002');
	expect(texts[3]).toMatch(STOPPED);
	// The message that was stopped stays stopped.
	expect(texts.filter((text) => text.includes('940000001'))).toEqual([]);
});

test('a «старт» that arrives late, but was written before the «стоп», changes nothing', async () => {
	const phone = '77011000351';
	await writes(phone, 'стоп');
	await world.eventually('the opt-out', async () => await optedOut(phone));
	await writes(phone, 'старт', Date.now() - 60_000);
	await pause(4000);
	expect(await optedOut(phone)).toBe(true);
	expect(await textsTo(phone)).toHaveLength(1);
});

test('a «стоп» that arrives late or again, but was written before the «старт», changes nothing', async () => {
	const phone = '77011000361';
	const now = Date.now();
	await writes(phone, 'стоп', now - 120_000);
	await world.eventually('the opt-out', async () => await optedOut(phone));
	await writes(phone, 'старт', now - 60_000);
	await world.eventually('the opt-in', async () => !(await optedOut(phone)));
	await world.eventually('its confirmation', async () => (await textsTo(phone)).length === 2);
	// The same word once more, one in between, and an older «старт» behind them.
	await writes(phone, 'стоп', now - 120_000);
	await writes(phone, 'stop', now - 90_000);
	await writes(phone, 'старт', now - 180_000);
	await pause(4000);
	await writes(phone, 'отписка', now - 75_000);
	await pause(4000);
	expect(await optedOut(phone)).toBe(false);
	expect(await textsTo(phone)).toHaveLength(2);
	// At the same time the careful word counts.
	await writes(phone, 'стоп', now - 60_000);
	await world.eventually('the opt-out of the same second', async () => await optedOut(phone));
});

test('a «старт» of somebody new is remembered: an older «стоп» behind it changes nothing', async () => {
	const phone = '77011000362';
	await writes(phone, 'старт', Date.now() - 60_000);
	await pause(3000);
	await writes(phone, 'стоп', Date.now() - 120_000);
	await pause(4000);
	expect(await optedOut(phone)).toBe(false);
	expect(await textsTo(phone)).toEqual([]);
});

test('in the middle of a batch nothing more goes out to that buyer', async () => {
	const phone = '77011000401';
	await world.settings('store-1', { min_delay_seconds: 2, max_delay_seconds: 2 });
	const codes = Array.from({ length: 6 }, (_, i) => `94000010${i}`);
	await world.emit('kaspi', {
		orders: codes.map((code) => ({ code, phone: phone.slice(1), store: 'store-1' })),
	});
	await world.eventually('the first message', async () => (await textsTo(phone)).length > 0);
	await writes(phone, 'стоп');
	await world.eventually('the opt-out', async () => await optedOut(phone));
	const before = (await textsTo(phone)).filter((text) => !STOPPED.test(text)).length;
	const rows = await world.settled(codes, ['delivered', 'opted_out'], 90_000);
	await world.settings('store-1', { min_delay_seconds: 0, max_delay_seconds: 0 });
	const after = (await textsTo(phone)).filter((text) => !STOPPED.test(text)).length;
	// One may have been on its way at the very moment.
	expect(after - before).toBeLessThanOrEqual(1);
	expect(rows.filter((row) => row.status === 'opted_out').length).toBe(codes.length - after);
	expect(codes.length - after).toBeGreaterThan(0);
});

test('behind a hidden id the number is looked up; a number that nobody knows is told to the admin', async () => {
	await world.fault('waha', { lids: [{ lid: '500100@lid', pn: '77011000501@c.us' }] });
	await world.emit('waha', { message: { from: '500100@lid', text: 'стоп', alt: false } });
	await world.eventually('the opt-out', async () => await optedOut('77011000501'));

	await world.emit('waha', {
		message: { from: '500200@lid', text: 'стоп', alt: false, pushName: 'Гость' },
	});
	await world.eventually('an alert', async () => (await world.alerts('имя: Гость')).length === 1);
});

test('a hidden id that we have written to is known from our own log', async () => {
	const phone = '77011000601';
	await world.fault('waha', {
		lids: [{ lid: '500300@lid', pn: `${phone}@c.us` }],
		checkExistsLid: true,
	});
	await world.emit('kaspi', { code: '940000201', phone: phone.slice(1) });
	await world.settled(['940000201'], ['sent', 'delivered', 'read'], 60_000);
	await world.fault('waha', { lids: [], checkExistsLid: false });
	await world.emit('waha', { message: { from: '500300@lid', text: 'Стоп', alt: false } });
	await world.eventually('the opt-out', async () => await optedOut(phone));
});

test('none of our runs has failed', async () => {
	const failed = await world.sandbox.api.executions({ status: 'error', limit: 50 });
	expect(failed.map(({ id, workflowId }) => `${workflowId} ${id}`)).toEqual([]);
});

test('who floods the number is told of once, and the others are heard meanwhile', async () => {
	const [flood, quiet] = ['77011009901', '77011009902'];
	for (let i = 0; i < 45; i++) await writes(flood, `Алло ${i}`);
	await writes(quiet, 'стоп');
	await world.eventually('the opt-out', async () => await optedOut(quiet));
	const told = () => world.alerts('чаще, чем разрешено в минуту');
	await world.eventually('the alert', async () => (await told()).length > 0);
	await writes(flood, 'Алло?');
	await pause(3000);
	// As much of the number as an alert may hold: its last digits.
	expect(await told()).toEqual([expect.stringContaining('…9901')]);
});
