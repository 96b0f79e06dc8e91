import type { IDataObject, INodeParameters, INodeType, WorkflowActivateMode } from 'n8n-workflow';

import { SignedWebhookTrigger } from '../../../nodes/SignedWebhookTrigger/SignedWebhookTrigger.node';
import { SitniksTrigger } from '../../../nodes/Sitniks/SitniksTrigger.node';
import { TelegramTrigger } from '../../../nodes/Telegram/TelegramTrigger.node';
import { WahaTrigger } from '../../../nodes/Waha/WahaTrigger.node';
import { WahelpTrigger } from '../../../nodes/Wahelp/WahelpTrigger.node';
import { refuseShortSecret } from '../../../nodes/shared/webhookLifecycle';
import { PlacedNode } from '../../harness/node';

const SHORT = 'fifteen-letters';
const NOBODY = 'http://127.0.0.1:9';

const TRIGGERS: Array<[field: string, () => INodeType, string, IDataObject, INodeParameters]> = [
	[
		'Webhook Secret',
		() => new SitniksTrigger(),
		'crmBridgeSitniksApi',
		{ webhookSecret: SHORT, baseUrl: NOBODY },
		{},
	],
	[
		'Webhook Secret',
		() => new TelegramTrigger(),
		'crmBridgeTelegramApi',
		{ webhookSecret: SHORT, baseUrl: NOBODY, accessToken: '1:a' },
		{},
	],
	[
		'Webhook HMAC Secret',
		() => new WahaTrigger(),
		'crmBridgeWahaApi',
		{ webhookHmacSecret: SHORT, baseUrl: NOBODY, apiKey: 'x' },
		{},
	],
	[
		'Webhook Secret',
		() => new WahelpTrigger(),
		'crmBridgeWahelpApi',
		{ webhookSecret: SHORT, baseUrl: NOBODY },
		{ registration: 'manual' },
	],
	[
		'Secret',
		() => new SignedWebhookTrigger(),
		'crmBridgeSigningSecretApi',
		{ secret: SHORT },
		{ path: 'payment' },
	],
	[
		'Secret',
		() => new SignedWebhookTrigger(),
		'crmBridgeSigningSecretApi',
		{ secret: 'sixteen-letters-', previousSecret: SHORT },
		{ path: 'payment' },
	],
	[
		'Legacy Shared Secret',
		() => new SignedWebhookTrigger(),
		'crmBridgeSigningSecretApi',
		{ secret: 'sixteen-letters-', legacySecret: SHORT },
		{ path: 'payment', settings: { acceptLegacySecret: true } },
	],
];

describe('a secret that can be guessed', () => {
	test.each(TRIGGERS)(
		'%s: is refused when the workflow is published',
		async (field, type, credential, values, parameters) => {
			const placed = new PlacedNode(type(), {
				parameters,
				credentials: { [credential]: values } as never,
			});
			const running = placed.hook('create');
			await expect(running).rejects.toThrow(`${field}: it has fewer than 16 characters`);
			await expect(running).rejects.not.toThrow(SHORT);
		},
	);

	test.each(['init', 'leadershipChange', 'update'] as WorkflowActivateMode[])(
		'stays where it is published already (%s): calls must not be lost over it',
		(mode) => {
			const context = { getActivationMode: () => mode } as never;
			expect(() => refuseShortSecret(context, SHORT, 'Secret')).not.toThrow();
		},
	);

	test('of a saved credential goes on opening the webhook', async () => {
		const placed = new PlacedNode(new SitniksTrigger(), {
			credentials: { crmBridgeSitniksApi: { webhookSecret: SHORT, baseUrl: NOBODY } },
		});
		const { reply } = await placed.webhook({ body: {}, query: { secret: SHORT } });
		expect(reply.status).toBe(200);
	});
});
