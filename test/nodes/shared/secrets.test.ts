import fc from 'fast-check';

import { VendorError } from '../../../nodes/shared/errors';
import { Scrubber } from '../../../nodes/shared/secrets';

const KEY = 'k/ey+of=the shop';
const scrubber = new Scrubber([KEY, undefined, 7, 'short']);

describe('the scrubber', () => {
	test('takes the secret out of texts, names and lists, also as a part of an address', () => {
		const address = encodeURIComponent(KEY);
		expect(scrubber.value({ a: [`x ${KEY} y`, { [KEY]: address }], b: 1, c: null })).toEqual({
			a: ['x [secret] y', { '[secret]': '[secret]' }],
			b: 1,
			c: null,
		});
	});

	test('gives back what holds none, itself', () => {
		const clean = { a: ['b', { c: null }], buffer: Buffer.from(KEY) };
		expect(scrubber.value(clean)).toBe(clean);
	});

	test('leaves words that are short like "short" alone', () => {
		expect(scrubber.text('a short text')).toBe('a short text');
	});

	test('a secret inside another one leaves nothing of the longer', () => {
		expect(new Scrubber(['abcdef', 'abcdefgh']).text('abcdefgh')).toBe('[secret]');
	});

	test('takes it out of the message, the hint and the elements of an error', () => {
		const elements = { a: KEY };
		const options = { code: 'refused', outcome: 'rejected', hint: KEY, elements } as const;
		const error = scrubber.error(new VendorError(`No ${KEY}`, { ...options, httpStatus: 400 }));
		expect({ ...error, message: error.message }).toMatchObject({
			message: 'No [secret]',
			hint: '[secret]',
			elements: { a: '[secret]' },
			httpStatus: 400,
		});
	});

	test('bytes of a refusal lose it, other bytes stay as they are', () => {
		const bytes = Buffer.from([0, 255, 128]);
		expect(scrubber.bytes(bytes)).toBe(bytes);
		expect(scrubber.bytes(Buffer.from(`{"a":"${KEY}"}`)).toString()).toBe('{"a":"[secret]"}');
	});

	test('whatever comes, it does not throw, and no text holds the secret', () => {
		const texts = fc.tuple(fc.string(), fc.string()).map(([a, b]) => a + KEY + b);
		const values = fc.anything({ values: [texts, fc.integer(), fc.constant(null)] });
		fc.assert(
			fc.property(values, (value) => {
				const json = JSON.stringify(scrubber.value(value), (_key, one: unknown) =>
					typeof one === 'bigint' ? String(one) : one,
				);
				expect(json ?? '').not.toContain(KEY);
			}),
		);
	});
});
