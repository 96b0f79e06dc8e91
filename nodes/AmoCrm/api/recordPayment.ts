import { VendorError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/keyedMutex';
import { pause } from '../../shared/pause';
import { TtlMap } from '../../shared/ttlMap';
import { afterLost, orLost } from '../../shared/writeOnce';
import type { AmoApi, Body } from './client';
import { addedToLists } from '../domain/multiSelects';
import {
	nextState,
	paymentEntries,
	paymentState,
	type Payment,
	type PaymentFields,
	type PaymentState,
} from '../domain/payments';
import type { Entity } from './schema';

export interface RecordRequest {
	leadId: number;
	payment: Payment;
	fields: PaymentFields;
	/** Further `custom_fields_values`, written in the same request. */
	more: Body[];
	/** Add to multi-select fields in `more`: what the lead has there is kept. */
	addToLists?: boolean;
	/** The lead as it was read a moment ago; saves the first read. */
	leadAsRead?: Entity;
	dryRun?: boolean;
	signal?: AbortSignal;
	/** Pauses before the lead is read again after a lost answer, in milliseconds. */
	pausesMs?: number[];
}

export interface RecordResult {
	/** This call wrote the payment. */
	recorded: boolean;
	/** The lead had it before. */
	alreadyRecorded: boolean;
	/** The answer was lost; reading the lead again has shown that the payment is there. */
	confirmed: boolean;
	/** What the lead said before; undefined when the payment was there already. */
	before?: PaymentState;
	after: PaymentState;
	/** What was or would be written. */
	written: Body[];
}

/** As many tries as pauses, for answers that are lost. */
const PAUSES_MS = [300, 1000, 3000, 5000];

const leads = new KeyedMutex();
/** The payment that this process wrote to a lead last: tells a reading from before from one after. */
const lastWritten = new TtlMap<string>(Infinity, 5000);

/**
 * Adds a payment to the total and the counter of a lead and marks the lead with its ID.
 *
 * amoCRM cannot add: the lead is read, and absolute values are written. It is exact
 * - for payments in parallel: one at a time per lead in this process, each on a fresh reading, so that
 *   manual edits in between are kept;
 * - when it is repeated after a lost answer or a crash: the lead is read before anything is written
 *   again, and the ID on it tells that the payment is there, as long as no other payment was
 *   recorded on the lead in between. For that case the caller keeps its own evidence
 *   (`payment_events` of workflow 31).
 *
 * @throws {VendorError} `not_found` for a lead that is gone; outcome `unknown` when no try was answered
 */
export async function recordPayment(api: AmoApi, request: RecordRequest): Promise<RecordResult> {
	const key = `${api.account}|${request.leadId}`;
	return await leads.run(key, async () => await record(api, request, key));
}

async function record(api: AmoApi, request: RecordRequest, key: string): Promise<RecordResult> {
	const { leadId, payment, fields, pausesMs = PAUSES_MS } = request;
	const pauses = [...pausesMs];
	let lost: VendorError | undefined;
	let before: PaymentState | undefined;
	for (;;) {
		const read = lost
			? await afterLost(lost, api.entity('leads', leadId))
			: (upToDate(request, key) ?? (await api.entity('leads', leadId)));
		const lead = present(read);
		const state = paymentState(lead, fields);
		if (state.paymentId === payment.paymentId) {
			const confirmed = lost !== undefined;
			const alreadyRecorded = !confirmed;
			return { recorded: confirmed, alreadyRecorded, confirmed, before, after: state, written: [] };
		}
		const waitMs = pauses.shift();
		if (lost && waitMs === undefined) throw lost;
		before = state;
		const after = nextState(state, payment);
		const more = request.addToLists ? addedToLists(lead, request.more) : request.more;
		const written = [...paymentEntries(after, payment, fields), ...more];
		const result = { alreadyRecorded: false, confirmed: false, before, after, written };
		if (request.dryRun) return { ...result, recorded: false };
		// Before the call: once it is sent, no earlier reading may be trusted.
		lastWritten.set(key, payment.paymentId);
		lost = await orLost(update(api, leadId, written));
		if (!lost) return { ...result, recorded: true };
		await pause(waitMs ?? 0, request.signal);
	}
}

/**
 * A reading that has this payment proves it for ever. Any other may be used only when this process
 * wrote nothing to the lead since.
 */
function upToDate({ leadAsRead, payment, fields }: RecordRequest, key: string): Entity | undefined {
	if (leadAsRead === undefined) return undefined;
	const { paymentId } = paymentState(leadAsRead, fields);
	const last = lastWritten.get(key);
	const isFresh = paymentId === payment.paymentId || last === undefined || paymentId === last;
	return isFresh ? leadAsRead : undefined;
}

async function update(api: AmoApi, leadId: number, written: Body[]): Promise<undefined> {
	await api.update('leads', leadId, { custom_fields_values: written });
}

function present(lead: Entity | undefined): Entity {
	if (lead && !lead.is_deleted) return lead;
	throw new VendorError('amoCRM has no lead with this ID', {
		code: 'not_found',
		outcome: 'rejected',
		hint: 'It may have been deleted or merged. Look for the lead again.',
	});
}
