import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { jsonField, objectIn } from '../../shared/rowFields';
import { settingsObject } from '../domain/settings';
import { runTogether } from './fields';

const defaults = jsonField(
	'Defaults',
	'defaults',
	'One object: what counts for a setting that is missing or empty. A number asks for a number above 0.',
	{ operation: ['readSettings'] },
	{ default: '{}', placeholder: 'e.g. {"retry_max_attempts": 5, "time_zone": "Asia/Almaty"}' },
);

export const description: INodeProperties[] = [defaults];

/** One item for all rows of the input: the settings by key. */
export function run(context: IExecuteFunctions): INodeExecutionData[][] {
	return runTogether(context, 1, () => {
		const rows = context.getInputData().map(({ json }) => json);
		const json = settingsObject(rows, objectIn(context, defaults)) as IDataObject;
		return [[{ json, pairedItem: { item: 0 } }]];
	});
}
