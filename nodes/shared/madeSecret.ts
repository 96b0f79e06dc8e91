import { createHash, createHmac } from 'crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * The secret of a trigger whose operator has chosen none. It is made from a secret of the credential, so that
 * it stands nowhere: n8n exports the static data of a workflow together with it. All workers make the same
 * one, and it stays the same as long as the credential's does.
 *
 * @param key of the credential; not shown by the result
 * @returns 64 hexadecimal digits; '' without a key, as everybody could make that one
 */
export function madeSecret(context: IHookFunctions | IWebhookFunctions, key: unknown): string {
	const secret = typeof key === 'string' ? key.trim() : '';
	if (secret === '') return '';
	const place = `crm-bridge|webhook|${context.getWorkflow().id}|${context.getNode().id}`;
	return createHmac('sha256', secret).update(place).digest('hex');
}

/** What may be kept of a secret, or of an address that holds one. */
export function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

/** In the node's static data. */
const STATIC_HASHES = 'secretHashes';
/** Older versions kept the secret itself. */
const STATIC_SECRET = 'secret';
/** Deliveries under way have the secret before. */
const DAY_MS = 24 * 3_600_000;

interface Kept {
	current?: string;
	before?: string;
	/** In milliseconds since 1970. */
	beforeUntil?: number;
}

/**
 * Notes which secret is registered from now on; the one before counts for another day.
 *
 * @param secret '' for none that has to be kept: the credential has it
 */
export function keepSecret(staticData: IDataObject, secret: string, now = Date.now()): void {
	const old = oldSecret(staticData);
	const kept = keptIn(staticData);
	const before = kept.current ?? (old === '' ? undefined : hashOf(old));
	const current = secret === '' ? undefined : hashOf(secret);
	delete staticData[STATIC_SECRET];
	if (current === before) return;
	staticData[STATIC_HASHES] = {
		...(current === undefined ? {} : { current }),
		...(before === undefined ? {} : { before, beforeUntil: now + DAY_MS }),
	};
}

/** Whether this secret is the one that was registered last. */
export function isKept(staticData: IDataObject, secret: string): boolean {
	return secret !== '' && keptIn(staticData).current === hashOf(secret);
}

/** Hashes of the secrets that calls may have. */
export function keptHashes(staticData: IDataObject, now = Date.now()): string[] {
	const { current = '', before = '', beforeUntil = 0 } = keptIn(staticData);
	const old = oldSecret(staticData);
	const all = [current, beforeUntil > now ? before : '', old === '' ? '' : hashOf(old)];
	return all.filter((hash) => hash !== '');
}

function keptIn(staticData: IDataObject): Kept {
	return (staticData[STATIC_HASHES] ?? {}) as Kept;
}

function oldSecret(staticData: IDataObject): string {
	const old = staticData[STATIC_SECRET];
	return typeof old === 'string' ? old : '';
}
