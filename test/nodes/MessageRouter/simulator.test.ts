import { Sim } from '../../simulators/telegram/testkit';
import { IRA, route } from './sample';

/** Updates as the Bot API sends them, marks and all. */
let telegram: Sim;
beforeAll(async () => {
	telegram = await Sim.start();
});
afterAll(async () => await telegram.close());

let offset = 0;
async function routed(body: object) {
	await telegram.emit(body);
	const [update] = (await telegram.ok('getUpdates', { offset })) as unknown as Array<{
		update_id: number;
	}>;
	offset = update.update_id + 1;
	return await route(update);
}

const from = IRA;

test.each<[string, object, object]>([
	[
		'a deep link',
		{ message: { from, text: '/start ref42' } },
		{ command: 'start', argument: 'ref42' },
	],
	['a path', { message: { from, text: '/home/ira и дальше' } }, { route: 'free_text' }],
	['a button', { message: { from, text: '💰 Прайс' } }, { route: 'button', button: 'price' }],
	[
		'text with a link',
		{ message: { from, text: 'Смотрите https://shop.example' } },
		{ route: 'free_text' },
	],
	[
		'the own number',
		{ contact: { from, phone_number: '77010001122' } },
		{ route: 'contact_shared', contact: expect.objectContaining({ own: true }) },
	],
	[
		'the own number, forwarded',
		{ contact: { from, phone_number: '77010001122', forwarded: true } },
		{ contact: expect.objectContaining({ own: false }) },
	],
	[
		'the number of a friend',
		{ contact: { from, phone_number: '77010001122', user_id: 42 } },
		{ contact: expect.objectContaining({ own: false }) },
	],
	[
		'a voice message',
		{ message: { from, voice: { file_id: 'V' } } },
		{ media: 'voice', file_id: 'V' },
	],
	['a photo', { message: { from, photo: { content: 'aGk=' } } }, { media: 'photo' }],
	['a group', { message: { from, chat_id: -5, text: 'Прайс' } }, { reason: 'not_private' }],
	['a block', { block: { user_id: IRA.id } }, { membership: 'blocked' }],
	['an unblock', { unblock: { user_id: IRA.id } }, { membership: 'unblocked' }],
])('%s', async (_what, body, expected) => {
	expect(await routed(body)).toMatchObject(expected);
});

test('a press of an inline button', async () => {
	const reply_markup = { inline_keyboard: [[{ text: 'Часы', callback_data: 'hours' }]] };
	await telegram.ok('sendMessage', { chat_id: IRA.id, text: 'Меню', reply_markup });
	expect(await routed({ callback: { from, data: 'hours' } })).toMatchObject({
		route: 'button',
		button: 'hours',
		chat_id: String(IRA.id),
		callback_query_id: expect.stringMatching(/^\d+$/),
	});
});
