import fc from 'fast-check';

import { simplifyChat, tagsOf } from '../../../nodes/Sitniks/domain/chat';
import { mergeTags } from '../../../nodes/Sitniks/api/changeChat';
import { keyOf, serverOf } from '../../../nodes/Sitniks/api/key';
import { matchChat, normalizeNick } from '../../../nodes/Sitniks/domain/matching';
import { senderOf, simplifyMessage } from '../../../nodes/Sitniks/domain/message';
import { simplifyOrder, statusName } from '../../../nodes/Sitniks/domain/order';
import { sitniksPolicy } from '../../../nodes/Sitniks/api/policy';
import {
	chatSchema,
	choiceSchema,
	messageSchema,
	oneOf,
	orderSchema,
	rowsOf,
	shaped,
	type Chat,
} from '../../../nodes/Sitniks/api/schema';
import { InputError } from '../../../nodes/shared/errors';

let number = 0;
const chatOf = (fields: object): Chat => chatSchema.parse({ id: `c${++number}`, ...fields });
const person = (fields: object) => ({ nick: '', userId: '', source: '', ...fields });

describe('the credential', () => {
	test.each([
		['https://crm.sitniks.com', 'https://crm.sitniks.com'],
		[' https://crm.sitniks.com/ ', 'https://crm.sitniks.com'],
		['https://crm.sitniks.com/open-api', 'https://crm.sitniks.com'],
		['https://crm.sitniks.com/open-api//', 'https://crm.sitniks.com'],
		['http://127.0.0.1:5680/sitniks/open-api', 'http://127.0.0.1:5680/sitniks'],
		[undefined, ''],
	])('server of %p', (given, server) => expect(serverOf(given)).toBe(server));

	test.each([
		['abc', 'abc'],
		[' Bearer abc ', 'abc'],
		['bearer  abc', 'abc'],
		['Bearer', ''],
		['Bearer ', ''],
		['Bearerabc', 'Bearerabc'],
		['  ', ''],
		[undefined, ''],
	])('key of %p', (given, key) => expect(keyOf(given)).toBe(key));
});

describe('a nick name', () => {
	test.each([
		['olena.k', 'olena.k'],
		['  @Olena.K ', 'olena.k'],
		['https://t.me/Olena_K', 'olena_k'],
		['t.me/olena_k/', 'olena_k'],
		['https://www.instagram.com/olena.k/?hl=uk', 'olena.k'],
		['http://instagram.com/@Olena.k', 'olena.k'],
		['ОЛЕНА', 'олена'],
		['@', ''],
		['  ', ''],
		['', ''],
	])('%p is compared as %p', (given, nick) => expect(normalizeNick(given)).toBe(nick));

	test('stays the same when it is normalised again', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const once = normalizeNick(text);
				fc.pre(!/^@|\/|[?#]|^\s|\s$/.test(once));
				expect(normalizeNick(once)).toBe(once);
			}),
		);
	});
});

describe('the chat of a person', () => {
	test('is found by nick, whatever its case in the list', () => {
		const chat = chatOf({ userNickName: 'Olena.K', userId: '1' });
		expect(matchChat([chatOf({ userNickName: 'other' }), chat], person({ nick: 'olena.k' }))).toBe(
			chat,
		);
	});

	test('is never one without a nick, and nothing is not looked for', () => {
		const nameless = [chatOf({ userNickName: null }), chatOf({}), chatOf({ userNickName: '@' })];
		expect(matchChat(nameless, person({}))).toBeUndefined();
		expect(matchChat(nameless, person({ nick: 'null' }))).toBeUndefined();
		expect(matchChat(nameless, person({ nick: 'olena.k' }))).toBeUndefined();
	});

	test('by user ID counts more than by nick, and ids are not numbers', () => {
		const byNick = chatOf({ userNickName: 'olena.k', userId: '20000000000000001' });
		const byId = chatOf({ userNickName: 'new.name', userId: '20000000000000002' });
		const wanted = person({ nick: 'olena.k', userId: '20000000000000002' });
		expect(matchChat([byNick, byId], wanted)).toBe(byId);
	});

	test('of several it is the one with the newest activity, by the first time that is there', () => {
		const of = (fields: object) => chatOf({ userNickName: 'olena.k', userId: '1', ...fields });
		const old = of({ lastMessageCreatedAt: '2026-08-01T10:00:00Z', updatedAt: '2026-09-09' });
		const middle = of({ updatedAt: '2026-08-02T10:00:00Z', createdAt: '2026-09-09T10:00:00Z' });
		const newest = of({ createdAt: '2026-08-03T10:00:00Z' });
		const timeless = of({ lastMessageCreatedAt: 'soon' });
		for (const all of [
			[old, middle, newest, timeless],
			[timeless, newest, middle, old],
		]) {
			expect(matchChat(all, person({ nick: 'olena.k' }))).toBe(newest);
		}
	});

	test('in two networks is ambiguous, unless a source is chosen or it is one person', () => {
		const instagram = chatOf({ userNickName: 'max', initialSource: 'instagram', userId: '1' });
		const telegram = chatOf({ userNickName: 'MAX', initialSource: 'telegram_bot', userId: '2' });
		const same = { ...telegram, userId: '1' };
		const search = () => matchChat([instagram, telegram], person({ nick: 'max' }));
		expect(search).toThrow(InputError);
		expect(search).toThrow(expect.objectContaining({ code: 'ambiguous' }));
		expect(search).toThrow('instagram and telegram_bot');
		expect(search).not.toThrow(/max/i);
		const inTelegram = person({ nick: 'max', source: 'telegram_bot' });
		expect(matchChat([instagram, telegram], inTelegram)).toBe(telegram);
		expect(matchChat([instagram, same], person({ nick: 'max' }))).toBe(instagram);
		expect(matchChat([instagram], person({ nick: 'max', source: 'viber' }))).toBeUndefined();
	});
});

describe('tags', () => {
	test.each([
		['add', ['a', 'B'], ['b', 'a', 'b'], ['a', 'B', 'b']],
		['remove', ['a', 'B', 'b'], ['b', 'x'], ['a', 'B']],
		['replace', ['a'], ['c', 'c', 'd'], ['c', 'd']],
		['replace', ['a'], [], []],
	] as const)('%s', (mode, before, given, after) => {
		expect(mergeTags([...before], [...given], mode)).toEqual(after);
	});

	test('that are no list of texts are not taken for none', () => {
		expect(tagsOf(chatOf({ tags: null }))).toEqual([]);
		expect(tagsOf(chatOf({}))).toEqual([]);
		expect(tagsOf(chatOf({ tags: ['a'] }))).toEqual(['a']);
		expect(tagsOf(chatOf({ tags: [{ id: 1 }] }))).toBeUndefined();
	});
});

describe('simplified', () => {
	test('a chat without the fields that may be missing', () => {
		expect(simplifyChat(chatSchema.parse({ id: 'a1', assignedManagerName: 'Дарія' }))).toEqual({
			chat_id: 'a1',
			user_id: '',
			user_name: '',
			nick_name: '',
			source: '',
			status: '',
			tags: [],
			manager_id: null,
			manager_name: 'Дарія',
			created_at: '',
			updated_at: '',
			last_message_at: '',
		});
	});

	test.each([
		[{ sentBy: '1', managerName: 'Дарія' }, 'client'],
		[{ sentBy: '2', managerName: 'Дарія' }, 'manager'],
		[{ sentBy: '2', managerName: '' }, 'page'],
		[{ sentBy: '2' }, 'page'],
		[{}, 'page'],
	])('%j comes from the %s', (fields, from) => {
		expect(senderOf(messageSchema.parse({ id: 'm', ...fields }), '1')).toBe(from);
	});

	test('nobody is the client of a chat without a user', () => {
		expect(senderOf(messageSchema.parse({ id: 'm' }), '')).toBe('page');
	});

	test('attachments are addresses, each once', () => {
		const attachments = ['https://a', { url: 'https://b' }, null];
		const message = messageSchema.parse({ id: 'm', attachments, attachmentUrl: 'https://a' });
		expect(simplifyMessage(message, '1').attachments).toEqual(['https://a', 'https://b']);
	});

	test.each([
		[{ id: 11, name: 'Нове' }, 'Нове'],
		[{ id: 12, title: 'В обробці' }, 'В обробці'],
		['Виконано', 'Виконано'],
		[null, ''],
	])('status %j of an order is %p', (status, name) => expect(statusName(status)).toBe(name));

	test('an order that is free of charge costs 0, one without a price nothing known', () => {
		const free = orderSchema.parse({ id: 1, totalPriceDiscount: 0, totalPrice: 900 });
		expect(simplifyOrder(free).total).toBe(0);
		expect(simplifyOrder(orderSchema.parse({ id: 1 })).total).toBeNull();
	});
});

describe('what Sitniks answers', () => {
	test('rows stand under their names, or alone', () => {
		expect(rowsOf({ data: [1] })).toEqual([1]);
		expect(rowsOf([1])).toEqual([1]);
		expect(rowsOf({ clients: [1] }, ['clients', 'data'])).toEqual([1]);
		expect(rowsOf({ data: [1] }, ['clients', 'data'])).toEqual([1]);
		expect(rowsOf({ message: 'no' })).toBeUndefined();
		expect(rowsOf('<html>')).toBeUndefined();
	});

	test('rows without an id are left out', () => {
		expect(shaped([{ id: 1 }, {}, null, { id: '' }], chatSchema)).toHaveLength(1);
	});

	test('a choice has name or title', () => {
		expect(oneOf({ id: 1, title: 'Сайт' }, choiceSchema)).toEqual({ id: 1, name: 'Сайт' });
		expect(oneOf({ data: { id: '2', name: 'Сайт' } }, choiceSchema)).toEqual({
			id: 2,
			name: 'Сайт',
		});
	});

	test('whatever it is, it is read or refused without an error', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				for (const shape of [chatSchema, messageSchema, orderSchema]) oneOf(value, shape as never);
				for (const chat of shaped([value], chatSchema)) {
					simplifyChat(chat);
					matchChat([chat], person({ nick: 'a', userId: '1' }));
				}
				for (const one of shaped([value], messageSchema)) simplifyMessage(one, '1');
				for (const order of shaped([value], orderSchema)) simplifyOrder(order);
			}),
		);
	});

	test('a refusal of any shape is read', () => {
		const { errorMessage, classify } = sitniksPolicy('key');
		fc.assert(
			fc.property(fc.integer({ min: 200, max: 599 }), fc.anything(), (statusCode, body) => {
				const answer = { statusCode, headers: {}, body };
				expect(['string', 'undefined']).toContain(typeof errorMessage(answer));
				classify!(answer, true);
			}),
		);
	});

	test.each([
		[{ message: 'No such thing', error: 'Bad Request' }, 'No such thing'],
		[{ message: ['one', 'two'] }, 'one; two'],
		[{ error: 'Bad Request' }, 'Bad Request'],
		['plain text', 'plain text'],
		['<html>x</html>', undefined],
		[undefined, undefined],
	])('%j says %p', (body, said) => {
		const answer = { statusCode: 400, headers: {}, body };
		expect(sitniksPolicy('key').errorMessage(answer)).toBe(said);
	});
});
