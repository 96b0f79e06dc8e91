import { randomBytes } from 'node:crypto';

import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { readTest } from '../../domain/testCall';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['test'], operation: ['readTest'] };

const call = jsonField(
	'Test',
	'call',
	'store_id, phone_number, template_text, media_url, sample_data; also template_id, two_texts and only_preview',
	show,
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [call];

/**
 * The test with its phone and sample read, and `waha_message_id`, a new id that WhatsApp will know the
 * message by. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const test = readTest(objectIn(this, call, itemIndex));
	const waha_message_id = `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
	return { ...(test as unknown as IDataObject), waha_message_id };
}
