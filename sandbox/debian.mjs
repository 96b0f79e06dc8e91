/** Debian's packages for what the sandbox and the tests need. Plain ESM without dependencies: it runs uncompiled. */
import { spawnSync } from 'node:child_process';
import { readSync } from 'node:fs';

/** Asks in the terminal; on stderr, because with `--json` stdout belongs to the ready line. */
function confirmed(question) {
	process.stderr.write(`${question} [y/N] `);
	const answer = Buffer.alloc(16);
	const length = readSync(0, answer, 0, answer.length, null);
	return /^y(es)?\s*$/i.test(answer.toString('utf8', 0, length));
}

/** True on CI. Where no terminal is, a machine runs the tests, as on CI; `CI=false` says that it is none. */
export function nobodyIsAsked(env, hasTerminal = process.stdin.isTTY && process.stdout.isTTY) {
	return env.CI ? env.CI !== 'false' : !hasTerminal;
}

/**
 * Gives what `find` finds; where that is nothing, installs packages first: on CI at once, in somebody's terminal after
 * a yes. Nobody's machine is changed unasked.
 *
 * @param name what is missing, as it is logged
 * @param question what is asked in the terminal
 * @param whatToDo message of the error
 * @param isCi true where nobody has to be asked
 * @throws {Error} that says what to do, when they cannot or may not be installed
 */
export function ensurePackages({
	name,
	packages,
	question,
	whatToDo,
	find,
	isCi,
	hasTerminal,
	log = () => {},
	ask = confirmed,
	run = (args) => spawnSync('apt-get', args, { stdio: ['inherit', 2, 2] }),
}) {
	const found = find();
	if (found) return found;
	if (!isCi && !(hasTerminal && ask(question))) throw new Error(whatToDo);
	log(`Installing ${name} (apt-get).`);
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
		run(args);
	}
	const installed = find();
	if (installed) return installed;
	throw new Error(whatToDo);
}
