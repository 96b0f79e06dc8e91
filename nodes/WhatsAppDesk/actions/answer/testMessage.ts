import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { testAnswer } from '../../domain/answers';
import { jsonField, objectIn } from '../fields';

const RESULT = jsonField(
	'Test Result',
	'testResult',
	'What the workflow that sends test messages gave',
	{ resource: ['answer'], operation: ['test'] },
	{ required: true, default: '={{ $json }}' },
);

export const description: INodeProperties[] = [RESULT];

/** Gives `http_status` and `body`. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return { ...testAnswer(objectIn(this, RESULT, itemIndex)) } as IDataObject;
}
