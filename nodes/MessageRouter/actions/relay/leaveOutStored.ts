import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsIn } from '../../../shared/rowFields';
import type { OperationResult } from '../../../shared/runItems';
import { leaveOutStored, type Report } from '../../domain/relay/reports';
import { reportsField, rowsField } from './fields';

const show = { resource: ['relay'], operation: ['leaveOutStored'] };
const reports = reportsField(show, "={{ $('Read the Reports').all() }}");
const stored = rowsField(
	'Stored Messages',
	'stored',
	"={{ $('Read What Is Stored').all() }}",
	'Rows of relay_messages with the event key or vendor message ID of these reports',
	show,
);

export const outputs = [''];
export const description: INodeProperties[] = [reports, stored];

/** The reports that are new. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return leaveOutStored(
		rowsIn(this, reports, itemIndex) as Report[],
		rowsIn(this, stored, itemIndex),
	) as IDataObject[];
}

/** There is only one. */
export function outputOf(): number {
	return 0;
}
