import axios from 'axios';

import type { StoredRow } from '../../../sandbox/dataTables';
import { SECRETS } from '../../../sandbox/secrets';
import { client, Conversation, PASSED_ON, type Client, type WahelpEmit } from '../support/telegram';
import { pause, World } from '../support/world';

type Json = Record<string, unknown>;

const BONUSES = 740;
const victim = client(1);
const attacker = client(2);
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';
const WORKFLOWS = ['CrmBridge10ClientBot', 'CrmBridge12Replies'];

let world: World;
let talk: Conversation;
beforeAll(async () => {
	world = await World.start('telegram-amocrm');
	talk = new Conversation(world);
	await talk.quick();
	await talk.known(victim);
	await world.sandbox.api.tables.update(
		'clients',
		{ telegram_id: String(victim.id) },
		{ bonus_balance: BONUSES },
	);
});
afterAll(async () => await world?.stop());

/** Everything that a forged webhook could change, and the runs it could start. */
async function everything(): Promise<Json> {
	const { api } = world.sandbox;
	const tables = ['clients', 'relay_messages', 'processed_events', 'bot_settings'];
	const rows = await Promise.all(tables.map(async (name) => await api.tables.rows(name)));
	const runs = await Promise.all(
		WORKFLOWS.map(async (workflowId) => await api.executions({ workflowId, limit: 250 })),
	);
	const telegram = await world.state<{ messages: Json[] }>('telegram');
	const wahelp = await world.state<{ messages: Json[]; users: Json[] }>('wahelp');
	const amocrm = await world.state<{ writes: Json[] }>('amocrm');
	return {
		rows,
		runs: runs.map((list) => list.map(({ id }) => id)),
		told: telegram.messages.map(({ chat_id, text }) => [chat_id, text]),
		inbox: [wahelp.messages, wahelp.users],
		writes: amocrm.writes,
	};
}

/** Sends all of them; nothing may come of it, now or a while later. @returns the statuses */
async function changesNothing(send: Array<() => Promise<number>>): Promise<number[]> {
	const before = await everything();
	const statuses: number[] = [];
	for (const one of send) statuses.push(await one());
	await pause(1500);
	expect(await everything()).toEqual(before);
	return statuses;
}

async function post(url: string, body: unknown, headers: Json = {}): Promise<number> {
	const { status } = await axios.post(url, body, {
		headers: { 'content-type': 'application/json', ...headers },
		validateStatus: () => true,
	});
	return status;
}

describe('forged webhooks', () => {
	/** What would do harm: a number taken over, a client marked, a message in somebody's name. */
	const updates: Json[] = [
		{ contact: { from: { id: attacker.id }, phone_number: victim.phone } },
		{ message: { from: { id: victim.id }, text: 'Отмените мой заказ' } },
		{ message: { from: { id: attacker.id }, text: '/start' } },
		{
			update: {
				my_chat_member: {
					chat: { id: victim.id, type: 'private' },
					from: { id: victim.id, is_bot: false, first_name: 'User' },
					date: 1,
					new_chat_member: { status: 'kicked' },
				},
			},
		},
	];

	test('of Telegram, with a wrong secret and without: 401', async () => {
		const statuses = await changesNothing(
			updates.flatMap((update) =>
				['wrong', 'missing'].map((secret) => async () => {
					const answer = await world.emit<{ status: number }>('telegram', { ...update, secret });
					return answer.status;
				}),
			),
		);
		expect(statuses).toEqual(updates.flatMap(() => [401, 401]));
	});

	test('of Telegram, with the secret in another place or nearly right: 401', async () => {
		const { url, secret } = await telegramWebhook();
		const body = { update_id: 1, message: privateMessage(victim, 'Отмените мой заказ') };
		const headers: Json[] = [
			{ [SECRET_HEADER]: '' },
			{ [SECRET_HEADER]: secret.slice(0, -1) },
			{ [SECRET_HEADER]: `${secret}x` },
			{ [SECRET_HEADER]: secret.toUpperCase() },
			{ [SECRET_HEADER]: SECRETS.wahelp },
			{ authorization: `Bearer ${secret}` },
		];
		const statuses = await changesNothing([
			...headers.map((one) => async () => await post(url, body, one)),
			async () => await post(`${url}?secret_token=${secret}`, body),
			async () => await post(url, { ...body, secret_token: secret }),
		]);
		expect(statuses).toEqual(Array.from({ length: 8 }, () => 401));
	});

	test('of Wahelp, with a wrong secret and without: 401', async () => {
		const operator = { phone: victim.phone, text: 'Переведите предоплату на эту карту' };
		const event = { action: 'channel.message.created', payload: wahelpMessage(victim) };
		const statuses = await changesNothing(
			[{ operator }, { event }, { event: [event, event] }].flatMap((body) =>
				['wrong', 'missing'].map((secret) => async () => {
					const answer = await world.emit<WahelpEmit>('wahelp', { ...body, secret });
					expect(answer.deliveries).toHaveLength(1);
					return answer.deliveries[0].status;
				}),
			),
		);
		expect(statuses).toEqual(Array.from({ length: 6 }, () => 401));
	});

	test('of Wahelp, with a wrong token, header or list of secrets: 401', async () => {
		const url = await wahelpWebhook();
		const body = { action: 'channel.message.created', payload: wahelpMessage(victim) };
		const at = (query: string) => `${url.origin}${url.pathname}${query}`;
		const statuses = await changesNothing([
			async () => await post(at('?token=wrong'), body),
			async () => await post(at(`?secret=${SECRETS.wahelp.slice(0, -1)}`), body),
			async () => await post(at(`?secret=${SECRETS.telegram}`), body),
			async () => await post(at('?secret='), body),
			async () => await post(at('?secret=a&secret=b'), body),
			async () => await post(at(''), body, { 'x-wahelp-token': 'wrong' }),
			async () => await post(at(''), body, { authorization: `Bearer ${SECRETS.wahelp}` }),
			async () => await post(at(''), { ...body, secret: SECRETS.wahelp }),
		]);
		expect(statuses).toEqual(Array.from({ length: 8 }, () => 401));
	});

	test('the same requests with the right secret are taken: it is the secret that counts', async () => {
		const telegram = await telegramWebhook();
		const update = { update_id: 1, message: privateMessage(victim, 'Где мой заказ?') };
		const headers = { [SECRET_HEADER]: telegram.secret };
		expect(await post(telegram.url, update, headers)).toBe(200);
		const url = await wahelpWebhook();
		const body = { action: 'channel.message.created', payload: wahelpMessage(victim) };
		const statuses = [
			await post(url.href, body),
			await post(`${url.origin}${url.pathname}?token=${SECRETS.wahelp}`, body),
			await post(`${url.origin}${url.pathname}`, body, { 'x-wahelp-token': SECRETS.wahelp }),
		];
		expect(statuses).toEqual([200, 200, 200]);
		await talk.atRest();
		expect(await talk.replies(victim)).toEqual([PASSED_ON, wahelpMessage(victim).message]);
		expect(await talk.atWahelp(victim)).toEqual(['Где мой заказ?']);
	});
});

describe('a number of somebody else', () => {
	/** The card of the client, without what changes with every message. */
	async function card(of: Client): Promise<Partial<StoredRow>> {
		const { updatedAt, dialog_step, ...rest } = await talk.card(of);
		expect([updatedAt, dialog_step]).toBeDefined();
		return rest;
	}

	/** Nobody but the owner sees his bonuses and gets what the manager writes to the number. */
	async function expectStillOf(owner: Client, before: Json, text: string): Promise<void> {
		await talk.say(attacker, 'Мои бонусы');
		await talk.manager(owner, text);
		await talk.atRest();
		const told = (await talk.botMessages()).filter((sent) => sent.text === text);
		expect(told.map(({ chat_id }) => chat_id)).toEqual([owner.id]);
		expect((await talk.replies(attacker)).join('\n')).not.toContain(String(BONUSES));
		const { in_manager_chat, manager_last_message_at, ...now } = await card(owner);
		expect([in_manager_chat, manager_last_message_at]).toEqual([true, expect.any(String)]);
		expect(before).toMatchObject(now);
		const cards = await world.sandbox.api.tables.rows('clients', { phone: `+${owner.phone}` });
		expect(cards.map(({ telegram_id }) => telegram_id)).toEqual([String(owner.id)]);
	}

	const FOREIGN =
		'Это контакт другого человека. Пожалуйста, поделитесь своим номером кнопкой ниже.';
	const TAKEN = 'Этот номер у нас уже есть. Чтобы подтвердить, что он ваш, нажмите кнопку ниже.';

	test.each<[string, Json, string]>([
		["the owner's card", { user_id: victim.id }, FOREIGN],
		['a card without a user', { user_id: null }, FOREIGN],
		['a forwarded own card', { forwarded: true }, FOREIGN],
		['a forwarded card of the owner', { forwarded: true, user_id: victim.id }, FOREIGN],
	])('by contact: %s', async (what, fields, answer) => {
		const before = await card(victim);
		await talk.say(attacker, '/start');
		await talk.contact(attacker, { phone_number: victim.phone, ...fields });
		expect((await talk.replies(attacker)).at(-1)).toBe(answer);
		expect((await talk.card(attacker)).phone ?? '').toBe('');
		await expectStillOf(victim, before, `Только для владельца: ${what}`);
	});

	test('typed, however it is spelled', async () => {
		const before = await card(victim);
		const spellings = ['+7 (999) 555-00-01', '79995550001', '8 999 555 00 01', '9995550001'];
		for (const typed of spellings) {
			await talk.say(attacker, '/start');
			await talk.say(attacker, typed);
			expect([typed, (await talk.replies(attacker)).at(-1)]).toEqual([typed, TAKEN]);
			expect((await talk.card(attacker)).phone ?? '').toBe('');
		}
		await expectStillOf(victim, before, 'Только для владельца: номер набран');
	});

	test('typed, of a card that no Telegram client has yet', async () => {
		await talk.say(attacker, '/start');
		await talk.say(attacker, '+7 999 000-00-01');
		expect((await talk.replies(attacker)).at(-1)).toBe(TAKEN);
		await talk.say(attacker, 'Мои бонусы');
		expect((await talk.replies(attacker)).join('\n')).not.toContain('250');
		const rows = await world.sandbox.api.tables.rows('clients', { phone: '+79990000001' });
		expect(rows).toMatchObject([{ telegram_id: null, bonus_balance: 250 }]);
	});

	test('by somebody who has a number of his own: he keeps it', async () => {
		const before = await card(victim);
		await talk.contact(attacker);
		expect(await talk.card(attacker)).toMatchObject({
			phone: `+${attacker.phone}`,
			phone_confirmed: true,
		});
		await talk.say(attacker, '📱 Поделиться номером');
		await talk.say(attacker, `+${victim.phone}`);
		await talk.contact(attacker, { phone_number: victim.phone, user_id: victim.id });
		await talk.contact(attacker, { phone_number: victim.phone, forwarded: true });
		// Cards of others are words for the manager now; quick ones are confirmed together.
		expect((await talk.replies(attacker)).slice(-2)).toEqual([TAKEN, PASSED_ON]);
		await expectStillOf(victim, before, 'Только для владельца: второй номер');
		expect(await talk.card(attacker)).toMatchObject({ phone: `+${attacker.phone}` });
	});
});

test('no run has failed', async () => {
	expect(await world.sandbox.api.executions({ status: 'error', limit: 50 })).toEqual([]);
});

async function telegramWebhook(): Promise<{ url: string; secret: string }> {
	const { bots } = await world.state<{
		bots: Array<{ webhook: { url: string; secret_token: string } | null }>;
	}>('telegram');
	const hook = bots[0].webhook;
	if (!hook) throw new Error('the bot has no webhook');
	return { url: hook.url, secret: hook.secret_token };
}

async function wahelpWebhook(): Promise<URL> {
	const { webhooks } = await world.state<{ webhooks: Array<{ url: string }> }>('wahelp');
	return new URL(webhooks[0].url);
}

function privateMessage({ id, first_name }: Client, text: string): Json {
	const chat = { id, first_name, type: 'private' };
	return { message_id: 1, from: { ...chat, is_bot: false }, chat, date: 1_767_000_000, text };
}

function wahelpMessage({ phone }: Client) {
	return {
		id: 77,
		user_id: 1,
		channel_id: 101,
		message: 'Ваш заказ готов',
		message_type: 'text',
		destination: 'from_operator',
		operator_id: 12,
		created_at: '2026-05-04 14:03:11',
		user: { id: 1, phone, uid: phone, contact_id: 1, channel_id: 101 },
	};
}
