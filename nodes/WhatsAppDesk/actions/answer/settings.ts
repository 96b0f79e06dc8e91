import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsOf, textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { settingsAnswer } from '../../domain/answers';

const displayOptions = { show: { resource: ['answer'], operation: ['settings'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Saved Row',
		name: 'settingsRow',
		type: 'json',
		default: '',
		placeholder: "={{ $('Find the Settings').first().json }}",
		description: 'The row of whatsapp_settings. Without an ID the shop has none.',
		displayOptions,
	},
	{
		displayName: 'Server Address',
		name: 'serverAddress',
		type: 'string',
		default: '',
		description: 'Address of the WAHA server in use, where it is known',
		displayOptions,
	},
	{
		displayName: 'Session Status',
		name: 'sessionStatus',
		type: 'string',
		default: '={{ $json.status }}',
		description: 'What WAHA says of the session, where it is known',
		displayOptions,
	},
];

/** Gives `http_status` and `body`. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const [row = {}] = rowsOf(this.getNodeParameter('settingsRow', itemIndex, ''), 'Saved Row');
	const text = (name: string) => textOf(this.getNodeParameter(name, itemIndex, ''));
	return { ...settingsAnswer(row, text('serverAddress'), text('sessionStatus')) } as IDataObject;
}
