import type { N8nApi } from './n8nApi';
import { SECRETS, WHATSAPP } from './secrets';
import type { VendorUrls } from './vendors';

interface CredentialRow {
	/** The credential of the deploy tool that it stands for: which node gets it is decided there. */
	key: string;
	name: string;
	type: string;
	data(urls: VendorUrls): Record<string, unknown>;
}

/** One row per credential, in the order of `deploy/shipped/credentials.ts`. */
export const CREDENTIALS: CredentialRow[] = [
	{
		key: 'kaspi',
		name: 'Sandbox Kaspi',
		type: 'crmBridgeKaspiApi',
		data: ({ kaspi }) => ({ baseUrl: kaspi, token: 'sandbox-kaspi' }),
	},
	{
		key: 'waha',
		name: 'Sandbox WAHA',
		type: 'crmBridgeWahaApi',
		data: ({ waha }) => ({
			baseUrl: waha,
			apiKey: 'sandbox-waha',
			webhookHmacSecret: SECRETS.waha,
		}),
	},
	{
		key: 'telegram',
		name: 'Sandbox Telegram bot',
		type: 'crmBridgeTelegramApi',
		data: ({ telegram }) => ({
			baseUrl: telegram,
			accessToken: '1000000:sandbox-telegram',
			webhookSecret: SECRETS.telegram,
		}),
	},
	{
		key: 'telegram-dialogue',
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
		key: 'telegram-files',
		name: 'Sandbox Telegram files',
		type: 'telegramApi',
		data: ({ telegram }) => ({
			baseUrl: telegram,
			accessToken: '1000000:sandbox-telegram',
		}),
	},
	{
		key: 'wahelp',
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
		key: 'sitniks',
		name: 'Sandbox Sitniks',
		type: 'crmBridgeSitniksApi',
		data: ({ sitniks }) => ({
			baseUrl: sitniks,
			apiKey: 'sandbox-sitniks',
			webhookSecret: SECRETS.sitniks,
		}),
	},
	{
		key: 'amocrm',
		name: 'Sandbox amoCRM',
		type: 'crmBridgeAmoCrmApi',
		data: ({ amocrm }) => ({ baseUrl: amocrm, accessToken: 'sandbox-amocrm' }),
	},
	{
		key: 'payment-secret',
		name: 'Sandbox payment secret',
		type: 'crmBridgeSigningSecretApi',
		data: () => ({ secret: SECRETS.payment, legacySecret: SECRETS.paymentLegacy }),
	},
	{
		key: 'whatsapp-api-key',
		name: 'Sandbox WhatsApp API key',
		type: 'crmBridgeSigningSecretApi',
		data: () => ({ secret: WHATSAPP.apiKey }),
	},
	{
		key: 'forms',
		name: 'Sandbox forms',
		type: 'httpBasicAuth',
		data: () => ({ user: WHATSAPP.formUser, password: WHATSAPP.formPassword }),
	},
];

/** Accounts of vendors whose request limit our nodes keep. */
const SHARED = /^crmBridge(Kaspi|Waha|Telegram|Wahelp|Sitniks|AmoCrm)Api$/;

export interface Credential {
	/** As in `CREDENTIALS`; credentials of a test may have none. */
	key?: string;
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
	for (const { key, name, type, data } of CREDENTIALS) {
		if (!known.has(type)) continue;
		const old = existing.find((item) => item.name === name && item.type === type);
		const share = SHARED.test(type)
			? { parallelWorkers: workers === undefined ? 1 : processesThatCall(type, workers) }
			: {};
		const body = { name, type, data: { ...data(urls), ...share } };
		const { id } = old
			? await api.rest<Credential>('PATCH', `/credentials/${old.id}`, body)
			: await api.rest<Credential>('POST', '/credentials', body);
		saved.push({ key, id, name, type });
	}
	return saved;
}
