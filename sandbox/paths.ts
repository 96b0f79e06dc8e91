import { dirname, join } from 'node:path';

/** The checkout. */
export const ROOT = dirname(__dirname);

/** The Node.js of package.json's `node` dependency: n8n needs 24, the system may have 20. */
export const PINNED_NODE = join(
	ROOT,
	'node_modules',
	'node',
	'bin',
	process.platform === 'win32' ? 'node.exe' : 'node',
);
