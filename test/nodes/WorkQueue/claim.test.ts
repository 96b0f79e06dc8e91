import { confirmClaim, type ClaimRules } from '../../../nodes/WorkQueue/domain/claim';
import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import { ago, CLAIM, HOUR, MINUTE, row, SECOND } from './rules';

const mine = (id: number, more: Row = {}) =>
	row(id, { status: 'sending', owner: 'run-1', updatedAt: ago(0), ...more });
const theirs = (id: number, more: Row = {}) => mine(id, { owner: 'run-2', ...more });

function confirm(rows: Row[], more: Partial<ClaimRules> = {}) {
	return confirmClaim(rows, { ...CLAIM, id: 5, ...more });
}

describe.each(['strict', 'loose'] as const)('in a %s lane', (order) => {
	test('a claim is mine when nobody else works in the lane', () => {
		expect(confirm([mine(5), row(6), theirs(2, { telegram_id: '200' })], { order })).toEqual({
			isMine: true,
			reason: '',
			lookAgain: false,
		});
	});

	test.each([
		['lower', 4, false],
		['higher', 6, true],
	])('another claim of a %s row sends mine back', (_which, id, lookAgain) => {
		expect(confirm([mine(5), theirs(id)], { order })).toEqual({
			isMine: false,
			reason: `row ${id} of the lane is in work`,
			lookAgain,
		});
	});

	test('two claims by one run in a lane are one too many', () => {
		expect(confirm([mine(5), mine(6)], { order }).isMine).toBe(false);
	});

	test.each([
		['is not there', []],
		['still waits', [row(5)]],
		['is done', [mine(5, { status: 'sent' })]],
		['belongs to another run', [theirs(5)]],
		['was claimed longer than a lease ago', [mine(5, { updatedAt: ago(7 * MINUTE) })]],
		['has no owner', [mine(5, { owner: null })]],
	])('it is not mine when the row %s', (_case, rows) => {
		expect(confirm(rows, { order }).isMine).toBe(false);
	});

	test('a plan that is too old sends my row back, whatever the lane looks like', () => {
		const planEndsAt = Date.parse(ago(SECOND));
		expect(confirm([mine(5)], { order, planEndsAt })).toEqual({
			isMine: false,
			reason: 'the row was chosen too long ago',
			lookAgain: true,
		});
		expect(confirm([mine(5)], { order, planEndsAt: planEndsAt + SECOND }).isMine).toBe(true);
	});

	test('another row of the lane that was sent after my look sends mine back', () => {
		const sent = row(3, { status: 'sent', owner: 'run-2', sent_at: ago(SECOND) });
		const lastAt = Date.parse(ago(2 * SECOND));
		expect(confirm([mine(5), sent], { order, lastAt })).toMatchObject({
			isMine: false,
			lookAgain: true,
		});
		expect(confirm([mine(5), sent], { order, lastAt: null }).isMine).toBe(false);
		expect(confirm([mine(5), sent], { order, lastAt: Date.parse(ago(SECOND)) }).isMine).toBe(true);
		expect(confirm([mine(5), { ...sent, owner: 'run-1' }], { order, lastAt }).isMine).toBe(true);
		expect(confirm([mine(5), { ...sent, telegram_id: '7' }], { order, lastAt }).isMine).toBe(true);
		expect(confirm([mine(5), sent], { order }).isMine).toBe(true);
	});

	test('a lane is shared through a third row', () => {
		const lanes = [['telegram_id'], ['phone']];
		const rows = [
			mine(5, { phone: '+7701' }),
			theirs(7, { telegram_id: '200' }),
			row(6, { telegram_id: '200', phone: '+7701' }),
		];
		expect(confirm(rows, { order, lanes }).isMine).toBe(false);
		expect(confirm(rows.slice(0, 2), { order, lanes }).isMine).toBe(true);
	});

	test('a shop can name the lane', () => {
		const lanes = [['session']];
		const lookUp = ({ store_id: store }: Row) => ({ session: store === 'c' ? 'other' : 'default' });
		const at = (store: string) => [mine(5, { store_id: 'a' }), theirs(6, { store_id: store })];
		expect(confirm(at('b'), { order, lanes, lookUp }).isMine).toBe(false);
		expect(confirm(at('c'), { order, lanes, lookUp }).isMine).toBe(true);
	});
});

describe('a lower row that is not in work', () => {
	test.each([
		['waits', row(4)],
		['rests after a failure', row(4, { attempts: 5 })],
		['is in doubt', theirs(4, { updatedAt: ago(HOUR) })],
		['has been let go', theirs(4, { owner: '' })],
	])('%s: strict order sends mine back, loose order does not', (_case, before) => {
		expect(confirm([before, mine(5)])).toMatchObject({ isMine: false, lookAgain: true });
		expect(confirm([before, mine(5)], { order: 'loose' }).isMine).toBe(true);
	});

	test('and is not tried again holds up nobody', () => {
		const spent = row(4, { status: 'failed', attempts: 3 });
		const rules = { waiting: ['pending', 'failed'], mostTries: 3 };
		expect(confirm([spent, mine(5)], rules).isMine).toBe(true);
		expect(confirm([spent, mine(5)], { ...rules, mostTries: 4 }).isMine).toBe(false);
	});

	test('a lease that is over makes no rival', () => {
		const dead = theirs(6, { updatedAt: ago(7 * MINUTE) });
		expect(confirm([mine(5), dead]).isMine).toBe(true);
	});
});

describe('in a strict lane with a column for the order', () => {
	const order = { orderBy: 'source_id' };

	test('the row with the lowest number is mine, though its id is not the lowest', () => {
		const rows = [row(4, { source_id: '9' }), mine(5, { source_id: '8' })];
		expect(confirm(rows, order).isMine).toBe(true);
		expect(confirm(rows).isMine).toBe(false);
	});

	test('a lower number sends mine back', () => {
		const rows = [mine(5, { source_id: '9' }), row(6, { source_id: '8' })];
		expect(confirm(rows, order)).toMatchObject({ isMine: false, lookAgain: true });
	});
});

test('a row that was in doubt goes on, although a lower one waits: the lane waits for it', () => {
	expect(confirm([row(4), mine(5)], { wasInDoubt: true }).isMine).toBe(true);
	expect(confirm([theirs(4), mine(5)], { wasInDoubt: true }).isMine).toBe(false);
});
