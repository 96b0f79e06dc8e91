import type { INodeProperties } from 'n8n-workflow';

import { chatField } from '../fields';
import * as addNote from './addNote';
import * as assignManager from './assignManager';
import * as find from './find';
import * as get from './get';
import * as getAll from './getAll';
import * as getMessages from './getMessages';
import * as sendMessage from './sendMessage';
import * as setStatus from './setStatus';
import * as setTags from './setTags';

export const operations = {
	addNote,
	assignManager,
	find,
	get,
	getAll,
	getMessages,
	sendMessage,
	setStatus,
	setTags,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['chat'] } },
		options: [
			{
				name: 'Add Note',
				value: 'addNote',
				description: 'Write a note for colleagues into a chat; the client does not see it',
				action: 'Add note to chat',
			},
			{
				name: 'Assign Manager',
				value: 'assignManager',
				description: 'Make a manager responsible for a chat',
				action: 'Assign manager to chat',
			},
			{
				name: 'Find',
				value: 'find',
				description: 'Find the chat of a client by nick name or user ID',
				action: 'Find chat',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get one chat with its status, tags and manager',
				action: 'Get chat',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get chats by time, status or network',
				action: 'Get many chats',
			},
			{
				name: 'Get Messages',
				value: 'getMessages',
				description: 'Get the messages of a chat, newest first',
				action: 'Get messages of chat',
			},
			{
				name: 'Send Message',
				value: 'sendMessage',
				description: 'Send a text or files to the client of a chat',
				action: 'Send message to chat',
			},
			{
				name: 'Set Status',
				value: 'setStatus',
				description: 'Move a chat to a status by its name',
				action: 'Set status of chat',
			},
			{
				name: 'Set Tags',
				value: 'setTags',
				description: 'Add, remove or replace tags of a chat',
				action: 'Set tags of chat',
			},
		],
		default: 'find',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = [
	chatField({
		resource: ['chat'],
		operation: Object.keys(operations).filter((name) => !['find', 'getAll'].includes(name)),
	}),
	...Object.values(operations).flatMap((operation) => operation.description),
];
