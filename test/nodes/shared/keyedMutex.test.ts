import { KeyedMutex } from '../../../nodes/shared/keyedMutex';

/** Work that ends when it is told to. */
function gate() {
	let open: () => void = () => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { opened, open: () => open() };
}

const turn = async () => await new Promise((resolve) => setImmediate(resolve));

describe('keyed mutex', () => {
	test('runs the work of one key one after the other, first come, first served', async () => {
		const mutex = new KeyedMutex();
		const log: string[] = [];
		const work = (name: string) => async () => {
			log.push(`${name} starts`);
			await turn();
			log.push(`${name} ends`);
			return name;
		};
		const results = await Promise.all(['a', 'b', 'c'].map((name) => mutex.run('x', work(name))));
		expect(results).toEqual(['a', 'b', 'c']);
		expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
	});

	test('other keys do not wait', async () => {
		const mutex = new KeyedMutex();
		const { opened, open } = gate();
		const slow = mutex.run('x', async () => await opened);
		await expect(mutex.run('y', async () => 'done')).resolves.toBe('done');
		open();
		await slow;
	});

	test('work that fails does not stop those behind it', async () => {
		const mutex = new KeyedMutex();
		const failing = mutex.run('x', async () => {
			await turn();
			throw new Error('no');
		});
		const next = mutex.run('x', async () => 'yes');
		await expect(failing).rejects.toThrow('no');
		await expect(next).resolves.toBe('yes');
	});

	test('work that throws before its first await is a rejection, too', async () => {
		const mutex = new KeyedMutex();
		const broken = mutex.run('x', () => {
			throw new Error('at once');
		});
		await expect(broken).rejects.toThrow('at once');
	});

	test('work that is to run only when the key is free gives way to what runs', async () => {
		const mutex = new KeyedMutex();
		const { opened, open } = gate();
		const slow = mutex.runIfFree('x', async () => await opened.then(() => 'slow'));
		await expect(mutex.runIfFree('x', async () => 'second')).resolves.toBeUndefined();
		await expect(mutex.runIfFree('y', async () => 'other')).resolves.toBe('other');
		open();
		await expect(slow).resolves.toBe('slow');
		await expect(mutex.runIfFree('x', async () => 'later')).resolves.toBe('later');
	});

	test('forgets a key when nothing runs or waits on it', async () => {
		const mutex = new KeyedMutex();
		const all = [1, 2, 3].map((key) => mutex.run(String(key % 2), async () => await turn()));
		const failing = mutex.run('z', async () => {
			throw new Error('no');
		});
		expect(mutex.size).toBe(3);
		await Promise.allSettled([...all, failing]);
		expect(mutex.size).toBe(0);
	});
});
