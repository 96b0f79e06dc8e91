import type { INodeProperties } from 'n8n-workflow';

import * as findSent from './findSent';
import { fileFields } from './media';
import * as sendFile from './sendFile';
import * as sendImage from './sendImage';
import * as sendLocation from './sendLocation';
import * as sendTemplate from './sendTemplate';
import * as sendText from './sendText';
import * as sendVideo from './sendVideo';
import * as sendVoice from './sendVoice';

export const operations = {
	findSent,
	sendFile,
	sendImage,
	sendLocation,
	sendTemplate,
	sendText,
	sendVideo,
	sendVoice,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['message'] } },
		options: [
			{
				name: 'Find Sent',
				value: 'findSent',
				description: 'Look whether a message whose answer was lost went out',
				action: 'Find sent message',
			},
			{
				name: 'Send File',
				value: 'sendFile',
				description: 'Send a document',
				action: 'Send file',
			},
			{
				name: 'Send Image',
				value: 'sendImage',
				description: 'Send a picture',
				action: 'Send image',
			},
			{
				name: 'Send Location',
				value: 'sendLocation',
				description: 'Send a place on the map',
				action: 'Send location',
			},
			{
				name: 'Send Template',
				value: 'sendTemplate',
				description: 'Send a text, or a picture, video or file with the text under it',
				action: 'Send template',
			},
			{
				name: 'Send Text',
				value: 'sendText',
				description: 'Send a text',
				action: 'Send text',
			},
			{
				name: 'Send Video',
				value: 'sendVideo',
				description: 'Send a video',
				action: 'Send video',
			},
			{
				name: 'Send Voice',
				value: 'sendVoice',
				description: 'Send a voice message',
				action: 'Send voice message',
			},
		],
		default: 'sendText',
	},
];

/** Fields of the operations, shown after session and chat. */
export const fields: INodeProperties[] = [
	...fileFields,
	...Object.values(operations).flatMap((operation) => operation.description),
];
