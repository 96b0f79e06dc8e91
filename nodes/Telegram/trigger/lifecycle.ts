import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { asNodeErrors, isSameSet, ownUrl, refuseShortSecret } from '../../shared/webhookLifecycle';
import type { SetWebhook } from '../api/client';
import { connect, credentialOf } from '../api/connect';
import { webhookInfoSchema, type WebhookInfo } from '../api/schema';
import { checkedSecret, fingerprint, secretOf } from './secret';

/** In the node's static data: the fingerprint of what was registered last. */
const STATIC_FINGERPRINT = 'registered';
/** In the static data of a test: the webhook of the published workflow, to be given back. */
const STATIC_LENT = 'lent';

const DEFAULT_CONNECTIONS = 40;

export async function checkExists(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		const api = await connect(this);
		const wanted = await webhookOf(this);
		const known = this.getWorkflowStaticData('node')[STATIC_FINGERPRINT];
		if (known !== fingerprint(wanted.secret_token, wanted.url)) return false;
		const { url, max_connections, allowed_updates } = await api.webhookInfo();
		return (
			url === wanted.url &&
			max_connections === wanted.max_connections &&
			isSameSet(allowed_updates ?? [], wanted.allowed_updates)
		);
	});
}

/** Registers our address. Telegram replaces the one before silently, so `replaceForeign` may forbid that. */
export async function create(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		refuseShortSecret(this, (await credentialOf(this)).webhookSecret, 'Webhook Secret');
		const api = await connect(this);
		const wanted = await webhookOf(this);
		const before = await api.webhookInfo();
		if (this.getNodeParameter('options.replaceForeign', true) === false) {
			refuseForeign(before.url, wanted.url);
		}
		const staticData = this.getWorkflowStaticData('node');
		if (isTestOf(wanted.url, before.url)) staticData[STATIC_LENT] = { ...before };
		else delete staticData[STATIC_LENT];
		await api.setWebhook(wanted);
		staticData[STATIC_FINGERPRINT] = fingerprint(wanted.secret_token, wanted.url);
		return true;
	});
}

/**
 * Removes our webhook, never that of somebody who has taken the bot over since. After a test the
 * published workflow gets the bot back: otherwise it would stay deaf until it is published again.
 */
export async function remove(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		const api = await connect(this);
		const staticData = this.getWorkflowStaticData('node');
		const { url } = await api.webhookInfo();
		if (url === ownUrl(this)) {
			const lent = webhookInfoSchema.safeParse(staticData[STATIC_LENT]);
			const secret = secretOf(await credentialOf(this));
			if (lent.success) await api.setWebhook(returned(lent.data, secret));
			else await api.deleteWebhook();
		}
		delete staticData[STATIC_LENT];
		delete staticData[STATIC_FINGERPRINT];
		return true;
	});
}

/** @throws {InputError} */
async function webhookOf(context: IHookFunctions): Promise<SetWebhook> {
	const updates = context.getNodeParameter('updates', []) as string[];
	if (updates.length === 0) {
		throw new InputError('nothing is chosen', 'Trigger On', 'Choose at least one kind of update.');
	}
	const options = context.getNodeParameter('options', {}) as IDataObject;
	return {
		url: ownUrl(context),
		secret_token: checkedSecret(await credentialOf(context)),
		allowed_updates: updates,
		max_connections: Number(options.maxConnections ?? DEFAULT_CONNECTIONS),
	};
}

/** @throws {InputError} */
function refuseForeign(current: string, ours: string): void {
	if (current === '' || originOf(current) === originOf(ours)) return;
	throw new InputError(
		`the bot is in use at ${originOf(current)}`,
		'Replace Foreign Webhook',
		'Switch the option on to take the bot over, or use a bot of its own.',
		'conflict',
	);
}

/** Only the origin: such an address may hold a secret. */
function originOf(url: string): string {
	return URL.canParse(url) ? new URL(url).origin : 'another server';
}

/** Whether the first address is the test address of the very node whose production address is the second. */
function isTestOf(test: string, production: string): boolean {
	return (
		test !== production && test.includes('-test/') && test.replace('-test/', '/') === production
	);
}

function returned(lent: WebhookInfo, secret: string): SetWebhook {
	return {
		url: lent.url,
		secret_token: secret,
		allowed_updates: lent.allowed_updates ?? [],
		max_connections: lent.max_connections ?? DEFAULT_CONNECTIONS,
	};
}
