import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { settingsAnswer } from '../../domain/answers';
import { jsonField, objectIn, textField, textIn } from '../fields';

const show = { resource: ['answer'], operation: ['settings'] };

const ROW = jsonField(
	'Saved Row',
	'settingsRow',
	'The row of whatsapp_settings. Without an ID the shop has none.',
	show,
	{ placeholder: "={{ $('Find the Settings').first().json }}" },
);
const ADDRESS = textField(
	'Server Address',
	'serverAddress',
	'Address of the WAHA server in use, where it is known',
	show,
);
const STATUS = textField(
	'Session Status',
	'sessionStatus',
	'What WAHA says of the session, where it is known',
	show,
	'={{ $json.status }}',
);

export const description: INodeProperties[] = [ROW, ADDRESS, STATUS];

/** Gives `http_status` and `body`. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const row = objectIn(this, ROW, itemIndex);
	const address = textIn(this, ADDRESS, itemIndex);
	return { ...settingsAnswer(row, address, textIn(this, STATUS, itemIndex)) } as IDataObject;
}
