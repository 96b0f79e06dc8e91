import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { jsonField, objectIn } from '../../shared/rowFields';
import type { OperationResult } from '../../shared/runItems';
import { readMessage } from '../domain/message';

const update = jsonField(
	'Message',
	'update',
	'An update of Telegram, an item of Sitniks CRM Trigger, or the fields of your own channel',
	{ operation: ['readMessage'] },
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [update];

/** The message in one shape; no item for what a dialogue does not answer. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const runKey = `${this.getExecutionId()}-${itemIndex}`;
	return readMessage(objectIn(this, update, itemIndex), runKey) ?? [];
}
