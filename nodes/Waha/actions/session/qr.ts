import type { INodeProperties } from 'n8n-workflow';

import { textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { sessionParameter } from '../fields';

export const description: INodeProperties[] = [
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output field to put the file in',
		displayOptions: { show: { resource: ['session'], operation: ['qr'] } },
	},
];

/** The code lives for 20 to 60 s (waha sheet §4). */
export const execute: OperationExecute = async function (itemIndex) {
	const session = sessionParameter(this, itemIndex);
	const property = textParameter(this, 'binaryPropertyName', itemIndex).trim() || 'data';
	const image = await (await connect(this)).qrCode(session);
	const fileName = `qr-${session}.png`;
	const binary = await this.helpers.prepareBinaryData(image, fileName, 'image/png');
	const json = { session, fileName, mimeType: 'image/png' };
	return { items: [{ json, binary: { [property]: binary }, pairedItem: itemIndex }] };
};
