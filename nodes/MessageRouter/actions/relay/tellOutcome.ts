import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { nowField, nowIn, rowsIn } from '../../../shared/rowFields';
import { InputError } from '../../../shared/errors';
import { textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { tellOutcome } from '../../domain/relay/outcome';
import { clientField, settingsField } from './fields';

const show = { resource: ['relay'], operation: ['tellOutcome'] };
const client = clientField(show);
const settings = settingsField(show);
const contact: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 123456',
	description: 'The contact in amoCRM that the message was filed under, to be remembered',
	displayOptions: { show },
};

export const outputs = [''];
export const description: INodeProperties[] = [client, settings, contact, nowField(show)];

/**
 * The input, a row of relay_messages after *Settle* or *Check Echo*, with an `Outcome` under `tell`.
 * @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const row = this.getInputData()[itemIndex].json;
	if (textOf(row.target) === '') {
		throw new InputError('it has no target', 'Input', 'Give a row of relay_messages.');
	}
	const { write, ...tell } = tellOutcome({
		row,
		clients: rowsIn(this, client, itemIndex),
		settings: rowsIn(this, settings, itemIndex),
		contactId: textOf(this.getNodeParameter('contactId', itemIndex, '')),
		now: nowIn(this, itemIndex),
	});
	return { ...row, ...(write as IDataObject), tell: tell as unknown as IDataObject };
}

/** There is only one. */
export function outputOf(): number {
	return 0;
}
