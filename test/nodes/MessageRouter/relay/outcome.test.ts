import { STOPPED, tellOutcome } from '../../../../nodes/MessageRouter/domain/relay/outcome';
import type { Row } from '../../../../nodes/shared/rows';
import { ago, CLIENT, HOUR, NOW, settings, toClient, toCrm, UNPROVED } from './rows';

const tell = (
	row: Row,
	{
		clients = [CLIENT],
		values = {},
		contactId = '',
	}: Partial<{
		clients: Row[];
		values: Record<string, string>;
		contactId: string;
	}> = {},
) => tellOutcome({ row, clients, settings: settings(values), contactId, now: NOW });

const CARD = { id: 7, phone: '+79995550001', is_unproved: false };
const NOTHING = {
	write: {},
	what: 'done',
	note: '',
	alert_key: '',
	alert: '',
	phone: '',
	client: {},
	card: CARD,
};

describe('a message for the managers', () => {
	const failed = (code: string, more: Row = {}) =>
		toCrm({
			status: 'failed',
			queue: { what: 'failed', code },
			error_message: `${code}: no`,
			...more,
		});

	test('that went out to a known user is told to nobody', () => {
		const queue = { what: 'done', answer: { user_id: '301' } };
		expect(tell(toCrm({ status: 'sent', queue }))).toEqual(NOTHING);
	});

	test('tells the card the user that Wahelp has made, and leaves its contact', () => {
		const row = toCrm({ queue: { what: 'done', answer: { user_id: '302' } } });
		expect(tell(row).client).toEqual({ wahelp_user_id: '302', amo_contact_id: 7000001 });
	});

	test('tells the card the contact that was found, also when the note failed', () => {
		const row = toCrm({ target: 'amocrm', queue: { what: 'again', code: 'unavailable' } });
		const card = { ...CLIENT, amo_contact_id: null };
		expect(tell(row, { clients: [card], contactId: '7000002' }).client).toEqual({
			wahelp_user_id: '301',
			amo_contact_id: 7000002,
		});
	});

	test('of a client with an unproved number is never remembered with a Wahelp user', () => {
		const row = toCrm({ queue: { what: 'done', answer: { user_id: '302' } } });
		expect(tell(row, { clients: [UNPROVED] }).client).toEqual({});
	});

	test('names the card as it was read, so that a newer one is left alone', () => {
		const row = toCrm({ queue: { what: 'done' } });
		expect(tell(row).card).toEqual(CARD);
		expect(tell(row, { clients: [UNPROVED] }).card).toEqual({ ...CARD, is_unproved: true });
		expect(tell(row, { clients: [{}] }).card).toEqual({ id: 0, phone: '', is_unproved: false });
	});

	test('of somebody without a card changes no card', () => {
		const row = toCrm({ queue: { what: 'done', answer: { user_id: '302' } } });
		expect(tell(row, { clients: [{}], contactId: '5' }).client).toEqual({});
	});

	test('forgets a Wahelp user who is gone, and tells nobody', () => {
		const row = toCrm({ queue: { what: 'again', code: 'not_found' } });
		expect(tell(row)).toMatchObject({ what: 'done', client: { wahelp_user_id: '' } });
	});

	test('has to wait: the admin is told once an hour', () => {
		const row = toCrm({
			queue: { what: 'again' },
			error_message: 'timeout: Wahelp did not answer',
		});
		expect(tell(row)).toMatchObject({
			what: 'waits',
			alert_key: 'relay-wahelp:2026-03-02T09',
			alert:
				'Wahelp сейчас не принимает сообщения клиентов (Wahelp did not answer). Они ждут и уйдут, когда всё заработает.',
		});
	});

	test.each(['again', 'trouble', 'in doubt'])('is given up when it is too old: %s', (what) => {
		const row = toCrm({ queue: { what, code: 'timeout' }, createdAt: ago(73 * HOUR) });
		expect(tell(row)).toMatchObject({ write: { status: 'failed' }, what: 'undelivered' });
		expect(tell(row, { values: { pending_max_age_hours: '100' } }).what).toBe('waits');
	});

	test('is refused: the admins get its words and who wrote it', () => {
		expect(tell(failed('invalid_request'))).toMatchObject({
			what: 'undelivered',
			note: 'Сообщение клиента не дошло до Wahelp (invalid_request). Клиент: Ира Примерова, +79995550001, @ira\n\nГде мой заказ?',
		});
	});

	test('to a number without the messenger is enough as a note, where there is one', () => {
		expect(tell(failed('no_messenger'), { values: { relay_via: 'both' } }).what).toBe('done');
		expect(tell(failed('no_messenger'), { values: { relay_via: 'wahelp' } }).what).toBe(
			'undelivered',
		);
	});
});

describe('a message for a client', () => {
	test('of a manager turns the manager chat on', () => {
		expect(tell(toClient({ queue: { what: 'done' } })).client).toEqual({
			in_manager_chat: true,
			manager_last_message_at: '2026-03-02T09:00:00.000Z',
			bot_blocked: false,
		});
	});

	test.each(['client', 'bot'])('of a %s does not', (source) => {
		expect(tell(toClient({ source, queue: { what: 'done' } }))).toEqual(NOTHING);
	});

	test.each(['bot_blocked', 'user_deactivated', 'never_started', 'chat_not_found'])(
		'is kept until he is back: %s',
		(code) => {
			const told = tell(toClient({ status: 'failed', queue: { what: 'failed', code } }));
			expect(told).toMatchObject({
				write: { status: 'blocked' },
				what: 'undelivered',
				client: { bot_blocked: true, in_manager_chat: false, manager_last_message_at: null },
			});
			expect(told.note).toMatch(/^Клиент заблокировал бота[^]*\nУже едет$/);
		},
	);

	test('whose outcome is unknown: manager and admin know that it was not repeated', () => {
		const told = tell(
			toClient({ status: 'in_doubt', queue: { what: 'in doubt', code: 'timeout' } }),
		);
		expect(told).toMatchObject({
			what: 'undelivered',
			alert_key: 'undelivered:wahelp:77',
			phone: '+79995550001',
			client: {},
		});
		expect(told.note).toContain('Повторно оно не отправлялось:\nУже едет');
		expect(told.alert).toBe(`${told.note}\nКлиент: Ира Примерова, @ira`);
	});

	test('a note about a client with an unproved number is filed by no phone', () => {
		const row = toClient({ status: 'in_doubt', queue: { what: 'in doubt' } });
		expect(tell(row, { clients: [UNPROVED] }).phone).toBe('');
	});

	test('that Telegram takes later: the admin is told once an hour', () => {
		const row = toClient({ queue: { what: 'trouble' }, error_message: 'rate_limited: too many' });
		expect(tell(row)).toMatchObject({
			what: 'waits',
			alert_key: 'telegram-chat:500:2026-03-02T09',
			alert: 'Сообщения бота не уходят клиенту (too many). Они ждут и уйдут, когда всё заработает.',
		});
	});

	test.each([
		['echo', 'done'],
		['pending', 'done'],
		['blocked', 'undelivered'],
		['in_doubt', 'undelivered'],
	])('that was stopped before it was sent, as %s: %s', (status, what) => {
		expect(tell(toClient({ status, queue: { what: STOPPED } })).what).toBe(what);
	});

	test("the bot's own request for the number is told to nobody", () => {
		const row = toClient({ source: 'bot', source_id: 'ask-contact', status: 'in_doubt' });
		expect(tell({ ...row, queue: { what: 'in doubt' } }).what).toBe('done');
	});
});

describe('a message for the admins', () => {
	const row = (more: Row) => toClient({ target: 'admin', chat_id: '800', ...more });

	test('is never given up', () => {
		const failed = row({ status: 'pending', queue: { what: 'failed', code: 'bot_removed' } });
		const { what, write } = tell(failed, { values: { admin_chat_id: '800' } });
		expect([what, write]).toEqual(['waits', {}]);
	});

	test('leaves a chat that refuses it for the one of the settings', () => {
		const failed = row({ status: 'pending', queue: { what: 'failed', code: 'chat_not_found' } });
		expect(tell(failed, { values: { admin_chat_id: '900' } }).write).toEqual({ chat_id: '' });
	});

	test('waits where it is when Telegram is out of order', () => {
		const waits = row({ status: 'pending', queue: { what: 'trouble', code: 'network' } });
		expect(tell(waits, { values: { admin_chat_id: '900' } }).write).toEqual({});
	});

	test('that went out changes nothing', () => {
		expect(tell(row({ status: 'sent', queue: { what: 'done' } }))).toEqual(NOTHING);
	});
});

test('a claim that was not mine looks again only where that helps', () => {
	const row = (look_again: boolean) => toCrm({ queue: { what: 'not mine', look_again } });
	expect(tell(row(true)).what).toBe('done');
	expect(tell(row(false)).what).toBe('end');
});
