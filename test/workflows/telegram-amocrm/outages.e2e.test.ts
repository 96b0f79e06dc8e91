import { saveCredentials } from '../../../sandbox/credentials';
import { VENDORS, type Vendor, type VendorUrls } from '../../../sandbox/vendors';
import type { AmoState } from '../support/payments';
import { client, Conversation, PASSED_ON, texts, wordsOf, type Client } from '../support/telegram';
import { countBy, pause, World } from '../support/world';

type Json = Record<string, unknown>;

let world: World;
let talk: Conversation;
beforeAll(async () => {
	world = await World.start('telegram-amocrm');
	talk = new Conversation(world);
	await talk.quick();
	// Every message is confirmed, so that each confirmation can be counted.
	await talk.setting('relay_confirm_pause_seconds', '0');
	await world.fault('telegram', { retryUnitMs: 500 });
	// A slow machine is no outage, and statuses are another test's.
	await world.fault('wahelp', { webhookTimeoutMs: 60_000, statusUpdates: false });
});
afterAll(async () => await world?.stop());
/** Each failure is told once an hour: forgotten here, so that each test sees its own. */
beforeEach(
	async () => await world.sandbox.api.tables.delete('processed_events', { scope: 'alert' }),
);

/** All of them write at once, each one message after the other. */
async function write(clients: Client[], count: number): Promise<void> {
	await Promise.all(
		clients.map(async (one) => {
			for (const text of texts(one, count)) await talk.say(one, text);
		}),
	);
}

/** Every message is once and in order at the manager's, and the client read nothing but its confirmation. */
async function expectDelivered(clients: Client[], count: number): Promise<void> {
	const amocrm = await world.state<AmoState>('amocrm');
	for (const one of clients) {
		const notes = (await talk.notes(one, amocrm)).map(wordsOf);
		expect({ wahelp: await talk.atWahelp(one), notes, told: await talk.replies(one) }).toEqual({
			wahelp: texts(one, count),
			notes: texts(one, count),
			told: texts(one, count).map(() => PASSED_ON),
		});
	}
}

/** Wahelp's number of the client's user. */
async function userOf({ phone }: Client): Promise<number> {
	const { users } = await world.state<{ users: Array<{ id: number; phone: string }> }>('wahelp');
	return users.find((user) => user.phone === phone)?.id ?? 0;
}

/** Nobody answers at the addresses of these vendors; all others are as they were. */
async function unreachable(...down: Vendor[]): Promise<void> {
	const urls = VENDORS.map((name) => [
		name,
		down.includes(name) ? 'http://127.0.0.1:9' : world.sandbox.vendor(name),
	]);
	await saveCredentials(world.sandbox.api, Object.fromEntries(urls) as VendorUrls);
}

const OUT_OF_ORDER = 'сейчас не принимает сообщения клиентов';

describe('Wahelp and amoCRM', () => {
	test('Wahelp fails in every way at once: each message arrives once, in order', async () => {
		const [page, hangs, lost, soon, late] = [10, 11, 12, 13, 14].map(client);
		const clients = [page, hangs, lost, soon, late];
		const nowhere = client(18);
		await talk.known(...clients, nowhere);
		await world.fault('wahelp', { noMessenger: [nowhere.phone] });
		await Promise.all(
			clients.map(async (one) => await world.emit('wahelp', { client: { phone: one.phone } })),
		);
		const told = (await talk.alerts()).length;
		const faults: Array<[Client, Json]> = [
			// More than one run tries.
			[page, { html: true, times: 3 }],
			[page, { status: 503 }],
			[hangs, { hang: true }],
			[lost, { dropAfterWrite: true }],
			[soon, { status: 429, headers: { 'retry-after': '2' } }],
			[soon, { status: 429, body: { success: false, message: 'Слишком много попыток' } }],
			[late, { status: 429, headers: { 'retry-after': '600' } }],
		];
		for (const [one, fault] of faults) {
			await world.fault('wahelp', { ...fault, path: `/send_message/${await userOf(one)}` });
		}
		await write([...clients, nowhere], 2);
		await talk.atRest(120_000);
		await expectDelivered(clients, 2);
		expect((await world.state<{ faults: Json[] }>('wahelp')).faults).toEqual([]);
		expect(await talk.toldSince(told, `Wahelp ${OUT_OF_ORDER}`)).toHaveLength(1);

		// The note is enough: nobody is told.
		const rows = await talk.rows({ telegram_id: String(nowhere.id), target: 'wahelp' });
		expect(rows.map(({ status }) => status)).toEqual(['failed', 'failed']);
		expect((await talk.notes(nowhere)).map(wordsOf)).toEqual(texts(nowhere, 2));
		expect(await talk.replies(nowhere)).toEqual([PASSED_ON, PASSED_ON]);
		expect((await talk.alerts()).length - told).toBe(1);
	});

	test('the number has no such messenger, and there is no note: the admins have the words', async () => {
		const one = client(19);
		await talk.known(one);
		await world.fault('wahelp', { noMessenger: [one.phone] });
		const told = (await talk.alerts()).length;
		await talk.setting('relay_via', 'wahelp');
		await write([one], 2);
		await talk.atRest();
		await talk.setting('relay_via', 'both');
		// A row is settled before the admins are told of it.
		await world.eventually('both', async () => (await talk.alerts()).length >= told + 2);
		const alerts = (await talk.alerts()).slice(told);
		expect(alerts.map((text) => text.split('\n\n')[1])).toEqual(texts(one, 2));
		expect(alerts[0]).toContain('не дошло до Wahelp (no_messenger)');
		expect(await talk.replies(one)).toEqual([PASSED_ON, PASSED_ON]);
	});

	test('both are down for long: nothing is given up, each is told of once', async () => {
		const clients = [20, 21].map(client);
		await talk.known(...clients);
		const told = (await talk.alerts()).length;
		await unreachable('wahelp', 'amocrm');
		// The row is in no run's hands while its tries are changed: a holder writes them back.
		await talk.setting('relay_retry_seconds', '600');
		try {
			await write(clients, 2);
			const heads = async () => {
				const rows = await talk.rows();
				return rows.filter((row) => row.text === texts(clients[0], 1)[0]);
			};
			await world.eventually('the first tries', async () => {
				const rows = (await talk.rows()).filter(({ telegram_id }) =>
					clients.some(({ id }) => telegram_id === String(id)),
				);
				const tried = rows.filter(({ attempts }) => attempts > 0);
				return tried.length === 4 && rows.every(({ status }) => status === 'pending');
			});
			// As after hours of tries.
			for (const { id } of clients) {
				const where = { telegram_id: String(id) };
				await world.sandbox.api.tables.update('relay_messages', where, { attempts: 30 });
			}
			await talk.setting('relay_retry_seconds', '0.05');
			await world.eventually('more tries', async () =>
				(await heads()).every(({ attempts }) => attempts > 30),
			);
			expect((await heads()).map(({ status }) => ['pending', 'sending'].includes(status))).toEqual([
				true,
				true,
			]);
		} finally {
			await unreachable();
		}
		await talk.atRest();
		await talk.setting('relay_retry_seconds', '2');
		await expectDelivered(clients, 2);
		expect(await talk.toldSince(told, `Wahelp ${OUT_OF_ORDER}`)).toHaveLength(1);
		expect(await talk.toldSince(told, `amoCRM ${OUT_OF_ORDER}`)).toHaveLength(1);
		expect((await talk.alerts()).length - told).toBe(2);
	});

	test('the log-in has expired: a new one, and nobody notices', async () => {
		const clients = [25, 26].map(client);
		await talk.known(...clients);
		const told = (await talk.alerts()).length;
		await world.fault('wahelp', { expireTokens: true, refreshFails: true });
		await write(clients, 1);
		await talk.atRest();
		await expectDelivered(clients, 1);
		expect((await talk.alerts()).length).toBe(told);
	});

	test('the log-in is refused for a while: the messages wait', async () => {
		const one = client(27);
		await talk.known(one);
		const told = (await talk.alerts()).length;
		await world.fault('wahelp', [
			{ expireTokens: true, refreshFails: true },
			{ status: 401, path: '/user/login' },
		]);
		await write([one], 2);
		await talk.atRest();
		await expectDelivered([one], 2);
		expect(await talk.toldSince(told, `Wahelp ${OUT_OF_ORDER}`)).toHaveLength(1);
	});

	test('amoCRM fails, and its answers are lost: one contact, each note once', async () => {
		const clients = [30, 31].map(client);
		await talk.known(...clients);
		await world.fault('amocrm', [
			{ dropAfterWrite: true, method: 'POST', path: '/\\/contacts(\\?|$)/' },
			{ html: true, method: 'POST', path: '/notes', times: 4 },
			{ dropAfterWrite: true, method: 'POST', path: '/notes' },
			{ status: 429, method: 'POST', path: '/notes', times: 2 },
			{ dropAfterWrite: true, method: 'POST', path: '/notes' },
		]);
		await write(clients, 2);
		await talk.atRest(120_000);
		await expectDelivered(clients, 2);
		const { contacts } = await world.state<AmoState>('amocrm');
		const names = contacts.map(({ name }) => name);
		for (const { first_name } of clients) {
			expect(names.filter((name) => name === first_name)).toHaveLength(1);
		}
		expect((await world.state<{ faults: Json[] }>('amocrm')).faults).toEqual([]);
	});
});

/** Telegram refuses the next call of sendMessage; the body is Telegram's own. */
function refusal(error_code: number, description: string, parameters?: Json): Json {
	const body = { ok: false, error_code, description, ...(parameters ? { parameters } : {}) };
	return { status: error_code, body, path: '/sendMessage' };
}

function tooMany(seconds: number): Json {
	return refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

async function managerWrites(to: Client, list: string[]): Promise<void> {
	for (const text of list) await talk.manager(to, text);
}

describe('Telegram', () => {
	test('the client has blocked the bot: manager and admin know, and all of it comes after the unblock', async () => {
		const [silent, announced] = [40, 41].map(client);
		await talk.known(silent, announced);
		const told = (await talk.alerts()).length;
		// One block that nobody announced, and one that Telegram told of.
		await world.fault('telegram', { blocked: [silent.id] });
		await talk.membership(announced, 'block');
		for (const one of [silent, announced]) await managerWrites(one, texts(one, 3, 'ответ'));
		await talk.atRest();
		// A row is blocked before its note is written and the admin is told.
		await world.eventually('three notes and three alerts for each', async () => {
			const counts = [silent, announced].map(async (one) => [
				(await talk.notes(one)).length,
				(await talk.toldSince(told, one.first_name)).length,
			]);
			return (await Promise.all(counts)).flat().every((count) => count >= 3);
		});
		await talk.atRest();
		for (const one of [silent, announced]) {
			expect(await talk.card(one)).toMatchObject({ bot_blocked: true });
			expect(await talk.replies(one)).toEqual([]);
			const rows = await talk.rows({ telegram_id: String(one.id), target: 'client' });
			expect(rows.map(({ status }) => status)).toEqual(['blocked', 'blocked', 'blocked']);
			const notes = await talk.notes(one);
			const alerts = await talk.toldSince(told, one.first_name);
			for (const text of texts(one, 3, 'ответ')) {
				expect(notes.filter((note) => note.includes(text))).toHaveLength(1);
				expect(alerts.filter((alert) => alert.includes(text))).toHaveLength(1);
			}
			expect([notes.length, alerts.length]).toEqual([3, 3]);
			expect(notes[0]).toContain('Клиент заблокировал бота');
		}

		await world.fault('telegram', { blocked: [] });
		for (const one of [silent, announced]) await talk.membership(one, 'unblock');
		await world.eventually('the kept answers to arrive', async () => {
			const lists = await Promise.all([silent, announced].map((one) => talk.replies(one)));
			return lists.every((list) => list.length >= 3);
		});
		await talk.atRest();
		for (const one of [silent, announced]) {
			expect(await talk.replies(one)).toEqual(texts(one, 3, 'ответ'));
			expect(await talk.card(one)).toMatchObject({ bot_blocked: false, in_manager_chat: true });
		}
	});

	test('the client has never started this bot: the answer comes after /start', async () => {
		const one = client(42);
		await talk.known(one);
		await world.fault('telegram', refusal(400, 'Bad Request: chat not found'));
		await managerWrites(one, texts(one, 2, 'ответ'));
		await talk.atRest();
		expect(await talk.replies(one)).toEqual([]);
		expect(await talk.card(one)).toMatchObject({ bot_blocked: true });
		await talk.say(one, '/start');
		await world.eventually('the kept answers to arrive', async () => {
			return (await talk.replies(one)).length >= 3;
		});
		await talk.atRest();
		const replies = await talk.replies(one);
		expect(replies.filter((text) => text.includes('ответ'))).toEqual(texts(one, 2, 'ответ'));
		expect(await talk.card(one)).toMatchObject({ bot_blocked: false });
	});

	test.each([1, 100])(
		'429 with %s seconds for messages of a manager: once, in order',
		async (wait) => {
			const one = client(43 + (wait > 1 ? 1 : 0));
			await talk.known(one);
			const told = (await talk.alerts()).length;
			await world.fault('telegram', tooMany(wait));
			await managerWrites(one, texts(one, 3, 'ответ'));
			await talk.atRest();
			expect(await talk.replies(one)).toEqual(texts(one, 3, 'ответ'));
			// A long pause is told once; what waits for it is not lost, so there is no note.
			const said = (await talk.alerts()).slice(told);
			expect(said).toEqual(wait > 60 ? [expect.stringContaining('не уходят клиенту')] : []);
			expect(await talk.notes(one)).toEqual([]);
		},
	);

	test.each([1, 100])('429 with %s seconds for an answer of the bot: one answer', async (wait) => {
		const one = client(45 + (wait > 1 ? 1 : 0));
		await talk.known(one);
		await world.fault('telegram', tooMany(wait));
		await write([one], 2);
		// An update that n8n was slow with comes again, and may be answered twice before the next one is read.
		await talk.allTaken(120_000);
		await talk.atRest();
		await expectDelivered([one], 2);
	});

	test.each<[string, Json, number]>([
		['502 of a proxy', { html: true }, 0],
		['answer lost', { dropAfterWrite: true }, 1],
	])(
		'%s on a message of a manager: not sent twice, manager and admin know',
		async (_, fault, arrived) => {
			const one = client(47 + arrived);
			await talk.known(one);
			const told = (await talk.alerts()).length;
			await world.fault('telegram', { ...fault, path: '/sendMessage' });
			const [first, second] = texts(one, 2, 'ответ');
			await talk.manager(one, first);
			await talk.atRest();
			await talk.manager(one, second);
			await talk.atRest();
			const expected = arrived ? [first, second] : [second];
			expect(await talk.replies(one)).toEqual(expected);
			const rows = await talk.rows({ telegram_id: String(one.id), target: 'client' });
			expect(rows.map(({ status }) => status)).toEqual(['in_doubt', 'sent']);
			const alerts = (await talk.alerts()).slice(told);
			expect(alerts).toEqual([expect.stringContaining(first)]);
			const notes = await talk.notes(one);
			expect(notes).toEqual([expect.stringContaining(`Повторно оно не отправлялось:\n${first}`)]);
		},
	);

	test('it cannot be reached while clients write: every update is repeated, and answered once', async () => {
		const [writes, starts, waits] = [50, 51, 52].map(client);
		await talk.known(writes, starts, waits);
		await unreachable('telegram');
		const [said, started] = [talk.say(writes, texts(writes, 1)[0]), talk.say(starts, '/start')];
		await managerWrites(waits, texts(waits, 2, 'ответ'));
		expect([(await said).status, (await started).status]).toEqual([500, 500]);
		await pause(3000);
		await unreachable();
		await world.eventually('both answers', async () => {
			const answers = await Promise.all([writes, starts].map((one) => talk.replies(one)));
			return answers.every((list) => list.length > 0);
		});
		await talk.atRest();
		await expectDelivered([writes], 1);
		expect(await talk.replies(starts)).toEqual([expect.stringContaining(starts.first_name)]);
		expect(await talk.replies(waits)).toEqual(texts(waits, 2, 'ответ'));
	});

	test('502 on answers of the bot: nothing is doubled, and the admin is told once', async () => {
		const clients = [53, 54].map(client);
		await talk.known(...clients);
		const told = (await talk.alerts()).length;
		for (const one of clients) {
			await world.fault('telegram', { html: true, path: '/sendMessage' });
			expect(await talk.say(one, texts(one, 1)[0])).toMatchObject({ status: 200 });
		}
		await talk.atRest();
		for (const one of clients) {
			expect(await talk.atWahelp(one)).toEqual(texts(one, 1));
			expect((await talk.notes(one)).map(wordsOf)).toEqual(texts(one, 1));
			expect(await talk.replies(one)).toEqual([]);
		}
		expect(await talk.toldSince(told, 'Ответ бота клиенту не отправлен')).toHaveLength(1);
		expect((await talk.alerts()).length - told).toBe(1);
	});
});

test('no run has failed but those whose update Telegram had to repeat', async () => {
	const runs = await world.sandbox.api.executions({ status: 'error', limit: 100 });
	expect(countBy(runs.map(({ workflowId }) => String(workflowId)))).toEqual({
		CrmBridge10ClientBot: expect.any(Number),
	});
});
