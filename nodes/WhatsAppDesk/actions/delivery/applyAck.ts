import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textOf, timeOf, type Row } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { judgeAck, type Ack } from '../../domain/ack';
import { jsonField, nowIn, nowField, objectIn, rowsIn } from '../fields';

const show = { resource: ['delivery'], operation: ['applyAck'] };

const ack = jsonField('Ack', 'ack', 'An ack as WAHA Bridge Trigger gives it', show, {
	default: "={{ $('When WhatsApp Reports').item.json }}",
});
const rows = jsonField(
	'Rows',
	'rows',
	'Rows of whatsapp_messages_log: those with the message ID of the ack, and those that are being sent',
	show,
);

export const description: INodeProperties[] = [ack, rows, nowField(show)];

/**
 * `{what}` is `raise`, `look again` or `nothing`. With `raise` come the columns to write and `keeps`,
 * four statuses that the row must not have by then. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const now = nowIn(this, itemIndex);
	const verdict = judgeAck(
		ackOf(objectIn(this, ack, itemIndex), now),
		rowsIn(this, rows, itemIndex),
		now,
	);
	if (verdict.what !== 'raise') return { what: verdict.what };
	return { what: verdict.what, ...(verdict.row as unknown as IDataObject) };
}

function ackOf(given: Row, now: number): Ack {
	const toldAt = timeOf(given.receivedAt) ?? now;
	return {
		messageKey: textOf(given.messageKey),
		status: textOf(given.status),
		reason: textOf(given.reason),
		at: new Date(timeOf(given.timestamp) ?? toldAt).toISOString(),
		toldAt,
	};
}
