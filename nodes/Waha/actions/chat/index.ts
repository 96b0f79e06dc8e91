import type { INodeProperties } from 'n8n-workflow';

import * as getMessages from './getMessages';
import * as markSeen from './markSeen';
import * as typing from './typing';

export const operations = { getMessages, markSeen, typing };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['chat'] } },
		options: [
			{
				name: 'Get Messages',
				value: 'getMessages',
				description: 'Get messages of a chat, newest first',
				action: 'Get messages of chat',
			},
			{
				name: 'Mark Seen',
				value: 'markSeen',
				description: 'Show the client that the messages were read',
				action: 'Mark chat as seen',
			},
			{
				name: 'Typing',
				value: 'typing',
				description: 'Show or hide that somebody is typing',
				action: 'Start or stop typing',
			},
		],
		default: 'getMessages',
	},
];

/** Fields of the operations, shown after session and chat. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
