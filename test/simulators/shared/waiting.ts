/** Waits until it is so, in steps of a few milliseconds. @throws when the time is over */
export async function until(
	condition: () => boolean | Promise<boolean>,
	withinMs = 2000,
): Promise<void> {
	const deadline = Date.now() + withinMs;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error('it did not happen');
		await pause(5);
	}
}

export async function pause(ms: number): Promise<void> {
	await new Promise((done) => setTimeout(done, ms));
}
