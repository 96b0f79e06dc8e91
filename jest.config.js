/** Quick tests: nodes in n8n's own execution contexts, simulators, pure logic. No n8n server. */
module.exports = {
	testEnvironment: '<rootDir>/test/runner/environment.cjs',
	runtime: '<rootDir>/test/runner/runtime.cjs',
	testMatch: ['<rootDir>/test/{nodes,simulators,benchmark,deploy,harness,sandbox,lint}/**/*.test.ts'],
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' }, sourceMaps: 'inline' }] },
	setupFiles: ['<rootDir>/test/harness/properties.ts'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	testTimeout: 20_000,
	// One more than the cores: many tests wait for a pause or a time-out.
	maxWorkers: 3,
	workerIdleMemoryLimit: '1GB',
};
