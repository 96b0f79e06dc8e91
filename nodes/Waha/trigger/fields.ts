import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { answerField } from '../../shared/answerField';
import { chatQuotaOption } from '../../shared/chatQuota';
import { sessionField } from '../actions/fields';

const EVENTS: INodePropertyOptions[] = [
	{ name: 'Call Accepted', value: 'call.accepted' },
	{ name: 'Call Received', value: 'call.received' },
	{ name: 'Call Rejected', value: 'call.rejected' },
	{ name: 'Chat Archived', value: 'chat.archive' },
	{ name: 'Engine Event', value: 'engine.event' },
	{ name: 'Event Response', value: 'event.response' },
	{ name: 'Event Response Failed', value: 'event.response.failed' },
	{ name: 'Group Joined', value: 'group.v2.join' },
	{ name: 'Group Left', value: 'group.v2.leave' },
	{ name: 'Group Participants Changed', value: 'group.v2.participants' },
	{ name: 'Group Updated', value: 'group.v2.update' },
	{ name: 'Label Added to Chat', value: 'label.chat.added' },
	{ name: 'Label Changed', value: 'label.upsert' },
	{ name: 'Label Deleted', value: 'label.deleted' },
	{ name: 'Label Removed From Chat', value: 'label.chat.deleted' },
	{
		name: 'Message',
		value: 'message',
		description: 'A client wrote; output Message',
	},
	{
		name: 'Message Ack',
		value: 'message.ack',
		description: 'A message was sent, delivered, read or failed; output Ack',
	},
	{
		name: 'Message Ack in Group',
		value: 'message.ack.group',
		description: 'The same for each member of a group; output Ack',
	},
	{
		name: 'Message Any',
		value: 'message.any',
		description:
			'A client wrote, or a message went out from here or the phone; own ones, stories and channels to Other',
	},
	{ name: 'Message Edited', value: 'message.edited' },
	{ name: 'Message Reaction', value: 'message.reaction' },
	{ name: 'Message Revoked', value: 'message.revoked' },
	{ name: 'Message Waiting', value: 'message.waiting' },
	{ name: 'Poll Vote', value: 'poll.vote' },
	{ name: 'Poll Vote Failed', value: 'poll.vote.failed' },
	{ name: 'Presence Update', value: 'presence.update' },
	{
		name: 'Session Status',
		value: 'session.status',
		description: 'The session started, stopped, failed or wants a scan; output Session',
	},
	{ name: 'State Change (Deprecated)', value: 'state.change' },
];

export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'WAHA restarts the session for some seconds whenever this trigger is added to it or removed from it: on activation, on deactivation, and before and after a test event. WAHA must be able to reach n8n.',
		name: 'restartNotice',
		type: 'notice',
		default: '',
	},
	{ ...sessionField, displayOptions: undefined },
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENTS,
		default: ['message', 'message.ack', 'session.status'],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			answerField(
				'Answer Messages',
				'answerMessages',
				'With a 500 if it fails, so that WAHA delivers the message again. For a short workflow; acks and states of the session are answered at once all the same.',
				'When WAHA gets its answer to a message of a buyer',
			),
			{
				displayName: 'Drop Repeats',
				name: 'dropRepeats',
				type: 'boolean',
				default: true,
				description:
					'Whether an event that is delivered again starts no further run. Kept in memory, per n8n process.',
			},
			chatQuotaOption,
			{
				displayName: 'Reject Calls Older Than (Seconds)',
				name: 'maxAgeSeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'Calls with an older or much newer X-Webhook-Timestamp get a 401. 0 accepts every age.',
			},
			{
				displayName: 'Retry Policy',
				name: 'retryPolicy',
				type: 'options',
				options: [
					{
						name: 'Constant',
						value: 'constant',
						description: '15 tries, 2 seconds apart',
					},
					{
						name: 'Exponential',
						value: 'exponential',
						description: '15 tries with growing pauses, for some hours in all',
					},
				],
				default: 'exponential',
				description: 'How WAHA tries again while n8n does not answer',
			},
		],
	},
];
