import { CALLING, vendorsAndStranger } from './vendors';

// Nobody waits here for what is tried again.
jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const { vendors, stranger } = vendorsAndStranger();

describe.each(CALLING)('%s', (_name, under, operation) => {
	test.each([302, 307])('sends nothing to another origin that a %d points to', async (status) => {
		const redirectTo = stranger.url;
		await vendors.prepare(under, operation, { status, redirectTo, times: 0 });
		const [json] = await vendors.run(under, operation);
		expect(stranger.calls).toEqual([]);
		expect(json).toMatchObject({
			error: expect.stringContaining(stranger.url),
			details: {
				code: 'redirected',
				hint: expect.stringContaining(`enter ${stranger.url}/${under.vendor} as Base URL`),
			},
		});
	});

	test('goes where its own host points to with a read; a write that is pointed to itself may have been done', async () => {
		await vendors.prepare(under, operation);
		const items = await vendors.run(under, operation);
		const straight = await made();
		// Wahelp's log-in changes nothing.
		if (!/^GET |\/login$/.test(straight[0].call)) {
			await vendors.prepare(under, operation, { status: 302, redirectTo: '', times: 0 });
			const [json] = await vendors.run(under, operation);
			expect(json).toMatchObject({ details: { code: 'redirected', outcome: 'unknown' } });
			return;
		}
		await vendors.prepare(under, operation, { status: 302, redirectTo: '', times: 1 });
		const others = await vendors.run(under, operation);
		const [first, ...rest] = await made();
		expect(items.map(({ error }) => error)).toEqual(others.map(({ error }) => error));
		expect([first, ...rest].map(({ call }) => call)).toEqual([
			straight[0].call,
			...straight.map(({ call }) => call),
		]);
		expect(first.body).toBe(rest[0].body);
	});

	/** Without what a call makes up anew. */
	const made = async () =>
		(await vendors.requests(under.vendor!)).map(({ method, path, body }) => ({
			call: `${method} ${path.replace(/\d{9,}/g, 'n').replace(/\?.*/, '')}`,
			body: JSON.stringify(body),
		}));
});
