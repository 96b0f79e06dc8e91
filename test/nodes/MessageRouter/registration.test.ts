import fc from 'fast-check';

import {
	register,
	type GivenPhone,
	type Registration,
} from '../../../nodes/MessageRouter/domain/bot/registration';
import type { Row } from '../../../nodes/shared/rows';

const P = '+79995550001';
const Q = '+79995550002';
const OWNER = '1';
const STRANGER = '2';
const BOTH = [{ key: 'relay_via', value: 'both' }];

const given = (fields: Partial<GivenPhone> = {}): GivenPhone => ({
	telegramId: STRANGER,
	name: 'Гость',
	eventKey: 'client-bot:1',
	phone: P,
	by: 'typed',
	...fields,
});
const card = (id: number, fields: Row = {}): Row => ({
	id,
	telegram_id: '',
	phone: '',
	phone_confirmed: null,
	full_name: `Карточка ${id}`,
	bonus_balance: id * 100,
	amo_contact_id: id * 11,
	amo_lead_id: id * 13,
	wahelp_user_id: String(id * 17),
	pending_text: '',
	bot_blocked: false,
	...fields,
});
const proved = { phone: P, phone_confirmed: true };
const typed = { phone: P, phone_confirmed: false };
const mine = (id: number, fields: Row = {}) => card(id, { telegram_id: STRANGER, ...fields });

describe('a typed phone', () => {
	test('that nobody has opens a card without a proof', () => {
		const result = register(given(), [], [{ key: 'bonus_on_registration', value: '50' }]);
		expect(result).toMatchObject({ outcome: 'saved', isProved: false, bonus: 50, rows: [] });
		expect(result.cards).toMatchObject([
			{ key: 'telegram_id', key_value: STRANGER, telegram_id: STRANGER, phone: P },
		]);
		expect(result.cards[0]).toMatchObject({ phone_confirmed: false, full_name: 'Гость' });
	});

	test.each<[string, Row]>([
		['a card of the shop', { phone: P }],
		['another client', { ...proved, telegram_id: OWNER }],
		['somebody who only typed it, too', { ...typed, telegram_id: OWNER }],
	])('that is on %s leads nowhere', (_, fields) => {
		expect(register(given(), [card(1, fields), mine(2)], BOTH)).toEqual({
			outcome: 'taken',
			cards: [],
			rows: [],
			isProved: false,
			bonus: 0,
		});
	});

	test('of the own card keeps a proof that is there', () => {
		const [own] = register(given(), [mine(2, proved)], BOTH).cards;
		expect(own).toMatchObject({ key: 'id', key_value: 2, phone_confirmed: true });
		expect(own).toMatchObject({ amo_contact_id: 22, wahelp_user_id: '34' });
	});

	test('forgets the contact of the phone before', () => {
		const before = mine(2, { phone: Q, phone_confirmed: true });
		expect(register(given(), [before], BOTH).cards).toMatchObject([
			{ key_value: 2, phone: P, phone_confirmed: false, amo_contact_id: 0, wahelp_user_id: '' },
		]);
	});
});

describe("Telegram's own contact", () => {
	const own = given({ by: 'own', telegramId: OWNER });

	test('brings the card of the shop along, and the client leaves the card before', () => {
		const before = card(2, { telegram_id: OWNER, phone: Q, phone_confirmed: true });
		const { cards } = register(own, [before, card(1, { phone: P })], BOTH);
		expect(cards).toMatchObject([
			{ key_value: 1, telegram_id: OWNER, phone: P, phone_confirmed: true, bonus_balance: 100 },
			{ key_value: 2, telegram_id: '', phone: Q },
		]);
		expect(cards[0]).toMatchObject({ amo_contact_id: 11, wahelp_user_id: '17' });
	});

	test('takes the phone from somebody who typed it, and nothing else of theirs', () => {
		const stranger = mine(2, { ...typed, pending_text: 'чужое' });
		const { cards } = register(own, [stranger], BOTH);
		expect(cards).toMatchObject([
			{ key: 'telegram_id', key_value: OWNER, phone: P, full_name: 'Гость', bonus_balance: 0 },
			{ key_value: 2, telegram_id: STRANGER, phone: '', amo_contact_id: 0, pending_text: 'чужое' },
		]);
	});

	test('of a phone that was typed before opens its real contact', () => {
		const { cards } = register({ ...own, telegramId: STRANGER }, [mine(2, typed)], BOTH);
		expect(cards).toMatchObject([
			{
				key_value: 2,
				phone_confirmed: true,
				amo_contact_id: 0,
				amo_lead_id: 0,
				wahelp_user_id: '',
			},
		]);
		expect(cards[0].bonus_balance).toBe(200);
	});

	test('of another card is refused, and so is none', () => {
		expect(register(given({ by: 'foreign' }), [card(1, { phone: P })], BOTH).outcome).toBe(
			'foreign',
		);
		expect(register(given({ phone: '' }), [], BOTH).outcome).toBe('bad');
	});
});

describe('kept words', () => {
	const kept = mine(2, { pending_text: 'Алло' });
	const run = (by: GivenPhone['by'], relay_via: string, more: Row[] = []) =>
		register(given({ by }), [kept], [{ key: 'relay_via', value: relay_via }, ...more]);

	test('go on with a proved phone, and leave the card', () => {
		const { rows, cards } = run('own', 'both');
		expect(rows).toMatchObject([
			{ target: 'wahelp', phone: P, text: 'Алло', event_key: 'client-bot:1:kept' },
			{ target: 'amocrm', phone: P, telegram_id: STRANGER },
		]);
		expect(cards[0].pending_text).toBe('');
	});

	test('go on with a typed one only where nobody is looked up by it', () => {
		expect(run('typed', 'both').rows).toMatchObject([{ target: 'amocrm', phone: '' }]);
		const waiting = run('typed', 'wahelp');
		expect([waiting.rows, waiting.cards[0].pending_text]).toEqual([[], 'Алло']);
		const trusting = run('typed', 'wahelp', [{ key: 'trust_typed_phone', value: 'yes' }]);
		expect(trusting.rows).toMatchObject([{ target: 'wahelp', phone: P }]);
	});
});

describe('whatever the table holds', () => {
	const row = fc.record({
		telegram_id: fc.constantFrom('', OWNER, STRANGER, '3'),
		phone: fc.constantFrom('', P, Q),
		phone_confirmed: fc.constantFrom(true, false, null),
		pending_text: fc.constantFrom('', 'Алло'),
	});
	const table = fc
		.array(row, { maxLength: 5 })
		.map((list) => list.map((fields, i) => card(i + 1, fields)));
	const by = fc.constantFrom<GivenPhone['by']>('own', 'typed', 'foreign');
	const via = fc.constantFrom('both', 'wahelp', 'amocrm_note');
	const seen = (list: Row[]) =>
		list.filter(({ telegram_id, phone }) => telegram_id === STRANGER || phone === P);
	const decide = (list: Row[], how: GivenPhone['by'], relay_via: string): Registration =>
		register(given({ by: how }), seen(list), [{ key: 'relay_via', value: relay_via }]);

	test('nothing but the own contact leads to a card that was not the sender’s', () => {
		fc.assert(
			fc.property(table, by, via, (list, how, relay) => {
				fc.pre(how !== 'own');
				const theirs = list.filter(({ telegram_id }) => telegram_id !== STRANGER);
				const ids = theirs.map(({ id }) => id);
				expect(decide(list, how, relay).cards.filter((one) => ids.includes(one.key_value))).toEqual(
					[],
				);
			}),
		);
	});

	test('no unproved phone is in a row for a CRM, and none goes to Wahelp', () => {
		fc.assert(
			fc.property(table, by, via, (list, how, relay) => {
				const result = decide(list, how, relay);
				if (result.isProved) return;
				expect(
					result.rows.filter(({ phone, target }) => phone !== '' || target === 'wahelp'),
				).toEqual([]);
			}),
		);
	});

	test('a card that somebody else only typed the phone into is never taken over', () => {
		fc.assert(
			fc.property(table, by, via, (list, how, relay) => {
				const { cards } = decide(list, how, relay);
				const isForeign = ({ telegram_id, phone_confirmed }: Row) =>
					telegram_id !== STRANGER && telegram_id !== '' && phone_confirmed === false;
				for (const { id } of list.filter(isForeign)) {
					const change = cards.find(({ key_value }) => key_value === id);
					if (change) expect(change.telegram_id).not.toBe(STRANGER);
				}
			}),
		);
	});

	test('kept words are passed on or stay: none is lost', () => {
		fc.assert(
			fc.property(table, by, via, (list, how, relay) => {
				const result = decide(list, how, relay);
				const own = list.filter(({ telegram_id }) => telegram_id === STRANGER);
				const before = own.find(({ phone }) => phone !== '') ?? own.at(0);
				fc.pre(result.outcome === 'saved' && before?.pending_text === 'Алло');
				const isPassedOn = result.rows.length > 0;
				expect(result.cards[0].pending_text).toBe(isPassedOn ? '' : 'Алло');
			}),
		);
	});
});
