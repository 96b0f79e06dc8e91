import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { InputError, toNodeError, VendorError } from '../../shared/errors';
import { hashOf, keepSecret, madeSecret } from '../../shared/madeSecret';
import { ownUrl, refuseShortSecret, withSecret } from '../../shared/webhookLifecycle';
import { connect, credentialOf } from '../api/connect';
import { channelsOption, idsOf } from './channels';
import { projectIdOf } from './fields';
import { isOurs, type Registration, Registrations } from './registrations';

/** In the node's static data: ids of the wanted channels, by the name that the option has. */
export const STATIC_CHANNELS = 'channels';
/** In the node's static data, by the path of n8n's address: test and production have one each. */
const STATIC_PLACES = 'registered';

const MANUAL_HINT =
	'Set Registration to Manual and enter the address in the settings of Wahelp yourself.';

/**
 * What was registered for one of them; `hook` is the single one of the project. Older versions kept the
 * address with its secret, not its hash.
 */
type Registered = { hash?: string; url?: string; way: 'collection' | 'hook' };

/** False as well when stale ones of ours are there to clean up, or the channels have changed. */
export async function checkExists(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		if (isManual(this)) return false;
		const url = await wantedUrl(this);
		const known = registeredOf(this);
		if (url === undefined || known?.hash !== hashOf(url) || !hasChannels(this)) return false;
		const registrations = await registrationsOf(this);
		// The single hook may not be readable; then it is set again, which does no harm.
		if (known.way === 'hook') return (await registrations.hook()) === url;
		const ours = oursOf(this, (await registrations.list()) ?? []);
		return ours.length === 1 && ours[0].url === url;
	});
}

/** Adds our webhook first and then removes stale ones of ours, so that nothing is missed. */
export async function create(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		const { webhookSecret } = await credentialOf(this);
		const staticData = this.getWorkflowStaticData('node');
		refuseShortSecret(this, webhookSecret, 'Webhook Secret');
		if (isManual(this)) {
			keepSecret(staticData, '');
			return checkManual(webhookSecret);
		}
		await rememberChannels(this);
		const registrations = await registrationsOf(this);
		const url = (await wantedUrl(this)) ?? '';
		// Kept before the call: its answer may be lost.
		keepSecret(staticData, isSet(webhookSecret) ? '' : await secretOf(this));
		const before = (await registrations.list()) ?? [];
		// After a lost answer it is there already.
		const isThere = before.some((registration) => registration.url === url);
		const inCollection = isThere || (await registrations.add(url));
		if (!inCollection && !(await registrations.setHook(url))) throw noWay();
		const stale = oursOf(this, before).filter((registration) => registration.url !== url);
		for (const registration of stale) await registrations.remove(registration);
		remember(this, { hash: hashOf(url), way: inCollection ? 'collection' : 'hook' });
		return true;
	});
}

/** Removes what is ours and nothing else. */
export async function remove(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		if (isManual(this)) return true;
		const registrations = await registrationsOf(this);
		for (const registration of oursOf(this, (await registrations.list()) ?? [])) {
			await registrations.remove(registration);
		}
		const known = registeredOf(this);
		if (known?.way === 'hook') await releaseHook(this, registrations, known);
		remember(this, undefined);
		return true;
	});
}

/**
 * The project has one hook. After a test it goes back to this node's production address. Otherwise it
 * is emptied if it is surely ours; one that cannot be read may be another system's by now and is left.
 */
async function releaseHook(
	context: IHookFunctions,
	registrations: Registrations,
	known: Registered,
): Promise<void> {
	const current = await registrations.hook();
	if (current !== undefined && !isThis(known, current)) return;
	const others = Object.entries(placesOf(context)).filter(([key]) => key !== placeOf(context));
	const other = others.find(([, { way }]) => way === 'hook');
	const url = other && (await urlAt(context, ...other));
	if (url !== undefined) await registrations.setHook(url);
	else if (current !== undefined) await registrations.setHook('');
}

/** The address of another place, as it was registered; undefined when the credential has changed since. */
async function urlAt(
	context: IHookFunctions,
	path: string,
	registered: Registered,
): Promise<string | undefined> {
	if (registered.url !== undefined) return registered.url;
	const own = await wantedUrl(context);
	if (own === undefined) return undefined;
	const url = new URL(own);
	url.pathname = path;
	return isThis(registered, url.href) ? url.href : undefined;
}

function isThis({ hash, url }: Registered, address: string): boolean {
	return hash === undefined ? url === address : hash === hashOf(address);
}

/** Wahelp's webhooks are entered by hand: their address must have a secret that the operator knows. */
function checkManual(webhookSecret: string | undefined): boolean {
	if (isSet(webhookSecret)) return true;
	throw new InputError(
		'it is empty',
		'Webhook Secret',
		'Set it in the credential, and enter the address with ?secret=… in Wahelp.',
	);
}

async function rememberChannels(context: IHookFunctions): Promise<void> {
	const staticData = context.getWorkflowStaticData('node');
	const wanted = wantedChannels(context);
	if (wanted.length === 0) {
		delete staticData[STATIC_CHANNELS];
		return;
	}
	const channels = await (await connect(context)).channels(projectIdOf(context));
	staticData[STATIC_CHANNELS] = idsOf(wanted, channels);
}

function hasChannels(context: IHookFunctions): boolean {
	const known = Object.keys(channelIds(context));
	const wanted = new Set(wantedChannels(context));
	return known.length === wanted.size && known.every((name) => wanted.has(name));
}

function channelIds(context: IHookFunctions): IDataObject {
	return (context.getWorkflowStaticData('node')[STATIC_CHANNELS] ?? {}) as IDataObject;
}

function wantedChannels(context: IHookFunctions): string[] {
	return channelsOption(context.getNodeParameter('options.channels', ''));
}

function oursOf(context: IHookFunctions, all: Registration[]): Registration[] {
	const known = registeredOf(context);
	return all.filter(
		({ url }) => (known !== undefined && isThis(known, url)) || isOurs(url, ownUrl(context)),
	);
}

/** Our address with its secret; undefined when there is nothing to make one of. */
async function wantedUrl(context: IHookFunctions): Promise<string | undefined> {
	const secret = await secretOf(context);
	return secret === '' ? undefined : withSecret(ownUrl(context), secret);
}

/** The credential's, else one that is made of it. */
async function secretOf(context: IHookFunctions): Promise<string> {
	const { webhookSecret, authentication, token, password } = await credentialOf(context);
	if (isSet(webhookSecret)) return webhookSecret;
	return madeSecret(context, authentication === 'token' ? token : password);
}

function placesOf(context: IHookFunctions): Record<string, Registered> {
	const places = context.getWorkflowStaticData('node')[STATIC_PLACES] ?? {};
	return places as Record<string, Registered>;
}

function registeredOf(context: IHookFunctions): Registered | undefined {
	return placesOf(context)[placeOf(context)];
}

function remember(context: IHookFunctions, registered: Registered | undefined): void {
	const places = { ...placesOf(context) };
	if (registered === undefined) delete places[placeOf(context)];
	else places[placeOf(context)] = registered;
	context.getWorkflowStaticData('node')[STATIC_PLACES] = places;
}

async function registrationsOf(context: IHookFunctions): Promise<Registrations> {
	return new Registrations((await connect(context)).calls, projectIdOf(context));
}

function isManual(context: IHookFunctions): boolean {
	return context.getNodeParameter('registration', 'automatic') === 'manual';
}

/** The host may change. */
function placeOf(context: IHookFunctions): string {
	return new URL(ownUrl(context)).pathname;
}

function isSet(secret: string | undefined): secret is string {
	return (secret ?? '') !== '';
}

function noWay(): VendorError {
	return new VendorError('Wahelp has no such project, or no call that registers a webhook', {
		code: 'registration_unavailable',
		outcome: 'rejected',
		hint: `Check Project. ${MANUAL_HINT}`,
	});
}

async function asNodeErrors<T>(context: IHookFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), withManualWay(error));
	}
}

/** What Wahelp refuses can still be entered by hand. */
function withManualWay(error: unknown): unknown {
	if (!(error instanceof VendorError) || error.outcome !== 'rejected') return error;
	if (error.code === 'registration_unavailable' || error.code === 'unauthorized') return error;
	const hint = [error.hint, MANUAL_HINT].filter(Boolean).join(' ');
	return new VendorError(`The webhook could not be registered: ${error.message}`, {
		...error,
		hint,
	});
}
