import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { mediaOptions, sendMedia } from './media';

export const description: INodeProperties[] = [mediaOptions('sendFile')];

export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return await sendMedia(this, itemIndex, 'sendFile');
}
