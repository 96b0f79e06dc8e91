import fc from 'fast-check';

import { checkEcho } from '../../../../nodes/MessageRouter/domain/relay/echo';
import type { Row } from '../../../../nodes/shared/rows';
import { ago, CLIENT, HOUR, NOW, settings, toClient, toCrm } from './rows';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const check = (row: Row, ours: Row[] = [], clients: Row[] = [CLIENT], values = {}) =>
	checkEcho(row, ours, clients, settings(values), NOW);

test('an answer of a manager goes into the chat as it is', () => {
	expect(check(toClient())).toEqual({
		may: 'yes',
		write: {},
		message: {
			chat_id: '500',
			text: 'Уже едет',
			folded_ids: [],
			keyboard: 'none',
			contact_label: '',
		},
	});
});

describe('an echo', () => {
	test('is known by the id that Wahelp gave our message, whatever its words', () => {
		const ours = [toCrm({ status: 'sent', vendor_message_id: '77', text: 'Другое' })];
		const verdict = check(toClient(), ours);
		expect(verdict).toMatchObject({ may: 'no', write: { status: 'echo', owner: '' } });
	});

	test('is known by its words where Wahelp did not tell the id, for ten minutes', () => {
		const own = { status: 'sent', text: 'Уже едет' };
		const fresh = [toCrm({ ...own, sent_at: ago(9 * MINUTE) })];
		const old = [toCrm({ ...own, sent_at: ago(11 * MINUTE) })];
		expect(check(toClient(), fresh).may).toBe('no');
		expect(check(toClient(), old).may).toBe('yes');
	});

	test('of another client with the same words is none', () => {
		const ours = [toCrm({ telegram_id: '600', status: 'sent', vendor_message_id: '77' })];
		expect(check(toClient(), ours).may).toBe('yes');
	});

	test('of our own words does not swallow what a manager answers in the same words', () => {
		const ours = [toCrm({ status: 'sent', vendor_message_id: '76', text: 'Уже едет' })];
		expect(check(toClient(), ours).may).toBe('yes');
	});

	test("of the client's own words is recognised by them", () => {
		const ours = [
			toCrm({ status: 'sent', vendor_message_id: '76', text: 'Уже едет', sent_at: ago(MINUTE) }),
		];
		expect(check(toClient({ source: 'client' }), ours).may).toBe('no');
	});

	test('a note in amoCRM has none', () => {
		const ours = [toCrm({ target: 'amocrm', status: 'sent', vendor_message_id: '77' })];
		expect(check(toClient(), ours).may).toBe('yes');
	});

	test("has the id of Wahelp, not of another service: a client's order is none", () => {
		const ours = [toCrm({ status: 'sent', vendor_message_id: '77' })];
		const order = { target: 'admin', chat_id: '900', event_key: 'client-bot:77', source: 'client' };
		expect(check(toClient(order), ours).may).toBe('yes');
	});

	test('is not looked for where nothing comes from Wahelp', () => {
		const ours = [
			toCrm({ status: 'sent', vendor_message_id: '', text: 'Уже едет', sent_at: ago(0) }),
		];
		expect(check(toClient({ source_id: '' }), ours).may).toBe('yes');
		expect(
			check(toClient({ source_id: 'ask-contact', event_key: 'ask-contact:500' }), ours).may,
		).toBe('yes');
	});
});

describe('while Wahelp has not answered to a message with the same words', () => {
	const ours = [toCrm({ status: 'sending', text: 'Уже едет' })];

	test('a fresh message waits', () => {
		expect(check(toClient({ createdAt: ago(24 * SECOND) }), ours).may).toBe('wait');
	});

	test('one that has waited for long comes again later, and its tries are counted', () => {
		const row = toClient({ createdAt: ago(26 * SECOND), attempts: 2 });
		expect(check(row, ours)).toMatchObject({
			may: 'no',
			write: { status: 'pending', attempts: 3, owner: '' },
		});
	});
});

describe('a message that somebody began to send', () => {
	const begun = { status: 'sending', attempts: 1 };

	test('is never sent to a client again', () => {
		expect(check(toClient(begun))).toMatchObject({ may: 'no', write: { status: 'in_doubt' } });
	});

	test('is in doubt even when he has blocked the bot since: he may have read it', () => {
		const verdict = check(toClient(begun), [], [{ ...CLIENT, bot_blocked: true }]);
		expect(verdict.write.status).toBe('in_doubt');
	});

	test('goes to the admins with a word of warning', () => {
		const { may, message } = check(toClient({ ...begun, target: 'admin', chat_id: '900' }));
		expect([may, message.text]).toEqual(['yes', '(возможно, повтор)\nУже едет']);
	});

	test('never reaches a client, whatever else is known', () => {
		const any = fc.record({
			status: fc.constantFrom('sent', 'sending', 'pending', 'failed'),
			vendor_message_id: fc.constantFrom('', '77', null),
			text: fc.constantFrom('Уже едет', 'Другое'),
			sent_at: fc.constantFrom(null, ago(MINUTE), ago(2 * HOUR)),
		});
		const row = fc.record({
			source: fc.constantFrom('operator', 'client', 'bot'),
			source_id: fc.constantFrom('', '77', '78'),
			createdAt: fc.constantFrom(ago(SECOND), ago(HOUR)),
		});
		fc.assert(
			fc.property(row, fc.array(any, { maxLength: 4 }), fc.boolean(), (more, others, isBlocked) => {
				const ours = others.map((one) => toCrm(one));
				const card = { ...CLIENT, bot_blocked: isBlocked };
				expect(check(toClient({ ...more, ...begun }), ours, [card]).may).not.toBe('yes');
			}),
		);
	});
});

test('somebody who has blocked the bot gets it when he comes back', () => {
	const verdict = check(toClient(), [], [{ ...CLIENT, bot_blocked: true }]);
	expect(verdict).toMatchObject({
		may: 'no',
		write: {
			status: 'blocked',
			error_message: 'bot_blocked: waits until the client unblocks the bot',
		},
	});
});

test('an order for the admins goes out although its client has blocked the bot', () => {
	const row = toClient({ target: 'admin', chat_id: '900', source: 'bot', source_id: '' });
	expect(check(row, [], [{ ...CLIENT, bot_blocked: true }]).may).toBe('yes');
});

test('a row without a chat goes to the chat of the settings', () => {
	const row = toClient({ target: 'admin', chat_id: '', source_id: '' });
	expect(check(row, [], [], { admin_chat_id: '900' }).message.chat_id).toBe('900');
});

test("the request for the number has Telegram's button, and may come twice", () => {
	const asks = { source: 'bot', source_id: 'ask-contact', event_key: 'ask-contact:500:2026-03-02' };
	const row = toClient({ ...asks, status: 'sending', attempts: 1 });
	expect(check(row, [], [CLIENT], { button_share: 'Мой номер' })).toMatchObject({
		may: 'yes',
		message: { keyboard: 'contact', contact_label: 'Мой номер' },
	});
});

test('what a client wrote to the admins meanwhile goes along, unless each is to go by itself', () => {
	const order = (id: number): Row => ({
		...toClient({ target: 'admin', chat_id: '900', telegram_id: '500', source_id: '' }),
		...{ id, event_key: `client-bot:${id}`, status: 'pending', text: `Заказ ${id}` },
	});
	const sent = (values: Record<string, string>) =>
		check(order(1), [order(2)], [], values).message.text;
	expect(sent({})).toBe('Заказ 1\n\nЗаказ 2');
	expect(sent({ admin_fold_seconds: '0' })).toBe('Заказ 1');
});
