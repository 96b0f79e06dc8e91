import fc from 'fast-check';

import { VendorError } from '../../../nodes/shared/errors';
import { Scrubber } from '../../../nodes/shared/secrets';

const KEY = 'k/ey+of=the shop';
const scrubber = new Scrubber([KEY, undefined, 7, 'short']);

describe('the scrubber', () => {
	test('takes a long secret out of texts and lists, also as a part of an address; names stay', () => {
		const address = encodeURIComponent(KEY);
		expect(scrubber.value({ a: [`x ${KEY} y`, { [KEY]: address }], b: 1, c: null })).toEqual({
			a: ['x [secret] y', { [KEY]: '[secret]' }],
			b: 1,
			c: null,
		});
	});

	test('gives back what holds none, itself', () => {
		const clean = { a: ['b', { c: null }], buffer: Buffer.from(KEY) };
		expect(scrubber.value(clean)).toBe(clean);
	});

	test.each([
		['a password', '777777', { text: '777777', list: ['код 777777'], phone: '+77777770011' }],
		['a webhook secret', 'message', { message_id: 1, message: { text: 'a message' } }],
		['a key', 'default', { name: 'default', config: { default: 'default' } }],
	])('%s that an ordinary answer holds, too, changes nothing of it', (_what, secret, answer) => {
		expect(new Scrubber([secret]).value(answer)).toBe(answer);
	});

	test('a short secret goes where a field for secrets has it as its whole value, and from errors', () => {
		const short = new Scrubber(['777777']);
		const answer = { hmac: { key: '777777' }, apiKey: '777777', tokens: ['777777', '1777777'] };
		expect(short.value(answer)).toEqual({
			hmac: { key: '[secret]' },
			apiKey: '[secret]',
			tokens: ['[secret]', '1777777'],
		});
		const options = { code: 'refused', outcome: 'rejected', elements: { a: 'x777777' } } as const;
		const error = short.error(new VendorError('No 777777', options));
		expect(error).toMatchObject({ message: 'No [secret]', elements: { a: 'x[secret]' } });
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
