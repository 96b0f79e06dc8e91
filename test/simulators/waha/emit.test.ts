import { useKit } from './testkit';

const kit = useKit();
const chatId = '77010001122@c.us';
const acks = () => kit.hits.filter((h) => h.event === 'message.ack').map((h) => h.payload.ack);

describe('emit ack', () => {
	beforeEach(async () => {
		await kit.faults({ acks: [] });
		await kit.hook({ events: ['message.ack'] });
	});

	test('by id, key, chat, or for all', async () => {
		await kit.text({ id: '3EB0A1' });
		await kit.text({ id: '3EB0A2' });
		await kit.text({ id: '3EB0B1', chatId: '77010003344@c.us' });
		await kit.emit({ ack: { id: `true_${chatId}_3EB0A1`, ack: 1 } });
		await kit.emit({ ack: { key: '3EB0A1', ack: 2 } });
		await kit.emit({ ack: { chatId, ack: 3 } });
		const levels = async () => (await kit.state()).messages.map(({ ack }) => ack);
		expect(await levels()).toEqual([2, 3, 0]);
		const { deliveries } = await kit.emit({ ack: { all: true, ack: 4 } });
		expect(deliveries).toHaveLength(3);
		expect(await levels()).toEqual([4, 4, 4]);
	});

	test('copies, several levels, shuffled: the maximum stays', async () => {
		await kit.text();
		await kit.emit({ ack: { chatId, ack: [1, 2, 3] }, shuffle: true, copies: 2 });
		expect(acks()).toEqual([3, 3, 2, 2, 1, 1]);
		expect((await kit.state()).messages[0].ack).toBe(3);
		await kit.emit({ ack: { chatId, ack: 1 }, copies: 5, parallel: true });
		expect(acks()).toHaveLength(11);
	});

	test('ERROR counts only when nothing higher was seen, and may carry its reason', async () => {
		const error = { code: '463', blocked: true, reason: 'account_restricted' };
		await kit.text();
		await kit.emit({ ack: { chatId, ack: -1, error } });
		expect(kit.hits[0].payload).toMatchObject({ ack: -1, ackName: 'ERROR', error });
		expect((await kit.state()).messages[0].ack).toBe(-1);
		await kit.emit({ ack: { chatId, ack: 2 } });
		await kit.emit({ ack: { chatId, ack: -1 } });
		expect((await kit.state()).messages[0].ack).toBe(2);
		expect(kit.hits[2].payload).not.toHaveProperty('error');
	});

	test('what makes no sense is refused', async () => {
		await expect(kit.emit({ ack: { chatId, ack: 1 } })).rejects.toThrow('no such message');
		await expect(kit.emit({ ack: { all: true, ack: 9 } })).rejects.toThrow('ack is a level');
		await expect(kit.emit({})).rejects.toThrow('emit takes one of');
		await expect(kit.emit({ odd: {} })).rejects.toThrow('not "odd"');
		await expect(kit.emit({ session: { status: 'UP' } })).rejects.toThrow('status is one of');
		await expect(kit.emit({ session: { name: 'no', status: 'FAILED' } })).rejects.toThrow('"no"');
		await expect(kit.emit({ message: { text: 'x' } })).rejects.toThrow('needs from');
	});
});

describe('emit session, raw and in', () => {
	test('a status change is told and has its effect', async () => {
		await kit.hook();
		await kit.emit({ session: { name: 'default', status: 'FAILED' }, copies: 2 });
		expect(kit.hits.map(({ payload }) => payload.status)).toEqual(['FAILED', 'FAILED']);
		expect((await kit.text()).status).toBe(422);
		await kit.emit({ session: { status: 'WORKING' } });
		expect((await kit.text()).status).toBe(201);
	});

	test('a restart: two changes, one after the other', async () => {
		await kit.faults({ startMs: 1 });
		await kit.hook();
		await kit.emit({ session: { status: 'STOPPED' } });
		await kit.emit({ session: { status: 'STARTING' } });
		await kit.events('session.status', 3);
		expect(kit.hits.map(({ payload }) => payload.status)).toEqual([
			'STOPPED',
			'STARTING',
			'WORKING',
		]);
	});

	test('raw goes out as it is, text that is not JSON included', async () => {
		await kit.hook({ events: ['message'] });
		await kit.emit({ raw: { event: 'message', payload: { odd: true } }, copies: 2 });
		await kit.emit({ raw: { event: 'presence.update' } });
		await kit.emit({ raw: '{"event":' });
		expect(kit.hits.map(({ raw }) => raw)).toEqual([
			'{"event":"message","payload":{"odd":true}}',
			'{"event":"message","payload":{"odd":true}}',
			'{"event":',
		]);
	});

	test('a message of another session goes to its webhooks', async () => {
		const webhooks = [{ url: kit.hookUrl, events: ['message'] }];
		await kit.call('POST', '/api/sessions', { name: 'second', config: { webhooks } });
		await kit.emit({ message: { from: chatId, text: 'Hi' }, in: 'second' });
		expect(kit.hits).toHaveLength(1);
		expect(kit.hits[0].json.session).toBe('second');
		await expect(kit.emit({ message: { from: chatId }, in: 'none' })).rejects.toThrow('"none"');
	});
});
