import fc from 'fast-check';

import { chooseWay } from '../../../../nodes/MessageRouter/domain/relay/way';
import { ago, CLIENT, settings, toCrm, UNPROVED } from './rows';

const HEADING = 'Сообщение клиента из Telegram';

test('a message for Wahelp goes to the known user, with his own words only', () => {
	expect(chooseWay(toCrm(), [CLIENT], [], [])).toMatchObject({
		way: 'wahelp',
		text: 'Где мой заказ?',
		wahelp_user_id: '301',
		phone: '+79995550001',
		project_id: '1',
		channel: 'clients_tg',
		is_repeat: false,
	});
});

test('project and channel come from the settings', () => {
	const rows = settings({ wahelp_project_id: '9', wahelp_channel: 'other' });
	expect(chooseWay(toCrm(), [CLIENT], [], rows)).toMatchObject({
		project_id: '9',
		channel: 'other',
	});
});

test('a note has a heading and a last line that no other note has', () => {
	const { way, text, unique_text: line } = chooseWay(toCrm({ target: 'amocrm' }), [CLIENT], [], []);
	expect([way, text]).toEqual(['note', `${HEADING}:\nГде мой заказ?\n${line}`]);
	expect(line).toBe('— CRM Bridge telegram:900001');
});

test("a note of the bot's own has no heading", () => {
	const row = toCrm({ target: 'amocrm', source: 'bot', text: 'Клиент заблокировал бота' });
	expect(chooseWay(row, [CLIENT], [], []).text).toMatch(/^Клиент заблокировал бота\n— CRM Bridge/);
});

test('a row that was being sent is looked for first', () => {
	expect(chooseWay(toCrm({ status: 'sending' }), [CLIENT], [], []).is_repeat).toBe(true);
});

test("Wahelp's history counts from a minute before the message", () => {
	const row = toCrm({ createdAt: ago(0) });
	expect(chooseWay(row, [CLIENT], [], []).sent_after).toBe(ago(60_000));
});

test('earlier messages to Wahelp are other ones; notes and answers have ids of another kind', () => {
	const earlier = [
		toCrm({ id: 3, vendor_message_id: '55' }),
		toCrm({ id: 4, vendor_message_id: '56' }),
		toCrm({ id: 5, target: 'amocrm', vendor_message_id: '57' }),
		toCrm(),
	];
	expect(chooseWay(toCrm(), [CLIENT], earlier, []).exclude_ids).toBe('55,56');
});

test('of two cards of one account the one with a phone counts', () => {
	const cards = [{ ...CLIENT, id: 3, phone: '', amo_contact_id: 1 }, CLIENT];
	expect(chooseWay(toCrm(), cards, [], [])).toMatchObject({
		client_id: '7',
		contact_id: '7000001',
	});
});

test('a stranger is looked up by the phone of the row', () => {
	expect(chooseWay(toCrm(), [{}], [], [])).toMatchObject({
		way: 'wahelp',
		phone: '+79995550001',
		contact_id: '',
	});
});

describe('a number that is not proved', () => {
	test('leads nowhere: the words become a note that shows it to people', () => {
		const way = chooseWay(toCrm(), [UNPROVED], [], []);
		expect(way).toMatchObject({ way: 'note', phone: '', wahelp_user_id: '', is_repeat: true });
		expect(way.text).toContain(`${HEADING} (номер введён вручную, не подтверждён: +79995550001):`);
	});

	test('does not hide the contact that was made for this very client', () => {
		expect(chooseWay(toCrm(), [UNPROVED], [], []).contact_id).toBe('7000001');
	});

	test('is a key where the owner accepts the risk, and people still read that it was typed', () => {
		const way = chooseWay(toCrm(), [UNPROVED], [], settings({ trust_typed_phone: 'yes' }));
		expect(way).toMatchObject({ way: 'wahelp', phone: '+79995550001', wahelp_user_id: '301' });
		const note = toCrm({ target: 'amocrm' });
		expect(chooseWay(note, [UNPROVED], [], settings({ trust_typed_phone: 'да' })).text).toContain(
			'(номер введён вручную, не подтверждён):',
		);
	});

	test('of the operator counts as proved', () => {
		const card = { ...CLIENT, phone_confirmed: null };
		expect(chooseWay(toCrm(), [card], [], []).way).toBe('wahelp');
	});

	test('never becomes a key, whatever row, card and settings hold', () => {
		const text = fc.constantFrom('', '+79995550001', '+79995550002', null);
		fc.assert(
			fc.property(
				fc.constantFrom('wahelp', 'amocrm'),
				text,
				text,
				fc.constantFrom('', '301', null),
				fc.constantFrom('no', '', 'maybe'),
				(target, ofRow, ofCard, user, trust) => {
					const card = { ...UNPROVED, phone: ofCard, wahelp_user_id: user };
					const way = chooseWay(
						toCrm({ target, phone: ofRow }),
						[card],
						[],
						settings({ trust_typed_phone: trust }),
					);
					expect(way).toMatchObject({ way: 'note', phone: '', wahelp_user_id: '' });
				},
			),
		);
	});
});

test('a client who has proved his number since the row was written is looked up by it', () => {
	const row = toCrm({ target: 'amocrm', phone: '' });
	expect(chooseWay(row, [CLIENT], [], [])).toMatchObject({ way: 'note', phone: '+79995550001' });
});

test('where no phone is known the words are a note, even when the target is Wahelp', () => {
	const card = { ...CLIENT, phone: '', wahelp_user_id: '' };
	expect(chooseWay(toCrm({ phone: '' }), [card], [], [])).toMatchObject({ way: 'note', phone: '' });
});
