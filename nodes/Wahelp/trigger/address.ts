import { randomBytes } from 'crypto';

import { SECRET_PARAMETER } from '../../shared/webhookCall';

/** 128 random bits. */
export function newSecret(): string {
	return randomBytes(16).toString('hex');
}

/** @param webhookUrl of n8n @returns the address that Wahelp is given */
export function withSecret(webhookUrl: string, secret: string): string {
	const url = new URL(webhookUrl);
	url.searchParams.set(SECRET_PARAMETER, secret);
	return url.href;
}

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
