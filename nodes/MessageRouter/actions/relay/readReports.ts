import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { nowField, nowIn, rowsIn } from '../../../shared/rowFields';
import type { OperationResult } from '../../../shared/runItems';
import { readReports } from '../../domain/relay/reports';
import { rowsField, settingsField } from './fields';

const show = { resource: ['relay'], operation: ['readReports'] };
const operators = rowsField(
	'From Operators',
	'operators',
	"={{ $('When Wahelp Reports a Message').all(0) }}",
	'What the first output of Wahelp Trigger gave',
	show,
);
const clients = rowsField(
	'From Clients',
	'clients',
	"={{ $('When Wahelp Reports a Message').all(1) }}",
	'What its second output gave; it counts only with the setting forward_client_messages',
	show,
);
const settings = settingsField(show);

export const outputs = [''];
export const description: INodeProperties[] = [operators, clients, settings, nowField(show)];

/** A `Report` for each message that has something to read. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return readReports(
		rowsIn(this, operators, itemIndex),
		rowsIn(this, clients, itemIndex),
		rowsIn(this, settings, itemIndex),
		nowIn(this, itemIndex),
	) as IDataObject[];
}

/** There is only one. */
export function outputOf(): number {
	return 0;
}
