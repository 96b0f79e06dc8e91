import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { cutText, MAX_TEXT } from '../../../nodes/shared/amoCrmLimits';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const LONG = `${'я'.repeat(255)}😀 и так далее`;
const CUT = `${'я'.repeat(255)}…`;
const values = (value: object) => ({ mappingMode: 'defineBelow', value });

test('a cut text fits, begins as the whole one and has no half of a character', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
			const cut = cutText(text);
			expect(cut.length).toBeLessThanOrEqual(MAX_TEXT);
			expect(cut).not.toMatch(/\p{Surrogate}/u);
			if (cut !== text) expect(text.startsWith(cut.slice(0, -1))).toBe(true);
		}),
	);
	expect(cutText('я'.repeat(256))).toBe('я'.repeat(256));
	expect(cutText(LONG)).toBe(CUT);
});

test('a lead with too long values is created', async () => {
	await kit.run({
		resource: 'lead',
		operation: 'create',
		name: LONG,
		customFields: values({ UTM_SOURCE: LONG, 880008: LONG }),
		options: { tags: [LONG] },
	} as INodeParameters);
	const { leads } = await kit.state();
	expect(leads[0].name).toBe(CUT);
	expect(JSON.stringify(leads[0]).split(CUT)).toHaveLength(5);
});

test('the simulator refuses them as amoCRM does', async () => {
	await expect(kit.api().create('leads', [{ name: LONG, request_id: 'a' }])).rejects.toMatchObject({
		outcome: 'rejected',
	});
});
