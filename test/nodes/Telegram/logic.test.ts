import fc from 'fast-check';

import { parseChatId } from '../../../nodes/Telegram/domain/chatId';
import {
	describe as describeAnswer,
	NEW_CHAT_ID,
	readError,
} from '../../../nodes/Telegram/api/errors';
import { replyMarkup, type Keyboard } from '../../../nodes/Telegram/domain/keyboard';
import { MAX_TEXT, splitText } from '../../../nodes/Telegram/domain/split';
import { InputError } from '../../../nodes/shared/errors';

const answer = (statusCode: number, description: unknown, parameters?: object) => ({
	statusCode,
	headers: {},
	body: { ok: false, error_code: statusCode, description, parameters },
});

describe('errors of the telegram sheet', () => {
	test.each([
		[403, 'Forbidden: bot was blocked by the user', 'bot_blocked'],
		[403, 'Forbidden: user is deactivated', 'user_deactivated'],
		[403, "Forbidden: bot can't initiate conversation with a user", 'never_started'],
		[403, 'Forbidden: bot was kicked from the group chat', 'bot_removed'],
		[403, 'Forbidden: bot was kicked from the supergroup chat', 'bot_removed'],
		[403, 'Forbidden: bot was kicked from the channel chat', 'bot_removed'],
		[403, 'Forbidden: bot is not a member of the group chat', 'bot_removed'],
		[403, 'Forbidden: bot is not a member of the supergroup chat', 'bot_removed'],
		[403, 'Forbidden: bot is not a member of the channel chat', 'bot_removed'],
		[403, 'Forbidden: the group chat was deleted', 'bot_removed'],
		[403, "Forbidden: bots can't send messages to bots", 'recipient_is_bot'],
		[400, 'Bad Request: chat not found', 'chat_not_found'],
		[400, 'Bad Request: private chat not found', 'chat_not_found'],
		[400, 'Bad Request: PEER_ID_INVALID', 'chat_not_found'],
		[400, 'Bad Request: message text is empty', 'empty_text'],
		[400, 'Bad Request: text must be non-empty', 'empty_text'],
		[400, 'Bad Request: message is too long', 'too_long'],
		[400, "Bad Request: can't parse entities: Unsupported start tag", 'markup'],
		[400, 'Bad Request: reply markup is too long', 'keyboard'],
		[400, 'Bad Request: phone number can be requested in private chats only', 'keyboard'],
		[400, 'Bad Request: keyboard button text must be non-empty', 'keyboard'],
		[400, 'Bad Request: BUTTON_DATA_INVALID', 'keyboard'],
		[
			400,
			'Bad Request: query is too old and response timeout expired or query ID is invalid',
			'callback_expired',
		],
		[400, 'Bad Request: not enough rights to send text messages to the chat', 'no_rights'],
		[400, 'Bad Request: invalid webhook URL specified', 'webhook_refused'],
		[400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook', 'webhook_refused'],
		[
			400,
			'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
			'webhook_refused',
		],
		[400, 'Bad Request: secret token contains unallowed characters', 'webhook_refused'],
		[401, 'Unauthorized', 'unauthorized'],
		[401, 'Unauthorized: invalid token specified', 'unauthorized'],
		[404, 'Not Found', 'not_found'],
		[404, 'Not Found: method not found', 'not_found'],
		[409, "Conflict: can't use getUpdates method while webhook is active", 'conflict'],
	])('%i %s is %s, in any case of letters', (status, text, code) => {
		for (const said of [text, text.toUpperCase(), text.toLowerCase()]) {
			expect(readError(answer(status, said))).toEqual({
				code,
				outcome: 'rejected',
				hint: expect.stringMatching(/\.$/),
			});
		}
	});

	test.each([
		[400, 'Bad Request: SOMETHING_NEW'],
		[403, 'Forbidden: something new'],
		[500, 'Internal Server Error: restart'],
		[502, undefined],
	])('%i %s is left to the general rule', (status, text) => {
		expect(readError(answer(status, text))).toBeUndefined();
	});

	test.each([
		['bot was blocked by the user', 'bot_blocked'],
		['USER_IS_BLOCKED', 'bot_blocked'],
		['YOU_BLOCKED_USER', 'bot_blocked'],
		['user is deactivated', 'user_deactivated'],
		['INPUT_USER_DEACTIVATED', 'user_deactivated'],
		['USER_PRIVACY_RESTRICTED', 'never_started'],
		['PRIVACY_PREMIUM_REQUIRED', 'never_started'],
		["bot can't initiate conversation with a user", 'never_started'],
		['bot was kicked from the supergroup chat', 'bot_removed'],
		['group chat was deactivated', 'bot_removed'],
		['CHANNEL_PRIVATE', 'bot_removed'],
		['USER_IS_BOT', 'recipient_is_bot'],
		['CHAT_RESTRICTED', 'no_rights'],
		['TOPIC_CLOSED', 'no_rights'],
		['CHAT_WRITE_FORBIDDEN', 'no_rights'],
		['CHAT_SEND_PLAIN_FORBIDDEN', 'no_rights'],
		['CHAT_SEND_MEDIA_FORBIDDEN', 'no_rights'],
		['CHAT_GUEST_SEND_FORBIDDEN', 'no_rights'],
		['CHAT_ADMIN_REQUIRED', 'no_rights'],
		['USER_BANNED_IN_CHANNEL', 'no_rights'],
		['need administrator rights in the channel chat', 'no_rights'],
		['have no rights to send a message', 'no_rights'],
		['TOPIC_DELETED', 'topic_not_found'],
		['message thread not found', 'topic_not_found'],
		['CHAT_ID_INVALID', 'chat_not_found'],
		['PEER_ID_INVALID', 'chat_not_found'],
		['MESSAGE_TOO_LONG', 'too_long'],
		['MESSAGE_EMPTY', 'empty_text'],
		['QUERY_ID_INVALID', 'callback_expired'],
	])('%s is %s, whether it comes as 400 or as 403', (words, code) => {
		for (const [status, text] of [
			[400, `Bad Request: ${words}`],
			[403, `Forbidden: ${words}`],
		] as const) {
			expect(readError(answer(status, text))).toMatchObject({ code, outcome: 'rejected' });
		}
	});

	test.each([
		['CHAT_RESTRICTED', /administrator must lift the restriction/],
		['TOPIC_CLOSED', /administrator must open it again/],
		['CHAT_WRITE_FORBIDDEN', /administrator must/],
	])('%s tells what the administrator has to do', (words, hint) => {
		expect(readError(answer(400, `Bad Request: ${words}`))?.hint).toMatch(hint);
	});

	test('words of the message do not sort the refusal', () => {
		const text = `Bad Request: can't parse entities: Unsupported start tag "TOPIC_CLOSED FLOOD_WAIT_9"`;
		expect(readError(answer(400, text))).toMatchObject({ code: 'markup' });
	});

	test('slow mode is a pause, not a refusal', () => {
		expect(readError(answer(400, 'Bad Request: SLOWMODE_WAIT_30'))).toEqual({
			code: 'rate_limited',
			outcome: 'not_sent',
			retryAfterMs: 30_000,
		});
	});

	test('a revoked token is one, whatever the words', () => {
		const text = 'Unauthorized: USER_DEACTIVATED_BAN';
		expect(readError(answer(401, text))).toMatchObject({ code: 'unauthorized' });
	});

	test('the status counts, not the text alone', () => {
		expect(readError(answer(500, 'bot was blocked by the user'))).toBeUndefined();
		expect(readError({ statusCode: 200, headers: {}, body: { ok: true } })).toBeUndefined();
	});

	test('429 was not sent; the pause of the body is used, and one is not made up', () => {
		const limited = { code: 'rate_limited', outcome: 'not_sent' };
		const text = 'Too Many Requests: retry after 17';
		expect(readError(answer(429, text, { retry_after: 17 }))).toEqual({
			...limited,
			retryAfterMs: 17_000,
		});
		expect(readError(answer(429, text))).toEqual(limited);
		expect(readError(answer(429, text, { retry_after: 'soon' }))).toEqual(limited);
	});

	test('an upgraded group tells its new id', () => {
		const text = 'Bad Request: group chat was upgraded to a supergroup chat';
		expect(readError(answer(400, text, { migrate_to_chat_id: -1001 }))).toMatchObject({
			code: 'chat_migrated',
			elements: { [NEW_CHAT_ID]: '-1001' },
		});
	});

	test('what Telegram quotes of the text is left out', () => {
		const said = `Bad Request: can't parse entities: Unsupported start tag "Ira" x" at byte offset 5`;
		expect(describeAnswer(answer(400, said))).not.toContain('Ira');
		expect(describeAnswer(answer(400, said))).toMatch(/parse entities.*byte offset 5/);
	});

	test('no body makes it throw', () => {
		fc.assert(
			fc.property(fc.integer({ min: 200, max: 599 }), fc.anything(), (statusCode, body) => {
				readError({ statusCode, headers: {}, body });
				describeAnswer({ statusCode, headers: {}, body });
			}),
		);
	});
});

describe('splitting', () => {
	test('after a line, else a word, else a character of two units', () => {
		expect(splitText('aaaa\nbb cc', 8)).toEqual(['aaaa\n', 'bb cc']);
		expect(splitText('aaaa bbbbbb', 8)).toEqual(['aaaa ', 'bbbbbb']);
		expect(splitText('aaaaaaaaaaaa', 8)).toEqual(['aaaaaaaa', 'aaaa']);
		expect(splitText('aaaaaaa😀b', 8)).toEqual(['aaaaaaa', '😀b']);
		expect(splitText('a\nbbbbbbbbbb', 8)).toEqual(['a\nbbbbbb', 'bbbb']);
	});

	test('a text that fits stays whole', () => {
		expect(splitText('x'.repeat(MAX_TEXT))).toHaveLength(1);
		expect(splitText('x'.repeat(MAX_TEXT + 1)).map(({ length }) => length)).toEqual([MAX_TEXT, 1]);
	});

	test('parts join to the text, fit, and tear no character apart', () => {
		const text = fc
			.array(fc.constantFrom('a', 'Ж', ' ', '\n', '😀', '👩‍👩‍👧', 'слово '), { maxLength: 300 })
			.map((pieces) => pieces.join(''));
		fc.assert(
			fc.property(text, fc.integer({ min: 2, max: 60 }), (whole, max) => {
				const parts = splitText(whole, max);
				expect(parts.join('')).toBe(whole);
				for (const part of parts) {
					expect(part.length).toBeLessThanOrEqual(max);
					expect(part).not.toMatch(/\p{Surrogate}/u);
					if (parts.length > 1) expect(part.length).toBeGreaterThan(0);
				}
			}),
		);
	});

	test('any text, lone surrogates included, ends', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 5 }), (whole, max) => {
				expect(splitText(whole, max).join('')).toBe(whole);
			}),
		);
	});
});

describe('keyboards', () => {
	const keyboard = (more: Partial<Keyboard>) =>
		replyMarkup({ kind: 'none', buttonRows: '', contactLabel: '', ...more });

	test('rows, stray spaces and empty labels', () => {
		expect(keyboard({ kind: 'buttons', buttonRows: ' A | B ||\r\n\n  \n💰 Price ' })).toEqual({
			keyboard: [[{ text: 'A' }, { text: 'B' }], [{ text: '💰 Price' }]],
			resize_keyboard: true,
		});
	});

	test('the contact button comes first', () => {
		const rows = { contactLabel: ' Phone ', buttonRows: 'Cancel', oneTime: true };
		expect(keyboard({ kind: 'contact', ...rows })).toEqual({
			keyboard: [[{ text: 'Phone', request_contact: true }], [{ text: 'Cancel' }]],
			resize_keyboard: true,
			one_time_keyboard: true,
		});
	});

	test('none and remove', () => {
		expect(keyboard({})).toBeUndefined();
		expect(keyboard({ kind: 'remove' })).toEqual({ remove_keyboard: true });
	});

	test('what is missing is named', () => {
		const field = (more: Partial<Keyboard>) => {
			try {
				return keyboard(more);
			} catch (error) {
				return (error as InputError).field;
			}
		};
		expect(field({ kind: 'buttons', buttonRows: ' | \n' })).toBe('Button Rows');
		expect(field({ kind: 'contact', contactLabel: ' ' })).toBe('Contact Label');
	});
});

describe('chat ids', () => {
	test.each([
		[500000123, 500000123],
		[' 500000123 ', 500000123],
		['-1001234567890', -1001234567890],
		['@shop_news', '@shop_news'],
	])('%p', (raw, expected) => expect(parseChatId(raw)).toBe(expected));

	test.each([
		'',
		undefined,
		null,
		'+7 701 000 11 22',
		'ira',
		'@',
		'1.5',
		{},
		'1e5',
		'9'.repeat(20),
	])('%p is refused', (raw) => expect(() => parseChatId(raw)).toThrow(InputError));
});
