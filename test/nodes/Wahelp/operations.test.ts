import type { IDataObject } from 'n8n-workflow';

import { searchChannels, searchProjects } from '../../../nodes/Wahelp/methods';
import { PHONE, PROJECT, SEND, TELEGRAM, useKit } from './kit';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = useKit();
const ENSURE = { resource: 'user', operation: 'ensure', ...TELEGRAM, phone: '8 999 000 11 22' };
const FIND = {
	resource: 'contact',
	operation: 'findByPhone',
	...PROJECT,
	phone: '+7 999 000-11-22',
};
const MESSAGES = { resource: 'message', operation: 'getAll', ...TELEGRAM };

async function list(parameters: IDataObject): Promise<IDataObject[]> {
	const [output] = await kit.place(parameters as never).execute();
	return output.map(({ json }) => json);
}

describe('User: Ensure', () => {
	test('a new user, then the same one with a new name', async () => {
		const first = await kit.run({ ...ENSURE, name: 'Анна' });
		expect(first).toEqual({
			user_id: expect.stringMatching(/^\d+$/),
			phone: '+79990001122',
			name: 'Анна',
			existed: null,
			channel: 'clients_tg',
		});
		expect(await kit.run({ ...ENSURE, name: 'Анна П.' })).toEqual({ ...first, name: 'Анна П.' });
		expect((await kit.requests('/users'))[0].body).toEqual({
			phone: PHONE,
			name: 'Анна',
			need_create: true,
		});
	});

	test('an empty name is left out', async () => {
		await kit.run(ENSURE);
		expect((await kit.requests('/users'))[0].body).toEqual({ phone: PHONE, need_create: true });
	});

	test.each([
		{ existingUserAnswer: 'validation_error' },
		{ existingUserAnswer: 'validation_error', existingUserStatus: 400 },
		{ existingUserAnswer: 'validation_error', refuseWith200: true },
	])('a validation error with the existing id: %j', async (switches) => {
		const id = await kit.user();
		await kit.faults(switches);
		expect(await kit.run({ ...ENSURE, name: 'X' })).toMatchObject({
			user_id: id,
			name: 'Анна',
			existed: true,
		});
		expect(await kit.requests('contact_by_phone')).toHaveLength(0);
	});

	test('the id of an error is not trusted when its user has another phone', async () => {
		const id = await kit.user();
		const stranger = await kit.user('79990009999', 'Чужой');
		await kit.faults({
			status: 422,
			body: { message: 'The given data was invalid.', data: { id: Number(stranger) } },
			method: 'POST',
			path: '/users',
			times: 1,
		});
		expect(await kit.run(ENSURE)).toMatchObject({ user_id: id, existed: true });
		expect(await kit.requests('contact_by_phone')).toHaveLength(1);
	});

	test('a refusal without an id is cured by the contact, else it stands', async () => {
		const refusal = { status: 422, body: { message: 'The phone is taken' }, times: 1 };
		const fault = { ...refusal, method: 'POST', path: '/users' };
		await kit.faults(fault);
		expect(await kit.failure(ENSURE)).toMatchObject({
			code: 'invalid_request',
			error: 'Wahelp answered 422: The phone is taken',
		});
		const id = await kit.user();
		await kit.faults(fault);
		expect(await kit.run(ENSURE)).toMatchObject({ user_id: id, existed: true });
	});

	test('an answer with the user of another phone is not taken', async () => {
		const body = { success: true, data: { id: 5, phone: '79990009999' } };
		await kit.faults({ status: 200, body, method: 'POST', path: '/users', times: 1 });
		const failed = await kit.failure(SEND);
		expect(failed).toMatchObject({ code: 'unexpected_answer', outcome: 'rejected' });
		expect(await kit.texts()).toEqual([]);
	});

	test.each([false, true])('no messenger, with status 200: %s', async (refuseWith200) => {
		await kit.faults({ noMessenger: [PHONE], refuseWith200 });
		const failed = await kit.failure(ENSURE);
		expect(failed).toMatchObject({
			error: 'The number has no account in the messenger of this channel',
			code: 'no_messenger',
			outcome: 'rejected',
		});
		expect(JSON.stringify(failed)).not.toContain('9990001122');
	});

	test('users without a phone in the answers', async () => {
		await kit.faults({ userWithoutPhone: true });
		const id = await kit.user();
		await kit.faults({ existingUserAnswer: 'validation_error' });
		expect(await kit.run(ENSURE)).toMatchObject({ user_id: id, existed: true });
	});

	test.each(['', '12', '000 000 00 00'])('the phone "%s" never leaves the node', async (phone) => {
		const failed = await kit.failure({ ...ENSURE, phone });
		expect(failed).toMatchObject({ code: 'invalid_input', outcome: 'not_sent', field: 'Phone' });
		expect((await kit.state()).requests).toHaveLength(0);
	});

	test('the country of a phone is an option', async () => {
		await kit.run({ ...ENSURE, phone: '067 123 45 67', options: { country: 'ua' } });
		expect((await kit.requests('/users'))[0].body).toMatchObject({ phone: '380671234567' });
	});
});

describe('Contact: Find by Phone', () => {
	test('an unknown phone is no error, and nobody is created', async () => {
		expect(await kit.run(FIND)).toEqual({ found: false });
		expect((await kit.requests('contact_by_phone'))[0].body).toEqual({
			phone: PHONE,
			need_create: false,
		});
	});

	test('a person with the users of all channels', async () => {
		const id = await kit.user();
		const found = {
			found: true,
			contact_id: expect.stringMatching(/^\d+$/),
			users: [{ user_id: id, channel_id: '101', phone: PHONE, blocked: false }],
		};
		expect(await kit.run(FIND)).toEqual({ ...found, user_id: null });
		expect(await kit.run({ ...FIND, channel: TELEGRAM.channel })).toEqual({
			...found,
			user_id: id,
		});
		expect(await kit.run({ ...FIND, channel: 101 })).toEqual({ ...found, user_id: id });
		expect(await kit.run({ ...FIND, channel: 'clients_wa' })).toEqual({ ...found, user_id: null });
	});

	test('the 404 of some web page is an error', async () => {
		await kit.faults({ status: 404, html: true, path: 'contact_by_phone', times: 1 });
		expect(await kit.failure(FIND)).toMatchObject({
			code: 'unexpected_answer',
			hint: expect.stringContaining('Base URL'),
		});
	});
});

describe('Channel: Get Many', () => {
	test('the channels of the project, limited', async () => {
		const channels = { resource: 'channel', operation: 'getAll', ...PROJECT };
		expect((await list(channels)).map(({ id, uuid }) => [id, uuid])).toEqual([
			['101', 'clients_tg'],
			['102', 'clients_wa'],
			['103', 'leads'],
		]);
		expect(await list({ ...channels, limit: 2 })).toHaveLength(2);
		expect(await list({ ...channels, returnAll: true, projectId: 2 })).toHaveLength(1);
	});
});

describe('Message: Get Many', () => {
	const write = async (count: number, phone = PHONE) => {
		for (let n = 1; n <= count; n++) await kit.emit({ client: { phone, text: `Текст ${n}` } });
	};

	test('newest first, in few fields', async () => {
		await kit.emit({ client: { phone: PHONE, text: 'Здравствуйте' } });
		await kit.emit({ operator: { phone: PHONE, text: 'Добрый день', operator_id: 12 } });
		const [answer, question] = await list(MESSAGES);
		expect(question).toEqual({
			message_id: expect.stringMatching(/^\d+$/),
			user_id: expect.stringMatching(/^\d+$/),
			channel_id: '101',
			text: 'Здравствуйте',
			direction: 'from',
			operator_id: '',
			message_type: 'text',
			file_url: '',
			status: '',
			sent_at: expect.stringMatching(/Z$/),
		});
		expect(answer).toMatchObject({ direction: 'from_operator', operator_id: '12' });
		expect(Math.abs(Date.parse(String(question.sent_at)) - Date.now())).toBeLessThan(10_000);
		const [raw] = await list({ ...MESSAGES, options: { simplify: false } });
		expect(raw).toMatchObject({ message: 'Добрый день', user: { phone: PHONE } });
	});

	test.each([
		{ historyPaging: true, historyKey: 'bare', historyText: 'body' },
		{ historyPaging: true, historyKey: 'results', historyOrder: 'oldest' },
		{ historyPaging: true, historyKey: 'items', historyText: 'text' },
	])('all pages of 205 messages: %j', async (switches) => {
		await write(205);
		await kit.faults(switches);
		const all = await list({ ...MESSAGES, returnAll: true });
		expect(all.map(({ text }) => text)).toEqual(
			Array.from({ length: 205 }, (_, n) => `Текст ${205 - n}`),
		);
		expect(await list({ ...MESSAGES, limit: 3 })).toHaveLength(3);
	});

	test('a server without pages ends it', async () => {
		await write(105);
		await kit.faults({ historyPaging: false });
		expect(await list({ ...MESSAGES, returnAll: true })).toHaveLength(100);
	});

	test('only those with a user, though the server does not filter', async () => {
		await write(3);
		await write(2, '79990009999');
		const options = { userId: await kit.user() };
		expect(await list({ ...MESSAGES, options })).toHaveLength(3);
		expect(await list({ ...MESSAGES, limit: 2, options })).toHaveLength(2);
	});
});

describe('Project and Channel', () => {
	test.each([
		[1, 'clients_tg'],
		['1', 101],
		[
			{ __rl: true, mode: 'list', value: 1 },
			{ __rl: true, mode: 'list', value: '101' },
		],
	])('%j and %j', async (projectId, channel) => {
		await kit.run({ ...SEND, projectId, channel } as never);
		expect(await kit.requests('POST /api/app/projects/1/channels/clients_tg/')).toHaveLength(2);
	});

	test('the list of channels is read once for numbers', async () => {
		for (let n = 0; n < 3; n++) await kit.run({ ...ENSURE, channel: '101' });
		expect(await kit.requests('GET /api/app/projects/1/channels')).toHaveLength(1);
	});

	test.each([
		[{ projectId: '' }, 'Project'],
		[{ projectId: 'Sandbox' }, 'Project'],
		[{ channel: '' }, 'Channel'],
		[{ channel: 999 }, 'Channel'],
	])('%j: an error that names the field', async (wrong, field) => {
		expect(await kit.failure({ ...SEND, ...wrong })).toMatchObject({ field, outcome: 'not_sent' });
	});

	test('drop-downs', async () => {
		const context = kit.place({ ...MESSAGES }).loadOptionsContext();
		expect(await searchProjects.call(context as never)).toEqual({
			results: [
				{ name: 'Other', value: '2' },
				{ name: 'Sandbox', value: '1' },
			],
		});
		expect(await searchChannels.call(context as never, 'TG')).toEqual({
			results: [{ name: 'clients_tg (telegram)', value: 'clients_tg' }],
		});
		const without = kit.place({ resource: 'message' }).loadOptionsContext();
		await expect(searchChannels.call(without as never)).rejects.toThrow('Project: it is empty');
	});
});

describe('Items', () => {
	test('several, each linked to its own; one that fails goes on as an error', async () => {
		const placed = kit.place(
			{ ...SEND, phone: '={{ $json.phone }}', text: '={{ $json.text }}' },
			{ continueOnFail: true },
		);
		const items = ['79990001122', 'нет', '79990003344'].map((phone, n) => ({
			json: { phone, text: `Текст ${n}` },
		}));
		const [output] = await placed.execute(items);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(output.map(({ json }) => json.sent ?? json.error)).toEqual([
			true,
			'this is no phone',
			true,
		]);
		expect(await kit.texts()).toEqual(['Текст 0', 'Текст 2']);
		expect(await kit.requests('/user/login')).toHaveLength(1);
	});
});
