import type { IDataObject } from 'n8n-workflow';

/** The key of older versions, in the node's static data. A hash is not enough: it has to sign. */
const STATIC_KEY = 'hmacKey';
/** In milliseconds since 1970; without it the key is the registered one. */
const STATIC_UNTIL = 'hmacKeyUntil';
/** Deliveries under way are signed with the key before. */
const DAY_MS = 24 * 3_600_000;

/** The key that an older version has made, as long as it counts; else ''. */
export function oldKey(staticData: IDataObject, now = Date.now()): string {
	const { [STATIC_KEY]: key, [STATIC_UNTIL]: until } = staticData;
	return typeof key === 'string' && (until === undefined || Number(until) > now) ? key : '';
}

/** Whether it may still be the one that is registered. */
export function isOldKeyInUse(staticData: IDataObject): boolean {
	return staticData[STATIC_KEY] !== undefined && staticData[STATIC_UNTIL] === undefined;
}

/** It signs again, as there is no other one. */
export function keepOldKey(staticData: IDataObject): void {
	delete staticData[STATIC_UNTIL];
}

/** Another key has replaced it: it counts for one more day, and then goes. */
export function endOldKey(staticData: IDataObject, now = Date.now()): void {
	if (staticData[STATIC_KEY] === undefined) return;
	staticData[STATIC_UNTIL] ??= now + DAY_MS;
	if (oldKey(staticData, now) === '') {
		delete staticData[STATIC_KEY];
		delete staticData[STATIC_UNTIL];
	}
}
