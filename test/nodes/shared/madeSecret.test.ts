import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import {
	hashOf,
	isKept,
	keepSecret,
	keptHashes,
	madeSecret,
} from '../../../nodes/shared/madeSecret';

const place = (workflow: string, node: string) =>
	({ getWorkflow: () => ({ id: workflow }), getNode: () => ({ id: node }) }) as IHookFunctions;
const DAY_MS = 24 * 3_600_000;

describe('a secret that a trigger makes', () => {
	test('is the same for all workers and after every restart', () => {
		expect(madeSecret(place('w', 'n'), 'key')).toBe(madeSecret(place('w', 'n'), ' key '));
		expect(madeSecret(place('w', 'n'), 'key')).toMatch(/^[0-9a-f]{64}$/);
	});

	test('is another one for another workflow, node or key', () => {
		const all = [
			madeSecret(place('w', 'n'), 'key'),
			madeSecret(place('v', 'n'), 'key'),
			madeSecret(place('w', 'm'), 'key'),
			madeSecret(place('w', 'n'), 'another'),
		];
		expect(new Set(all).size).toBe(4);
	});

	test.each(['', ' ', undefined, null, 7])(
		'is none without a key (%p): all could make it',
		(key) => {
			expect(madeSecret(place('w', 'n'), key)).toBe('');
		},
	);
});

describe('what is kept of it', () => {
	test('is its hash', () => {
		const kept: IDataObject = {};
		keepSecret(kept, 'one');
		expect(JSON.stringify(kept)).not.toContain('one');
		expect(keptHashes(kept)).toEqual([hashOf('one')]);
		expect([isKept(kept, 'one'), isKept(kept, 'two'), isKept({}, '')]).toEqual([
			true,
			false,
			false,
		]);
	});

	test('after a change the one before counts for a day, and no longer', () => {
		const kept: IDataObject = {};
		keepSecret(kept, 'one', 0);
		keepSecret(kept, 'two', 1000);
		expect(keptHashes(kept, 1000 + DAY_MS - 1)).toEqual([hashOf('two'), hashOf('one')]);
		expect(keptHashes(kept, 1000 + DAY_MS)).toEqual([hashOf('two')]);
	});

	test('to keep the same one again does not forget the one before', () => {
		const kept: IDataObject = {};
		for (const secret of ['one', 'two', 'two']) keepSecret(kept, secret, 0);
		expect(keptHashes(kept, 1)).toEqual([hashOf('two'), hashOf('one')]);
	});

	test('the secret of an older version counts until the next publication and a day more', () => {
		const kept: IDataObject = { secret: 'old' };
		expect(keptHashes(kept, 0)).toEqual([hashOf('old')]);
		keepSecret(kept, 'new', 0);
		expect(JSON.stringify(kept)).not.toContain('old');
		expect(keptHashes(kept, 1)).toEqual([hashOf('new'), hashOf('old')]);
		expect(keptHashes(kept, DAY_MS)).toEqual([hashOf('new')]);
	});

	test('when the credential gets a secret of its own, the made one counts for a day', () => {
		const kept: IDataObject = {};
		keepSecret(kept, 'made', 0);
		keepSecret(kept, '', 0);
		expect(keptHashes(kept, 1)).toEqual([hashOf('made')]);
		expect(keptHashes(kept, DAY_MS)).toEqual([]);
	});
});
