import { VENDORS } from '../../../sandbox/vendors';
import { planOf } from './plan';
import { FULL, SHORT } from './sizes';

const SEEDS = [1, 2, 3, 42, 999_999];

test('the same seed gives the same storm, another seed another one', () => {
	expect(planOf(7, SHORT)).toEqual(planOf(7, SHORT));
	expect(planOf(7, SHORT)).not.toEqual(planOf(8, SHORT));
});

test('a full storm has as much of everything as it promises', () => {
	for (const seed of SEEDS) {
		const { payments, orders, chats, dialogues, stops, kills } = planOf(seed, FULL);
		const messages = [
			...chats.flatMap((chat) => chat.messages),
			...dialogues.flatMap(({ texts }) => texts),
			...stops,
		];
		const stages = dialogues.flatMap((dialogue) => dialogue.stages);
		expect(payments.length).toBeGreaterThanOrEqual(300);
		expect(orders.length).toBeGreaterThanOrEqual(300);
		expect(messages.length).toBeGreaterThanOrEqual(600);
		expect(stages.length).toBeGreaterThanOrEqual(100);
		expect(kills.length).toBeGreaterThanOrEqual(5);
	}
});

test.each([SHORT, FULL])(
	'size $name: every vendor has an outage, and its windows do not overlap',
	(size) => {
		for (const seed of SEEDS) {
			const { troubles } = planOf(seed, size);
			for (const vendor of VENDORS) {
				const own = troubles.filter((one) => one.vendor === vendor).sort((a, b) => a.at - b.at);
				expect(own.filter(({ name }) => name === 'outage')).toHaveLength(1);
				own.forEach(({ at, until }, index) => {
					expect(at).toBeGreaterThanOrEqual(index === 0 ? 0 : own[index - 1].until);
					expect(until).toBeGreaterThan(at);
					expect(until).toBeLessThanOrEqual(size.stormMs);
				});
			}
		}
	},
);

test('a buyer says that he wants no messages before he orders', () => {
	for (const seed of SEEDS) {
		const { orders, stops } = planOf(seed, FULL);
		expect(stops.length).toBeGreaterThan(0);
		for (const { at, phone } of stops) {
			const own = orders.filter((order) => order.phone === phone);
			expect(own.length).toBeGreaterThan(0);
			for (const order of own) expect(order.at).toBeGreaterThan(at);
		}
	}
});
