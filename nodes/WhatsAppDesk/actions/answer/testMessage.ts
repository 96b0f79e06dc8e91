import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { testAnswer } from '../../domain/answers';

export const description: INodeProperties[] = [
	{
		displayName: 'Test Result',
		name: 'testResult',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'What the workflow that sends test messages gave',
		displayOptions: { show: { resource: ['answer'], operation: ['test'] } },
	},
];

/** Gives `http_status` and `body`. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const [result = {}] = rowsOf(this.getNodeParameter('testResult', itemIndex), 'Test Result');
	return { ...testAnswer(result) } as IDataObject;
}
