import fc from 'fast-check';

import {
	changesFor,
	createBody,
	labelsOf,
	needsReading,
	updateBody,
	type ContactValues,
} from '../../../nodes/AmoCrm/domain/contactValues';
import {
	comparable,
	hasIdentity,
	readIdentities,
	verified,
	type IdentityInput,
} from '../../../nodes/AmoCrm/domain/matching';
import { RecentContacts } from '../../../nodes/AmoCrm/api/recentContacts';
import type { Entity } from '../../../nodes/AmoCrm/api/schema';
import { InputError } from '../../../nodes/shared/errors';

const TELEGRAM = 990001;
const FIELD_IDS: Record<string, number> = { PHONE: 970001, EMAIL: 970002 };

/** A contact with values by field code or ID. */
function contact(fields: Record<string, unknown[]>, more: Partial<Entity> = {}): Entity {
	return {
		id: 7000001,
		name: 'Anna',
		updated_at: 1_760_000_000,
		custom_fields_values: Object.entries(fields).map(([key, values]) => ({
			field_id: FIELD_IDS[key] ?? Number(key),
			field_code: key in FIELD_IDS ? key : null,
			values: values.map((value) => ({ value, ...(key in FIELD_IDS ? { enum_code: 'MOB' } : {}) })),
		})),
		...more,
	};
}

function identity(input: Partial<IdentityInput>) {
	return readIdentities({ country: 'RU', telegramIdField: TELEGRAM, ...input }).identities[0];
}

describe('what a contact is known by', () => {
	test('is looked for in the order Telegram ID, phone, e-mail', () => {
		const { identities, unusable } = readIdentities({
			email: ' Anna@Example.com ',
			phone: '8 (999) 000-00-01',
			telegramId: 123456789,
			telegramIdField: TELEGRAM,
			country: 'RU',
		});
		expect(unusable).toEqual([]);
		expect(identities).toMatchObject([
			{ kind: 'telegram_id', field: TELEGRAM, value: '123456789', term: '123456789' },
			// ten digits: +7 and 8 are different strings to amoCRM's search (sheet §7.1)
			{ kind: 'phone', field: 'PHONE', value: '+79990000001', term: '9990000001' },
			{ kind: 'email', field: 'EMAIL', value: 'anna@example.com', term: 'anna@example.com' },
		]);
	});

	test('what cannot be searched is left out and named', () => {
		const given = { telegramId: '12', phone: '1234', email: 'none', country: 'RU' as const };
		expect(readIdentities({ ...given, telegramIdField: TELEGRAM })).toEqual({
			identities: [],
			unusable: ['telegram_id', 'phone', 'email'],
		});
	});

	test('nothing at all, and a Telegram ID without its field, are refused', () => {
		const empty = { telegramId: '', phone: ' ', email: null, country: 'RU' as const };
		expect(() => readIdentities(empty)).toThrow(InputError);
		expect(() => readIdentities({ ...empty, telegramId: '123456789' })).toThrow(
			expect.objectContaining({ field: 'Telegram ID Field' }),
		);
		expect(readIdentities({ ...empty, phone: '89990000001' }).identities).toHaveLength(1);
	});
});

describe('whether a hit of the search is the person', () => {
	test.each(['+79990000001', '89990000001', '8 (999) 000-00-01', '79990000001', '9990000001'])(
		'the phone %s is +7 999 000-00-01',
		(stored) => {
			const wanted = identity({ phone: '8 999 000 00 01' });
			expect(hasIdentity(contact({ PHONE: ['+79990000002', stored] }), wanted)).toBe(true);
		},
	);

	test('numbers of other countries are compared whole', () => {
		const wanted = identity({ phone: '067 000 00 01', country: 'UA' });
		expect(hasIdentity(contact({ PHONE: ['+380 67 000 00 01'] }), wanted)).toBe(true);
		expect(hasIdentity(contact({ PHONE: ['+7 067 000 00 01'] }), wanted)).toBe(false);
	});

	test('a Telegram ID must be the whole value of its field', () => {
		const wanted = identity({ telegramId: '123456789' });
		expect(hasIdentity(contact({ [TELEGRAM]: [' 123456789 '] }), wanted)).toBe(true);
		expect(hasIdentity(contact({ [TELEGRAM]: ['1234567890'] }), wanted)).toBe(false);
		expect(hasIdentity(contact({ 990002: ['123456789'] }), wanted)).toBe(false);
		expect(hasIdentity(contact({ PHONE: ['+7123456789'] }), wanted)).toBe(false);
		expect(hasIdentity(contact({}, { custom_fields_values: null }), wanted)).toBe(false);
	});

	test('e-mails are compared without regard to capitals', () => {
		const wanted = identity({ email: 'anna@example.com' });
		expect(hasIdentity(contact({ EMAIL: ['ANNA@example.com'] }), wanted)).toBe(true);
		expect(hasIdentity(contact({ EMAIL: ['jo.anna@example.com'] }), wanted)).toBe(false);
	});

	test('the one that changed last comes first, the younger of two; deleted ones are out', () => {
		const wanted = identity({ telegramId: '123456789' });
		const person = (id: number, updated_at: number | null, more: Partial<Entity> = {}) =>
			contact({ [TELEGRAM]: ['123456789'] }, { id, updated_at, ...more });
		const hits = [person(1, 30), person(2, 50), person(3, 50), person(4, null)];
		const others = [person(5, 90, { is_deleted: true }), contact({ PHONE: ['123456789'] })];
		expect(verified([...hits, ...others], wanted).map(({ id }) => id)).toEqual([3, 2, 1, 4]);
	});

	test('never a contact whose field differs, whatever the digits', () => {
		// 8 and 88… is no Russian number but one of Telegram's anonymous ones (phones.ts).
		const digits = fc.stringMatching(/^[0-9]{10}$/).filter((one) => !one.startsWith('88'));
		const written = fc.constantFrom('+7', '7', '8', '');
		fc.assert(
			fc.property(digits, fc.option(digits), written, written, (a, other, prefixA, prefixB) => {
				const b = other ?? a;
				const { identities } = readIdentities({ phone: prefixA + a, country: 'RU' });
				const stored = contact({ PHONE: [prefixB + b], [TELEGRAM]: [prefixA + a] });
				// Ten bare digits that begin so may be eleven that lack one: refused, never another's.
				const isUnsure = [prefixA + a, prefixB + b].some((one) => /^[78]\d{9}$/.test(one));
				for (const one of identities) {
					if (isUnsure && a === b) continue;
					expect(hasIdentity(stored, one)).toBe(a === b);
				}
			}),
		);
	});

	test('no input makes it throw anything but an InputError', () => {
		const anything = fc.anything();
		fc.assert(
			fc.property(anything, anything, anything, anything, (telegramId, phone, email, value) => {
				let identities;
				try {
					const input = { telegramId, phone, email, telegramIdField: TELEGRAM };
					({ identities } = readIdentities({ ...input, country: 'RU' }));
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
					return;
				}
				for (const one of identities) {
					expect(one.term.length).toBeGreaterThanOrEqual(3);
					const stored = contact({ PHONE: [value], EMAIL: [value], [TELEGRAM]: [value] });
					// What is not text or a number is no identity; amoCRM shows such values of other types.
					const text = typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
					const isSame = comparable(one.field, text, 'RU') === one.value;
					expect(hasIdentity(stored, one)).toBe(isSame);
				}
			}),
		);
	});
});

describe('what is written to a contact', () => {
	const entry = (key: string | number, ...values: unknown[]) => ({
		label: String(key).toLowerCase(),
		entry: {
			...(typeof key === 'number' ? { field_id: key } : { field_code: key }),
			values: values.map((value) => ({ value, enum_code: 'WORK' })),
		},
	});
	const values = (more: Partial<ContactValues>): ContactValues => ({
		tags: [],
		fields: [],
		...more,
	});
	const RULES = { onlyEmpty: false, country: 'RU' as const };

	test('only what was chosen; an empty text that was chosen stays', () => {
		expect(createBody(values({ name: 'Anna' }))).toEqual({ name: 'Anna' });
		const chosen = values({ lastName: '', responsibleUserId: 600002, tags: [{ name: 'vip' }] });
		expect(createBody(chosen)).toEqual({
			last_name: '',
			responsible_user_id: 600002,
			_embedded: { tags: [{ name: 'vip' }] },
		});
		// `_embedded.tags` would take the old tags away (sheet §7.5)
		expect(updateBody(chosen)).toMatchObject({ tags_to_add: [{ name: 'vip' }] });
		expect(labelsOf(chosen)).toEqual(['last_name', 'responsible_user_id', 'tags']);
	});

	test('fill only empty: nothing of what the contact has', () => {
		const now = contact(
			{ PHONE: ['+79990000001'], [TELEGRAM]: ['1'], 990005: ['0'] },
			{ _embedded: { tags: [{ id: 1, name: 'vip' }] } },
		);
		const chosen = values({
			name: 'Other',
			firstName: 'Other',
			responsibleUserId: 600002,
			tags: [{ name: 'vip' }, { id: 1 }, { name: 'new' }],
			fields: [entry('PHONE', '+79990000002'), entry('EMAIL', 'a@example.com')].concat(
				[TELEGRAM, 990002, 990005].map((id) => entry(id, '2')),
				[{ label: 'cleared', entry: { field_id: 990003, values: null as never } }],
			),
		});
		const changes = changesFor(now, chosen, { ...RULES, onlyEmpty: true });
		expect(labelsOf(changes)).toEqual(['tags', 'email', '990002']);
		expect(changes.tags).toEqual([{ name: 'new' }]);
		const nameless = changesFor({ ...now, name: '' }, chosen, { ...RULES, onlyEmpty: true });
		expect(labelsOf(nameless)).toEqual(['name', 'first_name', 'tags', 'email', '990002']);
	});

	test('a new phone goes after the old ones, which keep their labels; a known one is not sent', () => {
		const now = contact({ PHONE: ['8 999 000-00-01'], EMAIL: ['Anna@example.com'] });
		const chosen = values({
			fields: [entry('PHONE', '+79990000001', '+79990000002'), entry('EMAIL', 'anna@example.com')],
		});
		const { fields } = changesFor(now, chosen, RULES);
		expect(fields).toHaveLength(1);
		expect(fields[0].entry.values).toEqual([
			{ value: '8 999 000-00-01', enum_code: 'MOB' },
			{ value: '+79990000002', enum_code: 'WORK' },
		]);
		expect(changesFor(now, chosen, { ...RULES, addToLists: false })).toEqual(chosen);
		expect(changesFor(now, chosen, { ...RULES, onlyEmpty: true }).fields).toEqual([]);
		expect(changesFor(now, chosen, { ...RULES, onlyEmpty: true, addToLists: true }).fields).toEqual(
			fields,
		);
	});

	test('a contact is read only when it matters', () => {
		const phone = values({ fields: [entry('PHONE', '+79990000001')] });
		expect(needsReading(phone, RULES)).toBe(true);
		expect(needsReading(phone, { ...RULES, addToLists: false })).toBe(false);
		expect(needsReading(values({ name: 'Anna' }), RULES)).toBe(false);
		expect(needsReading(values({ name: 'Anna' }), { ...RULES, onlyEmpty: true })).toBe(true);
	});
});

describe('who was written a moment ago', () => {
	const written = [
		{ field_code: 'PHONE', values: [{ value: '+79990000001' }] },
		{ field_id: TELEGRAM, values: [{ value: '123456789' }] },
		{ field_id: 990002, values: null },
	];

	test('is known by each of the values, for five minutes, in that account', () => {
		let now = 0;
		const recent = new RecentContacts(() => now);
		recent.remember('account', 7000001, written);
		recent.remember('account', 7000002, undefined);
		expect(recent.find('account', identity({ phone: '8 999 000 00 01' }))).toBe(7000001);
		expect(recent.find('account', identity({ telegramId: '123456789' }))).toBe(7000001);
		expect(recent.find('account', identity({ telegramId: '12345678' }))).toBeUndefined();
		expect(recent.find('other', identity({ telegramId: '123456789' }))).toBeUndefined();
		now = 5 * 60_000 - 1;
		expect(recent.find('account', identity({ telegramId: '123456789' }))).toBe(7000001);
		now += 1;
		expect(recent.find('account', identity({ telegramId: '123456789' }))).toBeUndefined();
	});

	test('the oldest are forgotten first, and what was proved wrong', () => {
		const recent = new RecentContacts();
		for (let id = 1; id <= 5001; id++) {
			recent.remember('account', id, [{ field_id: TELEGRAM, values: [{ value: `id-${id}` }] }]);
		}
		expect(recent.find('account', identity({ telegramId: 'id-1' }))).toBeUndefined();
		expect(recent.find('account', identity({ telegramId: 'id-2' }))).toBe(2);
		recent.forget('account', identity({ telegramId: 'id-2' }));
		expect(recent.find('account', identity({ telegramId: 'id-2' }))).toBeUndefined();
		recent.clear();
		expect(recent.find('account', identity({ telegramId: 'id-3' }))).toBeUndefined();
	});
});
