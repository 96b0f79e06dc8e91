import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { listOf } from '../../../shared/values';
import { parseChatId } from '../../domain/chatId';
import { connect } from '../../api/connect';
import {
	chatIdParameter,
	countryOption,
	optionsField,
	optionsOf,
	sessionParameter,
} from '../fields';

export const description: INodeProperties[] = [
	optionsField(
		'chat',
		['markSeen'],
		[
			countryOption,
			{
				displayName: 'Message IDs',
				name: 'messageIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. false_77010001122@c.us_AAA111',
				description:
					'The messages that were seen, separated by commas. Empty means the whole chat.',
			},
			{
				displayName: 'Participant',
				name: 'participant',
				type: 'string',
				default: '',
				placeholder: 'e.g. 77010001122@c.us',
				description: 'Who wrote them, in a group on NOWEB',
			},
		],
	),
];

export const execute: OperationExecute = async function (itemIndex) {
	const { messageIds, participant, country } = optionsOf(this, itemIndex);
	const session = sessionParameter(this, itemIndex);
	const chatId = chatIdParameter(this, itemIndex);
	const ids = listOf(messageIds);
	const body: IDataObject = { session, chatId };
	if (ids.length > 0) body.messageIds = ids;
	if (participant) body.participant = parseChatId(participant, country, 'Participant');
	await (await connect(this)).chatAction('sendSeen', body);
	return { success: true, session, chatId, messageIds: ids };
};
