import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textParameter } from '../../../shared/parameters';
import { isOn } from '../../../shared/settings';
import type { OperationResult } from '../../../shared/runItems';
import {
	fileFromUrl,
	needsConversion,
	type MediaEndpoint,
	type WahaFile,
} from '../../domain/media';
import { optionsField, optionsOf } from '../fields';
import { commonOptions, send } from './send';

const MEDIA_OPERATIONS = ['sendFile', 'sendImage', 'sendVideo', 'sendVoice'];
const show = { resource: ['message'], operation: MEDIA_OPERATIONS };

/** Where the file of *Send File*, *Send Image*, *Send Video* and *Send Voice* comes from. */
export const fileFields: INodeProperties[] = [
	{
		displayName: 'File Source',
		name: 'fileSource',
		type: 'options',
		options: [
			{ name: 'Input Data', value: 'binary', description: 'A file of the input item' },
			{ name: 'URL', value: 'url', description: 'WAHA itself must be able to open the address' },
		],
		default: 'url',
		displayOptions: { show },
	},
	{
		displayName: 'File URL',
		name: 'fileUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://files.example/card.png',
		displayOptions: { show: { ...show, fileSource: ['url'] } },
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field that holds the file',
		displayOptions: { show: { ...show, fileSource: ['binary'] } },
	},
];

const CAPTION: INodeProperties = {
	displayName: 'Caption',
	name: 'caption',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Your order',
	description: 'Text under the file',
};
const CONVERT: INodeProperties = {
	displayName: 'Convert',
	name: 'convert',
	type: 'boolean',
	default: true,
	description:
		'Whether WAHA converts the file to what WhatsApp plays. When not set, it does so for what is not OGG or MP4.',
};
const AS_NOTE: INodeProperties = {
	displayName: 'As Note',
	name: 'asNote',
	type: 'boolean',
	default: false,
	description: 'Whether the video is shown round, as a video note',
};
export const allowPrivateOption: INodeProperties = {
	displayName: 'Allow Private Media',
	name: 'allowPrivateMedia',
	type: 'boolean',
	default: false,
	description:
		'Whether WAHA may fetch files over http and from hosts of your own network. An expression may give a setting such as yes or no.',
};
const FILENAME: INodeProperties = {
	displayName: 'File Name',
	name: 'filename',
	type: 'string',
	default: '',
	placeholder: 'e.g. invoice.pdf',
	description: 'The name that the client sees',
};
const MIMETYPE: INodeProperties = {
	displayName: 'MIME Type',
	name: 'mimetype',
	type: 'string',
	default: '',
	placeholder: 'e.g. image/png',
	description: 'When the ending of the name does not tell it',
};

const [COUNTRY, REPLY] = commonOptions;
const WITH_CAPTION = [allowPrivateOption, CAPTION, COUNTRY, FILENAME, MIMETYPE, REPLY];
const OPTIONS: Record<MediaEndpoint, INodeProperties[]> = {
	sendFile: WITH_CAPTION,
	sendImage: WITH_CAPTION,
	sendVideo: [allowPrivateOption, AS_NOTE, CAPTION, CONVERT, COUNTRY, FILENAME, MIMETYPE, REPLY],
	sendVoice: [allowPrivateOption, CONVERT, COUNTRY, FILENAME, MIMETYPE, REPLY],
};

export function mediaOptions(endpoint: MediaEndpoint): INodeProperties {
	return optionsField('message', [endpoint], OPTIONS[endpoint]);
}

/** Sends a file with what its endpoint takes. @throws {InputError | VendorError} */
export async function sendMedia(
	context: IExecuteFunctions,
	itemIndex: number,
	endpoint: MediaEndpoint,
): Promise<OperationResult> {
	const { caption, convert, asNote } = optionsOf(context, itemIndex);
	const file = await fileOf(context, itemIndex, endpoint);
	const content: IDataObject = { file: { ...file } };
	if (endpoint === 'sendVideo' || endpoint === 'sendVoice') {
		content.convert = convert ?? needsConversion(endpoint, file.mimetype);
	}
	if (endpoint === 'sendVideo' && asNote !== undefined) content.asNote = asNote;
	if (endpoint !== 'sendVoice' && caption !== undefined) content.caption = caption;
	return await send(context, itemIndex, endpoint, content);
}

async function fileOf(
	context: IExecuteFunctions,
	itemIndex: number,
	endpoint: MediaEndpoint,
): Promise<WahaFile> {
	const { mimetype, filename, allowPrivateMedia } = optionsOf(context, itemIndex);
	if (context.getNodeParameter('fileSource', itemIndex, 'url') === 'url') {
		const url = textParameter(context, 'fileUrl', itemIndex);
		const allowPrivate = isOn(allowPrivateMedia, false);
		return fileFromUrl(url, endpoint, { mimetype, filename, allowPrivate });
	}
	const property = textParameter(context, 'binaryPropertyName', itemIndex);
	const binary = context.getInputData()[itemIndex].binary?.[property];
	if (!binary) {
		throw new InputError(
			`the item has no file in "${property}"`,
			'Input Data Field Name',
			'Look at the binary data of the input, or choose a URL as File Source.',
		);
	}
	const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, property);
	const name = filename || binary.fileName;
	return {
		mimetype: mimetype || binary.mimeType,
		data: bytes.toString('base64'),
		...(name ? { filename: name } : {}),
	};
}
