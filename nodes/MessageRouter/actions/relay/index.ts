import type { INodeProperties } from 'n8n-workflow';

import * as addressReports from './addressReports';
import * as chooseWay from './chooseWay';
import * as checkEcho from './checkEcho';
import * as leaveOutStored from './leaveOutStored';
import * as listFolded from './listFolded';
import * as readReports from './readReports';
import * as tellOutcome from './tellOutcome';

export const operations = {
	addressReports,
	checkEcho,
	chooseWay,
	leaveOutStored,
	listFolded,
	readReports,
	tellOutcome,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['relay'] } },
		options: [
			{
				name: 'Address Reports',
				value: 'addressReports',
				description: 'Tell which client a report of Wahelp is for, if exactly one',
				action: 'Address reports of messages',
			},
			{
				name: 'Check Echo',
				value: 'checkEcho',
				description:
					'Tell whether a message may go to Telegram, or is an echo, not wanted or not safe to repeat',
				action: 'Check a message for an echo',
			},
			{
				name: 'Choose Way',
				value: 'chooseWay',
				description: 'Tell how a message reaches the managers, with the text of its note',
				action: 'Choose the way of a message',
			},
			{
				name: 'Leave Out Stored Reports',
				value: 'leaveOutStored',
				description: 'Keep only the reports that are new and not of our own messages',
				action: 'Leave out stored reports',
			},
			{
				name: 'List Folded',
				value: 'listFolded',
				description: 'Give the messages to the admins that went out together with another one',
				action: 'List folded messages',
			},
			{
				name: 'Read Reports',
				value: 'readReports',
				description: 'Tell which messages that Wahelp reports have to be passed on',
				action: 'Read reports of messages',
			},
			{
				name: 'Tell Outcome',
				value: 'tellOutcome',
				description: 'Tell whom to tell what after a message was sent, or was not',
				action: 'Tell the outcome of a message',
			},
		],
		default: 'chooseWay',
	},
];

export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
