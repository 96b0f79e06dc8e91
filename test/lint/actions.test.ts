import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { actionProblems } from './actions';

const FOLDER = join(__dirname, '../../.github/workflows');
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

test.each(readdirSync(FOLDER))('%s: actions by commit, tokens beside no code of others', (file) => {
	expect(actionProblems(read(file))).toEqual([]);
});

test('only the job that publishes has a token, and it publishes the tarball of the tests', () => {
	const publish = read('publish.yml');
	expect(publish.match(/id-token: write/g)).toHaveLength(1);
	const [tested, published] = publish.split(/^ {2}publish:$/m);
	expect(tested.indexOf('bash .ci/run')).toBeLessThan(tested.indexOf('npm pack'));
	expect(tested).not.toContain('id-token');
	expect(published).toContain('needs: build');
	expect(published).toContain('npm publish ./package.tgz --provenance');
	expect(published).not.toContain('checkout');
});

test.each<[string, (text: string) => string, RegExp]>([
	['a tag', (text) => text.replace(/@[0-9a-f]{40} # (v4)\S*/, '@$1'), /pin it by a commit/],
	['a short commit', (text) => text.replace(/@([0-9a-f]{7})[0-9a-f]{33}/, '@$1'), /pin it by/],
	['no version beside it', (text) => text.replace(/ # v4\.\d\.\d/, ''), /with its version/],
	['more rights', (text) => text.replace('contents: read', 'contents: write'), /may only read/],
	[
		'strangers with our rights',
		(text) => text.replace('push:', 'pull_request_target:'),
		/strangers/,
	],
	[
		'a title in a command',
		(text) => text.replace('run: bash .ci/run', 'run: echo ${{ github.event.pull_request.title }}'),
		/environment variable/,
	],
	['a key left behind', (text) => text.replace('persist-credentials: false', ''), /checkout/],
	[
		'an installation beside the token',
		(text) => text.replace('run: npm publish', 'run: npm ci && npm publish'),
		/publish: "npm ci .*" runs beside a token/,
	],
	['no tests before', (text) => text.replace('    needs: build\n', ''), /must wait for the tests/],
])('%s is found', (_what, damage, problem) => {
	const text = read('publish.yml');
	expect(damage(text)).not.toBe(text);
	expect(actionProblems(damage(text)).join('\n')).toMatch(problem);
});
