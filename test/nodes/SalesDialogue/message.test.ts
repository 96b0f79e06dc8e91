import { readMessage } from '../../../nodes/SalesDialogue/domain/message';
import type { Row } from '../../../nodes/shared/rows';

const update = (message: Row = {}, id: unknown = 77): Row => ({
	update_id: id,
	message: {
		chat: { id: 501, type: 'private' },
		from: { id: 501, first_name: 'Олена', last_name: 'К', username: 'olena' },
		text: ' Добрий день ',
		...message,
	},
});
const event = (fields: Row = {}): Row => ({
	kind: 'message',
	chat_id: 'c1',
	user_id: '2000',
	user_name: 'Олена',
	nick_name: 'insta.olena',
	source: 'instagram',
	text: 'Ціна?',
	attachments: [],
	message_id: '',
	sent_at: '2026-03-02T09:00:00.000Z',
	...fields,
});

describe('a message of Telegram', () => {
	test('belongs to its sender and is answered in his chat', () => {
		expect(readMessage(update(), 'run')).toEqual({
			channel: 'telegram',
			user_id: 'telegram:501',
			chat_id: '501',
			contact_id: '501',
			username: 'olena',
			telegram_username: 'olena',
			instagram_username: '',
			name: 'Олена К',
			text: 'Добрий день',
			media: false,
			sitniks_chat_id: '',
			event_key: 'telegram:77',
			over_quota: false,
		});
	});

	test.each([
		['of a group', { chat: { id: -5, type: 'supergroup' } }],
		['of a bot', { from: { id: 9, is_bot: true } }],
		['of nobody', { from: undefined }],
	])('%s is none for the dialogue', (_name, fields) => {
		expect(readMessage(update(fields), 'run')).toBeUndefined();
	});

	test('may be a picture with a caption, a file or a contact', () => {
		const read = (fields: Row) => readMessage(update({ text: undefined, ...fields }), 'run');
		expect(read({ photo: [{}], caption: 'чек' })).toMatchObject({ text: 'чек', media: true });
		expect(read({ document: {} })).toMatchObject({ text: '', media: true });
		expect(read({ contact: { phone_number: '+380501112233' } })).toMatchObject({
			text: '+380501112233',
			media: false,
		});
	});

	test('without a number never passes for a repeated one', () => {
		expect(readMessage(update({}, null), 'run-1')?.event_key).toBe('telegram:run-1');
	});
});

describe('an event of Sitniks', () => {
	test('belongs to its chat; the caller sends the answer', () => {
		expect(readMessage(event(), 'run')).toMatchObject({
			channel: 'instagram',
			user_id: 'instagram:c1',
			chat_id: '',
			contact_id: '2000',
			username: 'insta.olena',
			telegram_username: '',
			instagram_username: 'insta.olena',
			name: 'Олена',
			media: false,
			sitniks_chat_id: 'c1',
		});
	});

	test.each(['comment', 'own', 'other'])('of the kind "%s" is none for the dialogue', (kind) => {
		expect(readMessage(event({ kind }), 'run')).toBeUndefined();
	});

	test('of a Telegram bot of Sitniks is of the channel telegram', () => {
		const read = readMessage(event({ source: 'telegram_bot' }), 'run');
		expect(read).toMatchObject({ user_id: 'telegram:c1', telegram_username: 'insta.olena' });
	});

	test('is known again by its id, else by its words and their time', () => {
		const keyOf = (fields: Row, run = 'run') => readMessage(event(fields), run)?.event_key;
		expect(keyOf({ message_id: 'm1' })).toBe('instagram:c1:m1');
		expect(keyOf({}, 'run-1')).toBe(keyOf({}, 'run-2'));
		expect(keyOf({ text: 'Ще' })).not.toBe(keyOf({}));
		expect(keyOf({ sent_at: '2026-03-02T09:00:01.000Z' })).not.toBe(keyOf({}));
		expect(keyOf({ chat_id: 'c2' })).not.toBe(keyOf({}));
		expect(keyOf({ sent_at: '' }, 'run-1')).toBe('instagram:c1:run-1');
	});

	test('without a text has a file', () => {
		expect(readMessage(event({ text: '' }), 'run')?.media).toBe(true);
	});
});

describe('a message of another channel', () => {
	const given = {
		channel: 'viber',
		user_id: 'viber:1',
		text: ' так ',
		media: 'true',
		chat_id: '5',
	};

	test('is taken as the caller gives it, and the caller sends the answer', () => {
		expect(readMessage(given, '9-0')).toMatchObject({
			channel: 'viber',
			user_id: 'viber:1',
			text: 'так',
			media: true,
			chat_id: '',
			telegram_username: '',
			event_key: 'run:9-0',
		});
		expect(readMessage({ ...given, event_key: 'v1' }, '9-0')?.event_key).toBe('v1');
	});

	test.each([[{}], [{ user_id: ' ' }]])('that belongs to nobody is refused: %p', (fields) => {
		expect(() => readMessage({ ...given, user_id: '', ...fields }, 'run')).toThrow(
			'user_id is missing',
		);
	});
});
