/** Every shipped workflow in a real n8n against the simulators. One at a time: a machine has one n8n. */
module.exports = {
	...require('./jest.config.js'),
	testMatch: ['<rootDir>/test/workflows/**/*.e2e.test.ts'],
	testTimeout: 300_000,
	maxWorkers: 1,
};
