import * as fc from 'fast-check';

import { judgeAck, type Ack } from '../../../nodes/WhatsAppDesk/domain/ack';
import type { Row } from '../../../nodes/shared/rows';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const AT = '2026-03-02T08:59:59.000Z';
const ack = (status: string, more: Partial<Ack> = {}): Ack => ({
	messageKey: '3EB0A1',
	status,
	reason: status === 'failed' ? 'not_delivered: WhatsApp could not deliver it' : '',
	at: AT,
	toldAt: NOW,
	...more,
});
const row = (more: Row = {}): Row => ({
	id: 7,
	waha_message_id: '3EB0A1',
	status: 'sent',
	...more,
});

/** What the table node does with a verdict: the condition is looked at when it writes. */
function write(now: Row, { verdict }: { verdict: ReturnType<typeof judgeAck> }): Row {
	if (verdict.what !== 'raise' || verdict.row.keeps.includes(String(now.status))) return now;
	const written: Row = { ...now, ...verdict.row };
	delete written.keeps;
	return written;
}

describe('an ack', () => {
	test('raises its row and gives the times it proves', () => {
		expect(judgeAck(ack('read'), [row({ sent_at: AT })], NOW)).toEqual({
			what: 'raise',
			row: {
				id: 7,
				status: 'read',
				sent_at: AT,
				delivered_at: AT,
				read_at: AT,
				error_message: '',
				keeps: ['read', '-', '-', '-'],
			},
		});
	});

	test('that tells of a failure says why, and changes nothing after a delivery', () => {
		const verdict = judgeAck(ack('failed'), [row()], NOW);
		expect(verdict).toMatchObject({
			row: { status: 'failed', error_message: expect.stringMatching(/^not_delivered/) },
		});
		expect(judgeAck(ack('failed'), [row({ status: 'delivered' })], NOW).what).toBe('nothing');
	});

	test('leaves the remark that a file was left out, and no other error', () => {
		const errors = ['plus_required: the text went out alone', 'timeout: no answer'].map(
			(error_message) => judgeAck(ack('delivered'), [row({ error_message })], NOW),
		);
		expect(errors).toMatchObject([
			{ row: { error_message: 'plus_required: the text went out alone' } },
			{ row: { error_message: '' } },
		]);
	});

	test('before the answer of the send is looked at again while something is being sent', () => {
		const other = row({ id: 8, waha_message_id: 'x', status: 'sending' });
		expect(judgeAck(ack('delivered'), [other], NOW).what).toBe('look again');
		expect(judgeAck(ack('delivered'), [{}], NOW).what).toBe('nothing');
		expect(judgeAck(ack('delivered'), [other], NOW + 80_000).what).toBe('nothing');
	});

	test('does not write into a row that somebody holds, until its holder must have died', () => {
		const held = row({ status: 'sending', owner: '41' });
		expect(judgeAck(ack('delivered'), [held], NOW).what).toBe('look again');
		expect(judgeAck(ack('delivered'), [held], NOW + 80_000).what).toBe('raise');
		expect(judgeAck(ack('delivered'), [row({ status: 'sending', owner: '' })], NOW).what).toBe(
			'raise',
		);
	});

	test('without an id, or that proves nothing, changes nothing', () => {
		expect(judgeAck(ack('pending'), [row()], NOW).what).toBe('nothing');
		expect(
			judgeAck(ack('read', { messageKey: '' }), [row({ waha_message_id: '' })], NOW).what,
		).toBe('nothing');
	});

	test('of two rows with one id concerns the first one', () => {
		const verdict = judgeAck(ack('read'), [row({ id: 10 }), row({ id: 9 })], NOW);
		expect(verdict).toMatchObject({ row: { id: 9 } });
	});
});

test('acks in any order, repeated, and decided on an older look at the row end in the highest one', () => {
	const statuses = ['sent', 'failed', 'delivered', 'read'];
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('pending', ...statuses), { minLength: 1, maxLength: 8 }),
			fc.array(fc.nat({ max: 3 }), { minLength: 8, maxLength: 8 }),
			fc.constantFrom('pending', 'sent'),
			(told, delays, first) => {
				let now = row({ status: first });
				const seen = [now];
				for (const [index, status] of told.entries()) {
					// Another run may have written since this one looked.
					const old = seen[Math.max(0, seen.length - 1 - delays[index])];
					now = write(now, { verdict: judgeAck(ack(status), [old], NOW) });
					seen.push(now);
				}
				const levels = [first, ...told].map((status) => statuses.indexOf(status));
				const highest = Math.max(...levels);
				expect(statuses.indexOf(String(now.status))).toBe(highest);
				if (highest >= 2) expect(now.delivered_at).toBe(AT);
			},
		),
		{ numRuns: 500 },
	);
});
