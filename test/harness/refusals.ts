/**
 * Stands for the module nodes/shared/refusals where a test knocks more often than a stranger should:
 *
 *     jest.mock('…/nodes/shared/refusals', () => require('…/harness/refusals').atOnce)
 */
export const atOnce = { processRefusals: { delay: () => 0 } };
