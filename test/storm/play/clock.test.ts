import { Clock } from './clock';

test('the clock of a storm stands still while it is stopped', () => {
	let now = 1000;
	const clock = new Clock(now, () => now);
	now += 500;
	expect(clock.elapsed).toBe(500);
	clock.stop();
	now += 10_000;
	expect(clock.elapsed).toBe(500);
	clock.go();
	now += 100;
	expect(clock.elapsed).toBe(600);
});

test('stopping twice and going twice is stopping and going once', () => {
	let now = 0;
	const clock = new Clock(now, () => now);
	clock.stop();
	now += 100;
	clock.stop();
	clock.go();
	now += 50;
	clock.go();
	expect(clock.elapsed).toBe(50);
});
