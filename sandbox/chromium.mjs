/** Chromium for the tests of the forms. Plain ESM without dependencies: test/run.mjs runs it uncompiled. */
import { spawnSync } from 'node:child_process';
import { existsSync, readSync } from 'node:fs';

const USUAL_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const WHAT_TO_DO =
	'Chromium is missing: install it (Debian: apt-get install chromium), or give its path in CHROMIUM.';

/** Where Chromium is: CHROMIUM, or a usual place; undefined when there is none. */
function chromiumPath(env) {
	return [env.CHROMIUM, ...USUAL_PATHS].find((path) => path && existsSync(path));
}

/** Asks in the terminal. */
function confirmed(question) {
	process.stdout.write(`${question} [y/N] `);
	const answer = Buffer.alloc(16);
	const length = readSync(0, answer, 0, answer.length, null);
	return /^y(es)?\s*$/i.test(answer.toString('utf8', 0, length));
}

/**
 * Installs Debian's Chromium when there is none: on CI at once, in somebody's terminal after a yes. A test
 * changes nobody's machine unasked. Where no terminal is, a machine runs the tests, as on CI;
 * `CI=false` says that it is none.
 *
 * @throws {Error} that says what to do, when it cannot or may not be installed
 */
export function ensureChromium({
	log = () => {},
	env = process.env,
	hasTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY),
	find = () => chromiumPath(env),
	ask = confirmed,
	run = (args) => spawnSync('apt-get', args, { stdio: 'inherit' }),
} = {}) {
	const found = find();
	if (found) return found;
	const isCi = env.CI ? env.CI !== 'false' : !hasTerminal;
	const isAgreed = () =>
		hasTerminal && ask('The tests of the forms need Chromium. Install it with apt-get?');
	if (!isCi && !isAgreed()) {
		throw new Error(WHAT_TO_DO);
	}
	log('Installing Chromium (apt-get).');
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
		run(args);
	}
	const installed = find();
	if (installed) return installed;
	throw new Error(WHAT_TO_DO);
}
