import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as chat from './actions/chat';
import * as contact from './actions/contact';
import { chatIdField, sessionField } from './actions/fields';
import * as message from './actions/message';
import * as server from './actions/server';
import * as session from './actions/session';
import { CREDENTIAL } from './api/connect';
import { getSessions } from './methods';

const OPERATIONS: Record<string, Record<string, { execute: OperationExecute }>> = {
	chat: chat.operations,
	contact: contact.operations,
	message: message.operations,
	server: server.operations,
	session: session.operations,
};

/** WhatsApp through WAHA (devlikeapro/waha): messages, chats, contacts, sessions. */
export class Waha implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAHA Bridge',
		name: 'waha',
		icon: { light: 'file:waha.svg', dark: 'file:waha.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send WhatsApp messages and look after sessions with WAHA',
		defaults: { name: 'WAHA Bridge' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Chat', value: 'chat' },
					{ name: 'Contact', value: 'contact' },
					{ name: 'Message', value: 'message' },
					{ name: 'Server', value: 'server' },
					{ name: 'Session', value: 'session' },
				],
				default: 'message',
			},
			...chat.description,
			...contact.description,
			...message.description,
			...server.description,
			...session.description,
			sessionField,
			chatIdField,
			...chat.fields,
			...contact.fields,
			...message.fields,
			...session.fields,
		],
	};

	methods = { loadOptions: { getSessions } };

	/** One output item per input item, lists excepted. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, OPERATIONS[resource][operation].execute)];
	}
}
