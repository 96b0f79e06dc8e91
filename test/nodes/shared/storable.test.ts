import fc from 'fast-check';

import { decodeBody } from '../../../nodes/AmoCrm/trigger/webhookBody';
import { readBody } from '../../../nodes/CoursePayment/domain/body';
import { readUpdate } from '../../../nodes/MessageRouter/domain/update/readUpdate';
import { HttpClient, type HttpAnswer } from '../../../nodes/shared/http';
import { parseJson } from '../../../nodes/shared/jsonField';
import { sign } from '../../../nodes/shared/signature';
import { storable } from '../../../nodes/shared/storable';
import { bodyOf } from '../../../nodes/shared/webhookCall';
import { readJson } from '../../../nodes/shared/webhookJson';
import { checkCall } from '../../../nodes/Waha/trigger/checkCall';

/** `a`, NUL and half of a smile in a text, a name and a list. */
const WRITTEN =
	'{"te\\u0000xt":"a\\u0000b\\ud83d!","list":["\\ude00",{"deep":"\\u0000"}],"ok":"😀"}';
const READ = { text: 'ab\ufffd!', list: ['\ufffd', { deep: '' }], ok: '😀' };

describe('a text that PostgreSQL refuses is mended where it comes in', () => {
	test.each<[string, () => unknown]>([
		['a JSON body', () => readJson(WRITTEN)],
		[
			'a body with a long number',
			() =>
				Object.fromEntries(
					Object.entries(
						readJson(WRITTEN.replace('{', '{"id":12345678901234567,')) as object,
					).filter(([name]) => name !== 'id'),
				),
		],
		[
			'the body of a trigger',
			() => bodyOf({ query: {}, headers: {}, rawBody: Buffer.from(WRITTEN) }),
		],
		['a payment as text', () => readBody(WRITTEN)],
		['a payment as bytes', () => readBody(Buffer.from(WRITTEN))],
		['a payment that n8n has parsed', () => readBody(JSON.parse(WRITTEN))],
		['a JSON field', () => parseJson(WRITTEN, 'Order')],
		['a JSON field with an object', () => parseJson(JSON.parse(WRITTEN), 'Order')],
	])('%s', (_place, read) => {
		expect(read()).toEqual(READ);
	});

	test('a body that is no JSON', () => {
		expect(readJson('a\0b\ud83d')).toBe('ab\ufffd');
	});

	test('a form of amoCRM', () => {
		expect(decodeBody('leads[add][0][na%00me]=a%00b')).toEqual({
			leads: { add: [{ name: 'ab' }] },
		});
	});

	test('an update of Telegram, as text and as object', () => {
		const update = {
			update_id: 1,
			message: { message_id: 2, chat: { id: 3 }, text: 'a\0b\ud83d' },
		};
		for (const value of [update, { body: update }, JSON.stringify(update)]) {
			expect(readUpdate(value)).toMatchObject({ kind: 'message', text: 'ab\ufffd' });
		}
	});

	test('an event of WAHA; the signature is over the bytes that came', () => {
		const text = JSON.stringify({
			...{ id: 'evt_1', event: 'message', session: 'default', engine: 'NOWEB' },
			payload: { id: 'false_1@c.us_A', body: 'a\0b' },
		});
		const rawBody = Buffer.from(text);
		const signature = sign(rawBody, 'key', { algorithm: 'sha512', encoding: 'hex' });
		const headers = { 'x-webhook-hmac': signature };
		const checked = checkCall({ query: {}, headers, rawBody, keys: ['key'], maxAgeSeconds: 0 });
		expect(checked.accepted).toBe(true);
		expect(JSON.stringify(checked)).toContain('"body":"ab"');
	});

	test('an answer of a vendor', async () => {
		const client = (answer: HttpAnswer) =>
			new HttpClient({
				send: async () => await Promise.resolve(answer),
				policy: {
					vendor: 'Vendor',
					limiterKey: `storable-${Math.random()}`,
					budget: { calls: 100, windowMs: 1000 },
					timeoutMs: 1000,
					errorMessage: ({ body }) => String((body as { text: unknown }).text),
				},
			});
		const body: unknown = JSON.parse(WRITTEN);
		const call = { method: 'GET', url: 'https://vendor.example' } as const;
		const answer = await client({ statusCode: 200, headers: {}, body }).read(call);
		expect(answer.body).toEqual(READ);
		await expect(client({ statusCode: 400, headers: {}, body }).read(call)).rejects.toThrow(
			'Vendor answered 400: ab\ufffd!',
		);
		const file = Buffer.from('a\0b');
		expect((await client({ statusCode: 200, headers: {}, body: file }).read(call)).body).toBe(file);
	});
});

describe('marks that turn the order of what is shown', () => {
	test.each([
		['an override', 'счёт\u202Egpj.exe', 'счётgpj.exe'],
		['an embedding and its end', 'a\u202Ab\u202C\u202Bc\u202D', 'abc'],
		['isolates', '\u2066a\u2067b\u2068c\u2069', 'abc'],
	])('%s is dropped', (_what, written, read) => {
		expect(storable({ text: written, [written]: [written] })).toEqual({
			text: read,
			[read]: [read],
		});
	});

	test.each([
		['a family of emoji', '👨\u200D👩\u200D👧'],
		['a heart with its variant', '❤\uFE0F'],
		['a flag', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
		['Persian with a non-joiner', 'می\u200Cخواهم'],
		['Hebrew with its marks', 'שלום\u200F (1)\u200E \u061C'],
	])('%s stays', (_what, text) => {
		expect(storable(text)).toBe(text);
	});
});

test('any JSON value: nothing is left that is refused, and the rest stays', () => {
	const text = fc.string({
		unit: fc.constantFrom('a', '\0', '\u202e', '\u2067', '\ud83d', '\ude00', '😀', '\\u0000'),
	});
	const value = fc.letrec((tie) => ({
		any: fc.oneof(
			{ maxDepth: 4 },
			text,
			fc.integer(),
			fc.constant(null),
			fc.array(tie('any')),
			fc.dictionary(text, tie('any')),
		),
	})).any;
	fc.assert(
		fc.property(value, (given) => {
			const written = JSON.stringify(storable(given));
			expect(written).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
			expect(written).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i);
			expect(storable(storable(given))).toEqual(storable(given));
		}),
	);
});

test('what needs no change is the same value, and depth breaks nothing', () => {
	const fine = { a: ['b', { c: 1, d: null }], __proto__: { e: 1 } };
	expect(storable(fine)).toBe(fine);
	const deep: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
	expect(() => storable(deep)).not.toThrow();
	const stamp = new Date();
	expect(storable({ stamp, x: '\0' })).toEqual({ stamp, x: '' });
});
