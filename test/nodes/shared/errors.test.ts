import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import {
	errorJson,
	InputError,
	redact,
	toNodeError,
	VendorError,
} from '../../../nodes/shared/errors';
import { cpuMs } from '../../harness/cpu';

const NODE: INode = {
	id: '1',
	name: 'WAHA',
	type: 'n8n-nodes-crm-bridge.waha',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const vendorError = (message: string, more = {}) =>
	new VendorError(message, {
		code: 'unavailable',
		outcome: 'unknown',
		hint: 'Look first.',
		...more,
	});

describe('redact', () => {
	test.each([
		['a phone', 'no chat with +77011234567 here', 'no chat with [number] here'],
		['a spaced phone', 'call +7 (701) 123-45-67 now', 'call [number] now'],
		['a national phone', 'call 050 111 22 33', 'call [number]'],
		['a phone with typographic dashes', 'call 8 701 123\u201145\u201367', 'call [number]'],
		['a chat id', 'chat 77011234567@c.us is closed', 'chat [number] is closed'],
		['a lid', 'lid 123456789012345@lid', 'lid [number]'],
		['a device id', '77011234567:12@s.whatsapp.net', '[number]'],
		['an e-mail address', 'to anna.k+shop@example.com!', 'to [e-mail]!'],
		['an e-mail address in Cyrillic', 'to анна@пример.рф!', 'to [e-mail]!'],
		['a short JSON web token', 'key eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'key [secret]'],
		['a bearer token', 'Authorization: Bearer abc.def', 'Authorization: [secret]'],
		['a long token', `key ${'aB3_'.repeat(10)}==`, 'key [secret]'],
	])('%s', (_name, text, clean) => {
		expect(redact(text)).toBe(clean);
	});

	test('a message id with a number in it', () => {
		expect(redact('no message false_77011234567@c.us_AAA111')).not.toMatch(/7701/);
	});

	test('a bot token', () => {
		expect(redact(`/bot123456789:${'Aa1-'.repeat(9)}/sendMessage`)).not.toMatch(/Aa1-/);
	});

	test('leaves words, statuses and order codes alone', () => {
		const text = 'WAHA answered 422: session "default" is SCAN_QR_CODE, order 123456789';
		expect(redact(text)).toBe(text);
	});

	test('a long page takes no time', () => {
		const spent = cpuMs(() => {
			for (const part of ['a.', '1-', '1 ', 'a@', '( ', 'ab ']) redact(part.repeat(100_000));
		});
		expect(spent).toBeLessThan(3000);
	});
});

describe('VendorError', () => {
	test('has a message without what the server echoed', () => {
		expect(vendorError('WAHA answered 500: no 77011234567@c.us').message).toBe(
			'WAHA answered 500: no [number]',
		);
	});
});

describe('toNodeError', () => {
	test.each([
		'WAHA could not be reached',
		'WAHA answered 500: read ECONNRESET',
		'WAHA answered 500: connect ECONNREFUSED 127.0.0.1:6379',
		'WAHA answered 400: conflicts with a preexisting chat',
		'Kaspi did not answer within 30 s',
	])('says "%s", not words of n8n', (message) => {
		for (const httpStatus of [undefined, 401, 502]) {
			const error = toNodeError(NODE, vendorError(message, { httpStatus }), 3);
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.message).toBe(message);
			expect(error.description).toBe('Look first.');
			expect(error.context.itemIndex).toBe(3);
		}
	});

	test.each(['ECONNRESET', 'ETIMEDOUT'])('keeps its words when the code is %s', (code) => {
		expect(toNodeError(NODE, vendorError('Nobody answers', { code })).message).toBe(
			'Nobody answers',
		);
	});

	test('gives the status and the request id', () => {
		const error = toNodeError(NODE, vendorError('No', { httpStatus: 502, requestId: 'r-1' }));
		expect((error as NodeApiError).httpCode).toBe('502');
		expect(error.description).toBe('Look first.\nRequest ID: r-1');
	});

	test('a missing hint is not made up', () => {
		const error = toNodeError(NODE, vendorError('No', { hint: undefined }));
		expect(error.description).toBeUndefined();
	});

	test('names the field of bad input, and the next step', () => {
		const error = toNodeError(NODE, new InputError('ENOENT is no date', 'From', 'Use ISO.'), 2);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe('From: ENOENT is no date');
		expect(error.description).toBe('Use ISO.');
		expect(error.context.itemIndex).toBe(2);
		expect(toNodeError(NODE, new InputError('nothing to do')).message).toBe('nothing to do');
	});

	test('an error of n8n stays itself and learns its item', () => {
		const own = new NodeOperationError(NODE, 'Could not get parameter');
		expect(toNodeError(NODE, own, 4)).toBe(own);
		expect(own.context.itemIndex).toBe(4);
		const other = new NodeOperationError(NODE, 'No', { itemIndex: 1 });
		expect(toNodeError(NODE, other, 4).context.itemIndex).toBe(1);
	});

	test.each([
		[new TypeError('x is not a function'), 'x is not a function'],
		['a text', 'a text'],
		[undefined, 'undefined'],
	])('wraps %p', (thrown, message) => {
		const error = toNodeError(NODE, thrown, 0);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe(message);
		expect(error.context.itemIndex).toBe(0);
	});
});

describe('errorJson', () => {
	test('of a vendor: every known detail, nothing that is unset', () => {
		const all = { httpStatus: 429, requestId: 'r-1', retryAfterMs: 2000 };
		expect(errorJson(vendorError('No', all))).toEqual({
			error: 'No',
			details: { code: 'unavailable', outcome: 'unknown', hint: 'Look first.', ...all },
		});
		const bare = errorJson(vendorError('No', { hint: undefined }));
		expect(Object.keys(bare.details)).toEqual(['code', 'outcome']);
	});

	test('of bad input', () => {
		expect(errorJson(new InputError('is empty', 'Chat ID', 'Fill it in.'))).toEqual({
			error: 'is empty',
			details: {
				code: 'invalid_input',
				outcome: 'not_sent',
				field: 'Chat ID',
				hint: 'Fill it in.',
			},
		});
	});

	test.each([new Error('no row for +77011234567'), 'no row for +77011234567'])(
		'of something unexpected: redacted, outcome unknown: %p',
		(thrown) => {
			expect(errorJson(thrown)).toEqual({
				error: 'no row for [number]',
				details: { code: 'unexpected', outcome: 'unknown' },
			});
		},
	);
});
