const vm = require('node:vm');

const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** Stands for Node's own context, of which `vm` has no object. */
const MAIN_CONTEXT = {};
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options }) =>
	compileFunction(code, parameters, {
		...options,
		...(parsingContext !== MAIN_CONTEXT && { parsingContext }),
	});

/**
 * Runs the test files of a worker in Node's own context, one after the other, so that they share the packages
 * that `runtime.cjs` loads once. In a context of its own, each file would have another `Error` and `Array` than they.
 */
module.exports = class MainContextEnvironment {
	global = globalThis;
	moduleMocker = new ModuleMocker(globalThis);

	constructor({ projectConfig }) {
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
	}

	async setup() {}

	async teardown() {
		this.fakeTimersModern.dispose();
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return MAIN_CONTEXT;
	}
};
