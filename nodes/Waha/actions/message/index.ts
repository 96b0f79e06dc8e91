import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
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

export const description = operationField('message', 'sendText', {
	findSent: [
		'Find Sent',
		'Find sent message',
		'Look whether a message whose answer was lost went out',
	],
	sendFile: ['Send File', 'Send file', 'Send a document'],
	sendImage: ['Send Image', 'Send image', 'Send a picture'],
	sendLocation: ['Send Location', 'Send location', 'Send a place on the map'],
	sendTemplate: [
		'Send Template',
		'Send template',
		'Send a text, or a picture, video or file with the text under it',
	],
	sendText: ['Send Text', 'Send text', 'Send a text'],
	sendVideo: ['Send Video', 'Send video', 'Send a video'],
	sendVoice: ['Send Voice', 'Send voice message', 'Send a voice message'],
});

/** Fields of the operations, shown after session and chat. */
export const fields: INodeProperties[] = [
	...fileFields,
	...Object.values(operations).flatMap((operation) => operation.description),
];
