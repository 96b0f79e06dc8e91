import { pause, PHONE, TG, useKit } from './testkit';

const kit = useKit();
beforeEach(async () => {
	await kit.hook();
});

const operator = (fields: object = {}, more: object = {}) =>
	kit.emit({ operator: { phone: PHONE, text: 'From the shop', ...fields }, ...more });
const client = (fields: object = {}, more: object = {}) =>
	kit.emit({ client: { phone: PHONE, text: 'Hi', ...fields }, ...more });
const last = () => kit.hits[kit.hits.length - 1].json;

describe('messages', () => {
	test('of a client, in the envelope of the sheet', async () => {
		const answer = await client({ name: 'Ivan' });
		expect(answer.deliveries).toEqual([{ url: kit.hookUrl, status: 200 }]);
		const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		expect(last()).toEqual({
			action: 'channel.message.created',
			payload: {
				id: answer.message_id,
				user_id: answer.user_id,
				channel_id: 101,
				message: 'Hi',
				message_type: 'text',
				destination: 'from',
				operator_id: null,
				status: null,
				file_url: null,
				created_at: time,
				user: {
					id: answer.user_id,
					name: 'Ivan',
					phone: PHONE,
					uid: PHONE,
					uid2: null,
					contact_id: expect.any(Number),
					channel_id: 101,
					blocked: false,
					created_at: time,
				},
			},
		});
	});

	test('of an operator, to a known user, in any channel', async () => {
		const user_id = await kit.user(PHONE, '/projects/1/channels/leads');
		await operator({ phone: undefined, user_id, channel: 'leads' });
		expect(last().payload).toMatchObject({
			user_id,
			channel_id: 103,
			destination: 'from_operator',
			operator_id: 12,
			user: { phone: PHONE },
		});
		await operator({ operator_id: 7, channel: 102, phone: `+${PHONE}` });
		expect(last().payload).toMatchObject({
			channel_id: 102,
			operator_id: 7,
			user: { phone: PHONE },
		});
		expect((await kit.state()).users).toHaveLength(2);
	});

	test.each([
		...['from_operator', 'from_whatsapp', 'from_telegram', 'from_instagram', 'from_amocrm', 'to'],
		...[
			'comment',
			'ai',
			'contact_in_work',
			'notice_created',
			'altegio_visit',
			'operator',
			'from_user',
		],
	])('destination %s goes through', async (destination) => {
		const { message_id } = await operator({ destination });
		expect(last().payload.destination).toBe(destination);
		const { messages } = await kit.state();
		expect(messages).toMatchObject([{ id: message_id, destination, via: 'emit' }]);
	});

	test('files have a kind, an address and maybe no text', async () => {
		await client({ text: '', message_type: 'image', file_url: 'https://files.example/1.jpg' });
		expect(last().payload).toMatchObject({
			message: '',
			message_type: 'image',
			file_url: 'https://files.example/1.jpg',
		});
	});

	test('are in the history; the same id once more is the same message', async () => {
		const first = await client({ id: 777 });
		expect(first.message_id).toBe(777);
		const again = await client({ id: 777 });
		expect(again).toMatchObject({ message_id: 777, user_id: first.user_id });
		expect(kit.hits.map(({ raw }) => raw)[0]).toBe(kit.hits[1].raw);
		const { data } = (await kit.call('GET', `${TG}/messages`)).body;
		expect(data).toMatchObject([{ id: 777 }]);
	});

	test('of somebody without a phone', async () => {
		await client({ phone: undefined, user_id: 4242 });
		expect(last().payload).toMatchObject({ user_id: 4242, user: { phone: '', uid: '5000004242' } });
	});

	test('without a webhook nothing is delivered', async () => {
		await kit.control('reset', {});
		expect(await client()).toMatchObject({ deliveries: [], message_id: expect.any(Number) });
	});
});

describe('shapes', () => {
	const id = expect.any(Number);
	test.each([
		['action', { action: 'channel.message.created', payload: { id, message: 'Hi' } }],
		['event', { event: 'channel.message.created', data: { id, message: 'Hi' } }],
		['type', { type: 'channel.message.created', data: { id, message: 'Hi' } }],
		['array', [{ action: 'channel.message.created', payload: { id, message: 'Hi' } }]],
		['payloadArray', { action: 'channel.message.created', payload: [{ id, message: 'Hi' }] }],
		['bare', { id, message: 'Hi', destination: 'from' }],
		['objectMessage', { event: 'channel.message.created', data: { message: { id, text: 'Hi' } } }],
	])('envelope %s, as a switch and for one emit', async (envelope, body) => {
		await client({}, { envelope });
		expect(last()).toMatchObject(body);
		await client();
		expect(last()).toHaveProperty('payload.message', 'Hi');
		await kit.faults({ envelope });
		await client();
		expect(last()).toMatchObject(body);
		if (envelope === 'objectMessage') expect(last()).not.toHaveProperty('data.id');
	});

	test('the phone can be missing or empty, and uid is no phone then', async () => {
		await kit.faults({ hidePhone: 'missing' });
		const { user_id } = await client();
		expect(last().payload.user).not.toHaveProperty('phone');
		await kit.faults({ hidePhone: 'empty' });
		await client();
		expect(last().payload.user).toMatchObject({ phone: '', uid: `5${user_id}` });
		expect(kit.hits[0].raw).not.toContain(PHONE);
	});

	test('times are Moscow without a zone, or ISO', async () => {
		const moscow = (text: unknown) => Date.parse(`${String(text).replace(' ', 'T')}+03:00`);
		await client();
		expect(Math.abs(moscow(last().payload.created_at) - Date.now())).toBeLessThan(2000);
		await kit.faults({ moscowTimes: false });
		await client();
		expect(last().payload.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});
});

describe('changes', () => {
	test.each(['sent', 'delivered_to_recipient', 'seen', 'not_delivered'])(
		'status %s is an update',
		async (status) => {
			const { message_id } = await operator();
			const answer = await kit.emit({ status: { message_id, status } });
			expect(answer).toMatchObject({ message_id, deliveries: [{ status: 200 }] });
			expect(last()).toMatchObject({
				action: 'channel.message.updated',
				payload: { id: message_id, status, status_at: expect.any(String) },
			});
		},
	);

	test('a deletion is an update of the text, or an event of its own', async () => {
		const { message_id } = await client();
		await kit.emit({ deleted: { message_id } });
		expect(last()).toMatchObject({
			action: 'channel.message.updated',
			payload: { id: message_id, message: '_Message deleted_' },
		});
		await kit.emit({ deleted: { message_id, action: 'deleted' } });
		expect(last()).toMatchObject({ action: 'channel.message.deleted' });
	});
});

test.each([
	[{ event: 'project.updated', data: { id: 1 } }],
	[[{ strange: true }, 5]],
	['not { JSON'],
	[null],
])('a raw body goes out as it is: %j', async (event) => {
	expect(await kit.emit({ event })).toMatchObject({
		deliveries: [{ status: 200 }],
		message_id: null,
	});
	expect(kit.hits[0].raw).toBe(typeof event === 'string' ? event : JSON.stringify(event));
});

describe('forged', () => {
	test.each([
		['wrong', '/hook?secret=forged'],
		['missing', '/hook'],
	])('secret %s: one delivery that Wahelp knows nothing of', async (secret, url) => {
		kit.answers = [401];
		const answer = await operator({}, { secret });
		expect(answer.deliveries).toEqual([
			{ url: kit.hookUrl.replace('/hook?secret=s3cret', url), status: 401 },
		]);
		await pause(30);
		expect(kit.hits.map((hit) => hit.url)).toEqual([url]);
		const { messages, users, contacts } = await kit.state();
		expect([messages, users, contacts]).toEqual([[], [], []]);
	});

	test('a status and a raw body, too; nothing changes', async () => {
		const { message_id } = await operator();
		await kit.emit({ status: { message_id, status: 'read' }, secret: 'wrong' });
		expect(last().payload.status).toBe('read');
		expect((await kit.state()).messages).toMatchObject([{ status: null }]);
		await kit.emit({ event: { a: 1 }, secret: 'missing', copies: 2 });
		expect(kit.hits.slice(-2).map(({ url }) => url)).toEqual(['/hook', '/hook']);
	});
});

test.each([
	[{}, 'emit needs one of'],
	[{ operator: {}, client: {} }, 'emit needs one of'],
	[{ bogus: {} }, 'emit needs one of'],
	[{ operator: { text: 'x' } }, 'phone or user_id'],
	[{ operator: { phone: PHONE, txt: 'x' } }, 'unknown: txt'],
	[{ client: { phone: PHONE, channel: 'nowhere' } }, 'no channel nowhere'],
	[{ client: 'x' }, 'client: an object'],
	[{ status: { message_id: 1, status: 'read' } }, 'no message 1'],
	[{ client: { phone: PHONE }, secret: 'right' }, 'secret'],
	[{ client: { phone: PHONE }, copies: 0 }, 'copies'],
	[{ client: { phone: PHONE }, envelope: 'x' }, 'envelope is one of'],
	[{ event: {}, project: 9 }, 'no project 9'],
])('%j is refused', async (body, text) => {
	await expect(kit.emit(body)).rejects.toThrow(text);
});
