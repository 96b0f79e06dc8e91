/**
 * The checkout's own node_modules, including the pinned Node.js that n8n needs.
 * Plain ESM without dependencies: it runs before anything is installed, on Node.js 20.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const EXECUTABLE = process.platform === 'win32' ? 'node.exe' : 'node';
/** The Node.js of package.json's `node` dependency. */
export const PINNED_NODE = join(ROOT, 'node_modules', 'node', 'bin', EXECUTABLE);

/**
 * Installs node_modules when it is missing or is not what package-lock.json asks for.
 * @param {{log: (line: string) => void}} options where progress goes
 * @throws when npm fails
 */
export async function ensureDependencies({ log }) {
	const wanted = readPackages(join(ROOT, 'package-lock.json'));
	const installed = readPackages(join(ROOT, 'node_modules', '.package-lock.json'));
	if (!isInstalled(wanted, installed)) {
		log('Installing the dependencies of the project: about a minute.');
		await npm(['ci', '--legacy-peer-deps', '--ignore-scripts', '--include=dev', '--no-audit']);
	}
	if (!existsSync(PINNED_NODE)) {
		log('Fetching the pinned Node.js.');
		await npm(['rebuild', 'node', '--ignore-scripts=false']);
	}
}

/**
 * True when every package of the lock file is there in the same version. Optional ones may be
 * missing: they are for other platforms.
 * @param {Record<string, {version?: string, optional?: boolean}>} wanted
 * @param {Record<string, {version?: string}>} installed
 */
export function isInstalled(wanted, installed) {
	return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
		if (path === '') return true;
		const found = installed[path];
		return found ? found.version === version : Boolean(optional || devOptional);
	});
}

function readPackages(file) {
	if (!existsSync(file)) return {};
	return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

async function npm(args) {
	const child = spawn('npm', args, {
		cwd: ROOT,
		stdio: ['ignore', process.stderr, process.stderr],
		shell: process.platform === 'win32',
	});
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`"npm ${args.join(' ')}" ended with code ${code}.`);
}
