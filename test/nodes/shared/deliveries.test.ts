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

test.each([
	[200, 'done'],
	[500, 'failed'],
])('a copy waits for the run and gets its end: %s is %s', async (status, outcome) => {
	const answer = new Answer();
	expect(await deliveries.earlier('a')).toBe('new');
	deliveries.begin('a', answer);
	const copy = deliveries.earlier('a');
	expect(await deliveries.earlier('b')).toBe('new');
	answer.end(status);
	expect(await copy).toBe(outcome);
});

test('a run that went well is remembered for its time, a failed one may come again', async () => {
	for (const [key, status] of [
		['good', 200],
		['bad', 500],
	] as const) {
		const answer = new Answer();
		deliveries.begin(key, answer);
		answer.end(status);
	}
	expect([await deliveries.earlier('good'), await deliveries.earlier('bad')]).toEqual([
		'done',
		'new',
	]);
	now = 60_000;
	expect(await deliveries.earlier('good')).toBe('new');
});

test('of a caller that left nothing is known for half a minute', async () => {
	const answer = new Answer();
	deliveries.begin('a', answer);
	answer.leave();
	expect(await deliveries.earlier('a')).toBe('left');
	now = 30_000;
	expect(await deliveries.earlier('a')).toBe('new');
});
