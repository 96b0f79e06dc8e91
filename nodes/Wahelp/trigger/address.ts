/**
 * Whether a webhook of the project is this node's: the same address with whatever secret, or exactly
 * the one that the node remembers, though n8n's host has changed since.
 */
export function isOurs(url: string, webhookUrl: string, remembered: string): boolean {
	if (url !== '' && url === remembered) return true;
	return URL.canParse(url) && placeOf(url) === placeOf(webhookUrl);
}

function placeOf(address: string): string {
	const { origin, pathname } = new URL(address);
	return `${origin}${pathname.replace(/\/+$/, '')}`;
}
