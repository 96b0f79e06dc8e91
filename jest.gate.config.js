/** The workflow gate: needs n8n's own nodes, which live in the runtime (sandbox/runtime.mjs). */
module.exports = {
	...require('./jest.config.js'),
	testMatch: ['<rootDir>/test/workflows/**/*.gate.test.ts'],
	testTimeout: 120_000,
};
