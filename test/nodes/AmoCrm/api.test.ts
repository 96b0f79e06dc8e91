import type { Entity } from '../../../nodes/AmoCrm/api/schema';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
	const all: T[] = [];
	for await (const page of pages) all.push(...page);
	return all;
}
const ids = (list: Entity[]) => list.map(({ id }) => id);
const leads = (count: number, more: object = {}) =>
	Array.from({ length: count }, (_, n) => ({ name: `Lead ${n}`, request_id: `r${n}`, ...more }));

describe('reading', () => {
	test('nothing is 204, not an error', async () => {
		const api = kit.api();
		expect(await api.entity('leads', 8999999)).toBeUndefined();
		expect(await api.entity('contacts', 7999999, 'leads')).toBeUndefined();
		expect(await api.entities('leads', [8999999])).toEqual([]);
		expect(await api.entities('leads', [])).toEqual([]);
		expect(await api.search('contacts', 'nobody')).toEqual([]);
		expect(await collect(api.list('leads', {}))).toEqual([]);
		expect(await collect(api.notes('leads', 8999999))).toEqual([]);
		expect(await api.webhooks()).toEqual([]);
	});

	test('an entity with what is linked to it', async () => {
		const { leads: made, contacts } = await kit.emit({
			lead: { name: 'A', contact: { name: 'B' } },
		});
		const lead = await kit.api().entity('leads', made[0].id, 'contacts');
		expect(lead?._embedded?.contacts).toMatchObject([{ id: contacts[0].id, is_main: true }]);
		expect(lead?.custom_fields_values).toBeNull();
	});

	test('many ids: one request per 50, each id once, deleted and unknown ones left out', async () => {
		const created = await kit.api().create('leads', leads(120));
		const wanted = [...created.values()].map(({ id }) => id);
		await kit.emit({ delete: { lead: wanted[0] } });
		const found = await kit.api().entities('leads', [...wanted, ...wanted, 5], 'contacts');
		expect(ids(found).sort()).toEqual(wanted.slice(1).sort());
		expect(await kit.requests('GET /api/v4/leads?')).toHaveLength(3);
	});

	test.each([{}, { unorderedPages: true }, { limitFallsBack: true }])(
		'all pages, nobody twice, nobody missing: %j',
		async (switches) => {
			await kit.faults(switches);
			for (let start = 0; start < 520; start += 130) await kit.api().create('leads', leads(130));
			const found = ids(await collect(kit.api().list('leads', { limit: 100 })));
			expect(found).toHaveLength(520);
			expect(new Set(found).size).toBe(520);
		},
	);

	test('an empty search is refused: it would give the whole account', async () => {
		await expect(kit.api().search('contacts', ' ')).rejects.toThrow(RangeError);
		expect(await kit.requests()).toEqual([]);
	});

	test('notes, newest first', async () => {
		const {
			leads: [{ id }],
		} = await kit.emit({ lead: { name: 'A' } });
		await kit.emit({ note: { lead: id, text: 'one' } });
		await kit.emit({ note: { lead: id, text: 'two' } });
		const notes = await collect(kit.api().notes('leads', id));
		expect(notes.map(({ params }) => (params as { text: string }).text)).toEqual(['two', 'one']);
	});
});

describe('writing', () => {
	test('answers by request_id', async () => {
		const created = await kit.api().create('leads', leads(3));
		const state = await kit.state();
		expect([...created.keys()].sort()).toEqual(['r0', 'r1', 'r2']);
		const nameOf = (key: string) => state.leads.find(({ id }) => id === created.get(key)?.id)?.name;
		expect(['r0', 'r1', 'r2'].map(nameOf)).toEqual(['Lead 0', 'Lead 1', 'Lead 2']);
	});

	test('answers without request_id go by their place', async () => {
		const bodies = [{ name: 'A' }, { name: 'B' }];
		expect([...(await kit.api().create('leads', bodies)).keys()]).toEqual(['0', '1']);
	});

	test('a lead with a new contact', async () => {
		const body = { name: 'A', request_id: 'x', _embedded: { contacts: [{ name: 'B' }] } };
		const answer = (await kit.api().createComplex([body])).get('x');
		const state = await kit.state();
		expect(answer).toMatchObject({ id: state.leads[0].id, contact_id: state.contacts[0].id });
	});

	test.each([false, true])(
		'an update of one, answered in an envelope or not: %s',
		async (patchEnvelope) => {
			await kit.faults({ patchEnvelope });
			const {
				leads: [{ id }],
			} = await kit.emit({ lead: { name: 'A' } });
			await kit.api().update('leads', id, { price: 5 });
			expect((await kit.state()).leads[0].price).toBe(5);
		},
	);

	test('an update of many is done in part', async () => {
		const {
			leads: [{ id }],
		} = await kit.emit({ lead: { name: 'A' } });
		const bodies = [
			{ id, price: 7 },
			{ id: 8999999, price: 7 },
		];
		const refused = await kit.api().updateMany('leads', bodies);
		expect([...refused]).toEqual([[8999999, 'Lead not found']]);
		expect((await kit.state()).leads[0].price).toBe(7);
	});

	test('a contact is linked; webhooks come and go', async () => {
		const api = kit.api();
		const made = await kit.emit({ lead: { name: 'A' }, contact: { name: 'B' } });
		await api.link(made.leads[0].id, made.contacts[0].id, true);
		const lead = await api.entity('leads', made.leads[0].id, 'contacts');
		expect(lead?._embedded?.contacts).toMatchObject([{ id: made.contacts[0].id, is_main: true }]);

		const url = 'https://n8n.example/webhook/a?secret=b';
		await api.addWebhook(url, ['add_lead']);
		expect(await api.webhooks(url)).toMatchObject([{ destination: url, settings: ['add_lead'] }]);
		expect(await api.deleteWebhook(url)).toBe(true);
		expect(await api.deleteWebhook(url)).toBe(false);
	});

	test('notes and tasks by request_id', async () => {
		const {
			leads: [{ id }],
		} = await kit.emit({ lead: { name: 'A' } });
		const note = { entity_id: id, note_type: 'common', params: { text: 'x' }, request_id: 'n' };
		expect((await kit.api().addNotes('leads', [note])).get('n')?.id).toBeGreaterThan(0);
		const task = { text: 'Call', complete_till: 1760000000, request_id: 't' };
		expect((await kit.api().createTasks([task])).get('t')?.id).toBeGreaterThan(0);
	});
});

describe('what goes wrong', () => {
	const create = async () => await kit.api().create('leads', leads(1));
	const read = async () => await kit.api().entity('leads', 8000001);

	test('429 as HTML is repeated for reads and writes, and written once', async () => {
		await kit.faults({ status: 429, html: true, times: 2 });
		await create();
		expect((await kit.state()).leads).toHaveLength(1);
		expect(await kit.requests('POST')).toHaveLength(3);
	});

	test('the 403 ban is never repeated and says what to do', async () => {
		await kit.faults({ banned: true });
		await expect(read()).rejects.toMatchObject({
			code: 'blocked',
			outcome: 'rejected',
			hint: expect.stringContaining('support'),
		});
		expect(await kit.requests()).toHaveLength(1);
	});

	test('403 for lack of rights is something else', async () => {
		await kit.faults({ admin: false });
		await expect(kit.api().webhooks()).rejects.toMatchObject({
			code: 'forbidden',
			message: expect.stringContaining('Admin access only'),
		});
		expect(await kit.requests()).toHaveLength(1);
	});

	test('402: the subscription lapsed', async () => {
		await kit.faults({ paymentRequired: true });
		await expect(create()).rejects.toMatchObject({ code: 'payment_required', outcome: 'rejected' });
	});

	test('401, with the request id', async () => {
		await expect(kit.api('wrong').entity('leads', 1)).rejects.toMatchObject({
			code: 'unauthorized',
			requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
	});

	test('the address of no account (X-Error)', async () => {
		await kit.faults({ accountNotFound: true });
		await expect(read()).rejects.toMatchObject({
			code: 'account_not_found',
			hint: expect.stringContaining('Base URL'),
		});
	});

	test('violations by element, in one sentence', async () => {
		const bad = {
			name: 'B',
			request_id: 'bad',
			custom_fields_values: [{ field_id: 1, values: null }],
		};
		await expect(kit.api().create('leads', [...leads(1), bad])).rejects.toMatchObject({
			code: 'invalid_request',
			elements: { bad: expect.stringContaining('NotSupportedChoice') },
			message: expect.stringContaining('custom_fields_values.0.field_id'),
		});
		expect((await kit.state()).leads).toHaveLength(0);
	});

	test('a filter that the account may not use', async () => {
		const query = { filter: { custom_fields_values: { 880007: ['x'] } } };
		await expect(collect(kit.api().list('leads', query))).rejects.toMatchObject({
			code: 'filter_not_allowed',
		});
	});

	test.each([{ status: 502, html: true }, { drop: true }])('reads survive %j', async (fault) => {
		await kit.emit({ lead: { name: 'A' } });
		await kit.faults({ ...fault, times: 2 });
		expect(await collect(kit.api().list('leads', {}))).toHaveLength(1);
	});

	test.each([
		[{ status: 504, html: true }, 'unavailable'],
		[{ dropAfterWrite: true }, 'network'],
	])('a write whose answer was lost is not repeated: %j', async (fault, code) => {
		await kit.faults({ ...fault, times: 1 });
		await expect(create()).rejects.toMatchObject({ code, outcome: 'unknown' });
		expect(await kit.requests('POST')).toHaveLength(1);
	});

	test.each([
		[{ _embedded: {} }],
		[{ _embedded: { leads: [{ id: 'none' }] } }],
		['<html>a portal</html>'],
		[[]],
	])('an answer of 200 that is not amoCRM: %j', async (body) => {
		const fault = { status: 200, body, headers: { 'content-type': 'application/json' } };
		await kit.faults(fault);
		await expect(collect(kit.api().list('leads', {}))).rejects.toMatchObject({
			code: 'unexpected_answer',
			outcome: 'not_sent',
		});
		await kit.faults(fault);
		await expect(create()).rejects.toMatchObject({
			code: 'unexpected_answer',
			outcome: 'unknown',
		});
	});
});
