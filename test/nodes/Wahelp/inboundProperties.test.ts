import fc from 'fast-check';

import { parseInbound } from '../../../nodes/Wahelp/domain/inbound/parse';
import { readJson } from '../../../nodes/shared/webhookJson';
import { CREATED, ENVELOPES, payload } from './inboundSamples';

const KINDS = ['operator', 'client', 'status', 'other'];
const WORDS = [
	...['from', 'from_user', 'from_operator', 'operator', 'to', 'comment', 'read', 'failed'],
	...[CREATED, 'channel.message.updated', 'channel.message.deleted', 'message.read', '__proto__'],
	...['79991234567', '+7 999 123-45-67', '5000000123', '2026-05-04 14:03:11', 'whatsapp', ''],
];
const KEYS = [
	...['action', 'event', 'type', 'payload', 'data', 'message', 'text', 'body', 'id', 'message_id'],
	...['destination', 'direction', 'user', 'user_id', 'phone', 'uid', 'uid2', 'contact', 'chat'],
	...['channel', 'channel_id', 'alias', 'name', 'status', 'state', 'created_at', 'status_at'],
	...['file_url', 'operator_id', 'blocked', '__proto__', 'constructor', 'toString', 'length'],
];

/** JSON as it may come, out of the words that the parser looks for. */
const { body } = fc.letrec((tie) => ({
	body: fc.oneof(
		{ maxDepth: 3 },
		fc.oneof(fc.constantFrom<unknown>(...WORDS), fc.string(), fc.double(), fc.constant(null)),
		fc.array(tie('body'), { maxLength: 4 }),
		fc.dictionary(fc.constantFrom(...KEYS), tie('body'), { maxKeys: 8 }),
	),
}));

/** A real body in which some values were replaced. */
const mutated = fc
	.tuple(
		fc.constantFrom(...ENVELOPES.map(([, wrap]) => wrap)),
		fc.dictionary(fc.constantFrom(...Object.keys(payload())), body, { maxKeys: 4 }),
		fc.dictionary(fc.constantFrom('id', 'phone', 'uid', 'uid2', 'contact_id', 'blocked'), body),
	)
	.map(([wrap, change, user]) => wrap(payload({ user, ...change })));

/** Every run of digits that some text or number of the body has. */
function digitsIn(value: unknown, found: string[] = []): string[] {
	if (typeof value === 'string' || typeof value === 'number') {
		found.push(String(value).replace(/\D/g, ''));
	} else if (typeof value === 'object' && value !== null) {
		for (const inner of Object.values(value)) digitsIn(inner, found);
	}
	return found;
}

/** What is wrong with the messages of a body. Plain conditions: `expect` is slow in large numbers. */
function problems(input: unknown): string[] {
	const messages = parseInbound(input);
	const digits = new Set(digitsIn(input));
	const found = messages.length > 0 ? [] : ['no message'];
	for (const message of messages) {
		const { kind, reason, phone, event, text, file_url, channel_names, ...rest } = message;
		if (!KINDS.includes(kind)) found.push('kind');
		if ((reason === '') !== (kind !== 'other')) found.push('reason');
		const own = phone.slice(1);
		// A leading 8 of Russia and Kazakhstan becomes 7.
		const isInBody = digits.has(own) || digits.has(`8${own.slice(1)}`);
		if (phone !== '' && !(/^\+\d{10,15}$/.test(phone) && isInBody)) found.push('phone');
		if (kind === 'operator' || kind === 'client') {
			if (!['', CREATED, 'message.created'].includes(event)) found.push('event');
			if (text.trim() === '' && file_url === '') found.push('nothing to pass on');
		}
		if (!Array.isArray(channel_names)) found.push('channel_names');
		const others = Object.entries({ reason, phone, event, text, file_url, ...rest });
		const odd = others.filter(([, value]) => !['string', 'boolean'].includes(typeof value));
		found.push(...odd.map(([name]) => name));
	}
	return found;
}

function check(input: unknown): void {
	expect(problems(input)).toEqual([]);
}

test('any body: no throw, one of four kinds, no phone that the body has not', () => {
	fc.assert(fc.property(mutated, check));
	fc.assert(fc.property(body, check));
	fc.assert(fc.property(fc.anything(), check));
});

test('the same through text, broken JSON included', () => {
	fc.assert(
		fc.property(mutated, fc.nat(), (input, cut) => {
			const text = JSON.stringify(input);
			check(readJson(text));
			check(readJson(text.slice(0, cut % (text.length + 1))));
		}),
	);
});

test('a uid never becomes the phone of a channel that is not WhatsApp', () => {
	const telegramId = fc.integer({ min: 10_000_000, max: 99_999_999_999 });
	fc.assert(
		fc.property(telegramId, fc.boolean(), fc.boolean(), (id, asText, second) => {
			const uid = asText ? String(id) : id;
			const user = { id: 1, phone: '', ...(second ? { uid2: uid } : { uid }) };
			expect(parseInbound({ action: CREATED, payload: payload({ user }) })[0].phone).toBe('');
		}),
	);
});
