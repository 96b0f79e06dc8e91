import fc from 'fast-check';

import { amoHost } from '../../../nodes/AmoCrm/api/host';
import { queryString } from '../../../nodes/AmoCrm/api/query';

describe('the address of an account (sheet §1)', () => {
	test.each([
		['https://demo.amocrm.ru', 'https://demo.amocrm.ru'],
		[' demo.amocrm.ru/ ', 'https://demo.amocrm.ru'],
		['https://DEMO.amocrm.ru/api/v4/', 'https://demo.amocrm.ru'],
		['https://my-shop.kommo.com', 'https://my-shop.kommo.com'],
		['old.amocrm.com', 'https://old.amocrm.com'],
		['https://api-b.amocrm.ru', 'https://api-b.amocrm.ru'],
		// A backslash is a slash to a browser: the rest is a path, and the host amoCRM's.
		['https://demo.amocrm.ru\\@evil.example', 'https://demo.amocrm.ru'],
		['https://demo.amocrm.ru:443', 'https://demo.amocrm.ru'],
		['http://127.0.0.1:5680/amocrm/', 'http://127.0.0.1:5680/amocrm'],
		['http://localhost:5680/amocrm', 'http://localhost:5680/amocrm'],
	])('%s', (typed, baseUrl) => {
		expect(amoHost(typed)).toEqual({ ok: true, baseUrl });
	});

	test.each([
		'',
		undefined,
		null,
		'amocrm.ru',
		'https://www.amocrm.ru',
		'https://demo.amocrm.ru.evil.example',
		'https://evil.example/demo.amocrm.ru',
		'https://evil.example#demo.amocrm.ru',
		'https://demo.amocrm.ru@evil.example',
		'https://user:pass@demo.amocrm.ru',
		'https://evilamocrm.ru',
		'https://demo.evilamocrm.ru',
		'https://a.b.amocrm.ru',
		'https://demo.amocrm.ru?x=1',
		'https://demo.amocrm.ru:8443',
		'http://demo.amocrm.ru',
		'ftp://demo.amocrm.ru',
		'javascript:alert(1)',
		'http://127.0.0.1.evil.example',
		'http://10.0.0.1',
		'https://-.amocrm.ru',
		'https://de mo.amocrm.ru',
	])('%j is refused with a hint', (typed) => {
		expect(amoHost(typed)).toEqual({
			ok: false,
			problem: expect.any(String),
			hint: expect.stringContaining('https://'),
		});
	});

	test('whatever is typed: refused, or a host of amoCRM, Kommo or this machine', () => {
		const own =
			/^(?:[a-z0-9-]+\.(?:amocrm\.ru|amocrm\.com|kommo\.com)|localhost|127(?:\.\d+){3}|\[::1\])$/;
		const parts = [
			'https://',
			'http://',
			'demo',
			'.amocrm.ru',
			'evil.example',
			'@',
			'#',
			'/',
			'\\',
			':',
			'?',
		];
		const typed = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 3 })));
		fc.assert(
			fc.property(typed, (list) => {
				const host = amoHost(list.join(''));
				if (host.ok) expect(new URL(host.baseUrl).hostname).toMatch(own);
			}),
		);
	});
});

describe('query strings (sheet §4)', () => {
	test("PHP's brackets, without what is undefined", () => {
		const query = {
			filter: { id: [1, 2], updated_at: { from: 5 } },
			with: undefined,
			query: 'а б',
		};
		expect(decodeURIComponent(queryString(query))).toBe(
			'filter[id][0]=1&filter[id][1]=2&filter[updated_at][from]=5&query=а б',
		);
		expect(queryString({})).toBe('');
	});
});
