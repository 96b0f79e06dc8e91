import { resultOf, type Steps } from '../../../nodes/CoursePayment/domain/result';

const AT = '2026-07-01T10:00:00.000Z';
const SECONDS = Date.parse(AT) / 1000;
const RECORDED = { lead_id: 8000001, payment_id: 'pay_1', recorded: true, already_recorded: false };
const CREATED = {
	lead_id: 8000002,
	contact_id: 7000002,
	pipeline_id: 8598230,
	created: true,
	found_by_marker: false,
};
const FOUND = {
	contact_id: 7000001,
	pipeline_id: 4423755,
	matched_by: 'known',
	newly_matched: false,
};

const result = (steps: Partial<Steps>) =>
	resultOf({
		written: RECORDED,
		found: FOUND,
		client: {},
		row: {},
		isRepeat: false,
		...steps,
	});

describe('the result of a payment', () => {
	test('on the active lead', () => {
		expect(result({})).toEqual({
			status: 'success',
			http_status: 200,
			message: 'Recorded on the active lead.',
			lead_id: 8000001,
			contact_id: 7000001,
			pipeline_id: 4423755,
			lead_created: false,
			is_duplicate: false,
			is_contact_complete: true,
		});
	});

	test('on a new lead, in the pipeline that was chosen for it', () => {
		const found = { found_what: 'nobody', contact_id: null, pipeline_id: null };
		expect(result({ written: CREATED, found })).toMatchObject({
			message: 'Recorded on a new lead.',
			lead_id: 8000002,
			contact_id: 7000002,
			pipeline_id: 8598230,
			lead_created: true,
			is_contact_complete: true,
		});
	});

	test('on a lead that an interrupted run created and this one has found by its mark', () => {
		const written = { ...CREATED, created: false, found_by_marker: true };
		expect(result({ written, isRepeat: true })).toMatchObject({ lead_created: true });
	});

	test('that amoCRM had before anybody tried it is a duplicate; of a repeated run it is done', () => {
		const written = { ...RECORDED, recorded: false, already_recorded: true };
		expect(result({ written })).toMatchObject({
			status: 'duplicate',
			http_status: 409,
			message: 'amoCRM had this payment already.',
			is_duplicate: true,
		});
		expect(result({ written, isRepeat: true })).toMatchObject({
			status: 'success',
			http_status: 200,
			is_duplicate: false,
		});
	});

	test.each([
		['as old as the row', SECONDS, true],
		['seconds older, as clocks differ', SECONDS - 5, true],
		['older', SECONDS - 6, false],
	])('a marked lead that is %s: created by this payment %s', (_case, created_at, expected) => {
		const found = { ...FOUND, has_marker: true, lead: { created_at } };
		const { lead_created } = result({ found, row: { createdAt: AT }, isRepeat: true });
		expect(lead_created).toBe(expected);
		expect(
			result({ found: { ...found, has_marker: false }, row: { createdAt: AT } }),
		).toMatchObject({ lead_created: false });
	});

	test('the lead of a payment that came from elsewhere was not created by it, however new it is', () => {
		const found = { ...FOUND, has_marker: true, lead: { created_at: SECONDS } };
		const written = { ...RECORDED, already_recorded: true };
		expect(result({ written, found, row: { createdAt: AT } })).toMatchObject({
			is_duplicate: true,
			lead_created: false,
		});
	});

	test('of an earlier run is told by its row', () => {
		const row = { lead_created: true, contact_id: 7000003, pipeline_id: 10089806 };
		expect(result({ written: { lead_id: 8000003 }, found: {}, row, isRepeat: true })).toEqual({
			status: 'success',
			http_status: 200,
			message: 'Recorded on a new lead.',
			lead_id: 8000003,
			contact_id: 7000003,
			pipeline_id: 10089806,
			lead_created: true,
			is_duplicate: false,
			is_contact_complete: true,
		});
	});

	test.each([
		['found by a search', { ...FOUND, matched_by: 'phone', newly_matched: true }, {}, false],
		['known, and the payment adds to it', FOUND, { may_lack: true }, false],
		['known, and the payment adds nothing', FOUND, { may_lack: false }, true],
		['new, in place of a known one that is gone', { matched_by: '' }, { may_lack: true }, true],
	])('a contact that is %s', (_case, found, client, expected) => {
		expect(result({ found, client }).is_contact_complete).toBe(expected);
	});
});
