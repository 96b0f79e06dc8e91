import { VendorError } from '../../../nodes/shared/errors';
import { repeatLost, writeOnce } from '../../../nodes/shared/writeOnce';

const LOST = new VendorError('no answer', { code: 'timeout', outcome: 'unknown' });
const REFUSED = new VendorError('no', { code: 'invalid_request', outcome: 'rejected' });

let writes = 0;
beforeEach(() => (writes = 0));
/** A write that these answers come to, in this order. */
const writing =
	(...answers: Array<number | Error>) =>
	async () => {
		const answer = answers[writes++];
		return await (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
	};
const looking =
	(...found: Array<number | undefined | Error>) =>
	async () => {
		const one = found.shift();
		return await (one instanceof Error ? Promise.reject(one) : Promise.resolve(one));
	};

describe('a write that must be done once', () => {
	test('and is answered is written once', async () => {
		const once = { write: writing(1), look: looking(9), pausesMs: [0, 0], again: true };
		expect(await writeOnce(once)).toEqual({ value: 1, confirmed: false });
		expect(writes).toBe(1);
	});

	test('and whose lost answer a look replaces is not sent again', async () => {
		const once = { write: writing(LOST, 2), look: looking(9), pausesMs: [0, 0], again: true };
		expect(await writeOnce(once)).toEqual({ value: 9, confirmed: true });
		expect(writes).toBe(1);
	});

	test('and that a look does not show is sent again, but only where that is allowed', async () => {
		const twice = {
			write: writing(LOST, 2),
			look: looking(undefined),
			pausesMs: [0, 0],
			again: true,
		};
		expect(await writeOnce(twice)).toEqual({ value: 2, confirmed: false });
		writes = 0;
		const never = { ...twice, write: writing(LOST, 2), look: looking(undefined, 9), again: false };
		expect(await writeOnce(never)).toEqual({ value: 9, confirmed: true });
		expect(writes).toBe(1);
	});

	test.each([
		['a look that fails', { look: looking(REFUSED) }, 1],
		['no way to look', { look: undefined }, 1],
		['no look that shows it', { look: looking() }, 2],
		['a repeat that is refused', { write: writing(LOST, REFUSED), look: looking() }, 2],
	])('with %s stays unknown', async (_name, more, expected) => {
		const once = { write: writing(LOST, LOST, 3), pausesMs: [0, 0], again: true, ...more };
		await expect(writeOnce(once)).rejects.toBe(LOST);
		expect(writes).toBe(expected);
	});

	test('and is refused is an error at once', async () => {
		const once = { write: writing(REFUSED, 2), look: looking(9), pausesMs: [0], again: true };
		await expect(writeOnce(once)).rejects.toBe(REFUSED);
		expect(writes).toBe(1);
	});
});

test('a write that sets a value is repeated after lost answers, twice at most', async () => {
	expect(await repeatLost(writing(LOST, 2))).toBe(2);
	writes = 0;
	await expect(repeatLost(writing(LOST, LOST, LOST, 4))).rejects.toBe(LOST);
	expect(writes).toBe(3);
});
