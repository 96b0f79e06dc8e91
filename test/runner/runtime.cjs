const { createRequire, isBuiltin } = require('node:module');

const { default: JestRuntime } = require('jest-runtime');

/**
 * Loads installed packages by Node itself, once per worker. Jest loads every package again for every test file,
 * and n8n-core alone is 2,000 files.
 */
module.exports = class SharedPackagesRuntime extends JestRuntime {
	requireModuleOrMock(from, name) {
		const own = name.startsWith('.') || name.startsWith('/') || isBuiltin(name) || name === '@jest/globals';
		return own ? super.requireModuleOrMock(from, name) : createRequire(from)(name);
	}
};
