import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { qrNotice } from '../../domain/qrNotice';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['session'], operation: ['qrNotice'] };

const FAILED = jsonField(
	'Answer',
	'failed',
	'The failed item of WAHA; anything else stands for a link that is too old',
	show,
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [FAILED];

/** Gives `httpStatus`, and the picture as the file `data`. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const answer = objectIn(this, FAILED, itemIndex);
	const { httpStatus, svg } = qrNotice(answer);
	const data = await this.helpers.prepareBinaryData(Buffer.from(svg), 'qr.svg', 'image/svg+xml');
	return { items: [{ json: { httpStatus }, binary: { data }, pairedItem: itemIndex }] };
}
