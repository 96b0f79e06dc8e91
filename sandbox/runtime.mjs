/**
 * The pinned n8n that the sandbox, the workflow gate and the end-to-end tests run.
 *
 * It is installed once per lock file, outside the checkout: 2.7 GB would slow every tool that walks
 * the project down, and n8n's own dependencies must not be found by the nodes' tests.
 * Plain ESM without dependencies: it runs before anything is installed, on Node 20 as well as 24.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import {
	copyFile,
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	utimes,
	writeFile,
} from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SANDBOX = dirname(fileURLToPath(import.meta.url));
const INSTALL_FILES = ['package.json', 'package-lock.json', '.npmrc'];
const MARKER = '.complete';
const OWNER = `${hostname()} ${process.pid}`;
const HEARTBEAT_MS = 5_000;
/** A lock that was not touched for so long belongs to a process that is gone. */
const STALE_MS = 60_000;

/** Folder of the n8n that sandbox/package-lock.json asks for, whether installed or not. */
export function runtimeDir() {
	const root = process.env.CRM_BRIDGE_CACHE || join(homedir(), '.cache', 'n8n-nodes-crm-bridge');
	const hash = createHash('sha256');
	for (const file of INSTALL_FILES) hash.update(readFileSync(join(SANDBOX, file))).update('\0');
	hash.update(`${process.platform}-${process.arch}`);
	return join(root, `n8n-${hash.digest('hex').slice(0, 16)}`);
}

/**
 * Installs n8n when it is missing. Safe to call from several processes at once: one installs, the
 * others wait for it.
 * @param {{log?: (line: string) => void}} options where progress goes; stderr by default
 * @returns {Promise<string>} the folder, holding `node_modules/n8n`
 */
export async function ensureRuntime({ log = (line) => console.error(line) } = {}) {
	const dir = runtimeDir();
	if (isComplete(dir)) return dir;
	await mkdir(dirname(dir), { recursive: true });
	const release = await lock(`${dir}.lock`, () => isComplete(dir), log);
	if (!release) return dir;
	try {
		if (!isComplete(dir)) await install(dir, log);
	} finally {
		await release();
	}
	return dir;
}

function isComplete(dir) {
	return existsSync(join(dir, MARKER));
}

/** Installs beside the target and renames at the end, so the target is never half there. */
async function install(dir, log) {
	await removeLeftovers(dir);
	const work = `${dir}.tmp-${randomUUID()}`;
	const started = Date.now();
	const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	log(`Installing n8n into ${dir}: once, about 4 minutes, 2.7 GB.`);
	const ticker = setInterval(() => log(`  still installing n8n … ${elapsed()}`), 20_000);
	try {
		await mkdir(work);
		for (const file of INSTALL_FILES) await copyFile(join(SANDBOX, file), join(work, file));
		const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
		await npm(['ci', '--legacy-peer-deps', '--ignore-scripts', ...quiet], work, log);
		log('  building the SQLite driver …');
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', ...quiet], work, log);
		await writeFile(join(work, MARKER), `${new Date().toISOString()}\n`);
		await rename(work, dir);
		log(`n8n installed in ${elapsed()}.`);
	} catch (error) {
		await rm(work, { recursive: true, force: true });
		// Someone who took a lock that looked stale may have been quicker.
		if (!isComplete(dir)) throw error;
	} finally {
		clearInterval(ticker);
	}
}

/** Folders of installs that were killed, and a target without marker. Only called under the lock. */
async function removeLeftovers(dir) {
	const parent = dirname(dir);
	for (const name of await readdir(parent)) {
		const unfinished = name === basename(dir) || name.startsWith(`${basename(dir)}.tmp-`);
		if (unfinished) await rm(join(parent, name), { recursive: true, force: true });
	}
}

/** Runs npm; its output goes to the log line by line and, when it fails, into the error. */
async function npm(args, cwd, log) {
	const child = spawn('npm', args, {
		cwd,
		env: installEnvironment(),
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => {
			output = (output + text).slice(-20_000);
			for (const line of text.split('\n')) if (line.trim()) log(`  npm: ${line.trim()}`);
		});
	}
	const code = await new Promise((resolve, reject) => {
		child.once('error', (error) =>
			reject(new Error(`npm could not be started: ${error.message}. Install Node.js with npm.`)),
		);
		child.once('close', resolve);
	});
	if (code === 0) return;
	throw new Error(
		`n8n could not be installed: "npm ${args.join(' ')}" ended with code ${code}. ` +
			`Check the network and run "node sandbox/runtime.mjs" again.\n${output}`,
	);
}

/** `npm run` hands its own settings down as npm_* variables; they would overrule sandbox/.npmrc. */
function installEnvironment() {
	const inherited =
		/^npm_(lifecycle|package|config_(ignore_scripts|omit|include|production|prefix|global|local_prefix)|execpath|node_execpath|command)/i;
	return Object.fromEntries(Object.entries(process.env).filter(([key]) => !inherited.test(key)));
}

/**
 * Takes the lock directory, or waits until `done()`.
 * @returns a function that gives the lock back, or undefined when another process did the work
 */
async function lock(path, done, log) {
	let told = false;
	while (!done()) {
		try {
			await mkdir(path);
			await writeFile(join(path, 'owner'), OWNER);
			return keepAlive(path);
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		if (await isAbandoned(path)) await rm(path, { recursive: true, force: true });
		else {
			if (!told) log('Another process is installing n8n; waiting for it.');
			told = true;
			await delay(500);
		}
	}
	return undefined;
}

function keepAlive(path) {
	const beat = setInterval(() => {
		const now = new Date();
		utimes(path, now, now).catch(() => undefined);
	}, HEARTBEAT_MS);
	return async () => {
		clearInterval(beat);
		await rm(path, { recursive: true, force: true });
	};
}

/** A killed install leaves its lock: its process is gone, or (another machine) it beats no more. */
async function isAbandoned(path) {
	try {
		const { mtimeMs } = await stat(path);
		if (Date.now() - mtimeMs > STALE_MS) return true;
		const [host, pid] = (await readFile(join(path, 'owner'), 'utf8')).split(' ');
		return host === hostname() && !isRunning(Number(pid));
	} catch {
		return false;
	}
}

function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	ensureRuntime().then(
		(dir) => console.log(dir),
		(error) => {
			console.error(error.message);
			process.exitCode = 1;
		},
	);
}
