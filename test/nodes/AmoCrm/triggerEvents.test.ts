import fc from 'fast-check';
import { parse } from 'node:querystring';

import {
	fingerprintOf,
	isByRobot,
	readEvents,
	subjectOf,
	type AmoEvent,
} from '../../../nodes/AmoCrm/trigger/events';
import { Repeats } from '../../../nodes/shared/repeats';
import { decodeBody } from '../../../nodes/AmoCrm/trigger/webhookBody';
import { phpForm } from '../../simulators/amocrm/phpQuery';

const form = (tree: object) => new URLSearchParams(phpForm(tree)).toString();

/** The sample of the sheet, §12. */
const SAMPLE =
	'leads[status][0][id]=8000001&leads[status][0][status_id]=142&leads[status][0][pipeline_id]=3100001' +
	'&leads[status][0][old_status_id]=41000002&leads[status][0][old_pipeline_id]=3100001&leads[status][0][price]=45000' +
	'&leads[status][0][responsible_user_id]=600001&leads[status][0][last_modified]=1760000000&leads[status][0][modified_user_id]=0' +
	'&leads[status][0][date_create]=1759990000&leads[status][0][account_id]=30000001&leads[status][0][tags][0][id]=1&leads[status][0][tags][0][name]=site' +
	'&leads[status][0][custom_fields][0][id]=880004&leads[status][0][custom_fields][0][name]=utm_source&leads[status][0][custom_fields][0][code]=UTM_SOURCE' +
	'&leads[status][0][custom_fields][0][values][0][value]=instagram&account[id]=30000001&account[subdomain]=demo';

describe('decoding a body', () => {
	test("the sheet's sample becomes nested objects and lists of text", () => {
		expect(decodeBody(SAMPLE)).toEqual({
			leads: {
				status: [
					{
						id: '8000001',
						status_id: '142',
						pipeline_id: '3100001',
						old_status_id: '41000002',
						old_pipeline_id: '3100001',
						price: '45000',
						responsible_user_id: '600001',
						last_modified: '1760000000',
						modified_user_id: '0',
						date_create: '1759990000',
						account_id: '30000001',
						tags: [{ id: '1', name: 'site' }],
						custom_fields: [
							{
								id: '880004',
								name: 'utm_source',
								code: 'UTM_SOURCE',
								values: [{ value: 'instagram' }],
							},
						],
					},
				],
			},
			account: { id: '30000001', subdomain: 'demo' },
		});
	});

	test('encoded brackets, plus signs, Cyrillic and a byte order mark', () => {
		expect(
			decodeBody('\uFEFFcontacts%5Badd%5D%5B0%5D%5Bname%5D=%D0%98%D1%80%D0%B0+%D0%A2.'),
		).toEqual({ contacts: { add: [{ name: 'Ира Т.' }] } });
	});

	test('linked_leads_id stays keyed by lead id, even when the ids look like a list', () => {
		expect(decodeBody('a[linked_leads_id][0][ID]=0&a[linked_leads_id][1][ID]=1')).toEqual({
			a: { linked_leads_id: { 0: { ID: '0' }, 1: { ID: '1' } } },
		});
		expect(decodeBody('a[linked_leads_id][8000002][ID]=8000002')).toEqual({
			a: { linked_leads_id: { 8000002: { ID: '8000002' } } },
		});
	});

	test('keys that are not 0, 1, 2 … stay keys; empty ones count up', () => {
		expect(decodeBody('a[5]=x&b[1]=y&b[0]=z&c[]=1&c[]=2&d[00]=1')).toEqual({
			a: { 5: 'x' },
			b: { 0: 'z', 1: 'y' },
			c: ['1', '2'],
			d: { '00': '1' },
		});
	});

	test('keys that could reach a prototype are dropped, at any depth', () => {
		const decoded = decodeBody(
			'__proto__[x]=1&leads[__proto__][x]=1&leads[add][0][constructor][prototype][x]=1&prototype=1&leads[add][0][id]=5',
		);
		expect(decoded).toEqual({ leads: { add: [{ id: '5' }] } });
		expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
		expect(({} as Record<string, unknown>).x).toBeUndefined();
	});

	test('more than a thousand fields, where n8n stops reading', () => {
		const leads = Array.from({ length: 600 }, (_, id) => ({ id: id + 1, price: 1 }));
		const text = form({ leads: { update: leads } });
		expect(Object.keys(parse(text, undefined, undefined, { maxKeys: 1000 })).length).toBe(1000);
		expect(readEvents(text)).toHaveLength(600);
	});

	test('endless nesting is left out and takes no stack', () => {
		expect(decodeBody(`a${'[a]'.repeat(200_000)}=1&b=2`)).toEqual({ b: '2' });
	});

	test('a value and a tree of one name: the later one counts', () => {
		expect(decodeBody('a=1&a[b]=2')).toEqual({ a: { b: '2' } });
		expect(decodeBody('a[b]=2&a=1')).toEqual({ a: '1' });
	});

	test('any tree of text comes back as it was', () => {
		const key = fc.stringMatching(/^[a-z_]{1,8}$/);
		const text = fc.string({ maxLength: 8 });
		const leaf = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
		const node = fc.dictionary(key, leaf, { minKeys: 1, maxKeys: 4 });
		const tree = fc.dictionary(key, fc.oneof(leaf, node, fc.array(node, { minLength: 1 })));
		fc.assert(
			fc.property(tree, (value) => {
				fc.pre(!JSON.stringify(value).includes('"linked_leads_id"'));
				expect(decodeBody(form(value))).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});
});

describe('events of a body', () => {
	test('one per record, named as subscribed to, with the account', () => {
		expect(
			readEvents(
				form({ leads: { add: [{ id: 1 }, { id: 2 }] }, account: { id: 3, subdomain: 'd' } }),
			),
		).toEqual([
			{
				event: 'add_lead',
				entity: 'leads',
				action: 'add',
				data: { id: '1' },
				account: { id: '3', subdomain: 'd' },
			},
			{
				event: 'add_lead',
				entity: 'leads',
				action: 'add',
				data: { id: '2' },
				account: { id: '3', subdomain: 'd' },
			},
		]);
	});

	test.each([
		[{ leads: { status: [{ id: 1 }] } }, 'status_lead', 'leads'],
		[
			{ contacts: { responsible: [{ id: 1, type: 'contact' }] } },
			'responsible_contact',
			'contacts',
		],
		[{ contacts: { delete: [{ id: 1, type: 'company' }] } }, 'delete_company', 'companies'],
		[{ companies: { add: [{ id: 1 }] } }, 'add_company', 'companies'],
		[{ task: { add: [{ id: 1 }] } }, 'add_task', 'tasks'],
		[{ unsorted: { delete: [{ uid: 'x' }] } }, 'delete_unsorted', 'unsorted'],
		[{ message: { add: [{ id: 'x' }] } }, 'add_message', 'messages'],
		[{ outgoing_message: { add: [{ id: 'x' }] } }, 'add_outgoing_message', 'messages'],
		[{ talk: { update: [{ talk_id: 1 }] } }, 'update_talk', 'talks'],
		[{ leads: { add: { 7: { id: 1 } } } }, 'add_lead', 'leads'],
	])('%j is %s', (tree, event, entity) => {
		expect(readEvents(form(tree))).toMatchObject([{ event, entity }]);
	});

	test('notes are unwrapped; the note of a company is one of a company', () => {
		const note = (element_type: number) => ({ note: { id: 1, element_type, text: 'Hi' } });
		expect(readEvents(form({ leads: { note: [note(2)] } }))).toMatchObject([
			{ event: 'note_lead', data: { id: '1', text: 'Hi' } },
		]);
		expect(readEvents(form({ contacts: { note: [note(1), note(3)] } }))).toMatchObject([
			{ event: 'note_contact', entity: 'contacts' },
			{ event: 'note_company', entity: 'companies' },
		]);
	});

	test.each([
		'',
		'hello',
		'{"leads":{"add":[{"id":1}]}}',
		'leads=1',
		'leads[add]=1',
		'leads[add][0]=1',
		'leads[add][0][0]=1',
		'account[id]=1',
		'toString[add][0][id]=1',
		'hasOwnProperty[add][0][id]=1',
	])('%j has none', (text) => {
		expect(readEvents(text)).toEqual([]);
	});

	test('no text makes it throw, and what comes out is always an event', () => {
		const piece = fc.constantFrom(
			...['leads', 'contacts', 'note', '[', ']', '=', '&', '0', '__proto__', '%', '%5B', 'add'],
		);
		const text = fc.oneof(
			fc.string(),
			fc.array(piece).map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(text, (body) => {
				for (const event of readEvents(body)) {
					expect(event.event.startsWith(`${event.action}_`)).toBe(true);
					expect(() => [isByRobot(event), fingerprintOf(event), subjectOf(event)]).not.toThrow();
				}
			}),
		);
	});
});

describe('what an event is about', () => {
	const subject = (tree: object) => subjectOf(readEvents(form(tree))[0]);

	test.each([
		['a lead', { leads: { update: [{ id: 8 }] } }, { type: 'leads', id: 8 }],
		['a contact', { contacts: { add: [{ id: 7 }] } }, { type: 'contacts', id: 7 }],
		['a company', { contacts: { add: [{ id: 7, type: 'company' }] } }, undefined],
		[
			'a note: its lead',
			{ leads: { note: [{ note: { id: 1, element_type: 2, element_id: 8 } }] } },
			{ type: 'leads', id: 8 },
		],
		[
			'a task: its contact',
			{ task: { add: [{ id: 1, element_type: 1, element_id: 7 }] } },
			{ type: 'contacts', id: 7 },
		],
		[
			'a task of its own',
			{ task: { add: [{ id: 1, element_type: 0, element_id: 0 }] } },
			undefined,
		],
		[
			'a message: its lead',
			{ message: { add: [{ id: 'x', entity_type: 'lead', entity_id: 8 }] } },
			{ type: 'leads', id: 8 },
		],
		['an odd type', { task: { add: [{ element_type: 'toString', element_id: 1 }] } }, undefined],
		['an odd id', { leads: { add: [{ id: '8x' }] } }, undefined],
	])('%s', (_name, tree, expected) => {
		expect(subject(tree)).toEqual(expected);
	});

	test('user 0 is a robot or the API, of notes as well', () => {
		const robot = (tree: object) => isByRobot(readEvents(form(tree))[0]);
		expect(robot({ leads: { update: [{ id: 8, modified_user_id: 0 }] } })).toBe(true);
		expect(robot({ leads: { update: [{ id: 8, modified_user_id: 600001 }] } })).toBe(false);
		expect(robot({ leads: { note: [{ note: { id: 8, modified_by: 0 } }] } })).toBe(true);
		expect(robot({ leads: { delete: [{ id: 8 }] } })).toBe(false);
	});
});

describe('repeats', () => {
	const event = (data: AmoEvent['data']): AmoEvent => ({
		event: 'update_lead',
		entity: 'leads',
		action: 'update',
		data,
		account: {},
	});
	const change = event({ id: '8', price: '5', last_modified: '1760000000' });

	const seenEvents = (limit?: number, now?: () => number) => {
		const repeats = new Repeats(limit, now);
		const claim = (scope: string, one: AmoEvent) =>
			repeats.fresh(scope, [one], fingerprintOf).length === 1;
		return { claim };
	};

	test('the same change is new once, within its scope', () => {
		const seen = seenEvents();
		expect([seen.claim('a', change), seen.claim('a', change)]).toEqual([true, false]);
		expect(seen.claim('b', change)).toBe(true);
	});

	test('two different changes within one second are both new', () => {
		const seen = seenEvents();
		seen.claim('a', change);
		expect(seen.claim('a', event({ ...change.data, price: '6' }))).toBe(true);
		expect(seen.claim('a', { ...change, event: 'status_lead' })).toBe(true);
	});

	test('dated ones are remembered for as long as amoCRM repeats, others for a minute', () => {
		let now = 0;
		const seen = seenEvents(10, () => now);
		const deleted = event({ id: '8' });
		seen.claim('a', change);
		seen.claim('a', deleted);
		now = 59_000;
		expect(seen.claim('a', deleted)).toBe(false);
		now = 61_000;
		expect(seen.claim('a', deleted)).toBe(true);
		now = 95 * 60_000;
		expect(seen.claim('a', change)).toBe(false);
		now = 121 * 60_000;
		expect(seen.claim('a', change)).toBe(true);
	});

	test('no more than the limit is kept, oldest forgotten first', () => {
		const seen = seenEvents(2);
		for (const id of ['1', '2', '3']) seen.claim('a', event({ id }));
		expect(seen.claim('a', event({ id: '3' }))).toBe(false);
		expect(seen.claim('a', event({ id: '1' }))).toBe(true);
	});
});

test('fields that hold an object where a number belongs are read as none', () => {
	const [event] = readEvents(
		'leads[update][0][id]=1&leads[update][0][modified_user_id][toString]=x&notes=1' +
			'&leads[update][0][element_type][valueOf]=x',
	);
	const note = { ...event, action: 'note', data: { ...event.data, element_id: { toString: 'x' } } };
	expect(isByRobot(event)).toBe(false);
	expect(subjectOf(event)).toEqual({ type: 'leads', id: 1 });
	expect(subjectOf(note)).toBeUndefined();
});
