import type { INodeProperties } from 'n8n-workflow';

import {
	jsonField as sharedJsonField,
	nowField as sharedNowField,
} from '../../../shared/rowFields';

/** A field that takes an item or rows of other nodes, by an expression. */
export function jsonField(
	displayName: string,
	name: string,
	value: string,
	description: string,
	operations: string[],
): INodeProperties {
	return sharedJsonField(displayName, name, description, showIn(operations), { default: value });
}

export const messageField = jsonField(
	'Message',
	'message',
	"={{ $('Sort the Message').first().json }}",
	'What Route gave for the update',
	['reply', 'listRecipients', 'registerPhone'],
);
export const clientField = jsonField(
	'Client',
	'client',
	"={{ $('Read the Client').all() }}",
	'Rows of the table clients with the Telegram ID of the sender; none for somebody new',
	['reply', 'listRecipients'],
);
export const settingsField = jsonField(
	'Settings',
	'settings',
	"={{ $('Read the Settings').all() }}",
	'Rows of the table bot_settings: texts, buttons, and where messages go',
	['reply', 'listRecipients', 'registerPhone'],
);

export const nowField = (operation: string) => sharedNowField(showIn([operation]));

function showIn(operations: string[]) {
	return { resource: ['message'], operation: operations };
}
