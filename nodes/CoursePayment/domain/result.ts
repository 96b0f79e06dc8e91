import { isObject } from '../../shared/values';
import { idIn } from './text';
import { timeOf, type Row } from '../../shared/rows';

/** What a run has done with one payment, as the items and rows of the flow say it. */
export interface Steps {
	/** What *Record Payment* or *Create* of amoCRM gave, or `{lead_id, contact_id}` of an earlier run. */
	written: Row;
	/** What *Find Active* gave by the person; empty when it did not run. */
	found: Row;
	/** The client that *Parse* found; empty when it did not look. */
	client: Row;
	/** The row of `payment_events` as it was before this run; empty without one. */
	row: Row;
	/** The payment was tried before. */
	isRepeat: boolean;
}

/** For the table and for the caller. */
export type PaymentResult = {
	/** `duplicate`: amoCRM had the payment before anybody tried it here. */
	status: 'success' | 'duplicate';
	http_status: 200 | 409;
	message: string;
	lead_id: number | null;
	contact_id: number | null;
	pipeline_id: number | null;
	/** By this run or an earlier one of this payment. */
	lead_created: boolean;
	is_duplicate: boolean;
	/** The contact can lack nothing: no request for it is needed. */
	is_contact_complete: boolean;
};

/** Clocks of amoCRM and of this server may differ by this much. */
const CLOCKS_MS = 5000;

/** Sums up a payment that stands in amoCRM. Never throws. */
export function resultOf(steps: Steps): PaymentResult {
	const { written, found, client, row, isRepeat } = steps;
	const isDuplicate = written.already_recorded === true && !isRepeat;
	const createdNow = 'created' in written;
	const leadCreated =
		createdNow || row.lead_created === true || (isRepeat && wasCreatedFor(found, row));
	return {
		status: isDuplicate ? 'duplicate' : 'success',
		http_status: isDuplicate ? 409 : 200,
		message: messageOf(isDuplicate, leadCreated),
		lead_id: idIn(written.lead_id),
		contact_id: idIn(written.contact_id) ?? idIn(found.contact_id) ?? idIn(row.contact_id),
		pipeline_id: idIn((createdNow ? written : row).pipeline_id) ?? idIn(found.pipeline_id),
		lead_created: leadCreated,
		is_duplicate: isDuplicate,
		is_contact_complete: !mayLack(found, client),
	};
}

function messageOf(isDuplicate: boolean, leadCreated: boolean): string {
	if (isDuplicate) return 'amoCRM had this payment already.';
	return leadCreated ? 'Recorded on a new lead.' : 'Recorded on the active lead.';
}

/** A lead with this payment's mark that is no older than its row: an earlier run has created it. */
function wasCreatedFor({ has_marker, lead }: Row, { createdAt }: Row): boolean {
	if (has_marker !== true || !isObject(lead)) return false;
	const received = timeOf(createdAt);
	const created = Number(lead.created_at) * 1000;
	return received !== undefined && created >= received - CLOCKS_MS;
}

/** A contact that a search found, or a known one to which the payment adds. A new one has everything. */
function mayLack({ newly_matched, matched_by }: Row, { may_lack }: Row): boolean {
	return newly_matched === true || (matched_by === 'known' && may_lack === true);
}
