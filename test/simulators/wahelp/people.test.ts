import { PHONE, TG, useKit } from './testkit';

const kit = useKit();
const WA = '/projects/1/channels/clients_wa';

const add = (fields: object = {}, channel = TG) =>
	kit.call('POST', `${channel}/users`, {
		phone: PHONE,
		name: 'Ivan',
		need_create: true,
		...fields,
	});
const byPhone = (fields: object) =>
	kit.call('POST', '/projects/1/contacts/contact_by_phone', { phone: PHONE, ...fields });

describe('users of a channel', () => {
	test('are added once; the name of later calls wins', async () => {
		const first = await add();
		expect(first.body).toMatchObject({
			success: true,
			data: { id: expect.any(Number), name: 'Ivan', phone: PHONE },
		});
		const second = await add({ name: 'Ivan P.' });
		expect(second.body.data).toMatchObject({ id: first.body.data.id, name: 'Ivan P.' });
		const third = await add({ name: undefined });
		expect(third.body.data.name).toBe('Ivan P.');
		expect((await kit.state()).users).toHaveLength(1);
		const list = await kit.call('GET', `${TG}/users`);
		expect(list.body.data).toMatchObject([{ id: first.body.data.id, phone: PHONE }]);
	});

	test('of two channels share one contact', async () => {
		const telegram = (await add()).body.data;
		const whatsapp = (await add({}, WA)).body.data;
		expect(whatsapp.id).not.toBe(telegram.id);
		expect(whatsapp.contact_id).toBe(telegram.contact_id);
		expect((await kit.state()).contacts).toHaveLength(1);
	});

	test('an existing one can be a validation error that carries the id', async () => {
		const { id } = (await add()).body.data;
		await kit.faults({ existingUserAnswer: 'validation_error' });
		const again = await add();
		expect(again).toMatchObject({ status: 422, body: { success: false, data: { id } } });
		await kit.faults({ existingUserStatus: 400 });
		expect((await add()).status).toBe(400);
		await kit.faults({ refuseWith200: true });
		expect(await add()).toMatchObject({ status: 200, body: { success: false, data: { id } } });
		expect((await add({ phone: '79990001133' })).body.success).toBe(true);
	});

	test('a number without the messenger: 422, or success:false in a 200', async () => {
		await kit.faults({ noMessenger: [PHONE] });
		const body = { success: false, message: 'У номера нет нужного мессенджера' };
		expect(await add()).toMatchObject({ status: 422, body });
		await kit.faults({ refuseWith200: true });
		expect(await add()).toMatchObject({ status: 200, body });
		expect((await kit.state()).users).toEqual([]);
	});

	test('a leading 8 is a number that nobody has', async () => {
		const answer = await add({ phone: '89990001122' });
		expect(answer.body.message).toBe('У номера нет нужного мессенджера');
	});

	test('a channel that is not connected', async () => {
		await kit.faults({ channelsDown: ['clients_tg'] });
		expect((await add()).body.message).toBe('Мессенджер не подключен');
		expect((await add({}, WA)).status).toBe(200);
	});

	test.each(['+79990001122', '7 999 000 11 22', '123', '', undefined])(
		'the phone %p is a validation error',
		async (phone) => {
			const { status, body } = await add({ phone });
			expect([status, Object.keys(body.errors as object)]).toEqual([422, ['phone']]);
		},
	);

	test('need_create false only looks', async () => {
		expect((await add({ need_create: false })).status).toBe(404);
		const { id } = (await add()).body.data;
		expect((await add({ need_create: false })).body.data.id).toBe(id);
	});

	test('a single one has contact and blocked; the phone may be in the contact alone', async () => {
		const { id, contact_id } = (await add()).body.data;
		const get = async () => (await kit.call('GET', `${TG}/users/${id}`)).body.data;
		const contact = { id: contact_id, phone: PHONE };
		expect(await get()).toMatchObject({ phone: PHONE, contact_id, blocked: false, contact });
		await kit.faults({ userWithoutPhone: true });
		expect(await get()).toMatchObject({ contact });
		expect(await get()).not.toHaveProperty('phone');
		expect((await add()).body.data).not.toHaveProperty('phone');
		expect((await kit.call('GET', `${WA}/users/${id}`)).status).toBe(404);
	});
});

describe('contact_by_phone', () => {
	test('404 without need_create, otherwise a new one', async () => {
		expect((await byPhone({ need_create: false })).status).toBe(404);
		const made = await byPhone({ need_create: true });
		expect(made.body).toEqual({ data: { id: expect.any(Number), users: [] } });
		expect((await add()).body.data.contact_id).toBe(made.body.data.id);
	});

	test('lists the users of all channels with their last message', async () => {
		const telegram = (await add()).body.data;
		const whatsapp = (await add({}, WA)).body.data;
		await kit.call('POST', `${TG}/send_message/${telegram.id}`, { text: 'one' });
		await kit.call('POST', `${TG}/send_message/${telegram.id}`, { text: 'two' });
		expect((await byPhone({ need_create: false })).body).toEqual({
			data: {
				id: telegram.contact_id,
				users: [
					{
						id: telegram.id,
						channel_id: 101,
						uid: PHONE,
						blocked: false,
						last_message: expect.objectContaining({ message: 'two' }),
					},
					{ id: whatsapp.id, channel_id: 102, uid: PHONE, blocked: false, last_message: null },
				],
			},
		});
	});
});

test('ids never come back after a reset', async () => {
	const before = (await add()).body.data.id;
	await kit.control('reset', {});
	const after = (await add()).body.data.id;
	expect(after).toBeGreaterThan(before);
	expect(before).toBeGreaterThan(500_000_000);
});
