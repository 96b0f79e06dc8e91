import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { addNotes, type NewNote } from '../../../nodes/AmoCrm/actions/note/addOnce';
import { hasLines } from '../../../nodes/AmoCrm/actions/note/noteText';
import { VendorError } from '../../../nodes/shared/errors';
import type { KitSetup } from '../../harness/vendorKit';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => {
	await kit.reset();
	await kit.emit({ lead: { name: 'A', contact: { name: 'Ира' } } });
	await kit.emit({ lead: { name: 'B' } });
});
afterAll(async () => await kit.stop());

const LEAD = 8000001;
const LEAD_B = 8000002;
const CONTACT = 7000001;
const LOST = { dropAfterWrite: true, method: 'POST' };

const adding = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'note',
	operation: 'add',
	leadId: LEAD,
	text: 'Оплата\nPayment ID: 100500\n45 000 ₽',
	...more,
});
const UNIQUE = { options: { uniqueText: 'Payment ID: 100500' } };

async function runItems(
	parameters: INodeParameters,
	items: IDataObject[],
	setup?: KitSetup,
): Promise<IDataObject[]> {
	const [output] = await kit.place(parameters, setup).execute(items.map((json) => ({ json })));
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	return output.map(({ json }) => json);
}

const notes = async () =>
	(await kit.state()).notes.map(({ entity_id, params }) => [entity_id, params.text]);
const posts = async () => (await kit.requests('POST /api/v4/')).length;

describe('Note: Add', () => {
	test('adds a note to a lead with one request', async () => {
		expect(await kit.run(adding())).toEqual({
			note_id: expect.any(Number),
			entity_id: LEAD,
			added: true,
		});
		expect(await notes()).toEqual([[LEAD, 'Оплата\nPayment ID: 100500\n45 000 ₽']]);
		const made = await kit.requests('/api/v4/');
		expect(made.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /api/v4/leads/notes',
		]);
		expect(made[0].body).toEqual([
			{
				entity_id: LEAD,
				note_type: 'common',
				params: { text: 'Оплата\nPayment ID: 100500\n45 000 ₽' },
				request_id: 'item-0',
			},
		]);
	});

	test('of a contact, by the address of its card', async () => {
		const contactId = {
			__rl: true,
			mode: 'url',
			value: `https://demo.amocrm.ru/contacts/detail/${CONTACT}`,
		};
		const added = await kit.run(adding({ entityType: 'contacts', contactId }));
		expect(added).toMatchObject({ entity_id: CONTACT, added: true });
		expect((await kit.state()).notes).toMatchObject([{ entity_type: 'contacts' }]);
	});

	test('120 items are three requests, one more for contacts, and each answer finds its item', async () => {
		const items = Array.from({ length: 121 }, (_, number) => ({
			number,
			type: number === 60 ? 'contacts' : 'leads',
			lead: number % 2 === 0 ? LEAD : LEAD_B,
		}));
		const answers = await runItems(
			adding({
				entityType: '={{ $json.type }}',
				leadId: '={{ $json.lead }}',
				contactId: CONTACT,
				text: '={{ "n" + $json.number }}',
			}),
			items,
		);
		expect(await posts()).toBe(4);
		const byId = new Map((await kit.state()).notes.map((note) => [note.id, note]));
		for (const [index, { note_id }] of answers.entries()) {
			expect(byId.get(note_id as number)?.params).toEqual({ text: `n${index}` });
		}
	});

	test('a skipped item adds nothing, whatever else it says; the others are added', async () => {
		const answers = await runItems(
			{ ...adding({ leadId: '={{ $json.lead }}' }), options: { skip: '={{ $json.skip }}' } },
			[
				{ lead: '', skip: true },
				{ lead: LEAD, skip: false },
			],
		);
		expect(answers).toEqual([
			{ note_id: null, entity_id: null, added: false },
			{ note_id: expect.any(Number), entity_id: LEAD, added: true },
		]);
	});

	test.each([
		['an empty text', { text: ' \n ' }, 'Text'],
		['no lead', { leadId: '' }, 'Lead'],
		['a look without a unique text', { options: { lookFirst: true } }, 'Unique'],
		['a unique text that is no line of the text', { options: { uniqueText: '100500' } }, 'Unique'],
	])('%s is refused by name, before any request', async (_name, more, field) => {
		const failed = await kit.failure(adding(more));
		expect(failed).toMatchObject({ code: 'invalid_input', outcome: 'not_sent' });
		expect(failed.field).toContain(field);
		expect(await posts()).toBe(0);
	});

	test('one bad lead of three: alone with Continue On Fail, else nothing is written', async () => {
		const items = [{ lead: LEAD }, { lead: 999 }, { lead: LEAD_B }];
		const parameters = adding({ leadId: '={{ $json.lead }}' });
		await expect(runItems(parameters, items)).rejects.toMatchObject({ context: { itemIndex: 1 } });
		expect(await notes()).toEqual([]);
		const [first, second, third] = await runItems(parameters, items, { continueOnFail: true });
		expect([first.added, third.added]).toEqual([true, true]);
		expect(second).toMatchObject({
			error: expect.stringContaining('entity_id'),
			details: { code: 'invalid_request', outcome: 'rejected' },
		});
		expect(await notes()).toHaveLength(2);
	});
});

describe('a lost answer', () => {
	test('without a unique text is the error at once', async () => {
		await kit.faults(LOST);
		expect(await kit.failure(adding())).toMatchObject({ code: 'network', outcome: 'unknown' });
		expect(await posts()).toBe(1);
	});

	test('the note was written: it is found and not added again', async () => {
		await kit.faults(LOST);
		const note = await kit.run(adding(UNIQUE));
		expect(note).toEqual({ note_id: expect.any(Number), entity_id: LEAD, added: false });
		expect(await notes()).toHaveLength(1);
		expect((await kit.state()).notes[0].id).toBe(note.note_id);
	});
});

describe('addNotes', () => {
	const note = (change: Partial<NewNote> = {}): NewNote => ({
		requestId: 'a',
		entityId: LEAD,
		text: 'ID 5',
		uniqueText: 'ID 5',
		lookFirst: false,
		...change,
	});
	const pauses: number[] = [];
	beforeEach(() => pauses.splice(0));
	const add = async (...all: NewNote[]) =>
		await addNotes(kit.api(), 'leads', all, async (ms) => void pauses.push(ms));

	test('gives up after three tries with the outcome unknown', async () => {
		await kit.faults({ status: 504, method: 'POST', times: 0 });
		const results = await add(note());
		expect(results.get('a')).toBeInstanceOf(VendorError);
		expect(results.get('a')).toMatchObject({ outcome: 'unknown', httpStatus: 504 });
		expect(await posts()).toBe(3);
		expect(pauses).toEqual([1000, 3000, 5000]);
	});

	test('a third answer that is lost is looked for, too', async () => {
		await kit.faults({ status: 502, method: 'POST', times: 2 }, LOST);
		expect((await add(note())).get('a')).toMatchObject({ added: false });
		expect(await notes()).toHaveLength(1);
	});

	test('a look that fails leaves the outcome unknown and sends nothing again', async () => {
		await kit.faults(LOST, { status: 403, method: 'GET' });
		expect((await add(note())).get('a')).toMatchObject({ outcome: 'unknown', code: 'network' });
		expect(await posts()).toBe(1);
	});

	test('only what is missing is sent again', async () => {
		await kit.emit({ note: { lead: LEAD_B, text: 'ID 6' } });
		await kit.faults({ status: 502, method: 'POST' });
		const results = await add(
			note(),
			note({ requestId: 'b', entityId: LEAD_B, text: 'ID 6', uniqueText: 'ID 6' }),
		);
		expect([...results.values()]).toMatchObject([{ added: false }, { added: true }]);
		expect(results.get('b')).toMatchObject({ added: false });
		expect(results.get('a')).toMatchObject({ added: true });
	});

	test('of two notes only the one with a unique text is looked for', async () => {
		await kit.faults(LOST);
		const results = await add(note(), note({ requestId: 'b', uniqueText: '' }));
		expect(results.get('a')).toMatchObject({ added: false });
		expect(results.get('b')).toMatchObject({ outcome: 'unknown' });
		expect(await posts()).toBe(1);
	});

	test('a refusal after a lost answer is the error of what is missing only', async () => {
		await kit.faults({ status: 502, method: 'POST' }, { status: 400, method: 'POST' });
		await kit.emit({ note: { lead: LEAD_B, text: 'ID 5' } });
		const results = await add(note(), note({ requestId: 'b', entityId: LEAD_B }));
		expect(results.get('a')).toMatchObject({ httpStatus: 400, outcome: 'rejected' });
		expect(results.get('b')).toMatchObject({ added: false });
	});

	test('a refusal at first is thrown: nothing was written', async () => {
		await kit.faults({ status: 400, method: 'POST' });
		await expect(add(note())).rejects.toMatchObject({ httpStatus: 400 });
	});

	test('twins of one entity are added once, in one request', async () => {
		const results = await add(
			note(),
			note({ requestId: 'b' }),
			note({ requestId: 'c', entityId: LEAD_B }),
			note({ requestId: 'd', uniqueText: '' }),
		);
		expect(['a', 'b', 'c', 'd'].map((id) => results.get(id))).toMatchObject([
			{ added: true },
			{ added: false },
			{ added: true },
			{ added: true },
		]);
		expect(await notes()).toHaveLength(3);
		expect(await posts()).toBe(1);
	});

	describe('what a client wrote cannot imitate the mark of a note', () => {
		const mark = 'Payment ID: pay_1';
		const ours = note({ text: `Оплата проведена\n\n${mark}`, uniqueText: mark, lookFirst: true });

		test.each([
			['a line of a message', `Сообщение клиента:\n${mark}\n— CRM Bridge telegram:5`],
			['its first line', `${mark}\nэто мой платёж\n— CRM Bridge telegram:5`],
			['a quoted note of ours', `Оплата проведена\n\n${mark}\nчто это?\n— CRM Bridge telegram:5`],
			['other line breaks', `Сообщение:\r\n${mark}\r— CRM Bridge telegram:5`],
			['our last line with more in it', `Сообщение ${mark}`],
		])('%s', async (_name, text) => {
			await kit.emit({ note: { lead: LEAD, text } });
			expect((await add(ours)).get('a')).toMatchObject({ added: true });
			expect((await add(ours)).get('a')).toMatchObject({ added: false });
		});

		test('the mark of a relayed message, too', async () => {
			const relayed = '— CRM Bridge telegram:6';
			const text = `Сообщение клиента:\n${relayed}\n— CRM Bridge telegram:5`;
			await kit.emit({ note: { lead: LEAD, text } });
			const second = note({ text: `Привет\n${relayed}`, uniqueText: relayed, lookFirst: true });
			expect((await add(second)).get('a')).toMatchObject({ added: true });
		});
	});

	test('looks first only where it was asked for; a longer number is another note', async () => {
		await kit.emit({ note: { lead: LEAD, text: 'Оплата\n100\n ID 5 ' } });
		await kit.emit({ note: { lead: LEAD_B, text: 'ID 55' } });
		const results = await add(
			note({ lookFirst: true }),
			note({ requestId: 'b', entityId: LEAD_B, lookFirst: true }),
		);
		expect(results.get('a')).toMatchObject({ added: false });
		expect(results.get('b')).toMatchObject({ added: true });
		expect(await kit.requests('GET /api/v4/')).toHaveLength(2);
		await add(note());
		expect(await kit.requests('GET /api/v4/')).toHaveLength(2);
		expect(await notes()).toHaveLength(4);
	});
});

describe('Note: Get Many', () => {
	const getting = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'note',
		operation: 'getAll',
		leadId: LEAD,
		...more,
	});
	const texts = (items: IDataObject[]) => items.map(({ text }) => text);
	const get = async (more?: INodeParameters) => {
		const [items] = await kit.place(getting(more)).execute();
		return items.map(({ json }) => json);
	};
	beforeEach(async () => {
		for (const text of ['one', 'TWO', 'three']) await kit.emit({ note: { lead: LEAD, text } });
		await kit.emit({ note: { contact: CONTACT, text: 'of a contact' } });
	});

	test('newest first, simplified', async () => {
		const all = await get();
		expect(texts(all)).toEqual(['three', 'TWO', 'one']);
		expect(all[0]).toEqual({
			note_id: expect.any(Number),
			entity_id: LEAD,
			note_type: 'common',
			text: 'three',
			params: { text: 'three' },
			created_by: 600001,
			created_at: expect.stringMatching(/^\d{4}-.*Z$/),
		});
	});

	test('limit, text and raw notes', async () => {
		expect(texts(await get({ limit: 2 }))).toEqual(['three', 'TWO']);
		const filter = { options: { textContains: 't' } };
		expect(texts(await get({ limit: 1, ...filter }))).toEqual(['three']);
		expect(texts(await get({ returnAll: true, ...filter }))).toEqual(['three', 'TWO']);
		const [raw] = await get({ options: { simplify: false } });
		expect(raw).toMatchObject({ id: expect.any(Number), params: { text: 'three' } });
	});

	test('all of many pages', async () => {
		for (let sent = 0; sent < 300; sent += 50) {
			const many = Array.from({ length: 50 }, () => ({
				note_type: 'common',
				params: { text: 'n' },
			}));
			await kit.api().addNotes(
				'leads',
				many.map((note) => ({ ...note, entity_id: LEAD_B })),
			);
		}
		expect(await get({ leadId: LEAD_B, returnAll: true })).toHaveLength(300);
		expect(await get({ leadId: LEAD_B, limit: 260 })).toHaveLength(260);
	});

	test('of a contact; none is no item', async () => {
		const of = { entityType: 'contacts', contactId: CONTACT };
		expect(texts(await get(of))).toEqual(['of a contact']);
		expect(await get({ leadId: LEAD_B })).toEqual([]);
	});
});

test.each([
	['a\nb\nc', 'b', true],
	['a\r\n b \r\nc', 'b', true],
	['a\nb\nc', 'b\nc', true],
	['a\nb\nc', 'a\nc', false],
	['ID 55', 'ID 5', false],
	['x ID 5', 'ID 5', false],
	['a\n\nb', '', false],
	['', 'a', false],
	['a.b', 'axb', false],
	['оплата\n 5501 тг', 'оплата\n\u202a 5501\u202c тг', true],
	['a\n\u202ab\u202c', 'b', true],
])('%j has the lines %j: %s', (text, wanted, expected) => {
	expect(hasLines(text, wanted)).toBe(expected);
});
