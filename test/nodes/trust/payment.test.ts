import type { INodeParameters } from 'n8n-workflow';

import { AmoKit, type SeenEntity } from '../AmoCrm/kit';
import { Stranger } from './stranger';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = new AmoKit();
const stranger = new Stranger();
beforeAll(async () => {
	await kit.start();
	await stranger.start();
});
beforeEach(async () => {
	await kit.reset();
	// The process remembers what it wrote to a lead.
	leadId += 1;
	await kit.emit({ lead: { id: leadId, contact: { name: 'Иван Тест' } } });
});
afterAll(async () => {
	await kit.stop();
	await stranger.stop();
});

let leadId = 8300000;
const payment = (): INodeParameters => ({
	resource: 'lead',
	operation: 'recordPayment',
	leadId: { __rl: true, mode: 'id', value: String(leadId) },
	paymentId: 'pay_1',
	amount: 15000,
	totalField: 880004,
	countField: 880005,
	paymentIdField: 880007,
});

/** Total, counter and payment ID as the lead has them. */
async function onLead(): Promise<unknown[]> {
	const lead = (await kit.state()).leads.find(({ id }) => id === leadId) as SeenEntity;
	const fields = (lead.custom_fields_values ?? []) as Array<{
		field_id: number;
		values: Array<{ value: unknown }>;
	}>;
	return [880004, 880005, 880007].map(
		(id) => fields.find(({ field_id }) => field_id === id)?.values[0].value,
	);
}

describe('Record Payment', () => {
	test.each([
		['redirected to somebody else', () => ({ redirectTo: stranger.url })],
		['answered with an empty 200', () => ({ status: 200, body: '' })],
		['answered by somebody else', () => ({ status: 200, body: { ok: true } })],
		['answered with another lead', () => ({ status: 200, body: { id: 1 } })],
	])(
		'whose PATCH is %s is unknown; a repeated run brings the total right, once',
		async (_name, fault) => {
			await kit.faults({ method: 'PATCH', ...fault(), times: 0 });
			expect(await kit.failure(payment())).toMatchObject({ outcome: 'unknown' });
			expect(stranger.calls).toEqual([]);
			expect(await onLead()).toEqual([undefined, undefined, undefined]);

			await kit.faults();
			expect(await kit.run(payment())).toMatchObject({ recorded: true, total: 15000 });
			expect(await kit.run(payment())).toMatchObject({ already_recorded: true, total: 15000 });
			expect((await onLead()).map(String)).toEqual(['15000', '1', 'pay_1']);
		},
	);
});
