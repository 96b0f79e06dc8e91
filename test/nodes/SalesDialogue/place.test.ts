import * as fc from 'fast-check';

import { readMessage } from '../../../nodes/SalesDialogue/domain/message';
import { findPlace } from '../../../nodes/SalesDialogue/domain/place';
import type { Row } from '../../../nodes/shared/rows';
import { DRESS, message, SETTINGS, settingsWith } from './sample';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const row = (fields: Row = {}): Row => ({
	id: 7,
	user_id: 'telegram:501',
	step: 'confirm',
	step_number: 2,
	choice: DRESS,
	misunderstood: 1,
	last_event_key: 'telegram:1',
	reply: '',
	stage: '',
	last_message_at: hoursAgo(1),
	...fields,
});
const NEW_ROW = { id: 8, user_id: 'telegram:501', step: null, last_event_key: null };
const place = (text: string, rows: Row[], settings = SETTINGS) =>
	findPlace(message(text), rows, settings, NOW);

describe('the place of a message', () => {
	test('of a new client is the first; there is no message before it', () => {
		expect(place('Добрий день', [NEW_ROW])).toEqual({
			place: 'first',
			row_id: 8,
			before_key: null,
			step: '',
			step_number: 1,
			choice: '',
			misunderstood: 0,
			reply: '',
			stage: '',
		});
		expect(place('Добрий день', [{}])).toMatchObject({ place: 'first', row_id: null });
	});

	test('in a dialogue goes on where it stood', () => {
		expect(place('так', [row()])).toMatchObject({
			place: 'next',
			row_id: 7,
			before_key: 'telegram:1',
			step: 'confirm',
			step_number: 3,
			choice: DRESS,
			misunderstood: 1,
		});
	});

	test.each([
		['confirm', 23, 'next'],
		['confirm', 25, 'first'],
		['payment', 167, 'next'],
		['payment', 169, 'first'],
		['human', 71, 'human'],
		['human', 73, 'first'],
	])('at the step %s after %d quiet hours is "%s"', (step, hours, expected) => {
		const standing = place('так', [row({ step, last_message_at: hoursAgo(hours) })]);
		expect(standing.place).toBe(expected);
		if (expected === 'first')
			expect(standing).toMatchObject({ step: '', choice: '', step_number: 1 });
	});

	test('is the first one after the hours that the owner has set, and after /start', () => {
		const soon = settingsWith({ dialogue_new_after_hours: '2', dialogue_human_hours: 'x' });
		const old = { last_message_at: hoursAgo(3) };
		expect(place('так', [row(old)], soon).place).toBe('first');
		expect(place('так', [row({ ...old, step: 'human' })], soon).place).toBe('human');
		expect(place('/start', [row({ step: 'human' })]).place).toBe('first');
		expect(place('/started', [row()]).place).toBe('next');
	});

	test('of a repeated message is "saved" with its answer, and "answered" when that was sent', () => {
		const same = { last_event_key: 'telegram:2', stage: 'invoice_sent' };
		expect(place('так', [row({ ...same, reply: 'Реквізити' })])).toMatchObject({
			place: 'saved',
			reply: 'Реквізити',
			stage: 'invoice_sent',
			step_number: 2,
		});
		expect(place('так', [row(same)])).toMatchObject({ place: 'answered', reply: '', stage: '' });
	});

	test('of a message that cannot be known again is never "answered"', () => {
		const unknown = findPlace(
			message('так', { event_key: '' }),
			[row({ last_event_key: '' })],
			SETTINGS,
			NOW,
		);
		expect(unknown).toMatchObject({ place: 'next', before_key: '' });
	});

	test('of a message with a stop word, or one that is too long, is "blocked"', () => {
		const strict = settingsWith({ dialogue_stop_words: 'чужаслово*' });
		expect(place('ну чужасловом', [row()], strict).place).toBe('blocked');
		expect(place('ну чужасловом', [NEW_ROW], strict).place).toBe('blocked');
		expect(place('ну чужасловом', [row({ step: 'human' })], strict).place).toBe('human');
		expect(place('а'.repeat(1500), [row()]).place).toBe('next');
		expect(place('а'.repeat(1501), [row()]).place).toBe('blocked');
	});

	test('of two rows of one client is that of the later message, whatever their order', () => {
		const older = row({ id: 9, step: 'choose', last_message_at: hoursAgo(2) });
		for (const rows of [
			[older, row()],
			[row(), older],
		]) {
			expect(place('так', rows)).toMatchObject({ row_id: 7, step: 'confirm' });
		}
		expect(place('так', [NEW_ROW, { ...NEW_ROW, id: 9 }]).row_id).toBe(9);
	});
});

test('a message with the key of the row before it is never decided again', () => {
	const steps = fc.constantFrom('', 'choose', 'confirm', 'contact', 'payment', 'human');
	fc.assert(
		fc.property(steps, fc.nat(400), fc.string(), fc.string(), (step, hours, reply, text) => {
			const same = row({ step, reply, last_event_key: 'k', last_message_at: hoursAgo(hours) });
			const found = findPlace(message(text, { event_key: 'k' }), [same], SETTINGS, NOW);
			expect(found.place).toBe(reply.trim() === '' ? 'answered' : 'saved');
		}),
	);
});

test('the first message beyond the quota of its chat is one too many, also when it has a blocked word', () => {
	const update = (fields: Row) => ({
		update_id: 9,
		message: { chat: { id: 501, type: 'private' }, from: { id: 501 }, text: 'спам' },
		...fields,
	});
	const settings = settingsWith({ dialogue_stop_words: 'спам' });
	const placeOf = (fields: Row, stored: Row) =>
		findPlace(readMessage(update(fields), 'run')!, [stored], settings, NOW).place;
	const recent = { last_message_at: hoursAgo(1) };
	expect(placeOf({ over_quota: true }, row(recent))).toBe('too_many');
	expect(placeOf({}, row(recent))).toBe('blocked');
	expect(placeOf({ over_quota: true }, row({ ...recent, step: 'human' }))).toBe('human');
});
