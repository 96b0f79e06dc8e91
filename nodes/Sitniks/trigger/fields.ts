import type { INodeProperties } from 'n8n-workflow';

import { answerField } from '../../shared/answerField';
import { chatQuotaOption } from '../../shared/chatQuota';
import { DEFAULT_WINDOW_SECONDS } from './settings';

export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'Set <b>Webhook Secret</b> in the credential. In the settings of Sitniks enter the Production URL shown above for the event <b>Повідомлення в чаті</b> (message in chat), and add <b>?secret=</b> and that secret to it. A call without it is refused.',
		name: 'addressNotice',
		type: 'notice',
		default: '',
	},
	answerField(
		'Answer Sitniks',
		'answer',
		'With a 500 if it fails, so that Sitniks can deliver again. For a short workflow that stores the message.',
	),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Drop Repeats Within (Seconds)',
				name: 'dropRepeatsSeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: DEFAULT_WINDOW_SECONDS,
				description:
					'The same text of the same sender in the same chat starts no further run for so long: webhooks of Sitniks have no message ID. 0 drops nothing. Kept in memory, per n8n process. When not added: 10.',
			},
			{
				displayName: 'Fetch Chat',
				name: 'fetchChat',
				type: 'boolean',
				default: false,
				description:
					'Whether to read the chat of each message through the API, for its nick name, manager and status as they are now. It costs one of the 10 calls per 10 seconds, and at most 4 seconds. If it does not work, the message comes without, and with a fetch_error.',
			},
			{
				displayName: 'Include Own Messages',
				name: 'includeOwn',
				type: 'boolean',
				default: false,
				description:
					'Whether messages of managers, of the page itself and those sent through the API start a run, too. They come out of the output Other.',
			},
			chatQuotaOption,
			{
				displayName: 'Sources',
				name: 'sources',
				type: 'string',
				default: '',
				placeholder: 'e.g. instagram, telegram_bot',
				description:
					'Networks, separated by commas, as Sitniks names them. Messages of others start nothing; those that name none do.',
			},
		],
	},
];
