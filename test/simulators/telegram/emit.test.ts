import type { Json } from './model';
import { DIALOGUE_TOKEN, IRA, Receiver, Sim, TOKEN } from './testkit';

let sim: Sim;
let receiver: Receiver;
beforeAll(async () => {
	sim = await Sim.start();
	receiver = await new Receiver().start();
});
beforeEach(async () => {
	await sim.reset();
	receiver.clear();
	await sim.ok('setWebhook', { url: receiver.url });
});
afterAll(async () => {
	await sim.close();
	await receiver.close();
});

/** The update that the emit brought. */
async function updateOf(body: object): Promise<Json> {
	await sim.emit(body);
	return receiver.received.at(-1)?.update as Json;
}
const messageOf = async (body: object) => (await updateOf(body)).message as Json;

describe('contacts', () => {
	const share = (contact: object) =>
		messageOf({ contact: { from: IRA, phone_number: '380501112233', ...contact } });

	test('the own number answers the message that asked for it', async () => {
		await sim.start();
		const asked = await sim.ok('sendMessage', {
			chat_id: IRA.id,
			text: 'Share your number',
			reply_markup: { keyboard: [[{ text: 'Share', request_contact: true }]] },
		});
		await sim.ok('sendMessage', { chat_id: IRA.id, text: 'Please' });
		const message = await share({});
		expect(message.contact).toEqual({
			phone_number: '380501112233',
			first_name: 'Ira',
			user_id: IRA.id,
		});
		expect(message).toMatchObject({ reply_to_message: { message_id: asked.message_id } });
		expect(message).not.toHaveProperty('text');
	});

	test('with + as well', async () => {
		expect((await share({ phone_number: '+380501112233' })).contact).toMatchObject({
			phone_number: '+380501112233',
		});
	});

	test("somebody else's card, with another user id or none", async () => {
		const other = await share({ user_id: 42, first_name: 'Petro' });
		expect(other).toMatchObject({
			from: { id: IRA.id },
			contact: { user_id: 42, first_name: 'Petro' },
		});
		expect(other).not.toHaveProperty('reply_to_message');
		expect((await share({ user_id: null })).contact).not.toHaveProperty('user_id');
	});

	test('a forwarded card says so', async () => {
		expect(await share({ forwarded: true })).toMatchObject({
			forward_origin: { type: 'user' },
			contact: { user_id: IRA.id },
		});
	});
});

describe('buttons', () => {
	test('the newest message with that button is pressed, and the answer is kept', async () => {
		await sim.start();
		const reply_markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
		const asked = await sim.ok('sendMessage', { chat_id: IRA.id, text: 'Sure?', reply_markup });
		const { callback_query } = await updateOf({ callback: { from: IRA, data: 'yes' } });
		const query = callback_query as Json;
		expect(query).toMatchObject({
			id: expect.stringMatching(/^\d+$/),
			from: { id: IRA.id },
			message: { message_id: asked.message_id, text: 'Sure?', reply_markup },
			data: 'yes',
		});
		const answer = { callback_query_id: query.id, text: 'Thanks', show_alert: true };
		expect(await sim.ok('answerCallbackQuery', answer)).toBe(true);
		expect((await sim.state()).callbacks).toMatchObject([
			{ data: 'yes', answers: [{ text: 'Thanks', show_alert: true }] },
		]);
	});

	test('an unknown or old query cannot be answered', async () => {
		const error =
			'Bad Request: query is too old and response timeout expired or query ID is invalid';
		const unknown = await sim.api('answerCallbackQuery', { callback_query_id: '1' });
		expect(unknown.body.description).toBe(error);
		await sim.switch({ callbackTtlMs: 0 });
		const { callback_query } = await updateOf({ callback: { from: IRA, data: 'yes' } });
		await new Promise((resolve) => setTimeout(resolve, 5));
		const { id } = callback_query as Json;
		const late = await sim.api('answerCallbackQuery', { callback_query_id: id });
		expect(late.body.description).toBe(error);
	});

	test('a message that is gone is only an id', async () => {
		const { callback_query } = await updateOf({
			callback: { from: IRA, data: 'x', message_id: 7 },
		});
		expect(callback_query).toMatchObject({ message: { message_id: 7, date: 0 } });
	});
});

test('blocking and unblocking', async () => {
	await sim.start();
	const blocked = (await updateOf({ block: { user_id: IRA.id } })).my_chat_member;
	expect(blocked).toMatchObject({
		chat: { id: IRA.id, type: 'private' },
		from: { id: IRA.id, first_name: 'Ira' },
		date: expect.any(Number),
		old_chat_member: { status: 'member', user: { id: 1000000 } },
		new_chat_member: { status: 'kicked' },
	});
	const send = () => sim.api('sendMessage', { chat_id: IRA.id, text: 'x' });
	expect((await send()).body.description).toBe('Forbidden: bot was blocked by the user');
	expect((await updateOf({ unblock: { user_id: IRA.id } })).my_chat_member).toMatchObject({
		old_chat_member: { status: 'kicked' },
		new_chat_member: { status: 'member' },
	});
	expect((await send()).status).toBe(200);
});

describe('messages', () => {
	test('by chat id alone, with the name that is known', async () => {
		await sim.start();
		expect(await messageOf({ message: { chat_id: IRA.id, text: 'again' } })).toMatchObject({
			from: { id: IRA.id, first_name: 'Ira' },
			chat: { id: IRA.id, type: 'private' },
		});
	});

	test('in a group: the writer is known, but cannot be written to', async () => {
		const message = await messageOf({ message: { chat_id: -4001, from: IRA, text: 'hi' } });
		expect(message).toMatchObject({ chat: { id: -4001, type: 'group' }, from: { id: IRA.id } });
		expect((await sim.api('sendMessage', { chat_id: -4001, text: 'x' })).status).toBe(200);
		const answer = await sim.api('sendMessage', { chat_id: IRA.id, text: 'x' });
		expect(answer.body.description).toBe("Forbidden: bot can't initiate conversation with a user");
	});

	test('channel posts have no author', async () => {
		await sim.switch({ knownChats: [{ id: -1005, type: 'channel', title: 'News' }] });
		const message = await messageOf({ message: { chat_id: -1005, text: 'sale' } });
		expect(message).not.toHaveProperty('from');
	});

	test('a photo can be fetched, and has no text', async () => {
		const content = Buffer.from([0xff, 0xd8, 0xff, 0x00]);
		const photo = { content: content.toString('base64') };
		const message = await messageOf({ message: { from: IRA, photo, caption: 'receipt' } });
		expect(message).toMatchObject({ caption: 'receipt' });
		expect(message).not.toHaveProperty('text');
		const [{ file_id }] = message.photo as Array<{ file_id: string }>;
		const file = await sim.request(`/bot${TOKEN}/getFile?file_id=${file_id}`);
		const path = String(file.body.result?.file_path);
		const response = await fetch(`${sim.url}/file/bot${TOKEN}/${path}`);
		expect(Buffer.from(await response.arrayBuffer())).toEqual(content);
	});

	test('any other field goes through', async () => {
		const sticker = { file_id: 'x', emoji: '👍' };
		expect(await messageOf({ message: { from: IRA, sticker } })).toMatchObject({ sticker });
	});

	test('message ids of a chat are shared by both sides and unique', async () => {
		const one = await messageOf({ message: { from: IRA, text: '1' } });
		const two = await sim.ok('sendMessage', { chat_id: IRA.id, text: '2' });
		const three = await messageOf({ message: { from: IRA, text: '3' } });
		expect(new Set([one.message_id, two.message_id, three.message_id]).size).toBe(3);
	});
});

test('a raw update goes out as it is', async () => {
	const message = {
		message_id: 5,
		from: { id: 77, is_bot: false, first_name: 'Raw' },
		chat: { id: 77, type: 'private', first_name: 'Raw' },
		date: 1767000000,
		strange: true,
	};
	const update = await updateOf({ update: { update_id: 123, edited_message: message } });
	expect(update).toEqual({ update_id: 123, edited_message: message });
	expect(await updateOf({ update: { message } })).toMatchObject({ message: { strange: true } });
	expect((await sim.api('sendMessage', { chat_id: 77, text: 'x' })).status).toBe(200);
});

test('the other bot gets its own updates', async () => {
	const other = await new Receiver().start();
	await sim.ok('setWebhook', { url: other.url }, DIALOGUE_TOKEN);
	for (const bot of ['sandbox-telegram-dialogue', '1000001', 'sandbox_dialogue_bot']) {
		await sim.start(IRA, bot);
	}
	expect(other.received).toHaveLength(3);
	expect(receiver.received).toHaveLength(0);
	await other.close();
});
