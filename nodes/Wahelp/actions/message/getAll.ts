import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listFields } from '../../../shared/listFields';
import { optionsField, simplifyOption } from '../../../shared/optionFields';
import type { OperationExecute } from '../../../shared/runItems';
import { firstText } from '../../../shared/values';
import { channelRef } from '../../api/channels';
import { connect } from '../../api/connect';
import {
	directionOf,
	idNumber,
	idOf,
	isoTime,
	textOf,
	userIdOf,
	type RawMessage,
} from '../../domain/message';
import { channelParameter, optionsOf, projectParameter, userId } from '../fields';

const show = { resource: ['message'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	...listFields(show),
	optionsField(show, [
		simplifyOption,
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 301',
			description: 'Only messages with this user of the channel',
		},
	]),
];

/** The channel's messages, newest first. */
export const execute: OperationExecute = async function (itemIndex) {
	const { simplify = true, userId: chosenUser } = optionsOf(this, itemIndex);
	const projectId = projectParameter(this, itemIndex);
	const chosen = channelParameter(this, itemIndex);
	const user = String(chosenUser ?? '').trim() === '' ? undefined : userId(chosenUser);
	const limit = (this.getNodeParameter('returnAll', itemIndex) as boolean)
		? Infinity
		: (this.getNodeParameter('limit', itemIndex) as number);
	const api = await connect(this);
	const channel = await channelRef(api, projectId, chosen);
	const messages: RawMessage[] = [];
	// Wahelp may not know the filter, so a page can hold less than what was asked for.
	for await (const page of api.messagePages(channel, { userId: user, limit })) {
		messages.push(...page.filter((one) => user === undefined || userIdOf(one) === user));
		if (messages.length >= limit) break;
	}
	const newestFirst = messages.sort((a, b) => idNumber(idOf(b)) - idNumber(idOf(a)) || 0);
	return newestFirst
		.slice(0, limit)
		.map((message) => (simplify ? simplified(message) : (message as IDataObject)));
};

function simplified(message: RawMessage): IDataObject {
	return {
		message_id: idOf(message),
		user_id: userIdOf(message),
		channel_id: firstText(message.channel_id),
		text: textOf(message),
		direction: directionOf(message),
		operator_id: firstText(message.operator_id),
		message_type: firstText(message.message_type, message.type),
		file_url: firstText(message.file_url),
		status: firstText(message.status),
		sent_at: isoTime(message.created_at),
	};
}
