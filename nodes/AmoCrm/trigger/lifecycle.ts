import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { InputError, VendorError } from '../../shared/errors';
import { hashOf, isKept, keepSecret, madeSecret } from '../../shared/madeSecret';
import { asNodeErrors, isSameSet, ownUrl, withSecret } from '../../shared/webhookLifecycle';
import type { AmoApi } from '../api/client';
import { connect, lastingSecret } from '../api/connect';
import type { Webhook } from '../api/schema';
import { isOurs, webhookPath } from './destination';

/**
 * In the node's static data: hashes of the addresses last registered, by path: test and production have one
 * each. Older versions kept the address.
 */
const STATIC_DESTINATIONS = 'destinations';

/** False as well when amoCRM has disabled it, or when stale ones of ours are there to clean up. */
export async function checkExists(this: IHookFunctions): Promise<boolean> {
	return await withApi(this, async (api) => {
		const secret = await secretOf(this);
		if (!isKept(this.getWorkflowStaticData('node'), secret)) return false;
		const wanted = withSecret(ownUrl(this), secret);
		const ours = await oursOf(this, api);
		return (
			ours.length === 1 &&
			ours[0].destination === wanted &&
			ours[0].disabled !== true &&
			isSameSet(ours[0].settings, eventsOf(this))
		);
	});
}

/** Subscribes anew: what a second POST for one address does is not stated (amocrm sheet §12). */
export async function create(this: IHookFunctions): Promise<boolean> {
	return await withApi(this, async (api) => {
		const events = eventsOf(this);
		const secret = await secretOf(this);
		if (secret === '') throw new InputError('it is empty', 'Long-Lived Token', 'Enter the token.');
		const wanted = withSecret(ownUrl(this), secret);
		await removeOurs(this, api);
		// Kept before the call: its answer may be lost.
		keepSecret(this.getWorkflowStaticData('node'), secret);
		remember(this, wanted);
		await api.addWebhook(wanted, events);
		return true;
	});
}

/** Removes what is ours and nothing else. */
export async function remove(this: IHookFunctions): Promise<boolean> {
	return await withApi(this, async (api) => {
		await removeOurs(this, api);
		remember(this, undefined);
		return true;
	});
}

async function secretOf(context: IHookFunctions): Promise<string> {
	return madeSecret(context, await lastingSecret(context));
}

async function removeOurs(context: IHookFunctions, api: AmoApi): Promise<void> {
	for (const { destination } of await oursOf(context, api)) await api.deleteWebhook(destination);
}

async function oursOf(context: IHookFunctions, api: AmoApi): Promise<Webhook[]> {
	const url = ownUrl(context);
	const remembered = String(destinationsOf(context)[webhookPath(url)] ?? '');
	const all = await api.webhooks();
	return all.filter(({ destination }) => isOurs(destination, url, remembered));
}

function destinationsOf(context: IHookFunctions): IDataObject {
	return (context.getWorkflowStaticData('node')[STATIC_DESTINATIONS] ?? {}) as IDataObject;
}

function remember(context: IHookFunctions, destination: string | undefined): void {
	const destinations = { ...destinationsOf(context) };
	const path = webhookPath(ownUrl(context));
	if (destination === undefined) delete destinations[path];
	else destinations[path] = hashOf(destination);
	context.getWorkflowStaticData('node')[STATIC_DESTINATIONS] = destinations;
}

/** @throws {InputError} */
function eventsOf(context: IHookFunctions): string[] {
	const events = context.getNodeParameter('events', []) as string[];
	if (events.length > 0) return events;
	throw new InputError('nothing is chosen', 'Trigger On', 'Choose at least one event.');
}

async function withApi<T>(context: IHookFunctions, work: (api: AmoApi) => Promise<T>): Promise<T> {
	return await asNodeErrors(context, async () =>
		work(await connect(context)).catch(
			async (error: unknown) => await Promise.reject(explained(error)),
		),
	);
}

function explained(error: unknown): unknown {
	if (!(error instanceof VendorError) || error.code !== 'forbidden') return error;
	const { code, outcome, httpStatus, requestId } = error;
	return new VendorError('amoCRM does not let this user subscribe to webhooks', {
		code,
		outcome,
		httpStatus,
		requestId,
		hint: 'Use the token of an administrator. On some tariffs webhooks are not included.',
	});
}
