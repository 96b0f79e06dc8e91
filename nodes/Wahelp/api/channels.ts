import { InputError } from '../../shared/errors';
import { TtlCache } from '../../shared/ttlCache';
import type { ChannelRef, WahelpApi } from './client';
import type { Channel } from './schema';

const MAX_AGE_MS = 5 * 60_000;
const cache = new TtlCache<Channel[]>();

/** A project's channels, from memory for five minutes. @throws {VendorError} */
export async function channelsOf(
	api: WahelpApi,
	projectId: string,
	maxAgeMs = MAX_AGE_MS,
): Promise<Channel[]> {
	const key = `${api.account}|${projectId}`;
	return await cache.get(key, maxAgeMs, async () => await api.channels(projectId));
}

/**
 * The channel as calls want it. A number is looked up in the list, as webhooks give the number where
 * calls want the uuid (wahelp sheet §5); any other text is taken for the uuid.
 *
 * @throws {InputError | VendorError}
 */
export async function channelRef(
	api: WahelpApi,
	projectId: string,
	uuidOrId: string,
): Promise<ChannelRef> {
	if (!/^\d+$/.test(uuidOrId)) return { projectId, channel: uuidOrId };
	const channels = await channelsOf(api, projectId);
	const found =
		channels.find(({ uuid }) => uuid === uuidOrId) ?? channels.find(({ id }) => id === uuidOrId);
	if (found) return { projectId, channel: found.uuid };
	const hint = 'Choose it from the list, or give its UUID.';
	throw new InputError('the project has no channel with this number', 'Channel', hint);
}

/** The channel's number, '' when the list does not have it. @throws {VendorError} */
export async function channelId(api: WahelpApi, ref: ChannelRef): Promise<string> {
	const channels = await channelsOf(api, ref.projectId);
	return channels.find(({ uuid }) => uuid === ref.channel)?.id ?? '';
}

/** Forgets everything, for tests. */
export function clearChannels(): void {
	cache.clear();
}
