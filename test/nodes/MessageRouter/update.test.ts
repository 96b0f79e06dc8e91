import type { IDataObject } from 'n8n-workflow';

import { IRA, message, route } from './sample';

describe('where the update is', () => {
	const update = message('Добрый день');

	test.each<[string, unknown]>([
		['the update', update],
		['the item of a Webhook node', { headers: { host: 'n8n.example' }, body: update }],
		['a body as text', { headers: {}, body: JSON.stringify(update) }],
	])('%s', async (_where, json) => {
		expect(await route(json)).toMatchObject({ route: 'free_text', text: 'Добрый день' });
	});

	test('JSON text in the field', async () => {
		const json = await route({}, { update: JSON.stringify({ body: update }) });
		expect(json).toMatchObject({ route: 'free_text', text: 'Добрый день' });
	});

	test('another field of the item', async () => {
		const json = await route(
			{ telegram: update, message: 'mine' },
			{ update: '={{ $json.telegram }}' },
		);
		expect(json).toMatchObject({ route: 'free_text', update_id: 900001 });
	});
});

test('the item is flat and complete', async () => {
	expect(await route(message('Добрый день'))).toEqual({
		route: 'free_text',
		reason: '',
		update_id: 900001,
		chat_id: '500000123',
		chat_type: 'private',
		user_id: '500000123',
		username: 'ira_k',
		first_name: 'Ира',
		last_name: 'К',
		full_name: 'Ира К',
		language: 'ru',
		message_id: 41,
		phone_in_message: '',
		sent_at: '2025-12-29T09:20:00.000Z',
		text: 'Добрый день',
		text_for_manager: 'Добрый день',
		command: '',
		argument: '',
		known: false,
		button: '',
		label: '',
		dialog_step: '',
		media: '',
		media_note: '',
		file_id: '',
		contact: null,
		callback_query_id: '',
		membership: '',
	});
});

test('ids beyond 32 bits stay exact', async () => {
	const id = 2 ** 52 - 1;
	const json = await route(
		message({ from: { ...IRA, id }, chat: { id, type: 'private' }, text: 'x' }),
	);
	expect(json).toMatchObject({ chat_id: '4503599627370495', user_id: '4503599627370495' });
});

describe('a shared contact', () => {
	const card = (contact: IDataObject, more: IDataObject = {}) =>
		message({ contact: { phone_number: '380501112233', first_name: 'Ira', ...contact }, ...more });

	test('of the sender is own, and its phone has a plus', async () => {
		const json = await route(card({ user_id: IRA.id, last_name: 'K' }));
		expect(json).toMatchObject({ route: 'contact_shared', media: 'contact' });
		expect(json.contact).toEqual({
			phone: '+380501112233',
			own: true,
			user_id: '500000123',
			first_name: 'Ira',
			last_name: 'K',
		});
		expect(json.text_for_manager).toBe('[контакт: Ira K, +380501112233]');
	});

	test.each<[string, IDataObject, IDataObject]>([
		['of somebody else', { user_id: 42 }, {}],
		['of a person without Telegram', {}, {}],
		['whose user is no id', { user_id: {} }, { from: { first_name: 'Ira' } }],
		['forwarded', { user_id: IRA.id }, { forward_origin: { type: 'user' } }],
		['forwarded, as older servers say', { user_id: IRA.id }, { forward_from: { id: IRA.id } }],
		['forwarded by a hidden user', { user_id: IRA.id }, { forward_date: 1767000000 }],
	])('%s is not own', async (_what, contact, more) => {
		const json = await route(card(contact, more));
		expect(json).toMatchObject({ route: 'contact_shared', contact: { own: false } });
	});

	test.each([
		['+7 (701) 000-11-22', '+77010001122'],
		['77010001122', '+77010001122'],
		['', ''],
	])('phone %j is %j', async (phone_number, phone) => {
		expect(await route(card({ phone_number }))).toMatchObject({ contact: { phone } });
	});

	test('comes before a manager chat and a dialog step', async () => {
		const states = [{ inManagerChat: true }, { dialogStep: 'waiting_order' }];
		for (const state of states) {
			expect(await route(card({ user_id: IRA.id }), state)).toMatchObject({
				route: 'contact_shared',
			});
		}
	});
});

describe('a message without text', () => {
	const file = { file_id: 'F1', file_unique_id: 'u' };
	const place = { latitude: 43.24, longitude: 76.95 };

	test.each<[string, IDataObject, string, string]>([
		['photo', { photo: [{ ...file, width: 90, height: 90 }] }, '[фото]', 'F1'],
		['video', { video: file }, '[видео]', 'F1'],
		['video_note', { video_note: file }, '[видеосообщение]', 'F1'],
		['voice', { voice: file }, '[голосовое сообщение]', 'F1'],
		['audio', { audio: { ...file, title: 'Песня' } }, '[аудио: Песня]', 'F1'],
		['document', { document: { ...file, file_name: 'a\nb.pdf' } }, '[файл: a b.pdf]', 'F1'],
		['animation', { animation: file, document: file }, '[анимация]', 'F1'],
		['sticker', { sticker: { ...file, emoji: '😀' } }, '[стикер: 😀]', 'F1'],
		['location', { location: place }, '[геопозиция: 43.24, 76.95]', ''],
		[
			'venue',
			{ location: place, venue: { location: place, title: 'Кафе', address: 'Абая 1' } },
			'[место: Кафе, Абая 1, 43.24, 76.95]',
			'',
		],
		['poll', { poll: { id: '1', question: 'Когда?' } }, '[опрос: Когда?]', ''],
		['dice', { dice: { emoji: '🎲', value: 6 } }, '[кубик: 🎲]', ''],
		['game', { game: { title: 'Змейка' } }, '[игра: Змейка]', ''],
		['checklist', { checklist: { title: 'Дела' } }, '[список: Дела]', ''],
		['story', { story: { id: 1 } }, '[история]', ''],
	])('%s', async (media, fields, note, file_id) => {
		expect(await route(message(fields))).toMatchObject({
			route: 'free_text',
			media,
			media_note: note,
			text: '',
			text_for_manager: note,
			file_id,
		});
	});

	test('the largest photo is given, with the caption', async () => {
		const sizes = [
			[90, 'small'],
			[1280, 'large'],
			[320, 'middle'],
		].map(([width, file_id]) => ({ file_id, width, height: width }));
		expect(await route(message({ photo: sizes, caption: 'Такой есть?' }))).toMatchObject({
			file_id: 'large',
			text: 'Такой есть?',
			text_for_manager: '[фото] Такой есть?',
		});
	});

	test('a caption is no button and no command', async () => {
		for (const caption of ['Прайс', '/start']) {
			const json = await route(message({ voice: file, caption }));
			expect(json).toMatchObject({ route: 'free_text', button: '', command: '' });
		}
	});

	test('goes to the dialog step or the manager like text', async () => {
		const voice = message({ voice: file });
		expect(await route(voice, { dialogStep: 'waiting_question' })).toMatchObject({
			route: 'dialog_step',
			media: 'voice',
		});
		expect(await route(voice, { inManagerChat: true })).toMatchObject({ route: 'manager_chat' });
	});
});

describe('nothing of a private client message is Other', () => {
	const group = { id: -1001, type: 'supergroup', title: 'Наши' };
	const member = (status: string, chat: IDataObject = { id: IRA.id, type: 'private' }) => ({
		update_id: 5,
		my_chat_member: { chat, from: IRA, date: 1767000000, new_chat_member: { status } },
	});
	const { message: sent } = message('Прайс');

	test.each<[string, unknown, IDataObject]>([
		['a group', message({ chat: group, text: 'Прайс' }), { reason: 'not_private', text: 'Прайс' }],
		['a card in a group', message({ chat: group, contact: {} }), { reason: 'not_private' }],
		[
			'a post of a channel',
			{ channel_post: { chat: { id: -1, type: 'channel' }, text: 'x' } },
			{ reason: 'not_private', chat_id: '-1' },
		],
		['an edit', { update_id: 1, edited_message: sent }, { reason: 'edited', text: 'Прайс' }],
		['another bot', message({ from: { ...IRA, is_bot: true }, text: 'Прайс' }), { reason: 'bot' }],
		[
			'a block',
			member('kicked'),
			{ reason: 'membership', membership: 'blocked', user_id: '500000123' },
		],
		['an unblock', member('member'), { reason: 'membership', membership: 'unblocked' }],
		['leaving a group', member('kicked', group), { reason: 'not_private', membership: '' }],
		['a pinned message', message({ pinned_message: {} }), { reason: 'no_content' }],
		[
			'a poll answer',
			{ update_id: 1, poll_answer: {} },
			{ reason: 'unknown_update', update_id: 1 },
		],
		[
			'a message that is no object',
			{ update_id: 7, message: 'x' },
			{ reason: 'unknown_update', update_id: 7 },
		],
		['no chat', { message: { text: 'x', from: IRA } }, { reason: 'unknown_update' }],
		['an empty object', {}, { reason: 'unknown_update' }],
		['a list', { body: [1] }, { reason: 'unknown_update' }],
		['text that is no JSON', { body: '{"update_id":' }, { reason: 'unknown_update' }],
	])('%s', async (_what, update, expected) => {
		expect(await route(update)).toMatchObject({ route: 'other', button: '', ...expected });
	});
});
