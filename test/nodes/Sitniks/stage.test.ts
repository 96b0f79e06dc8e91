import fc from 'fast-check';

import { chatIdIn } from '../../../nodes/Sitniks/domain/chat';
import { Sitniks } from '../../../nodes/Sitniks/Sitniks.node';
import { planStage, type StageFacts } from '../../../nodes/Sitniks/domain/stage';
import { PlacedNode } from '../../harness/node';

const CHAT = '6b10aa00e056c38300000a01';
const CALL = { user_id: 'telegram:1', stage: 'first_touch', status: 'Взято в роботу' };
const plan = (call: object, facts: Partial<StageFacts> = {}) =>
	planStage({ ...CALL, ...call }, { enabled: 'yes', eventKey: 'run-1', ...facts });

test('a stage is written down whole and waits for 44', () => {
	const call = {
		telegram_username: '@olena',
		instagram_username: 'olena.k',
		contact_id: 510000001,
		source: 'telegram',
		sitniks_chat_id: CHAT,
		event_key: 'upd-1',
		manager: 'Павло',
		step_number: 1,
	};
	expect(plan(call)).toEqual({
		ok: true,
		skipped: false,
		reason: 'Stored in sitniks_stages; 44 brings it to Sitniks in the background',
		row: {
			user_id: 'telegram:1',
			stage: 'first_touch',
			event_key: 'upd-1',
			telegram_username: '@olena',
			instagram_username: 'olena.k',
			contact_id: '510000001',
			source: 'telegram',
			sitniks_chat_id: CHAT,
			chat_status: 'Взято в роботу',
			manager: 'Павло',
			except_manager: '',
			status: 'pending',
			reason: '',
		},
	});
});

test('a call without a key of its event gets that of the run', () => {
	expect(plan({}).row).toMatchObject({ event_key: 'run-1' });
	expect(plan({ event_key: ' ' }).row).toMatchObject({ event_key: 'run-1' });
});

test.each([undefined, null, '', '  '])('without a user (%j) nothing is written', (user_id) => {
	expect(plan({ user_id })).toEqual({
		ok: false,
		skipped: true,
		reason: 'user_id is missing',
	});
});

test('a repeated call is told what became of the first one', () => {
	expect(plan({ step_number: 2 }, { earlier: { id: 7, status: 'done' } })).toEqual({
		ok: true,
		skipped: true,
		reason: 'Recorded already: done',
	});
});

test.each([2, '2', '17'])('step %j is not the first touch', (step_number) => {
	expect(plan({ step_number })).toEqual({
		ok: true,
		skipped: true,
		reason: 'Not the first step of the dialogue',
	});
});

test.each([undefined, '', 'one', 0, 1, '1'])('step %j is the first', (step_number) => {
	expect(plan({ step_number }).row).toMatchObject({ status: 'pending' });
});

test.each(['no', ' NO ', 'off', 'false', '0', 'ні', 'Нет'])(
	'switched off by %j: the row says why nothing happens',
	(enabled) => {
		const reason = 'Sitniks is switched off: sitniks_enabled in bot_settings';
		expect(plan({}, { enabled })).toMatchObject({
			ok: true,
			skipped: true,
			reason,
			row: { status: 'skipped', reason, chat_status: 'Взято в роботу' },
		});
	},
);

test.each(['', 'yes', 'так', '1'])('switched on by %j', (enabled) => {
	expect(plan({}, { enabled }).row).toMatchObject({ status: 'pending' });
});

describe('the id of a chat', () => {
	test.each([CHAT, CHAT.toUpperCase(), `https://web.sitniks.com/77/chats/dialog/${CHAT}`])(
		'%j is plausible',
		(sitniks_chat_id) => {
			expect(chatIdIn(sitniks_chat_id)?.toLowerCase()).toBe(CHAT);
			expect(plan({ sitniks_chat_id }).reason).not.toContain('sitniks_chat_id');
		},
	);

	test.each(['telegram:608310009', '608310009', 'x'.repeat(200), `${CHAT}0`])(
		'%j is none: the caller is told, the stage is stored all the same',
		(sitniks_chat_id) => {
			expect(chatIdIn(sitniks_chat_id)).toBeUndefined();
			expect(plan({ sitniks_chat_id })).toMatchObject({
				ok: true,
				skipped: false,
				reason: expect.stringMatching(/^Stored .*sitniks_chat_id is no chat of Sitniks/),
				row: { status: 'pending', sitniks_chat_id },
			});
		},
	);
});

test('whatever is handed in: there is an answer in words, and what is stored is text', () => {
	const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null));
	const call = fc.record({
		user_id: anything,
		step_number: anything,
		sitniks_chat_id: anything,
		event_key: anything,
	});
	fc.assert(
		fc.property(call, fc.string(), (given, enabled) => {
			const { ok, skipped, reason, row } = plan(given, { enabled });
			expect(reason).not.toBe('');
			// What is neither stored nor refused would be lost without a word.
			expect(row?.status === 'pending').toBe(ok && !skipped);
			for (const value of Object.values(row ?? {})) {
				expect(typeof value).toBe('string');
				expect(value).not.toMatch(/\0/);
			}
		}),
	);
});

describe('the operation', () => {
	const run = async (parameters: object) => {
		const node = new PlacedNode(new Sitniks(), {
			parameters: { resource: 'stage', operation: 'plan', ...parameters } as never,
		});
		return (await node.execute([{ json: {} }]))[0][0].json;
	};

	test('needs no credential, and tells whether there is something to write', async () => {
		const same = JSON.stringify([{}]);
		expect(await run({ reached: JSON.stringify(CALL), same, eventKey: 'run-1' })).toMatchObject({
			ok: true,
			write: true,
			row: { user_id: 'telegram:1', event_key: 'run-1' },
		});
		expect(
			await run({ reached: JSON.stringify(CALL), same: '[{"id":1,"status":"failed"}]' }),
		).toEqual({
			ok: true,
			skipped: true,
			reason: 'Recorded already: failed',
			write: false,
			row: {},
		});
	});

	test('without the name of a stage it is an error of the workflow', async () => {
		await expect(run({ reached: '{"user_id":"1"}' })).rejects.toThrow(/it has no stage/);
	});
});
