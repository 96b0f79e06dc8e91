import type { OperationCase } from '../operationCases';

const NOW = { now: '2026-03-02T09:00:00.000Z' };
const LISTS = { stores: '[]', templates: '[]' };

/** The form that sends a test message. */
export const TEST_MESSAGE_CASES: Record<string, OperationCase> = {
	'test.askPage': { needed: LISTS },
	'test.checkTest': {
		needed: { test: '{}', store: '{}', text: '{}', optedOut: '{}', settings: '[]' },
	},
	'test.previewPage': { needed: { preview: '{"time_zone":"Asia/Almaty"}' }, options: NOW },
	'test.readAnswers': { needed: LISTS },
	'test.readTest': {},
	'test.resultPage': {},
	'test.tellResult': { needed: { checked: '{"status":"ready"}' }, options: NOW },
};
