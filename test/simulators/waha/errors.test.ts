import { useKit } from './testkit';

const kit = useKit();
const chatId = '77010001122@c.us';

describe('a session that cannot send', () => {
	test('unknown or stopped: 404 with a newline in the message', async () => {
		await kit.call('POST', '/api/sessions', { name: 'off', start: false });
		for (const session of ['nobody', 'off']) {
			const answer = await kit.text({ session });
			expect(answer.status).toBe(404);
			expect(answer.body).toEqual({
				statusCode: 404,
				message: expect.stringMatching(/\n/),
				error: 'Not Found',
			});
			expect(answer.body.message).toContain(session);
		}
	});

	test('not WORKING: 422 with four fields, after a wait', async () => {
		await kit.faults({ notWorkingDelayMs: 80 });
		await kit.emit({ session: { status: 'SCAN_QR_CODE' } });
		const begun = Date.now();
		const answer = await kit.text();
		expect(Date.now() - begun).toBeGreaterThanOrEqual(75);
		expect(answer.status).toBe(422);
		expect(answer.body).toEqual({
			error: expect.any(String),
			session: 'default',
			status: 'SCAN_QR_CODE',
			expected: ['WORKING'],
		});
		for (const [method, path] of [
			['GET', `/api/contacts/check-exists?phone=77010001122&session=default`],
			['GET', '/api/default/lids/1'],
			['GET', `/api/default/chats/${chatId}/messages`],
			['GET', '/api/default/new-message-id'],
		]) {
			await kit.faults({ notWorkingDelayMs: 1 });
			expect([path, (await kit.call(method, path)).status]).toEqual([path, 422]);
		}
	});

	test('one that comes up in time sends', async () => {
		await kit.faults({ notWorkingDelayMs: 1000, startMs: 30 });
		await kit.call('POST', '/api/sessions/default/restart');
		expect((await kit.text()).status).toBe(201);
	});
});

describe('500 of the engine', () => {
	test('it repeats the whole request', async () => {
		await kit.faults({ errorEcho: { times: 1, sent: false } });
		const answer = await kit.text({ text: 'secret words' });
		expect(answer.status).toBe(500);
		expect(answer.body).toEqual({
			statusCode: 500,
			timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
			exception: { message: expect.any(String), name: 'Error', stack: expect.any(String) },
			request: {
				path: '/api/sendText',
				method: 'POST',
				body: { session: 'default', chatId, text: 'secret words' },
				query: {},
			},
			version: (await kit.call('GET', '/api/server/version')).body,
		});
		expect((await kit.state()).messages).toEqual([]);
		expect((await kit.text()).status).toBe(201);
	});

	test('the message may have gone out all the same', async () => {
		await kit.hook();
		await kit.faults({ errorEcho: { times: 2, sent: true } });
		expect((await kit.text()).status).toBe(500);
		expect((await kit.text()).status).toBe(500);
		expect((await kit.text()).status).toBe(201);
		expect((await kit.state()).messages).toHaveLength(3);
		expect(await kit.events('message.ack', 6)).toHaveLength(6);
	});

	const said = async () => {
		const { status, body } = await kit.text();
		return [status, (body as { exception?: { message: string } }).exception?.message];
	};

	test('a chat that WEBJS cannot open: nothing is sent', async () => {
		await kit.faults({ engine: 'WEBJS', noLidUsers: ['77010001122'] });
		expect(await said()).toEqual([500, 'No LID for user']);
		expect((await kit.text({ chatId: '77010003344@c.us' })).status).toBe(201);
		expect((await kit.state()).messages).toHaveLength(1);
	});

	test('a session that is WORKING and sends nothing until it is restarted', async () => {
		await kit.faults({ needRestart: ['default'], startMs: 1 });
		const refused = [500, '2 UNKNOWN: server returned error 400'];
		expect([await said(), await said()]).toEqual([refused, refused]);
		expect((await kit.call('GET', '/api/sessions/default')).body.status).toBe('WORKING');
		expect((await kit.state()).messages).toEqual([]);
		await kit.call('POST', '/api/sessions/default/restart');
		expect((await kit.text()).status).toBe(201);
	});

	test("any answer of WhatsApp's own server", async () => {
		await kit.faults({ serverError: 479 });
		expect(await said()).toEqual([500, '2 UNKNOWN: server returned error 479']);
		expect((await kit.state()).messages).toEqual([]);
	});

	test('a number without WhatsApp: "no LID found"', async () => {
		await kit.faults({ noLidNumbers: ['77010001122'] });
		const text = 'no LID found for 77010001122@s.whatsapp.net from server';
		expect((await kit.text()).body).toMatchObject({ exception: { message: text } });
		expect((await kit.text({ chatId: '77010003344@c.us' })).status).toBe(201);
		await kit.control('reset', {});
		await kit.emit({ number: { phone: '77010001122', exists: false } });
		expect((await kit.text()).body).toMatchObject({ exception: { message: text } });
	});

	test('a limited account: 463 for strangers, existing chats work, the session stays WORKING', async () => {
		await kit.emit({ message: { from: '77010003344@c.us', text: 'Hello' } });
		await kit.faults({ restricted: true });
		const answer = await kit.text();
		expect(answer.status).toBe(500);
		expect(answer.body).toMatchObject({ exception: { message: 'server returned error 463' } });
		expect((await kit.text({ chatId: '77010003344@c.us' })).status).toBe(201);
		const session = async () => (await kit.call('GET', '/api/sessions/default')).body;
		expect(await session()).toMatchObject({ status: 'WORKING' });
		expect((await session()).me).not.toHaveProperty('reachoutTimelock');
		await kit.faults({ reachoutTimelock: true });
		expect(await session()).toMatchObject({
			status: 'WORKING',
			me: { reachoutTimelock: { isActive: true, timeEnforcementEnds: expect.any(Number) } },
		});
		await kit.faults({ restricted: false });
		expect((await session()).me).not.toHaveProperty('reachoutTimelock');
	});

	test.each([
		'+77010001122@c.us',
		'77010001122',
		'077010001122@c.us',
		'77010001122@s.whatsapp.net',
	])('a chat id that is none: %s', async (wrong) => {
		expect((await kit.text({ chatId: wrong })).status).toBe(500);
		expect((await kit.state()).messages).toEqual([]);
	});
});

describe('the old Core', () => {
	test('media and other sessions are 422 naming Plus; text of default works', async () => {
		await kit.faults({ oldCore: true });
		const file = { mimetype: 'image/png', url: 'https://files.example/a.png' };
		for (const path of ['sendImage', 'sendFile', 'sendVoice', 'sendVideo']) {
			const body = { session: 'default', chatId, file, convert: true };
			const answer = await kit.call('POST', `/api/${path}`, body);
			expect(answer.status).toBe(422);
			expect(answer.body).toMatchObject({ statusCode: 422, error: 'Unprocessable Entity' });
			expect(answer.body.message).toContain('Plus');
		}
		for (const answer of [
			await kit.text({ session: 'shop' }),
			await kit.call('POST', '/api/sessions', { name: 'shop' }),
			await kit.call('GET', '/api/sessions/shop'),
			await kit.call('GET', '/api/contacts/check-exists?phone=77010001122&session=shop'),
			await kit.call('GET', '/api/shop/lids'),
		]) {
			expect(answer.status).toBe(422);
			expect(answer.body.message).toContain('Plus');
		}
		expect((await kit.text()).status).toBe(201);
		expect((await kit.call('GET', '/api/sessions')).status).toBe(200);
	});
});

describe('the connection', () => {
	test('cut after the message was accepted: the recipient has it, and acks come', async () => {
		await kit.hook();
		await kit.faults({ dropAfterWrite: true, path: '/api/sendText' });
		await expect(kit.text()).rejects.toThrow('fetch failed');
		expect(await kit.events('message.ack', 2)).toHaveLength(2);
		expect((await kit.state()).messages).toHaveLength(1);
	});

	test('cut before: nothing was sent', async () => {
		await kit.faults({ drop: true, path: '/api/sendText' });
		await expect(kit.text()).rejects.toThrow('fetch failed');
		expect((await kit.state()).messages).toEqual([]);
	});

	test('faults of the proxy in front go before the key', async () => {
		await kit.faults({ status: 429, headers: { 'retry-after': '1' } });
		expect((await kit.call('GET', '/api/sessions')).status).toBe(429);
		expect((await kit.call('GET', '/api/sessions')).status).toBe(200);
	});
});
