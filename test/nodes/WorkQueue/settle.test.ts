import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import { settle, type SettleRules } from '../../../nodes/WorkQueue/domain/settle';
import { ago, HOUR, iso, MINUTE, NOW, row, SECOND, SETTLE } from './rules';

const RULES = { ...SETTLE, time: 'sent_at', notBefore: 'next_try' };
const failed = (code: string, outcome: string, more: Row = {}): Row => ({
	error: 'It did not work',
	details: { code, outcome, ...more },
});
function after(answer: Row, one: Row = row(1), more: Partial<SettleRules> = {}) {
	return settle(answer, one, { ...RULES, ...more });
}

test('an answer is done: sent now, no message, the try counted, the owner kept', () => {
	expect(after({ messageKey: 'K' }, row(1, { attempts: 2, error_message: 'timeout: x' }))).toEqual({
		what: 'done',
		write: { status: 'sent', attempts: 3, error_message: '', sent_at: iso(NOW), next_try: null },
		words: 'It worked.',
		code: '',
	});
});

test.each([
	['a lost answer', failed('timeout', 'unknown'), 'in doubt'],
	[
		'a lost answer of an account that must rest',
		failed('account_restricted', 'unknown'),
		'in doubt',
	],
	['an error of another pack', { error: 'Something' }, 'in doubt'],
	["n8n's own error", { error: { message: 'Something' } }, 'in doubt'],
	['an error without an outcome', { error: 'x', details: { code: 'network' } }, 'in doubt'],
	['a restricted account', failed('account_restricted', 'rejected'), 'rest'],
	['a wrong key', failed('unauthorized', 'rejected'), 'trouble'],
	['no connection', failed('network', 'not_sent'), 'trouble'],
	['a server that is down', failed('unavailable', 'not_sent', { httpStatus: 503 }), 'trouble'],
	[
		'a server that breaks on this one',
		failed('unavailable', 'not_sent', { httpStatus: 500 }),
		'again',
	],
	['a refusal', failed('number_not_on_whatsapp', 'rejected'), 'failed'],
	['bad input', failed('invalid_input', 'not_sent', { field: 'Phone' }), 'failed'],
	['anything that was surely not sent', failed('chat_not_found', 'not_sent'), 'again'],
])('%s: %s', (_case, answer, what) => {
	expect(after(answer).what).toBe(what);
});

test('codes of the flow decide before the rules', () => {
	expect(after(failed('x', 'not_sent'), row(1), { failCodes: ['x'] }).what).toBe('failed');
	expect(after(failed('x', 'rejected'), row(1), { retryCodes: ['x'] }).what).toBe('again');
	expect(after(failed('x', 'rejected'), row(1), { troubleCodes: ['x'] }).what).toBe('trouble');
});

test('what is in doubt keeps the claimed status and is let go', () => {
	const { write, words } = after(failed('timeout', 'unknown'), row(1, { sent_at: ago(0) }));
	expect(write).toEqual({
		status: 'sending',
		attempts: 1,
		owner: '',
		next_try: iso(NOW + 15 * SECOND),
		error_message: 'timeout: It did not work',
	});
	expect(words).toContain('Look there before it is sent again');
});

test('an operation that looks for its own mark may repeat a lost answer', () => {
	const lost = failed('timeout', 'unknown');
	expect(after(lost, row(1), { isRepeatSafe: true })).toMatchObject({
		what: 'again',
		write: { status: 'pending' },
	});
});

test('each further try rests twice as long, and the service may ask for more', () => {
	const at = (attempts: number, answer: Row) => after(answer, row(1, { attempts })).nextTry! - NOW;
	const no = failed('busy', 'not_sent');
	expect([0, 1, 2, 20].map((attempts) => at(attempts, no))).toEqual([
		15 * SECOND,
		30 * SECOND,
		MINUTE,
		HOUR,
	]);
	expect(at(0, failed('busy', 'not_sent', { retryAfterMs: 5 * HOUR }))).toBe(5 * HOUR);
});

test('a row is given up after the most tries, or when it is too old', () => {
	const no = failed('busy', 'not_sent');
	expect(after(no, row(1, { attempts: 3 }), { mostTries: 5 }).what).toBe('again');
	expect(after(no, row(1, { attempts: 4 }), { mostTries: 5 })).toMatchObject({
		what: 'failed',
		write: { status: 'failed', attempts: 5, sent_at: null, next_try: null },
		words: 'It is given up after 5 tries: busy: It did not work',
	});
	const old = row(1, { createdAt: ago(2 * HOUR + 1) });
	expect(after(no, old, { maxAgeMs: 2 * HOUR }).what).toBe('failed');
});

test("trouble of the service is never the row's fault", () => {
	const tired = row(1, { attempts: 99, createdAt: ago(999 * HOUR) });
	const rules = { mostTries: 5, maxAgeMs: HOUR };
	expect(after(failed('network', 'not_sent'), tired, rules).what).toBe('trouble');
	const rest = after(failed('account_restricted', 'rejected'), row(1, { attempts: 2 }), rules);
	expect(rest.write).toMatchObject({ status: 'pending', attempts: 2, sent_at: null });
});

test('tries that the claim counts are not counted again', () => {
	const rules = { countsTries: false };
	for (const code of ['busy', 'account_restricted']) {
		expect(after(failed(code, 'not_sent'), row(1, { attempts: 2 }), rules).write.attempts).toBe(2);
	}
});

test('the message has code, field, words and the next step, and is not endless', () => {
	const hint = 'Write it with its country code.';
	const answer = failed('invalid_input', 'not_sent', { field: 'Phone', hint });
	const { write } = after(answer);
	expect(write.error_message).toBe(`invalid_input: Phone: It did not work. ${hint}`);
	const long = after({ error: 'x'.repeat(5000), details: {} }).write.error_message as string;
	expect(long.length).toBeLessThan(450);
});

test('columns that a table does not have are not written', () => {
	const { write } = settle(failed('busy', 'not_sent'), row(1), SETTLE);
	expect(Object.keys(write).sort()).toEqual(['attempts', 'error_message', 'owner', 'status']);
});
