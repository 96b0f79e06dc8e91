import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { mediaOptions, sendMedia } from './media';

export const description: INodeProperties[] = [mediaOptions('sendFile')];

export const execute: OperationExecute = async function (itemIndex) {
	return await sendMedia(this, itemIndex, 'sendFile');
};
