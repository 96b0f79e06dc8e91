import { EventEmitter } from 'node:events';

import { Deliveries } from '../../../nodes/shared/deliveries';

/** An answer that n8n gives later. */
class Answer extends EventEmitter {
	statusCode = 0;
	writableEnded = false;

	end(statusCode: number): void {
		this.statusCode = statusCode;
		this.writableEnded = true;
		this.emit('close');
	}

	/** The caller closes the connection. */
	leave(): void {
		this.emit('close');
	}
}

let now = 0;
let deliveries: Deliveries;
beforeEach(() => {
	now = 0;
	deliveries = new Deliveries(60_000, 100, () => now);
});

/** A delivery that may start a run, whose answer nobody gives. */
const enter = async (key: string) => await deliveries.enter(key, new Answer());

test.each([
	[200, 'done'],
	[500, 'failed'],
])('a copy waits for the run and gets its end: %s is %s', async (status, outcome) => {
	const answer = new Answer();
	expect(await deliveries.enter('a', answer)).toBe('new');
	const copy = enter('a');
	expect(await enter('b')).toBe('new');
	answer.end(status);
	expect(await copy).toBe(outcome);
});

test('a run that went well is remembered for its time, a failed one may come again', async () => {
	for (const [key, status] of [
		['good', 200],
		['bad', 500],
	] as const) {
		const answer = new Answer();
		await deliveries.enter(key, answer);
		answer.end(status);
	}
	expect([await enter('good'), await enter('bad')]).toEqual(['done', 'new']);
	now = 60_000;
	expect(await enter('good')).toBe('new');
});

test('of a caller that left nothing is known for half a minute', async () => {
	const answer = new Answer();
	await deliveries.enter('a', answer);
	answer.leave();
	expect(await enter('a')).toBe('left');
	now = 30_000;
	expect(await enter('a')).toBe('new');
});

test('of copies that arrive in the same instant one is new, the others get its end', async () => {
	const answers = Array.from({ length: 5 }, () => new Answer());
	const entered = answers.map(async (answer) => await deliveries.enter('a', answer));
	answers[0].end(500);
	expect(await Promise.all(entered)).toEqual(['new', 'failed', 'failed', 'failed', 'failed']);
	expect(await deliveries.enter('a', answers[1])).toBe('new');
	answers[1].end(200);
	expect(await deliveries.enter('a', answers[2])).toBe('done');
});
