import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { nowField, nowIn, rowsIn } from '../../../shared/rowFields';
import type { OperationResult } from '../../../shared/runItems';
import { checkEcho } from '../../domain/relay/echo';
import { STOPPED } from '../../domain/relay/outcome';
import { clientField, earlierField, messageField, rowIn, settingsField } from './fields';

const show = { resource: ['relay'], operation: ['checkEcho'] };
const message = messageField(show);
const client = clientField(show);
const settings = settingsField(show);
const earlier = earlierField(
	show,
	"={{ $('Read Our Messages Like It').all() }}",
	'Rows of relay_messages that this message may be the echo of, the newest first',
);

export const outputs = ['Yes', 'Not Known Yet', 'No'];
export const description: INodeProperties[] = [message, client, settings, earlier, nowField(show)];

/**
 * What to send on *Yes*: `{chat_id, text, keyboard, contact_label, folded_ids}`; on *No* the row with the values to
 * write down. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const row = rowIn(this, message, itemIndex);
	const {
		may,
		write,
		message: sent,
	} = checkEcho(
		row,
		rowsIn(this, earlier, itemIndex),
		rowsIn(this, client, itemIndex),
		rowsIn(this, settings, itemIndex),
		nowIn(this, itemIndex),
	);
	if (may === 'yes') return { may, ...sent } as IDataObject;
	if (may === 'wait') return { may };
	return { ...row, ...write, may, queue: { what: STOPPED } } as IDataObject;
}

const PLACES: unknown[] = ['yes', 'wait'];

/** Which output an item goes to; one that failed is not sent. */
export function outputOf({ may }: IDataObject): number {
	const place = PLACES.indexOf(may);
	return place < 0 ? 2 : place;
}
