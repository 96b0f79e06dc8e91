import fc from 'fast-check';

import {
	addressReports,
	leaveOutStored,
	readReports,
	type Report,
} from '../../../../nodes/MessageRouter/domain/relay/reports';
import { CLIENT, NOW, settings, toCrm, UNPROVED } from './rows';

const said = (more = {}) => ({
	message_id: '77',
	text: 'Уже едет',
	phone: '+79995550001',
	user_id: '301',
	sent_at: '2026-03-02T08:59:00.000Z',
	file_url: '',
	...more,
});
const FORWARD = settings({ forward_client_messages: 'yes' });
const read = (operators: object[], clients: object[] = [], rows = settings({})) =>
	readReports(operators as never, clients as never, rows, NOW);
const [REPORT] = read([said()]);

describe('reports', () => {
	test('of operators are passed on with the key that each copy has', () => {
		expect(read([said()])).toEqual([
			{
				source: 'operator',
				text: 'Уже едет',
				message_id: '77',
				source_id: '77',
				event_key: 'wahelp:77',
				phone: '+79995550001',
				user_id: '301',
			},
		]);
	});

	test("of the client's own messages are passed on only by the setting", () => {
		expect(read([], [said()])).toEqual([]);
		expect(read([], [said()], FORWARD)).toMatchObject([{ source: 'client' }]);
	});

	test('two copies in one call are one', () => {
		expect(read([said(), said()], [said()], FORWARD)).toHaveLength(1);
	});

	test('with a file hold its address; with nothing to read they are left out', () => {
		const file = 'https://files.example/a.pdf';
		expect(read([said({ file_url: file })])[0].text).toBe(`Уже едет\n${file}`);
		expect(read([said({ text: ' ', file_url: '' })])).toEqual([]);
	});

	test('without an id are known by who, when and what', () => {
		const nameless = said({ message_id: '' });
		const [{ event_key: key, source_id: id }] = read([nameless]);
		expect(key).toBe('wahelp:+79995550001:2026-03-02T08:59:00.000Z:Уже едет');
		expect(id).toBe(key);
		expect(read([nameless, { ...nameless, text: 'Другое' }])).toHaveLength(2);
	});
});

describe('what is stored', () => {
	test('is left out by its key', () => {
		expect(leaveOutStored([REPORT], [{ event_key: 'wahelp:77' }])).toEqual([]);
		expect(leaveOutStored([REPORT], [{ event_key: 'wahelp:78' }, {}])).toEqual([REPORT]);
	});

	test('is left out when it is a message of ours; the id of a note means nothing', () => {
		const ours = (target: string) => toCrm({ target, vendor_message_id: '77' });
		expect(leaveOutStored([REPORT], [ours('wahelp')])).toEqual([]);
		expect(leaveOutStored([REPORT], [ours('amocrm')])).toEqual([REPORT]);
	});

	test('without ids two empty ones are not the same', () => {
		const [nameless] = read([said({ message_id: '' })]);
		const ours = toCrm({ vendor_message_id: '' });
		expect(leaveOutStored([nameless], [ours])).toEqual([nameless]);
	});
});

describe('an answer of a manager', () => {
	const address = (report: Report, cards: object[], values = {}) =>
		addressReports([report], cards as never, settings({ admin_chat_id: '900', ...values }), NOW);
	const byUser = { ...REPORT, phone: '' };

	test('goes to the client whose phone it is', () => {
		expect(address(REPORT, [CLIENT, { ...CLIENT, id: 8, phone: '+79995550002' }])).toEqual([
			{
				target: 'client',
				chat_id: '500',
				telegram_id: '500',
				phone: '+79995550001',
				text: 'Уже едет',
				source: 'operator',
				source_id: '77',
				event_key: 'wahelp:77',
				status: 'pending',
			},
		]);
	});

	test('goes by the Wahelp user only where there is no phone', () => {
		expect(address(byUser, [CLIENT])).toMatchObject([{ target: 'client', chat_id: '500' }]);
		const other = { ...REPORT, phone: '+79995550009' };
		expect(address(other, [CLIENT])).toMatchObject([{ target: 'admin' }]);
	});

	test('for nobody goes to the admins', () => {
		const [row] = address(REPORT, [{}]);
		expect(row).toMatchObject({ target: 'admin', chat_id: '900', telegram_id: '' });
		expect(row.text).toBe(
			'Ответ менеджера никому не отправлен: клиента с таким номером в Telegram-боте нет (+79995550001).\n\nУже едет',
		);
	});

	test('for two clients goes to the admins, for two cards of one to him', () => {
		const twin = { ...CLIENT, id: 8 };
		expect(address(REPORT, [CLIENT, { ...twin, telegram_id: '600' }])).toMatchObject([
			{ target: 'admin' },
		]);
		expect(address(REPORT, [CLIENT, twin])).toMatchObject([{ target: 'client' }]);
	});

	test('goes to the one who has proved the number, not to the one who typed it', () => {
		const thief = { ...UNPROVED, id: 8, telegram_id: '600' };
		expect(address(REPORT, [thief, CLIENT])).toMatchObject([{ chat_id: '500' }]);
	});

	test('to a typed number waits, and the client is asked to prove it once a day', () => {
		const rows = address(REPORT, [UNPROVED], { text_prove_number: 'Поделитесь номером' });
		expect(rows).toMatchObject([
			{ status: 'unproved', chat_id: '', telegram_id: '', phone: '+79995550001', text: 'Уже едет' },
			{
				status: 'pending',
				chat_id: '500',
				source: 'bot',
				source_id: 'ask-contact',
				event_key: 'ask-contact:500:2026-03-02',
				text: 'Поделитесь номером',
			},
		]);
	});

	test('to the Wahelp user of an unproved client goes to the admins', () => {
		expect(address(byUser, [UNPROVED])).toMatchObject([{ target: 'admin' }]);
	});

	test('reaches a typed number where the owner accepts the risk', () => {
		expect(address(REPORT, [UNPROVED], { trust_typed_phone: 'yes' })).toMatchObject([
			{ chat_id: '500', text: 'Уже едет' },
		]);
	});

	test('never shows its words to a chat that has not proved the number', () => {
		const card = fc.record({
			id: fc.nat(),
			telegram_id: fc.constantFrom('', '500', '600'),
			phone: fc.constantFrom('', '+79995550001', '+79995550002'),
			wahelp_user_id: fc.constantFrom('', '301'),
			phone_confirmed: fc.constantFrom(true, false, null),
		});
		const phone = fc.constantFrom('', '+79995550001');
		fc.assert(
			fc.property(fc.array(card, { maxLength: 4 }), phone, (cards, to) => {
				const rows = address({ ...REPORT, phone: to }, cards, { text_prove_number: 'Номер?' });
				for (const { target, chat_id: chat, text } of rows) {
					if (target !== 'client' || chat === '' || text === 'Номер?') continue;
					const owners = cards.filter(
						(one) =>
							one.phone_confirmed !== false &&
							(to === '' ? one.wahelp_user_id === '301' : one.phone === to),
					);
					expect(owners.map((one) => one.telegram_id)).toContain(chat);
				}
				// And it is never lost.
				expect(rows.filter(({ text }) => String(text).includes('Уже едет'))).toHaveLength(1);
			}),
		);
	});

	test("the client's own words for nobody, or for a typed number, are left out", () => {
		const own: Report = { ...REPORT, source: 'client' };
		expect(address(own, [{}])).toEqual([]);
		expect(address(own, [UNPROVED], { text_prove_number: 'Номер?' })).toEqual([]);
	});
});
