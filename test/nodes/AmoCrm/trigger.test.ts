import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AmoCrmTrigger } from '../../../nodes/AmoCrm/AmoCrmTrigger.node';
import { withEntities } from '../../../nodes/AmoCrm/trigger/refetch';
import { readEvents } from '../../../nodes/AmoCrm/trigger/events';
import { PlacedNode } from '../../harness/node';
import { AmoKit } from './kit';

const SECRET = 'a'.repeat(64);
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

function trigger(
	parameters: INodeParameters = {},
	staticData: IDataObject = { secret: SECRET },
): PlacedNode {
	const placed = new PlacedNode(new AmoCrmTrigger(), {
		parameters,
		credentials: kit.credentials() as never,
	});
	Object.assign(placed.staticData, staticData);
	return placed;
}

async function call(
	placed: PlacedNode,
	body: string,
	query: Record<string, unknown> = { secret: SECRET },
	headers: Record<string, string> = FORM,
) {
	const { result, reply } = await placed.webhook({ body, headers, query: query as never });
	expect(reply.ended).toBe(true);
	expect(result.noWebhookResponse).toBe(true);
	return {
		status: reply.status,
		body: reply.body,
		items: result.workflowData?.[0].map(({ json }) => json),
	};
}

let time = 1760000000;
/** A change that no test has seen. */
const change = (more = '', root = 'leads[update][0]') =>
	`${root}[id]=8000001&${root}[last_modified]=${time++}&${root}[modified_user_id]=600001${more}`;

describe('secret', () => {
	test.each([
		['missing', {}, 'secret_missing'],
		['empty', { secret: '' }, 'secret_missing'],
		['wrong', { secret: 'b'.repeat(64) }, 'secret_wrong'],
		['given twice', { secret: [SECRET, SECRET] }, 'secret_missing'],
	])('%s: 401 and no run', async (_name, query, reason) => {
		expect(await call(trigger(), change(), query)).toEqual({
			status: 401,
			body: { ok: false, reason },
			items: undefined,
		});
	});

	test('before the first activation nothing is accepted', async () => {
		expect(await call(trigger({}, {}), change(), { secret: '' })).toMatchObject({ status: 401 });
		expect(await call(trigger({}, {}), change(), { secret: 'undefined' })).toMatchObject({
			status: 401,
			body: { reason: 'no_secret_set' },
		});
	});

	test('a refused call is not remembered as seen', async () => {
		const body = change();
		await call(trigger(), body, {});
		expect((await call(trigger(), body)).items).toHaveLength(1);
	});
});

describe('bodies', () => {
	test('each record is an item', async () => {
		const body = `${change()}&${change('', 'leads[update][1]')}&account[subdomain]=demo`;
		const { status, items } = await call(trigger(), body);
		expect(status).toBe(200);
		expect(items).toHaveLength(2);
		expect(items?.[0]).toMatchObject({
			event: 'update_lead',
			entity: 'leads',
			action: 'update',
			data: { id: '8000001' },
			account: { subdomain: 'demo' },
		});
	});

	test.each([
		['JSON', '{"leads":{"add":[{"id":1}]}}', { 'Content-Type': 'application/json' }],
		['text', 'leads[add][0][id]=1', { 'Content-Type': 'text/plain' }],
		['an empty form', '', FORM],
		['another form', 'a=1&b[c]=2', FORM],
	])('%s is answered with 200 and starts nothing', async (_name, body, headers) => {
		const { status, items } = await call(trigger(), body, undefined, headers);
		expect([status, items]).toEqual([200, undefined]);
	});
});

describe('changes by robots and the API', () => {
	const robot = (root: string, user = 'modified_user_id') =>
		`${root}[id]=8000001&${root}[${user}]=0&${root}[last_modified]=${time++}`;

	test.each([
		['an update', 'leads[update][0]', 'modified_user_id', 0],
		['a moved lead', 'leads[status][0]', 'modified_user_id', 0],
		['a note', 'leads[note][0][note]', 'modified_by', 0],
		['a new lead', 'leads[add][0]', 'modified_user_id', 1],
		['a deleted lead', 'leads[delete][0]', 'modified_user_id', 1],
	])('%s: items by default %s', async (_name, root, user, count) => {
		expect((await call(trigger(), robot(root, user))).items ?? []).toHaveLength(count);
	});

	test('come when they are wanted', async () => {
		const placed = trigger({ ignoreOwnChanges: false });
		expect((await call(placed, robot('leads[update][0]'))).items).toHaveLength(1);
	});
});

describe('repeats', () => {
	test('are answered with 200 and start nothing, also in parallel', async () => {
		const body = change();
		const all = await Promise.all(
			Array.from({ length: 6 }, async () => await call(trigger(), body)),
		);
		expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
		expect(all.filter(({ items }) => items !== undefined)).toHaveLength(1);
	});

	test('of a part of a delivery leave the rest of it', async () => {
		const first = change();
		await call(trigger(), first);
		const { items } = await call(trigger(), `${first}&${change('', 'leads[update][1]')}`);
		expect(items).toHaveLength(1);
	});

	test('pass when they are wanted', async () => {
		const placed = trigger({ options: { dropRepeats: false } });
		const body = change();
		await call(placed, body);
		expect((await call(placed, body)).items).toHaveLength(1);
	});
});

describe('the entity as it is now', () => {
	const wanting = () => trigger({ options: { refetch: true } });

	test('is added with one request for many leads, and for contacts, notes and tasks, too', async () => {
		await kit.emit({ lead: { name: 'A', contact: { name: 'Ира' } } });
		await kit.emit({ lead: { name: 'B' } });
		const body = [
			change('', 'leads[update][0]'),
			`leads[update][1][id]=8000002&leads[update][1][last_modified]=${time++}`,
			`contacts[update][0][id]=7000001&contacts[update][0][last_modified]=${time++}`,
			`leads[note][0][note][element_id]=8000002&leads[note][0][note][element_type]=2`,
			`task[add][0][id]=1&task[add][0][element_id]=0&task[add][0][last_modified]=${time++}`,
		].join('&');
		const { items } = await call(wanting(), body);
		expect(
			items?.map(({ event, refetched, entity_now }) => [event, refetched, nameOf(entity_now)]),
		).toEqual([
			['update_lead', true, 'A'],
			['update_lead', true, 'B'],
			['note_lead', true, 'B'],
			['update_contact', true, 'Ира'],
			['add_task', false, undefined],
		]);
		expect(items?.[0].entity_now).toMatchObject({
			custom_fields_values: null,
			_embedded: { contacts: [{ id: 7000001, is_main: true }] },
		});
		expect(await kit.requests('GET /api/v4/leads?')).toHaveLength(1);
		expect(await kit.requests('GET /api/v4/contacts?')).toHaveLength(1);
	});

	test('is null when it is gone', async () => {
		const { items } = await call(wanting(), change());
		expect(items).toMatchObject([{ refetched: true, entity_now: null }]);
	});

	test('is left out when amoCRM refuses, and the event comes all the same', async () => {
		await kit.faults({ tokenRevoked: true });
		const { status, items } = await call(wanting(), change());
		expect(status).toBe(200);
		expect(items).toMatchObject([{ event: 'update_lead', refetched: false }]);
		expect(items?.[0]).not.toHaveProperty('entity_now');
	});

	test('is not waited for longer than the budget', async () => {
		await kit.faults({ delayMs: 2000, times: 0 });
		const started = Date.now();
		const items = await withEntities(async () => kit.api(), readEvents(change()), 50);
		expect(Date.now() - started).toBeLessThan(1800);
		expect(items).toMatchObject([{ refetched: false }]);
	});

	test('is not asked for without the option', async () => {
		await call(trigger(), change());
		expect(await kit.requests()).toEqual([]);
	});
});

test('what the simulator sends is read', async () => {
	const url = `http://127.0.0.1:9/webhook/x/amocrm?secret=${SECRET}`;
	await kit.api().addWebhook(url, ['add_lead', 'status_lead', 'note_contact', 'add_company']);
	await kit.emit({ lead: { name: 'A', fields: { UTM_SOURCE: 'vk', 880001: ['Русский'] } } });
	await kit.emit({
		edit: { lead: 8000001, status_id: 142 },
		contact: {},
		company: { name: 'ТОО' },
	});
	await kit.emit({ note: { contact: 7000001, text: 'Перезвонить' } });
	const { deliveries } = await kit.state();
	const items: IDataObject[] = [];
	for (const { body } of deliveries) {
		items.push(...((await call(trigger(), String(body))).items ?? []));
	}
	expect(items.map(({ event }) => event).sort()).toEqual([
		'add_company',
		'add_lead',
		'note_contact',
		'status_lead',
	]);
	expect(items.find(({ event }) => event === 'status_lead')?.data).toMatchObject({
		status_id: '142',
		old_status_id: '63242022',
		custom_fields: [
			{ id: '880001', values: [{ value: 'Русский', enum: '5501' }] },
			{ code: 'UTM_SOURCE', values: [{ value: 'vk' }] },
		],
	});
	expect(items.find(({ event }) => event === 'note_contact')?.data).toMatchObject({
		text: 'Перезвонить',
		element_id: '7000001',
	});
});

function nameOf(entity: unknown): unknown {
	return (entity as IDataObject | undefined)?.name;
}
