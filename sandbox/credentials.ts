import type { N8nApi } from './n8nApi';
import { SECRETS, WHATSAPP } from './secrets';
import type { VendorUrls } from './vendors';

interface CredentialRow {
	name: string;
	type: string;
	data(urls: VendorUrls): Record<string, unknown>;
}

/** One row per credential. A node gets the first one of its type, see WORKFLOW_CREDENTIALS. */
export const CREDENTIALS: CredentialRow[] = [
	{
		name: 'Sandbox Kaspi',
		type: 'crmBridgeKaspiApi',
		data: ({ kaspi }) => ({ baseUrl: kaspi, token: 'sandbox-kaspi' }),
	},
	{
		name: 'Sandbox WAHA',
		type: 'crmBridgeWahaApi',
		data: ({ waha }) => ({
			baseUrl: waha,
			apiKey: 'sandbox-waha',
			webhookHmacSecret: SECRETS.waha,
		}),
	},
	{
		name: 'Sandbox Telegram bot',
		type: 'crmBridgeTelegramApi',
		data: ({ telegram }) => ({
			baseUrl: telegram,
			accessToken: '1000000:sandbox-telegram',
			webhookSecret: SECRETS.telegram,
		}),
	},
	{
		name: 'Sandbox Telegram dialogue bot',
		type: 'crmBridgeTelegramApi',
		data: ({ telegram }) => ({
			baseUrl: telegram,
			accessToken: '1000001:sandbox-telegram-dialogue',
			webhookSecret: SECRETS.telegramDialogue,
		}),
	},
	{
		// The same bot for n8n's own Telegram node, which sends files.
		name: 'Sandbox Telegram files',
		type: 'telegramApi',
		data: ({ telegram }) => ({
			baseUrl: telegram,
			accessToken: '1000000:sandbox-telegram',
		}),
	},
	{
		name: 'Sandbox Wahelp',
		type: 'crmBridgeWahelpApi',
		data: ({ wahelp }) => ({
			baseUrl: wahelp,
			authentication: 'password',
			login: 'sandbox-wahelp',
			password: 'sandbox-wahelp',
			webhookSecret: SECRETS.wahelp,
		}),
	},
	{
		name: 'Sandbox Sitniks',
		type: 'crmBridgeSitniksApi',
		data: ({ sitniks }) => ({
			baseUrl: sitniks,
			apiKey: 'sandbox-sitniks',
			webhookSecret: SECRETS.sitniks,
		}),
	},
	{
		name: 'Sandbox amoCRM',
		type: 'crmBridgeAmoCrmApi',
		data: ({ amocrm }) => ({ baseUrl: amocrm, accessToken: 'sandbox-amocrm' }),
	},
	{
		name: 'Sandbox payment secret',
		type: 'crmBridgeSigningSecretApi',
		data: () => ({ secret: SECRETS.payment, legacySecret: SECRETS.paymentLegacy }),
	},
	{
		name: 'Sandbox WhatsApp API key',
		type: 'crmBridgeSigningSecretApi',
		data: () => ({ secret: WHATSAPP.apiKey }),
	},
	{
		name: 'Sandbox forms',
		type: 'httpBasicAuth',
		data: () => ({ user: WHATSAPP.formUser, password: WHATSAPP.formPassword }),
	},
];

/** Accounts of vendors whose request limit our nodes keep. */
const SHARED = /^crmBridge(Kaspi|Waha|Telegram|Wahelp|Sitniks|AmoCrm)Api$/;

/** What needs another credential of a type than the first: workflow id → name. */
export const WORKFLOW_CREDENTIALS: Record<string, string> = {
	CrmBridge28Api: 'Sandbox WhatsApp API key',
	CrmBridge43Dialogue: 'Sandbox Telegram dialogue bot',
};

export interface Credential {
	id: string;
	name: string;
	type: string;
}

/**
 * How many processes share the request limit of an account. The workers run the workflows; Kaspi is polled by the
 * main process besides.
 */
export function processesThatCall(type: string, workers: number): number {
	return type === 'crmBridgeKaspiApi' ? workers + 1 : workers;
}

/**
 * Creates the sandbox's credentials, or updates them to the given addresses.
 *
 * @param workers of queue mode; undefined when n8n is alone
 */
export async function saveCredentials(
	api: N8nApi,
	urls: VendorUrls,
	workers?: number,
): Promise<Credential[]> {
	const types = await api.request<Array<{ name: string }>>('GET', '/types/credentials.json');
	const known = new Set(types.map(({ name }) => name));
	const existing = await api.rest<Credential[]>('GET', '/credentials');
	const saved: Credential[] = [];
	for (const { name, type, data } of CREDENTIALS) {
		if (!known.has(type)) continue;
		const old = existing.find((item) => item.name === name && item.type === type);
		const share = SHARED.test(type)
			? { parallelWorkers: workers === undefined ? 1 : processesThatCall(type, workers) }
			: {};
		const body = { name, type, data: { ...data(urls), ...share } };
		const { id } = old
			? await api.rest<Credential>('PATCH', `/credentials/${old.id}`, body)
			: await api.rest<Credential>('POST', '/credentials', body);
		saved.push({ id, name, type });
	}
	return saved;
}

/** The credential of a type for a workflow, undefined when the sandbox has none. */
export function credentialFor(
	type: string,
	workflowId: string,
	credentials: Credential[],
): Credential | undefined {
	const ofType = credentials.filter((item) => item.type === type);
	return ofType.find(({ name }) => name === WORKFLOW_CREDENTIALS[workflowId]) ?? ofType[0];
}
