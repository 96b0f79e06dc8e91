import type { INodeParameters } from 'n8n-workflow';

import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => {
	await kit.reset();
	await kit.emit({ lead: { name: 'A', contact: { name: 'Ира' } } });
});
afterAll(async () => await kit.stop());

const LEAD = 8000001;
const CONTACT = 7000001;
const TILL = 1900000000;

const creating = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'task',
	operation: 'create',
	text: 'Перезвонить',
	completeTill: TILL,
	leadId: LEAD,
	...more,
});
const sent = async () => (await kit.requests('POST /api/v4/tasks')).map(({ body }) => body);

describe('Task: Create', () => {
	test('for a lead, with what was filled in and no more', async () => {
		const created = await kit.run(creating());
		const [task] = (await kit.state()).tasks;
		expect(created).toEqual({ task_id: task.id });
		expect(task).toMatchObject({ text: 'Перезвонить', entity_type: 'leads', entity_id: LEAD });
		expect(await sent()).toEqual([
			[
				{
					text: 'Перезвонить',
					complete_till: TILL,
					entity_type: 'leads',
					entity_id: LEAD,
					request_id: 'item-0',
				},
			],
		]);
	});

	test('for a contact, of a type, by a user', async () => {
		const options = { responsibleUserId: '600002', taskTypeId: 2 };
		await kit.run(creating({ entityType: 'contacts', contactId: CONTACT, options }));
		expect((await kit.state()).tasks).toMatchObject([
			{
				entity_type: 'contacts',
				entity_id: CONTACT,
				responsible_user_id: 600002,
				task_type_id: 2,
			},
		]);
	});

	test('on its own', async () => {
		await kit.run(creating({ entityType: 'none' }));
		expect((await kit.state()).tasks).toMatchObject([{ entity_type: null, entity_id: null }]);
	});

	test.each([
		[TILL, TILL],
		[String(TILL), TILL],
		[TILL * 1000, TILL],
		['2030-03-17T17:46:40Z', TILL],
		['2030-03-17T20:46:40+03:00', TILL],
		['={{ DateTime.fromSeconds(1900000000) }}', TILL],
	])('till %j is %d', async (completeTill, expected) => {
		await kit.run(creating({ completeTill }));
		expect((await kit.state()).tasks).toMatchObject([{ complete_till: expected }]);
	});

	test.each([
		['an empty text', { text: ' ' }, 'Text'],
		['no date', { completeTill: '' }, 'Complete Till'],
		['a word for a date', { completeTill: 'soon' }, 'Complete Till'],
		['no lead', { leadId: '' }, 'Lead'],
		['a word for a type', { options: { taskTypeId: 'call' } }, 'Task Type'],
		['a word for a user', { options: { responsibleUserId: 'Anna' } }, 'Responsible User'],
	])('%s is refused by name, before any request', async (_name, more, field) => {
		const failed = await kit.failure(creating(more as INodeParameters));
		expect(failed).toMatchObject({ code: 'invalid_input', outcome: 'not_sent' });
		expect(failed.field).toContain(field);
		expect(await sent()).toEqual([]);
	});

	test('many items are one request per 50, each answer with its item', async () => {
		const items = Array.from({ length: 51 }, (_, number) => ({ json: { number } }));
		const [output] = await kit
			.place(creating({ text: '={{ "t" + $json.number }}' }))
			.execute(items);
		expect(await sent()).toHaveLength(2);
		const byId = new Map((await kit.state()).tasks.map((task) => [task.id, task.text]));
		expect(output.map(({ json }) => byId.get(json.task_id as number))).toEqual(
			items.map((_, number) => `t${number}`),
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});

	test('one refused item goes on alone', async () => {
		const items = [LEAD, 999].map((lead) => ({ json: { lead } }));
		const placed = kit.place(creating({ leadId: '={{ $json.lead }}' }), { continueOnFail: true });
		const [[first, second]] = await placed.execute(items);
		expect(first.json).toEqual({ task_id: expect.any(Number) });
		expect(second.json.details).toMatchObject({ code: 'invalid_request', outcome: 'rejected' });
		expect((await kit.state()).tasks).toHaveLength(1);
	});

	test('a lost answer is an error that says so, and nothing is sent again', async () => {
		await kit.faults({ dropAfterWrite: true, method: 'POST' });
		expect(await kit.failure(creating())).toMatchObject({ outcome: 'unknown' });
		expect(await sent()).toHaveLength(1);
	});
});
