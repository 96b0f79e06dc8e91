import { randomBytes } from 'crypto';
import type { IHookFunctions } from 'n8n-workflow';

import { toNodeError } from './errors';
import { SECRET_PARAMETER } from './webhookCall';

/** 256 random bits. */
export function newSecret(): string {
	return randomBytes(32).toString('hex');
}

/** The address that a vendor is given whose webhooks are not signed. */
export function withSecret(webhookUrl: string, secret: string): string {
	const url = new URL(webhookUrl);
	url.searchParams.set(SECRET_PARAMETER, secret);
	return url.href;
}

/** Of a test and of production: they differ, and both may be registered. */
export function ownUrl(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') ?? '';
}

export function isSameSet(left: string[], right: string[]): boolean {
	return JSON.stringify([...new Set(left)].sort()) === JSON.stringify([...new Set(right)].sort());
}

/** Registers or removes a webhook; what is thrown becomes n8n's error. */
export async function asNodeErrors<T>(context: IHookFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
