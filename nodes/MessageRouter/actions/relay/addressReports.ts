import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { nowField, nowIn, rowsIn } from '../../../shared/rowFields';
import type { OperationResult } from '../../../shared/runItems';
import { addressReports, type Report } from '../../domain/relay/reports';
import { reportsField, rowsField, settingsField } from './fields';

const show = { resource: ['relay'], operation: ['addressReports'] };
const reports = reportsField(show, "={{ $('Leave Out What Is Stored').all() }}");
const cards = rowsField(
	'Clients',
	'cards',
	"={{ $('Look the Client Up').all() }}",
	'Rows of clients with the phone or the Wahelp user of any of these reports',
	show,
);
const settings = settingsField(show);

export const outputs = [''];
export const description: INodeProperties[] = [reports, cards, settings, nowField(show)];

/** Rows of relay_messages to write down. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return addressReports(
		rowsIn(this, reports, itemIndex) as Report[],
		rowsIn(this, cards, itemIndex),
		rowsIn(this, settings, itemIndex),
		nowIn(this, itemIndex),
	) as IDataObject[];
}

/** There is only one. */
export function outputOf(): number {
	return 0;
}
