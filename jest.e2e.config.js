/** Every shipped workflow in a real n8n against the simulators; each file has an n8n of its own. */
module.exports = {
	...require('./jest.config.js'),
	testMatch: ['<rootDir>/test/workflows/**/*.e2e.test.ts'],
	testTimeout: 600_000,
	maxWorkers: 2,
};
