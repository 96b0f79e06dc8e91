import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { REDIRECT_RULES } from '../nodes/shared/ownHost';

/**
 * A bot of Telegram (telegram sheet §1, §2). The token is part of every address, so nothing is added to a call:
 * n8n's HTTP Request node gets no token by this credential.
 */
export class CrmBridgeTelegramApi implements ICredentialType {
	name = 'crmBridgeTelegramApi';

	displayName = 'Telegram Bridge API';

	icon: Icon = {
		light: 'file:../nodes/Telegram/telegram.svg',
		dark: 'file:../nodes/Telegram/telegram.dark.svg',
	};

	documentationUrl = 'https://core.telegram.org/bots/features#creating-a-new-bot';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Of the bot, as @BotFather shows it: a number, a colon and letters',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.telegram.org',
			placeholder: 'e.g. https://api.telegram.org',
			description: 'Another address only for a Bot API server of your own',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Telegram sends it with every update, so that nobody else can start the trigger: 16 to 256 letters, digits, _ or -. Made from the token when empty. After a change, publish the workflow of the trigger again.',
		},
		{
			displayName: 'Parallel Workers',
			name: 'parallelWorkers',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description:
				'How many n8n workers share this account; each takes its part of the request limit',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}/bot{{ $credentials.accessToken.trim() }}',
			url: '/getMe',
			disableFollowRedirect: true,
		},
		rules: REDIRECT_RULES,
	};
}
