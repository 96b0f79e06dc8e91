import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as channel from './actions/channel';
import * as contact from './actions/contact';
import { channelField, projectField } from './actions/fields';
import * as inbound from './actions/inbound';
import * as message from './actions/message';
import * as user from './actions/user';
import { CREDENTIAL } from './api/connect';
import { searchChannels, searchProjects } from './methods';

const OPERATIONS: Record<string, Record<string, { execute: OperationExecute }>> = {
	channel: channel.operations,
	contact: contact.operations,
	inbound: inbound.operations,
	message: message.operations,
	user: user.operations,
};

/** Wahelp: messages of a multi-messenger inbox, its users, contacts and channels. */
export class Wahelp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wahelp',
		name: 'wahelp',
		icon: { light: 'file:wahelp.svg', dark: 'file:wahelp.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send messages through Wahelp and read what its webhooks send',
		defaults: { name: 'Wahelp' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: CREDENTIAL,
				required: true,
				displayOptions: { hide: { resource: ['inbound'] } },
			},
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Channel', value: 'channel' },
					{ name: 'Contact', value: 'contact' },
					{ name: 'Inbound', value: 'inbound' },
					{ name: 'Message', value: 'message' },
					{ name: 'User', value: 'user' },
				],
				default: 'message',
			},
			...channel.description,
			...contact.description,
			...inbound.description,
			...message.description,
			...user.description,
			projectField,
			channelField({ resource: ['message', 'user'] }),
			...channel.fields,
			...contact.fields,
			...inbound.fields,
			...message.fields,
			...user.fields,
		],
	};

	methods = { listSearch: { searchChannels, searchProjects } };

	/** One output item per input item, lists and *Inbound: Parse* excepted. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, OPERATIONS[resource][operation].execute)];
	}
}
