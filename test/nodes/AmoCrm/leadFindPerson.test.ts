import type { INodeParameters } from 'n8n-workflow';

import { recentContacts } from '../../../nodes/AmoCrm/api/recentContacts';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => {
	recentContacts.clear();
	await kit.reset();
});
afterAll(async () => await kit.stop());

const CONTACT = 7000001;
const TELEGRAM = 990001;
const SITE = 4423755;
const STAGE = 63242022;
const ANNA = { telegramId: '700000001', phone: '8 999 000-00-01', email: 'anna@example.com' };
const CARD = { telegram: '700000001', phone: '+79990000001', email: 'Anna@Example.com' };

const find = async (options: object = {}, person: object = ANNA) =>
	await kit.run({
		resource: 'lead',
		operation: 'findActive',
		by: 'person',
		telegramIdField: TELEGRAM,
		...person,
		options: options as INodeParameters,
	});

/** A contact with these of Anna's identities and leads of which the last one changed last. */
async function card(known: Array<keyof typeof CARD>, ...leads: object[]): Promise<void> {
	await kit.emit({
		contact: {
			id: CONTACT,
			name: 'Анна',
			...(known.includes('telegram') ? { fields: { [TELEGRAM]: CARD.telegram } } : {}),
			...(known.includes('phone') ? { phone: CARD.phone } : {}),
			...(known.includes('email') ? { email: CARD.email } : {}),
		},
	});
	const at = Math.floor(Date.now() / 1000) - 1000;
	for (const [index, lead] of leads.entries()) {
		await kit.emit({ lead: { contact: CONTACT, updated_at: at + index, ...lead } });
	}
}

const calls = async () =>
	(await kit.requests()).map(({ method, path }) => `${method} ${path.split('?')[0].slice(8)}`);

describe('a contact that we know', () => {
	const known = { knownContactId: CONTACT, knownLeadId: 1 };

	test('costs one request while its known lead is in work', async () => {
		await card(['telegram'], { id: 1 }, { id: 2 });
		expect(await find(known)).toMatchObject({
			found: true,
			found_what: 'lead',
			lead_id: 1,
			contact_id: CONTACT,
			contact_exists: true,
			matched_by: 'known',
			newly_matched: false,
			contact: null,
		});
		expect(await calls()).toEqual(['GET leads/1']);
	});

	test('is not searched for when the lead is closed: its other lead is found', async () => {
		await card([], { id: 2 }, { id: 1, status_id: 142 });
		expect(await find(known)).toMatchObject({
			lead_id: 2,
			matched_by: 'known',
			contact: { id: CONTACT },
		});
		expect(await calls()).toEqual(['GET leads/1', `GET contacts/${CONTACT}`, 'GET leads']);
	});

	test('without a lead in work is a contact only', async () => {
		await card([], { id: 1, status_id: 142 });
		expect(await find(known)).toMatchObject({
			found: false,
			found_what: 'contact',
			contact_id: CONTACT,
			contact_exists: true,
			lead_id: null,
			lead: null,
		});
	});

	test('that is gone is looked for by the person, whose lead is found', async () => {
		await card(['phone'], { id: 5 });
		expect(await find({ knownContactId: 7999999, knownLeadId: 8999999 })).toMatchObject({
			found_what: 'lead',
			lead_id: 5,
			contact_id: CONTACT,
			matched_by: 'phone',
			newly_matched: true,
		});
	});

	test('that is deleted is looked for by the person, too', async () => {
		await card(['phone'], { id: 5 });
		await kit.emit({ contact: { id: 7000002, name: 'Old card' } });
		await kit.emit({ delete: { contact: 7000002 } });
		expect(await find({ knownContactId: 7000002 })).toMatchObject({ contact_id: CONTACT });
	});

	test('that is gone, of a person whom nobody knows, is nobody', async () => {
		expect(await find({ knownContactId: 7999999 })).toMatchObject({
			found_what: 'nobody',
			contact_id: null,
			contact_exists: false,
			matched_by: '',
			newly_matched: false,
		});
	});

	test('needs nothing to be searched by', async () => {
		await card([], { id: 1 });
		const nothing = { telegramId: '', phone: '', email: '' };
		expect(await find(known, nothing)).toMatchObject({ lead_id: 1 });
		await expect(find({}, nothing)).rejects.toThrow('there is nothing to look for');
	});

	test.each([null, '', 0])('%j is no known contact', async (knownContactId) => {
		await card(['telegram'], { id: 1 });
		expect(await find({ knownContactId })).toMatchObject({ matched_by: 'telegram_id' });
	});
});

describe('a person that we do not know', () => {
	test.each([
		['telegram_id', 'telegram', 1],
		['phone', 'phone', 2],
		['email', 'email', 3],
	] as const)('found by %s: one search for each kind until then', async (kind, held, searches) => {
		await card([held], { id: 1 });
		const found = await find();
		expect(found).toMatchObject({ lead_id: 1, matched_by: kind, newly_matched: true });
		expect(await calls()).toEqual([...Array<string>(searches).fill('GET contacts'), 'GET leads']);
	});

	test('gives the contact as amoCRM does, to fill what it lacks without reading it again', async () => {
		await card(['phone'], { id: 1 });
		const { contact } = await find();
		const update = await kit.run({
			resource: 'contact',
			operation: 'update',
			contactId: { __rl: true, mode: 'id', value: String(CONTACT) },
			customFields: { mappingMode: 'defineBelow', value: { [TELEGRAM]: ANNA.telegramId } },
			options: { onlyEmpty: true, contactAsRead: contact },
		} as INodeParameters);
		expect(update).toMatchObject({ updated: true });
		// The dictionary is read once per account.
		expect((await calls()).filter((call) => !call.endsWith('/custom_fields'))).toEqual([
			'GET contacts',
			'GET contacts',
			'GET leads',
			'PATCH contacts',
		]);
	});

	test('with a contact without leads: no request for leads', async () => {
		await card(['telegram']);
		expect(await find()).toMatchObject({ found_what: 'contact', contact_id: CONTACT });
		expect(await calls()).toEqual(['GET contacts']);
	});

	test('and nobody else does: all kinds are searched, and nothing more', async () => {
		expect(await find()).toMatchObject({ found_what: 'nobody', contact: null, lead: null });
		expect(await calls()).toHaveLength(3);
	});

	test('a stranger whose phone contains the Telegram ID is nobody', async () => {
		await kit.emit({ contact: { id: 7000009, name: 'Stranger', phone: '+7 700 000 00 01' } });
		expect(await find({}, { telegramId: '700000000' })).toMatchObject({ found_what: 'nobody' });
	});

	test('leads in excluded stages and of other contacts are none', async () => {
		await card(['telegram'], { id: 1, pipeline_id: SITE, status_id: STAGE });
		await kit.emit({ lead: { id: 2, contact: { id: 7000002, phone: CARD.phone } } });
		const excludedStages = String(STAGE);
		expect(await find({ excludedStages })).toMatchObject({
			found_what: 'contact',
			contact_id: CONTACT,
		});
	});
});

describe('the marker', () => {
	const marker = { markerField: 880007, markerValue: 'pay_2' };
	const known = { knownContactId: CONTACT, knownLeadId: 2 };

	test('is looked for on all leads: a known one is no short cut', async () => {
		await card(
			['telegram'],
			{ id: 1, status_id: 142, fields: { 880007: 'pay_2' } },
			{ id: 2, fields: { 880007: 'pay_1' } },
		);
		expect(await find({ ...marker, ...known })).toMatchObject({
			lead_id: 1,
			has_marker: true,
			other_marker: '',
		});
	});

	test('not preferred, it is only compared: one request, and the other marker is told', async () => {
		await card(
			['telegram'],
			{ id: 1, status_id: 142, fields: { 880007: 'pay_2' } },
			{ id: 2, fields: { 880007: 'pay_1' } },
		);
		expect(await find({ ...marker, ...known, preferMarked: false })).toMatchObject({
			lead_id: 2,
			has_marker: false,
			marker: 'pay_1',
			other_marker: 'pay_1',
		});
		expect(await calls()).toHaveLength(1);
	});

	test('not preferred, a lead that has it is no other one', async () => {
		await card(['telegram'], { id: 2, fields: { 880007: 'pay_2' } });
		expect(await find({ ...marker, ...known, preferMarked: false })).toMatchObject({
			lead_id: 2,
			has_marker: true,
			other_marker: '',
		});
	});
});

describe('a lead that must exist', () => {
	const refusal = async () => {
		const thrown = await find({ mustExist: true }).catch((error: unknown) => error);
		return String((thrown as Error).message);
	};

	test('a person whom amoCRM does not know is an error', async () => {
		expect(await refusal()).toContain('amoCRM has no contact of this person');
	});

	test('a contact without a lead in work is another', async () => {
		await card(['telegram']);
		expect(await refusal()).toContain('the contact has no lead in work');
	});

	test('a lead in work is none', async () => {
		await card(['telegram'], { id: 1 });
		expect(await find({ mustExist: true })).toMatchObject({ found: true, lead_id: 1 });
	});
});
