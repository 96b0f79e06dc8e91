import type { IHookFunctions } from 'n8n-workflow';

import { InputError, VendorError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/keyedMutex';
import { madeSecret } from '../../shared/madeSecret';
import { isSessionName } from '../../shared/sessionName';
import { asNodeErrors, goesOn, ownUrl, refuseShortSecret } from '../../shared/webhookLifecycle';
import type { WahaApi } from '../api/client';
import { connect, credentialOf } from '../api/connect';
import { endOldKey, isOldKeyInUse, keepOldKey, oldKey } from './oldKey';
import {
	hasWebhook,
	ourWebhook,
	withoutWebhook,
	withWebhook,
	type RetryPolicy,
	type SessionConfig,
	type Webhook,
} from './sessionConfig';

/** Changes of one session's config wait for each other: two triggers would overwrite each other's entry. */
const perSession = new KeyedMutex();

export async function checkExists(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		const key = await keyOf(this);
		const staticData = this.getWorkflowStaticData('node');
		if (key === '' || isOldKeyInUse(staticData)) return false;
		endOldKey(staticData);
		const session = await sessionConfig(await connect(this), sessionOf(this));
		return hasWebhook(session, ours(this, key));
	});
}

/** Adds our entry, or replaces an older one of ours; without a need nothing is written. */
export async function create(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		const { webhookHmacSecret } = await credentialOf(this);
		refuseShortSecret(this, webhookHmacSecret, 'Webhook HMAC Secret');
		const staticData = this.getWorkflowStaticData('node');
		const made = await keyOf(this);
		// What is registered already goes on with it: n8n would take the webhook away over an error.
		const key = made || (goesOn(this) ? oldKey(staticData) : '');
		if (key === '') {
			const hint = 'Without an API Key there is nothing to make one of. Set it in the credential.';
			throw new InputError('it is empty', 'Webhook HMAC Secret', hint);
		}
		const entry = ours(this, key);
		await changeConfig(this, (config) =>
			hasWebhook(config, entry) ? undefined : withWebhook(config, entry),
		);
		if (made === '') keepOldKey(staticData);
		else endOldKey(staticData);
		return true;
	});
}

/** Removes our entry and no other. A session that is gone has nothing to remove. */
export async function remove(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		const url = ownUrl(this);
		await changeConfig(this, (config) => withoutWebhook(config, url)).catch(ignoreUnknownSession);
		endOldKey(this.getWorkflowStaticData('node'));
		return true;
	});
}

/** The credential's key, else the one that is made of its API key; '' when it has neither. */
async function keyOf(context: IHookFunctions): Promise<string> {
	const { webhookHmacSecret, apiKey } = await credentialOf(context);
	return webhookHmacSecret || madeSecret(context, apiKey);
}

async function changeConfig(
	context: IHookFunctions,
	change: (config: SessionConfig) => SessionConfig | undefined,
): Promise<void> {
	const api = await connect(context);
	const session = sessionOf(context);
	const { baseUrl } = await credentialOf(context);
	await perSession.run(`${baseUrl}|${session}`, async () => {
		const changed = change(await sessionConfig(api, session));
		if (changed) await api.saveConfig(session, changed);
	});
}

/** @throws {VendorError} that names the next step when there is no such session */
async function sessionConfig(api: WahaApi, name: string): Promise<SessionConfig> {
	return await api.config(name).catch(async (error: unknown) => {
		if (!isUnknownSession(error)) return await Promise.reject(error);
		throw new VendorError(`WAHA has no session "${name}"`, {
			code: 'session_not_working',
			outcome: 'not_sent',
			httpStatus: 404,
			hint: 'Choose another session, or create this one in the dashboard of WAHA and link a phone.',
		});
	});
}

function isUnknownSession(error: unknown): error is VendorError {
	return error instanceof VendorError && error.httpStatus === 404;
}

async function ignoreUnknownSession(error: unknown): Promise<void> {
	if (!isUnknownSession(error)) await Promise.reject(error);
}

function ours(context: IHookFunctions, key: string): Webhook {
	const events = context.getNodeParameter('events', []) as string[];
	if (events.length === 0) {
		throw new InputError('nothing is chosen', 'Trigger On', 'Choose at least one event.');
	}
	const policy = context.getNodeParameter('options.retryPolicy', 'exponential') as RetryPolicy;
	return ourWebhook(ownUrl(context), events, key, policy);
}

function sessionOf(context: IHookFunctions): string {
	const session = String(context.getNodeParameter('session', 'default')).trim();
	if (isSessionName(session)) return session;
	throw new InputError('this is no name of a session', 'Session Name or ID', 'Choose a session.');
}
