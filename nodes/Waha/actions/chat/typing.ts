import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { chatIdParameter, countryOption, optionsField, sessionParameter } from '../fields';

export const description: INodeProperties[] = [
	{
		displayName: 'Is Typing',
		name: 'isTyping',
		type: 'boolean',
		default: true,
		description: 'Whether the client sees "typing…" from now on, or no longer',
		displayOptions: { show: { resource: ['chat'], operation: ['typing'] } },
	},
	optionsField('chat', ['typing'], [countryOption]),
];

export const execute: OperationExecute = async function (itemIndex) {
	const session = sessionParameter(this, itemIndex);
	const chatId = chatIdParameter(this, itemIndex);
	const isTyping = this.getNodeParameter('isTyping', itemIndex, true) === true;
	const api = await connect(this);
	await api.chatAction(isTyping ? 'startTyping' : 'stopTyping', { session, chatId });
	return { success: true, session, chatId, isTyping };
};
