import { config } from '@n8n/node-cli/eslint';

/**
 * n8n's own rules as they are. Tests, the sandbox and the command line tool never run inside n8n: they may
 * use Node's modules, the process, timers, the console and plain errors, which a node may not.
 */
export default [
	...config,
	{ ignores: ['coverage/**'] },
	{
		files: ['deploy/**/*.ts', 'test/**/*.ts', 'sandbox/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
			'@n8n/community-nodes/require-node-api-error': 'off',
			'@typescript-eslint/no-require-imports': 'off',
			'import-x/no-unresolved': 'off',
			'no-console': 'off',
		},
	},
];
