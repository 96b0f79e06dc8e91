import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsIn } from '../../../shared/rowFields';
import type { OperationResult } from '../../../shared/runItems';
import { chooseWay } from '../../domain/relay/way';
import { clientField, earlierField, messageField, rowIn, settingsField } from './fields';

const show = { resource: ['relay'], operation: ['chooseWay'] };
const message = messageField(show);
const client = clientField(show);
const settings = settingsField(show);
const earlier = earlierField(
	show,
	"={{ $('Read the Messages of the Chat').all() }}",
	'Rows of relay_messages of this chat; those that went to Wahelp are never taken for this one',
);

export const outputs = ['Wahelp', 'Note in amoCRM'];
export const description: INodeProperties[] = [message, client, settings, earlier];

/** A `Way`. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return {
		...(chooseWay(
			rowIn(this, message, itemIndex),
			rowsIn(this, client, itemIndex),
			rowsIn(this, earlier, itemIndex),
			rowsIn(this, settings, itemIndex),
		) as IDataObject),
	};
}

/** Which output an item goes to. */
export function outputOf({ way }: IDataObject): number {
	return way === 'wahelp' ? 0 : 1;
}
