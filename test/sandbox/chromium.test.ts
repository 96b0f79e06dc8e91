import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const MODULE = join(__dirname, '../../sandbox/chromium.mjs');

/** Runs `ensureChromium` with a machine of our own; tells what it ran, asked, gave or threw. */
function ensure(
	env: Record<string, string>,
	{ installed = '', answer = false, hasTerminal = true } = {},
) {
	const script = `
		import { ensureChromium } from ${JSON.stringify(MODULE)};
		const told = { runs: [], asked: 0, path: '', error: '' };
		let path = ${JSON.stringify(installed)};
		try {
			told.path = ensureChromium({
				env: ${JSON.stringify(env)},
				hasTerminal: ${hasTerminal},
				find: () => path || undefined,
				ask: () => { told.asked++; return ${answer}; },
				run: (args) => { told.runs.push(args[0]); if (args[0] === 'install') path = '/new/chromium'; },
			});
		} catch (error) { told.error = error.message; }
		console.log(JSON.stringify(told));`;
	const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
	return JSON.parse(stdout.toString()) as Record<string, unknown>;
}

describe('Chromium for the tests', () => {
	test('that is there is used, and nothing is run', () => {
		expect(ensure({}, { installed: '/usr/bin/chromium' })).toMatchObject({
			path: '/usr/bin/chromium',
			runs: [],
			asked: 0,
		});
	});

	test.each([
		['on CI', { CI: 'true' }, true],
		['by a machine that runs the tests without a terminal', {}, false],
	])('is installed %s without a question', (_, env, hasTerminal) => {
		expect(ensure(env as Record<string, string>, { hasTerminal })).toMatchObject({
			path: '/new/chromium',
			runs: ['update', 'install'],
			asked: 0,
		});
	});

	test('is installed on a machine of somebody after a yes', () => {
		expect(ensure({}, { answer: true })).toMatchObject({ path: '/new/chromium', asked: 1 });
	});

	test.each([{}, { CI: '' }, { CI: 'false' }])('is not installed after a no, with %p', (env) => {
		expect(ensure(env as Record<string, string>)).toMatchObject({
			runs: [],
			asked: 1,
			error: expect.stringContaining('give its path in CHROMIUM'),
		});
	});

	test('is not installed where nobody can be asked and CI=false says that this is nobody else', () => {
		expect(ensure({ CI: 'false' }, { answer: true, hasTerminal: false })).toMatchObject({
			runs: [],
			asked: 0,
			error: expect.stringContaining('Chromium is missing: install it'),
		});
	});
});
