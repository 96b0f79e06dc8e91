import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A secret that a sender of webhooks signs or authenticates with, and the one before it. */
export class CrmBridgeSigningSecretApi implements ICredentialType {
	name = 'crmBridgeSigningSecretApi';

	displayName = 'CRM Bridge Signing Secret API';

	icon: Icon = {
		light: 'file:../nodes/WebhookSignature/webhookSignature.svg',
		dark: 'file:../nodes/WebhookSignature/webhookSignature.dark.svg',
	};

	documentationUrl = 'https://github.com/crm-bridge/n8n-nodes-crm-bridge#nodes';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The secret that the sender has: 16 characters or more',
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Still accepted while the sender changes to the new one, until the time in the next field',
		},
		{
			displayName: 'Previous Secret Valid Until',
			name: 'previousValidUntil',
			type: 'dateTime',
			default: '',
			description:
				'From then on the previous secret no longer counts. A day from now is enough for most senders.',
		},
		{
			displayName: 'Legacy Shared Secret',
			name: 'legacySecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Another secret, which an old sender sends as it is. Only for a Signed Webhook Trigger that accepts it.',
		},
	];
}
