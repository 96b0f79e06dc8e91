import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { optionsField } from '../../../shared/optionFields';
import { millisOf, textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { listOf } from '../../../shared/values';
import type { ChannelRef, WahelpApi } from '../../api/client';
import { channelRef } from '../../api/channels';
import { connect } from '../../api/connect';
import { ensureUser } from '../../api/ensureUser';
import { sendOnce } from '../../api/sendOnce';
import {
	channelParameter,
	countryOption,
	nameField,
	optionsOf,
	phoneField,
	phoneParameter,
	projectParameter,
	userId,
} from '../fields';

const show = { resource: ['message'], operation: ['send'] };
const TEN_MINUTES_MS = 600_000;

export const description: INodeProperties[] = [
	{
		displayName: 'Recipient',
		name: 'recipient',
		type: 'options',
		options: [
			{
				name: 'Phone',
				value: 'phone',
				description: 'The user of the channel is found by the phone, or created',
			},
			{ name: 'User ID', value: 'userId', description: 'A user of the channel' },
		],
		default: 'phone',
		displayOptions: { show },
	},
	phoneField({ ...show, recipient: ['phone'] }),
	nameField({ ...show, recipient: ['phone'] }),
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 301',
		description: 'The ID that User: Ensure and webhooks give; a phone does not work here',
		displayOptions: { show: { ...show, recipient: ['userId'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Your order is ready',
		displayOptions: { show },
	},
	optionsField(show, [
		countryOption,
		{
			displayName: 'Destination',
			name: 'destination',
			type: 'string',
			default: '',
			placeholder: 'e.g. from_operator',
			description:
				'Advanced: the direction to store the message with. Whether Wahelp takes "from" for a text of the client is not proven: try it on your own account first. Left out when empty.',
		},
		{
			displayName: 'Exclude Message IDs',
			name: 'excludeIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 55501, 55502',
			description:
				'Messages that are known to be other ones, even with the same text; separated by commas',
		},
		{
			displayName: 'Look Before Sending',
			name: 'lookFirst',
			type: 'boolean',
			default: false,
			description:
				'Whether to look first if this text went out already, for a run that is repeated. Then nothing is sent, and found is true.',
		},
		{
			displayName: 'Sent After',
			name: 'sentAfter',
			type: 'dateTime',
			default: '',
			description:
				'For Look Before Sending: when you first tried to send. Older messages do not count; without it those of the last 10 minutes do. Take off a minute where clocks may differ.',
		},
	]),
];

/**
 * Sends one text and tells what is known of it. `found`: it was there before; `confirmed`: the answer was
 * lost, and the history shows it.
 */
export const execute: OperationExecute = async function (itemIndex) {
	const { destination, lookFirst, sentAfter, excludeIds } = optionsOf(this, itemIndex);
	const projectId = projectParameter(this, itemIndex);
	const chosen = channelParameter(this, itemIndex);
	const recipientOf = recipient(this, itemIndex);
	const text = textParameter(this, 'text', itemIndex);
	if (text.trim() === '') throw new InputError('it is empty', 'Text', 'Write what to send.');
	const after = millisOf(sentAfter, this.getTimezone(), 'Sent After');
	const api = await connect(this);
	const channel = await channelRef(api, projectId, chosen);
	const user = await recipientOf(api, channel);
	const sent = await sendOnce(
		api,
		{
			channel,
			userId: user,
			text,
			destination: String(destination ?? '').trim() || undefined,
			lookSince: lookFirst === true ? (after ?? Date.now() - TEN_MINUTES_MS) : undefined,
			excludeIds: listOf(excludeIds),
		},
		{ signal: this.getExecutionCancelSignal() },
	);
	return {
		message_id: sent.messageId,
		user_id: user,
		channel: channel.channel,
		...(sent.channelId === '' ? {} : { channel_id: sent.channelId }),
		sent: true,
		found: sent.found,
		confirmed: sent.confirmed,
		sent_at: sent.sentAt,
	};
};

type Recipient = (api: WahelpApi, channel: ChannelRef) => Promise<string>;

/** Checks the fields before the first call. @throws {InputError} */
function recipient(context: IExecuteFunctions, itemIndex: number): Recipient {
	if (context.getNodeParameter('recipient', itemIndex) === 'userId') {
		const id = userId(context.getNodeParameter('userId', itemIndex, ''));
		return async () => id;
	}
	const { digits } = phoneParameter(context, itemIndex);
	const name = textParameter(context, 'name', itemIndex).trim() || undefined;
	return async (api, channel) => (await ensureUser(api, channel, digits, name)).userId;
}
