/** Chromium for the tests of the forms. Plain ESM without dependencies: test/run.mjs runs it uncompiled. */
import { existsSync } from 'node:fs';

import { ensurePackages, nobodyIsAsked } from './debian.mjs';

const USUAL_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is: CHROMIUM, or a usual place; undefined when there is none. */
function chromiumPath(env) {
	return [env.CHROMIUM, ...USUAL_PATHS].find((path) => path && existsSync(path));
}

/**
 * Installs Debian's Chromium when there is none: on a machine that runs the tests at once, else after a yes.
 *
 * @throws {Error} that says what to do, when it cannot or may not be installed
 */
export function ensureChromium({
	env = process.env,
	hasTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY),
	find = () => chromiumPath(env),
	...rest
} = {}) {
	return ensurePackages({
		name: 'Chromium',
		packages: ['chromium'],
		question: 'The tests of the forms need Chromium. Install it with apt-get?',
		whatToDo:
			'Chromium is missing: install it (Debian: apt-get install chromium), or give its path in CHROMIUM.',
		isCi: nobodyIsAsked(env, hasTerminal),
		hasTerminal,
		find,
		...rest,
	});
}
