import { hashOf } from '../../shared/madeSecret';

/**
 * What tells this node's webhooks from all others: n8n's endpoint (test and production differ), the
 * node's webhook id and its path. A prefix in front of them may change with the host.
 */
export function webhookPath(url: string): string {
	return new URL(url).pathname.replace(/\/+$/, '').split('/').slice(-3).join('/');
}

/**
 * Whether a webhook of the account is this node's: on this host with any secret, or on another host
 * where the node remembers to have registered it. The same workflow may run in a second n8n: its
 * webhook has the same path, and is not ours.
 *
 * @param remembered the address or its hash
 */
export function isOurs(destination: string, webhookUrl: string, remembered: string): boolean {
	if (!URL.canParse(destination)) return false;
	if (webhookPath(destination) !== webhookPath(webhookUrl)) return false;
	const isRemembered = remembered === destination || remembered === hashOf(destination);
	return isRemembered || new URL(destination).origin === new URL(webhookUrl).origin;
}
