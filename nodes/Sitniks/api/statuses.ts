import { collect, type SitniksApi } from './client';
import { TtlCache } from '../../shared/ttlCache';

const NEWEST = 100;
const MAX_AGE_MS = 5 * 60_000;

/** Shared by all executions of this process. */
export const processStatuses = new TtlCache<string[]>();

/**
 * Names of statuses that the newest chats have: no call lists all of them (sitniks sheet §2), so one that
 * no such chat has is missing. @throws {VendorError}
 */
export async function seenStatuses(api: SitniksApi): Promise<string[]> {
	return await processStatuses.get(api.sharedKey, MAX_AGE_MS, async () => {
		const chats = await collect(api.chats({}, NEWEST), NEWEST);
		const names = chats.map(({ status }) => status).filter((status) => status !== '');
		return [...new Set(names)].sort((a, b) => a.localeCompare(b));
	});
}
