import { useKit } from './testkit';

const kit = useKit();
const chatId = '77010001122@c.us';
const path = `/api/default/chats/${encodeURIComponent(chatId)}/messages`;
const bodies = async (query: string) => {
	const { body } = await kit.call<Array<{ body: string }>>('GET', `${path}?${query}`);
	return body.map((message) => message.body);
};

describe('the history of a chat', () => {
	beforeEach(async () => {
		for (let i = 1; i <= 4; i++) {
			const at = 1_767_000_000_000 + i * 1000;
			const who = i === 3 ? { fromMe: true, to: chatId } : { from: chatId };
			await kit.emit({ message: { ...who, text: `m${i}`, at } });
		}
		await kit.emit({ message: { from: '77010003344@c.us', text: 'another chat' } });
	});

	test('newest first, pages by limit and offset, a short page at the end', async () => {
		expect(await bodies('limit=3')).toEqual(['m4', 'm3', 'm2']);
		expect(await bodies('limit=3&offset=3')).toEqual(['m1']);
		expect(await bodies('limit=20&sortBy=timestamp&sortOrder=asc')).toEqual([
			'm1',
			'm2',
			'm3',
			'm4',
		]);
	});

	test('ten without a limit', async () => {
		for (let i = 0; i < 8; i++) await kit.text();
		expect(await bodies('')).toHaveLength(10);
	});

	test('filters by time in seconds and by the writer', async () => {
		expect(await bodies('filter.timestamp.gte=1767000002&filter.timestamp.lte=1767000003')).toEqual(
			['m3', 'm2'],
		);
		expect(await bodies('filter.fromMe=true')).toEqual(['m3']);
		expect(await bodies('filter.fromMe=false&limit=1')).toEqual(['m4']);
		expect((await kit.call('GET', `${path}?sortOrder=up`)).status).toBe(422);
		expect((await kit.call('GET', `${path}?limit=many`)).status).toBe(422);
	});

	test('elements are message payloads without source', async () => {
		const { body } = await kit.call<Array<Record<string, unknown>>>('GET', `${path}?limit=1`);
		expect(body[0]).toMatchObject({
			id: expect.stringMatching(/^false_77010001122@c\.us_/),
			timestamp: 1_767_000_004,
			from: chatId,
			fromMe: false,
			to: null,
			hasMedia: false,
			media: null,
			ackName: 'SERVER',
		});
		expect(body[0]).not.toHaveProperty('source');
	});

	test.each(['GOWS', 'NOWEB', 'WEBJS'])('a caption is the body of a file on %s', async (engine) => {
		await kit.faults({ engine });
		await kit.hook({}, { noweb: { store: { enabled: true } } });
		const file = { mimetype: 'image/png', url: 'https://files.example/a.png' };
		const sent = { session: 'default', chatId, file };
		await kit.call('POST', '/api/sendImage', { ...sent, caption: 'Ready' });
		await kit.call('POST', '/api/sendFile', sent);
		expect(await bodies('limit=2')).toEqual(['', 'Ready']);
		const { body } = await kit.call<object[]>('GET', `${path}?limit=1`);
		expect(body[0]).toMatchObject({ hasMedia: true });
	});

	test('the LID chat of the same person is merged unless that is switched off', async () => {
		await kit.faults({ lids: [{ lid: '98765@lid', pn: chatId }] });
		await kit.emit({ message: { from: '98765@lid', text: 'hidden' } });
		expect(await bodies('limit=1')).toEqual(['hidden']);
		expect(await bodies('limit=1&merge=false')).toEqual(['m4']);
	});

	test('one message by its id or key; 404 for another', async () => {
		const [message] = (await kit.state()).messages;
		for (const id of [message.id, message.key]) {
			const { status, body } = await kit.call('GET', `${path}/${encodeURIComponent(id)}`);
			expect([status, body.body]).toEqual([200, 'm1']);
		}
		expect((await kit.call('GET', `${path}/true_x_NONE`)).status).toBe(404);
	});

	test('NOWEB needs its store', async () => {
		await kit.faults({ engine: 'NOWEB' });
		const refused = await kit.call('GET', path);
		expect(refused.status).toBe(400);
		expect(refused.body.message).toContain('noweb.store.enabled');
		await kit.hook({}, { noweb: { store: { enabled: true } } });
		expect(await bodies('limit=1')).toEqual(['m4']);
	});

	test('reading a chat marks what came in', async () => {
		const { status, body } = await kit.call<{ ids: string[] }>('POST', `${path}/read?messages=2`);
		expect(status).toBe(201);
		expect(body.ids).toHaveLength(2);
		expect((await kit.state()).seen).toMatchObject([{ chatId, messageIds: body.ids }]);
	});
});
