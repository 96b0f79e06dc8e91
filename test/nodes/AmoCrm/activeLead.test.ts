import fc from 'fast-check';

import {
	chooseLead,
	hasMarker,
	isActive,
	isLinkedTo,
	parseStages,
} from '../../../nodes/AmoCrm/domain/activeLead';
import type { Entity } from '../../../nodes/AmoCrm/api/schema';
import { InputError } from '../../../nodes/shared/errors';

const CONTACT = 7000001;
const MARKER = { fieldId: 880007, value: 'pay_1' };

function lead(id: number, about: Partial<Entity> = {}): Entity {
	return {
		id,
		status_id: 41000002,
		pipeline_id: 3100001,
		updated_at: 1000,
		is_deleted: false,
		custom_fields_values: null,
		_embedded: { contacts: [{ id: CONTACT, is_main: true }] },
		...about,
	};
}

const marked = (value: string) => ({
	custom_fields_values: [{ field_id: 880007, values: [{ value }] }],
});

describe('stages to leave out', () => {
	test.each([
		[undefined, []],
		[null, []],
		['', []],
		[[], []],
		[63242022, [{ statusId: 63242022 }]],
		['63242022, 80579130', [{ statusId: 63242022 }, { statusId: 80579130 }]],
		['63242022\n80579130;5', [{ statusId: 63242022 }, { statusId: 80579130 }, { statusId: 5 }]],
		['4423755:63242022', [{ pipelineId: 4423755, statusId: 63242022 }]],
		[
			['4423755:63242022', 7],
			[{ pipelineId: 4423755, statusId: 63242022 }, { statusId: 7 }],
		],
	])('%j', (raw, expected) => {
		expect(parseStages(raw)).toEqual(expected);
	});

	test.each(['abc', '1:2:3', '4423755:', '-5', '1.5', [{ id: 5 }]])('%j is refused', (raw) => {
		expect(() => parseStages(raw)).toThrow(InputError);
	});

	test('an object without a text is no stage', () => {
		expect(() => parseStages([{ toString: null }])).toThrow('this is no list of stages');
	});

	test('anything gives a list or an input error', () => {
		fc.assert(
			fc.property(fc.anything(), (raw) => {
				try {
					expect(Array.isArray(parseStages(raw))).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
				}
			}),
		);
	});
});

describe('an active lead', () => {
	test.each([
		['in work', {}, true],
		['deleted', { is_deleted: true }, false],
		['won', { status_id: 142 }, false],
		['lost', { status_id: 143 }, false],
		['excluded by its stage alone', { status_id: 5 }, false],
		['excluded in its pipeline', { status_id: 6 }, false],
		['excluded in another pipeline', { status_id: 6, pipeline_id: 9 }, true],
	])('%s', (_, about, expected) => {
		const excluded = parseStages('5, 3100001:6');
		expect(isActive(lead(1, about), excluded)).toBe(expected);
	});
});

describe('choosing', () => {
	const choose = (leads: Entity[], rest = {}) =>
		chooseLead(leads, CONTACT, { excluded: [], ...rest })?.id;

	test('takes the one that changed last, the younger of two', () => {
		expect(choose([lead(1, { updated_at: 5 }), lead(2, { updated_at: 9 }), lead(3)])).toBe(3);
		expect(choose([lead(2), lead(3), lead(1)])).toBe(3);
		expect(choose([lead(3, { updated_at: null }), lead(1)])).toBe(1);
	});

	test('takes none of somebody else', () => {
		expect(choose([lead(1, { _embedded: { contacts: [{ id: 7000002 }] } })])).toBeUndefined();
		expect(choose([lead(1, { _embedded: null })])).toBeUndefined();
	});

	test('prefers the marker over the stage and the time', () => {
		const won = lead(1, { status_id: 142, updated_at: 1, ...marked('pay_1') });
		expect(choose([lead(2), won], { marker: MARKER })).toBe(1);
		expect(choose([lead(2), won])).toBe(2);
	});

	test('no marker of a deleted lead, of another contact or as a part of a longer text', () => {
		const deleted = lead(1, { is_deleted: true, ...marked('pay_1') });
		const foreign = lead(3, { _embedded: { contacts: [{ id: 5 }] }, ...marked('pay_1') });
		const longer = lead(4, { updated_at: 1, ...marked('pay_10') });
		expect(choose([deleted, foreign, longer, lead(2)], { marker: MARKER })).toBe(2);
	});

	test('what is chosen is always linked, not deleted, and active or marked; the best of them', () => {
		const anyLead = fc
			.record({
				id: fc.integer({ min: 1, max: 50 }),
				status_id: fc.constantFrom(142, 143, 41000002, 41000003),
				updated_at: fc.integer({ min: 0, max: 5 }),
				is_deleted: fc.boolean(),
				linked: fc.boolean(),
				marker: fc.constantFrom('pay_1', 'pay_10', ''),
			})
			.map(({ linked, marker, ...about }) =>
				lead(about.id, {
					...about,
					...marked(marker),
					_embedded: { contacts: [{ id: linked ? CONTACT : 5 }] },
				}),
			);
		fc.assert(
			fc.property(fc.array(anyLead), fc.boolean(), (leads, withMarker) => {
				const marker = withMarker ? MARKER : undefined;
				const excluded = parseStages('41000003');
				const chosen = chooseLead(leads, CONTACT, { excluded, marker });
				const usable = leads.filter((one) => isLinkedTo(one, CONTACT) && !one.is_deleted);
				const withIt = usable.filter((one) => hasMarker(one, marker));
				const active = usable.filter((one) => one.status_id === 41000002);
				const best = withIt.length > 0 ? withIt : active;
				expect(chosen === undefined).toBe(best.length === 0);
				if (!chosen) return;
				expect(best).toContain(chosen);
				expect(chosen.updated_at).toBe(Math.max(...best.map((one) => one.updated_at ?? 0)));
			}),
		);
	});
});
