import { badRequest, tooManyRequests } from '../apiError';
import type { BotAccount, Json, Webhook } from '../model';
import type { Params } from '../params';
import { dropPending, setAllowedUpdates } from '../updateQueue';
import type { World } from '../world';

const PORTS = [443, 80, 88, 8443];
const MAX_SECRET = 256;
/** Documentation address; shown for hosts that are names. */
const SOME_ADDRESS = '203.0.113.5';

export interface Described {
	result: true;
	description: string;
}

/**
 * setWebhook and deleteWebhook (telegram sheet §4). As in the official server the old webhook is closed
 * before the new one is checked: a failed call leaves the bot without one.
 *
 * @throws {ApiError} 400, 429
 */
export function setWebhook(world: World, bot: BotAccount, params: Params, url: string): Described {
	checkPause(world, bot, url);
	const wanted: Webhook = {
		url,
		secretToken: params.text('secret_token'),
		maxConnections: params.integer('max_connections', 40, 1, 100),
		ipAddress: params.text('ip_address'),
		hasCertificate: params.file('certificate') !== undefined,
	};
	const allowed = params.json('allowed_updates', 'allowed updates');
	const drop = params.flag('drop_pending_updates');
	const old = bot.webhook;
	if (!drop && isSame(old, wanted)) {
		setAllowedUpdates(bot, allowed);
		return { result: true, description: `Webhook is already ${url ? 'set' : 'deleted'}` };
	}
	if (url) world.poller(bot).stopForWebhook();
	bot.webhook = undefined;
	if (drop) dropPending(bot);
	if (!url) {
		return { result: true, description: `Webhook ${old ? 'was' : 'is already'} deleted` };
	}
	wanted.ipAddress ||= checkUrl(url, world.switches.strictWebhookUrl);
	checkSecret(wanted.secretToken);
	bot.webhook = wanted;
	setAllowedUpdates(bot, allowed);
	for (const item of bot.pending)
		Object.assign(item, { failures: 0, delayUnits: 1, nextAttemptAt: 0 });
	world.delivery.pump(bot);
	return { result: true, description: 'Webhook was set' };
}

/** The secret is never shown. */
export function webhookInfo(bot: BotAccount): Json {
	const { webhook, allowedUpdates } = bot;
	return {
		url: webhook?.url ?? '',
		has_custom_certificate: webhook?.hasCertificate ?? false,
		pending_update_count: bot.pending.length,
		...(webhook?.lastErrorDate
			? { last_error_date: webhook.lastErrorDate, last_error_message: webhook.lastErrorMessage }
			: {}),
		...(webhook ? { max_connections: webhook.maxConnections, ip_address: webhook.ipAddress } : {}),
		...(allowedUpdates ? { allowed_updates: allowedUpdates } : {}),
	};
}

function checkPause({ switches }: World, bot: BotAccount, url: string): void {
	if (!url || switches.setWebhookPauseMs === 0) return;
	if (Date.now() < bot.nextWebhookCallAt) throw tooManyRequests(1);
	bot.nextWebhookCallAt = Date.now() + switches.setWebhookPauseMs;
}

function isSame(old: Webhook | undefined, wanted: Webhook): boolean {
	if (!old || wanted.url === '') return !old && wanted.url === '';
	return (
		old.url === wanted.url &&
		!old.hasCertificate &&
		!wanted.hasCertificate &&
		old.maxConnections === wanted.maxConnections &&
		old.secretToken === wanted.secretToken &&
		(wanted.ipAddress === '' || wanted.ipAddress === old.ipAddress)
	);
}

/** @returns the address that the host stands for */
function checkUrl(url: string, strict: boolean): string {
	const parts =
		/^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^/?#@]*@)?([^/?#:@]+)(?::(\d*))?(?:[/?#]|$)/i.exec(url);
	const scheme = (parts?.[1] ?? 'https').toLowerCase();
	const host = parts?.[2] ?? '';
	const port = parts?.[3] === undefined ? (scheme === 'http' ? 80 : 443) : Number(parts[3]);
	const hostIsRight = /^[\w\-.!$,~*'();&+=%\u0080-\uffff]+$/.test(host) && host !== '.';
	if (!['http', 'https'].includes(scheme) || !hostIsRight || port < 1 || port > 65535) {
		throw badRequest('invalid webhook URL specified');
	}
	if (strict && scheme !== 'https') {
		throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
	}
	if (strict && !PORTS.includes(port)) {
		throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
	}
	return /^\d+(\.\d+){3}$/.test(host) ? host : SOME_ADDRESS;
}

function checkSecret(secret: string): void {
	if (secret.length > MAX_SECRET) throw badRequest('secret token is too long');
	if (!/^[A-Za-z0-9_-]*$/.test(secret)) {
		throw badRequest('secret token contains unallowed characters');
	}
}
