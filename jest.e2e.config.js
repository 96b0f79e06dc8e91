/** Every shipped workflow in a real n8n against the simulators; each file has an n8n of its own, started from prepared data. */
module.exports = {
	...require('./jest.config.js'),
	testMatch: ['<rootDir>/test/workflows/**/*.e2e.test.ts'],
	globalSetup: '<rootDir>/test/workflows/support/preparedData.ts',
	globalTeardown: '<rootDir>/test/workflows/support/clearData.ts',
	testTimeout: 600_000,
	// Twice the cores: an n8n waits most of its time. In queue mode each file has three of them.
	maxWorkers: process.env.QUEUE === '1' ? 1 : 4,
};
