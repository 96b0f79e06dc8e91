import type { IHookFunctions } from 'n8n-workflow';

import { InputError, toNodeError } from './errors';
import { isShortSecret, SHORT_SECRET } from './secretLength';
import { SECRET_PARAMETER } from './webhookCall';

/**
 * Somebody is there to read an error, and nothing is published that it would take away. In all other modes (`init`,
 * `leadershipChange`, `update`) n8n unregisters and deactivates what has worked so far.
 */
const FIRST_TIME = ['activate', 'manual'];

/**
 * Refuses to publish with a secret that can be guessed. A workflow that is published already goes on with
 * it, also when n8n starts anew or a change of it is published: its calls must not be lost over this.
 *
 * @param field the credential's
 * @throws {InputError}
 */
export function refuseShortSecret(context: IHookFunctions, secret: unknown, field: string): void {
	if (!isShortSecret(secret) || goesOn(context)) return;
	throw new InputError(
		SHORT_SECRET,
		field,
		'Take a longer one, in the credential and at the sender.',
	);
}

/** Whether the workflow is published already: what n8n cannot register now it would take away. */
export function goesOn(context: IHookFunctions): boolean {
	return !FIRST_TIME.includes(context.getActivationMode());
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
