/** Chromium for the tests of the forms. Plain ESM without dependencies: test/run.mjs runs it uncompiled. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const USUAL_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is: CHROMIUM, or a usual place; undefined when there is none. */
function chromiumPath() {
	return [process.env.CHROMIUM, ...USUAL_PATHS].find((path) => path && existsSync(path));
}

/**
 * Installs Debian's Chromium when there is none.
 *
 * @throws {Error} that says what to do, when it cannot be installed
 */
export function ensureChromium({ log = () => {} } = {}) {
	const found = chromiumPath();
	if (found) return found;
	log('Installing Chromium (apt-get).');
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
		spawnSync('apt-get', args, { stdio: 'inherit' });
	}
	const installed = chromiumPath();
	if (installed) return installed;
	throw new Error('Chromium is missing: install it, or give its path in CHROMIUM.');
}
