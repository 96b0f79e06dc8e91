import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as getMessages from './getMessages';
import * as markSeen from './markSeen';
import * as typing from './typing';

export const operations = { getMessages, markSeen, typing };

export const description = operationField('chat', 'getMessages', {
	getMessages: ['Get Messages', 'Get messages of chat', 'Get messages of a chat, newest first'],
	markSeen: ['Mark Seen', 'Mark chat as seen', 'Show the client that the messages were read'],
	typing: ['Typing', 'Start or stop typing', 'Show or hide that somebody is typing'],
});

/** Fields of the operations, shown after session and chat. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
