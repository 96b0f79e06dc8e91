import axios from 'axios';

import { importWorkflow, publish } from '../../../sandbox/publishing';
import type { WorkflowFile } from '../../../sandbox/workflows';
import { AI_MANAGER, HUMAN_MANAGER, SalesDialogue, STATUS } from '../support/sitniks';
import { World } from '../support/world';

type Json = Record<string, string>;

let world: World;
let sales: SalesDialogue;
beforeAll(async () => {
	world = await World.start('sitniks');
	sales = new SalesDialogue(world);
	for (const id of Object.values(STAGES)) await publishCaller(id);
});
afterAll(async () => await world?.stop());

const STAGES = {
	first: 'CrmBridge40FirstTouch',
	invoice: 'CrmBridge41Invoice',
	human: 'CrmBridge42Escalation',
};
const FIELDS = [
	...['user_id', 'telegram_username', 'instagram_username', 'contact_id', 'source'],
	...['sitniks_chat_id', 'step_number', 'event_key'],
];

/** A webhook in front of a stage, as an operator's own dialogue would call it. */
async function publishCaller(id: string): Promise<void> {
	const value = Object.fromEntries(FIELDS.map((key) => [key, `={{ $json.body.${key} ?? '' }}`]));
	const workflow = {
		id: `Test${id.slice(9, 17)}`,
		name: `Test ${id}`,
		nodes: [
			{
				id: 'hook',
				name: 'Hook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: id,
				parameters: { httpMethod: 'POST', path: id, responseMode: 'lastNode', options: {} },
			},
			{
				id: 'call',
				name: 'Call',
				type: 'n8n-nodes-base.executeWorkflow',
				typeVersion: 1.2,
				position: [200, 0],
				parameters: {
					source: 'database',
					workflowId: { __rl: true, mode: 'list', value: id },
					workflowInputs: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] },
					mode: 'once',
					options: {},
				},
			},
		],
		connections: { Hook: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	} as unknown as WorkflowFile;
	const { versionId } = await importWorkflow(world.sandbox.api, workflow, undefined);
	await publish(world.sandbox.api, workflow, versionId);
}

async function call(stage: keyof typeof STAGES, body: Json): Promise<unknown> {
	return (await axios.post<unknown>(`${world.sandbox.n8nUrl}/webhook/${STAGES[stage]}`, body)).data;
}

test('an own dialogue calls the three stages by Instagram name only', async () => {
	// Seeded, not written: 45 would answer a message.
	const { chat_id } = await world.emit<{ chat_id: string }>('sitniks', {
		chat: { userNickName: 'Olena.K', initialSource: 'instagram' },
	});
	const who = { user_id: 'session-1', instagram_username: '@olena.k' };
	const stored = { ok: true, skipped: false, reason: expect.stringContaining('sitniks_stages') };
	expect(await call('first', { ...who, step_number: '1', event_key: 'a' })).toEqual(stored);
	// The row is there already: nothing new.
	expect(await call('first', { ...who, step_number: '1', event_key: 'a' })).toEqual({
		ok: true,
		skipped: true,
		reason: expect.stringContaining('Recorded already'),
	});
	expect(await call('first', { ...who, step_number: '2', event_key: 'b' })).toEqual({
		ok: true,
		skipped: true,
		reason: 'Not the first step of the dialogue',
	});
	await sales.atRest();
	expect(await sales.mapping('session-1')).toMatchObject({
		instagram_username: '@olena.k',
		sitniks_chat_id: chat_id,
		sitniks_manager_id: String(AI_MANAGER),
		current_status: STATUS.first,
	});
	expect(await call('invoice', { user_id: 'session-1' })).toEqual(stored);
	expect(await call('human', { user_id: 'session-1' })).toEqual(stored);
	await sales.atRest();
	expect(await sales.statuses(chat_id)).toEqual(Object.values(STATUS));
	expect(await sales.chat(chat_id)).toMatchObject({ assignedManagerId: HUMAN_MANAGER });
});

test('a given id that is no chat is ignored with a word; the known chat stays', async () => {
	const { chat_id } = await world.emit<{ chat_id: string }>('sitniks', {
		chat: { userNickName: 'given_id', initialSource: 'telegram_bot' },
	});
	const who = { user_id: 'session-3', telegram_username: 'given_id' };
	// Of no shape, of a good shape but unknown, and of a good shape but too long to be one.
	const none = ['telegram:608310009', '6b10aa00e056c38300ffffff', 'x'.repeat(200)];
	// Nothing is known yet: the chat is searched.
	await call('first', { ...who, step_number: '1', event_key: 'a', sitniks_chat_id: none[0] });
	await sales.atRest();
	expect(await sales.mapping('session-3')).toMatchObject({ sitniks_chat_id: chat_id });
	await call('invoice', { ...who, event_key: 'b', sitniks_chat_id: none[1] });
	await sales.atRest();
	await call('human', { ...who, event_key: 'c', sitniks_chat_id: none[2] });
	await sales.atRest();
	const rows = await sales.stages('session-3');
	expect(rows.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
	for (const { reason } of rows) expect(reason).toContain('sitniks_chat_id is no chat of Sitniks');
	expect(await sales.statuses(chat_id)).toEqual(Object.values(STATUS));
	expect(await sales.mapping('session-3')).toMatchObject({ sitniks_chat_id: chat_id });
});

test('a given id of a chat that is there becomes the known one', async () => {
	const { chat_id: first } = await world.emit<{ chat_id: string }>('sitniks', {
		chat: { userNickName: 'moved_on', initialSource: 'telegram_bot' },
	});
	const { chat_id: second } = await world.emit<{ chat_id: string }>('sitniks', {
		chat: { userNickName: 'moved_to', initialSource: 'telegram_bot' },
	});
	const who = { user_id: 'session-4', telegram_username: 'moved_on' };
	await call('first', { ...who, step_number: '1', event_key: 'a' });
	await sales.atRest();
	expect(await sales.mapping('session-4')).toMatchObject({ sitniks_chat_id: first });
	await call('invoice', { ...who, event_key: 'b', sitniks_chat_id: second });
	await sales.atRest();
	expect(await sales.mapping('session-4')).toMatchObject({ sitniks_chat_id: second });
	expect(await sales.statuses(second)).toEqual([STATUS.invoice]);
});

test('a wrong id that was stored before is searched anew', async () => {
	const { chat_id } = await world.emit<{ chat_id: string }>('sitniks', {
		chat: { userNickName: 'stored_wrong', initialSource: 'telegram_bot' },
	});
	await world.sandbox.api.tables.insert('sitniks_chat_mappings', [
		{ user_id: 'session-5', sitniks_chat_id: 'telegram:608310009' },
	]);
	await call('human', { user_id: 'session-5', telegram_username: 'stored_wrong', event_key: 'a' });
	await sales.atRest();
	expect(await sales.stageStates('session-5')).toEqual(['escalation done']);
	expect(await sales.mapping('session-5')).toMatchObject({ sitniks_chat_id: chat_id });
});

test('without a user nothing is stored, and the answer says so', async () => {
	const before = (await sales.stages()).length;
	for (const stage of ['first', 'invoice', 'human'] as const) {
		expect(await call(stage, {})).toEqual({
			ok: false,
			skipped: true,
			reason: 'user_id is missing',
		});
	}
	expect(await sales.stages()).toHaveLength(before);
});

test('switched off: logged, and the answer says so', async () => {
	await sales.setting('sitniks_enabled', 'no');
	expect(await call('invoice', { user_id: 'session-2' })).toEqual({
		ok: true,
		skipped: true,
		reason: expect.stringContaining('switched off'),
	});
	expect(await sales.stageStates('session-2')).toEqual(['invoice_sent skipped']);
	await sales.setting('sitniks_enabled', 'yes');
});

test('neither a name nor a number: the row fails in words', async () => {
	await call('first', { user_id: 'session-9', event_key: 'c' });
	const rows = await sales.atRest();
	expect(rows.find(({ user_id }) => user_id === 'session-9')).toMatchObject({
		status: 'failed',
		reason: expect.stringMatching(/^Nick Name: /),
	});
});
