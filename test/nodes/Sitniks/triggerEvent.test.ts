import { readEvents, type SitniksEvent } from '../../../nodes/Sitniks/trigger/event';
import { readJson } from '../../../nodes/shared/webhookJson';
import { CHAT, CLIENT, MESSAGE, PAGE } from './triggerKit';
import { cpuMs } from '../../harness/cpu';

const parseEvent = (body: unknown): SitniksEvent[] => readEvents(body).map(({ event }) => event);

const chat = CHAT;
const message = MESSAGE;
const chatId = CHAT.id;

test('a message with everything that a webhook may hold', () => {
	const body = {
		chat: { ...CHAT, userNickName: 'Olena.K', assignedManagerId: 33, assignedManagerName: 'Дарія' },
		message: {
			...{ ...MESSAGE, id: 'm1', createdAt: '2026-08-03T12:12:39.900+03:00' },
			attachmentUrl: 'https://cdn.example/a.png',
			attachments: ['https://cdn.example/a.png', { url: 'https://cdn.example/b.png' }, null],
		},
	};
	expect(parseEvent(body)).toEqual([
		{
			kind: 'message',
			reason: '',
			chat_id: chatId,
			user_id: CLIENT,
			user_name: 'Olena K',
			nick_name: 'Olena.K',
			source: 'instagram',
			status: 'Новий',
			tags: ['promo'],
			owner_name: 'my.shop.ua',
			assigned_manager_id: '33',
			assigned_manager_name: 'Дарія',
			sent_by: CLIENT,
			text: 'Ціна?',
			attachments: ['https://cdn.example/a.png', 'https://cdn.example/b.png'],
			comment_id: '',
			message_id: 'm1',
			from_client: true,
			manager_name: '',
			sent_at: '2026-08-03T09:12:39.900Z',
			fetch_error: '',
			over_quota: false,
		},
	]);
});

describe('shapes of a client message', () => {
	test.each<[string, unknown]>([
		['the known one', { chat, message }],
		['in data', { event: 'message', data: { chat, message } }],
		['in payload', { payload: { chat, message } }],
		['in both', { payload: { data: { chat, message } } }],
		['a list', [{ chat, message }]],
		['a list in data', { data: [{ chat, message }] }],
		['the chat outside, the message inside', { chat, data: { message } }],
		['the message outside, the chat inside', { message, data: { chat } }],
		['beside an empty data', { chat, message, data: [] }],
		['flat message', { chat, ...message }],
		['flat message in data', { chat, data: { ...message } }],
		['id beside the chat', { chatId, chat: { ...chat, id: undefined }, message }],
		['id beside data', { chatId, data: { chat: { userId: CLIENT }, message } }],
		[
			'ids as numbers',
			{ chat: { ...chat, id: 7, userId: 12 }, message: { ...message, sentBy: 12 } },
		],
		[
			'number against text',
			{ chat: { ...chat, userId: '12' }, message: { ...message, sentBy: 12 } },
		],
		['no comment id', { chat, message: { ...message, commentId: null } }],
		['an empty comment id', { chat, message: { ...message, commentId: ' ' } }],
		['a photo', { chat, message: { sentBy: CLIENT } }],
	])('%s', (_name, body) => {
		const events = parseEvent(body);
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({ kind: 'message', reason: '', from_client: true });
		expect(events[0].chat_id).not.toBe('');
	});

	test.each([
		[{ chatId, message }],
		[{ chat: { id: chatId }, message }],
		[{ data: { chatId, message } }],
		[{ data: { chat: { id: chatId } }, message }],
		[{ chat: chatId, message }],
	])('the chat is only named, so the client is not known: %j', (body) => {
		expect(parseEvent(body)).toEqual([
			expect.objectContaining({
				kind: 'other',
				reason: 'it does not say who the client of the chat is',
				chat_id: chatId,
				text: 'Ціна?',
				from_client: false,
			}),
		]);
	});
});

describe('who wrote it', () => {
	const from = (change: object, chatChange: object = {}) =>
		parseEvent({ chat: { ...chat, ...chatChange }, message: { ...message, ...change } })[0];

	test.each([
		['the client', {}, 'message', true],
		['the client under a post', { commentId: 'c-1' }, 'comment', true],
		['the client under a post, by number', { commentId: 5 }, 'comment', true],
		['the page', { sentBy: PAGE }, 'own', false],
		['the API', { sentBy: PAGE, managerName: '' }, 'own', false],
		['a manager', { sentBy: PAGE, managerName: 'Дарія' }, 'own', false],
		['the page under a post', { sentBy: PAGE, commentId: 'c-1' }, 'own', false],
		['a manager, without sentBy', { sentBy: undefined, managerName: 'Дарія' }, 'own', false],
		['nobody', { sentBy: undefined }, 'other', false],
		['an empty name', { sentBy: '' }, 'other', false],
		['an object', { sentBy: { id: CLIENT } }, 'other', false],
		['an id that starts alike', { sentBy: `${CLIENT}0` }, 'own', false],
	])('%s', (_name, change, kind, from_client) => {
		expect(from(change)).toMatchObject({ kind, from_client });
	});

	test('two empty ids are no match', () => {
		expect(from({ sentBy: '' }, { userId: '' })).toMatchObject({
			kind: 'other',
			from_client: false,
		});
		expect(from({ sentBy: null }, { userId: null })).toMatchObject({ kind: 'other' });
	});

	test('ids beyond 2^53 that differ in the last digit stay two', () => {
		const body = (user: string, sender: string) =>
			readJson(`{"chat":{"id":"a","userId":${user}},"message":{"sentBy":${sender},"text":"x"}}`);
		expect(parseEvent(body('90071992547409931', '90071992547409932'))[0].kind).toBe('own');
		expect(parseEvent(body('90071992547409931', '"90071992547409931"'))[0].kind).toBe('message');
	});
});

describe('what is no message', () => {
	test.each<[unknown, string]>([
		[{}, 'it names no chat'],
		[{ test: true }, 'it names no chat'],
		[{ message }, 'it names no chat'],
		[{ chat }, 'it holds no message'],
		[{ chatId }, 'it holds no message'],
		[{ chat, message: 'Ціна?' }, 'it holds no message'],
		[{ chat, message: {} }, 'it holds no message'],
		[[], 'the list is empty'],
		[{ data: [] }, 'the list is empty'],
		['hello', 'this is no object'],
		[null, 'this is no object'],
		[undefined, 'this is no object'],
		[7, 'this is no object'],
		[JSON.parse(`${'{"data":'.repeat(50)}{}${'}'.repeat(50)}`), 'the body is nested too deeply'],
		[JSON.parse(`${'['.repeat(9000)}${']'.repeat(9000)}`), 'the body is nested too deeply'],
	])('%#: %s', (body, reason) => {
		expect(parseEvent(body)).toEqual([
			expect.objectContaining({ kind: 'other', reason, from_client: false }),
		]);
	});
});

test('each event of a list has its part of the body', () => {
	const [one, two] = [
		{ chat, message },
		{ chat, message: { ...message, sentBy: PAGE } },
	];
	expect(readEvents({ data: [one, two] }).map(({ event, raw }) => [event.kind, raw])).toEqual([
		['message', one],
		['own', two],
	]);
	expect(readEvents({ event: 'x', data: one })[0].raw).toEqual({ event: 'x', data: one });
});

test('a body of 3 MB costs less than a second', () => {
	const list = Array.from({ length: 15_000 }, () => ({ chat, message }));
	const attachments = Array.from({ length: 15_000 }, (_, index) => `https://cdn.example/${index}`);
	const spent = cpuMs(() => {
		expect(parseEvent({ chat, data: list })).toHaveLength(15_000);
		parseEvent({ chat, message: { ...message, attachments, text: 'а'.repeat(2_000_000) } });
	});
	expect(spent).toBeLessThan(1000);
});
