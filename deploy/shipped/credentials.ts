import { credentialSlot } from './credentialSlots';
import type { ShippedWorkflow } from './workflow';

export interface CredentialField {
	/** Name in n8n's credential. */
	name: string;
	/** Never shown, and typed without echo. */
	secret?: boolean;
	/** Used unless something else is given; such a field is not asked for. */
	default?: string;
	/** Made by chance unless given. `tell`: somebody has to enter it elsewhere, so it is written into the secrets file. */
	generate?: 'tell' | 'silent';
	/** Taken from another credential's answer: `telegram.accessToken`. */
	copyOf?: string;
	/** May stay empty. */
	optional?: boolean;
}

export interface CredentialSpec {
	/** How flags, environment and file call it: `kaspi`, `kaspi.token`. */
	key: string;
	type: string;
	/** Name in n8n's list. */
	name: string;
	fields: CredentialField[];
}

/** One row per credential; a node gets the first one of its type, see `CREDENTIAL_OF_WORKFLOW`. */
export const CREDENTIALS: CredentialSpec[] = [
	{
		key: 'kaspi',
		type: 'crmBridgeKaspiApi',
		name: 'CRM Bridge Kaspi',
		fields: [
			{ name: 'token', secret: true },
			{ name: 'baseUrl', default: 'https://kaspi.kz' },
		],
	},
	{
		key: 'waha',
		type: 'crmBridgeWahaApi',
		name: 'CRM Bridge WAHA',
		fields: [
			{ name: 'baseUrl' },
			{ name: 'apiKey', secret: true },
			{ name: 'webhookHmacSecret', secret: true, generate: 'silent' },
		],
	},
	{
		key: 'telegram',
		type: 'crmBridgeTelegramApi',
		name: 'CRM Bridge Telegram bot',
		fields: [
			{ name: 'accessToken', secret: true },
			{ name: 'baseUrl', default: 'https://api.telegram.org' },
			{ name: 'webhookSecret', secret: true, generate: 'silent' },
		],
	},
	{
		key: 'telegram-dialogue',
		type: 'crmBridgeTelegramApi',
		name: 'CRM Bridge Telegram dialogue bot',
		fields: [
			{ name: 'accessToken', secret: true },
			{ name: 'baseUrl', default: 'https://api.telegram.org' },
			{ name: 'webhookSecret', secret: true, generate: 'silent' },
		],
	},
	{
		// The same bot for n8n's own Telegram node, which sends files.
		key: 'telegram-files',
		type: 'telegramApi',
		name: 'CRM Bridge Telegram files',
		fields: [
			{ name: 'accessToken', secret: true, copyOf: 'telegram.accessToken' },
			{ name: 'baseUrl', copyOf: 'telegram.baseUrl', default: 'https://api.telegram.org' },
		],
	},
	{
		key: 'wahelp',
		type: 'crmBridgeWahelpApi',
		name: 'CRM Bridge Wahelp',
		fields: [
			{ name: 'login' },
			{ name: 'password', secret: true },
			{ name: 'baseUrl', default: 'https://wahelp.ru' },
			{ name: 'authentication', default: 'password' },
			{ name: 'webhookSecret', secret: true, generate: 'silent' },
		],
	},
	{
		key: 'sitniks',
		type: 'crmBridgeSitniksApi',
		name: 'CRM Bridge Sitniks',
		fields: [
			{ name: 'apiKey', secret: true, optional: true },
			{ name: 'baseUrl', default: 'https://crm.sitniks.com' },
			{ name: 'webhookSecret', secret: true, generate: 'tell' },
		],
	},
	{
		key: 'amocrm',
		type: 'crmBridgeAmoCrmApi',
		name: 'CRM Bridge amoCRM',
		fields: [{ name: 'baseUrl' }, { name: 'accessToken', secret: true }],
	},
	{
		key: 'payment-secret',
		type: 'crmBridgeSigningSecretApi',
		name: 'CRM Bridge payment secret',
		fields: [{ name: 'secret', secret: true, generate: 'tell' }],
	},
	{
		key: 'whatsapp-api-key',
		type: 'crmBridgeSigningSecretApi',
		name: 'CRM Bridge WhatsApp API key',
		fields: [{ name: 'secret', secret: true, generate: 'tell' }],
	},
	{
		key: 'forms',
		type: 'httpBasicAuth',
		name: 'CRM Bridge forms',
		fields: [
			{ name: 'user', default: 'owner' },
			{ name: 'password', secret: true, generate: 'tell' },
		],
	},
];

/** What needs another credential of a type than the first: workflow id of the files → key. */
const CREDENTIAL_OF_WORKFLOW: Record<string, string> = {
	CrmBridge28Api: 'whatsapp-api-key',
	CrmBridge43Dialogue: 'telegram-dialogue',
};

/**
 * The credential of a type for a workflow.
 *
 * @param all rows with the `key` and `type` of `CREDENTIALS`, in that order
 * @param workflowId id in the files
 */
export function credentialFor<Row extends { key?: string; type: string }>(
	type: string,
	workflowId: string,
	all: Row[],
): Row | undefined {
	const ofType = all.filter((row) => row.type === type);
	return ofType.find(({ key }) => key === CREDENTIAL_OF_WORKFLOW[workflowId]) ?? ofType[0];
}

/** The credentials that the nodes of these workflows ask for, in the order of `CREDENTIALS`. */
export function credentialsOf(workflows: ShippedWorkflow[]): CredentialSpec[] {
	const wanted = new Set(
		workflows.flatMap(({ id, nodes }) =>
			nodes.map((node) => {
				const type = credentialSlot(node);
				return type && credentialFor(type, id, CREDENTIALS);
			}),
		),
	);
	return CREDENTIALS.filter((spec) => wanted.has(spec));
}
