import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import { endpointForUrl, fileFromUrl, needsConversion } from '../../media';
import { optionsField, textParameter } from '../fields';
import { commonOptions, messageIdOption, send, textOptions } from './send';

const displayOptions = { show: { resource: ['message'], operation: ['sendTemplate'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Message Text',
		name: 'messageText',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.message_text }}',
		description: 'The rendered text; with a media URL it goes under the picture, video or file',
		displayOptions,
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '={{ $json.media_url }}',
		placeholder: 'e.g. https://files.example/card.png',
		description:
			'Its ending decides between picture, video and file. Empty sends a text. WAHA itself must be able to open it.',
		displayOptions,
	},
	optionsField(
		'message',
		['sendTemplate'],
		[commonOptions[0], ...textOptions, messageIdOption, commonOptions[1]],
	),
];

/** A text, or a file with the text under it. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const text = textParameter(this, 'messageText', itemIndex);
	const mediaUrl = textParameter(this, 'mediaUrl', itemIndex).trim();
	const hasText = text.trim() !== '';
	if (mediaUrl) {
		const endpoint = endpointForUrl(mediaUrl, 'Media URL');
		const file = fileFromUrl(mediaUrl, endpoint, {}, 'Media URL');
		const content: IDataObject = { file: { ...file } };
		if (endpoint === 'sendVideo') content.convert = needsConversion(endpoint, file.mimetype);
		if (hasText) content.caption = text;
		return await send(this, itemIndex, endpoint, content);
	}
	if (!hasText) {
		throw new InputError('it is empty', 'Message Text', 'Give a text, a media URL or both.');
	}
	return await send(this, itemIndex, 'sendText', { text });
}
