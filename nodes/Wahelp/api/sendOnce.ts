import { VendorError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/keyedMutex';
import { RecentKeys } from '../../shared/ttlMap';
import { writeOnce } from '../../shared/writeOnce';
import type { ChannelRef, WahelpApi } from './client';
import { findSent, type Search } from './history';
import { idNumber } from '../domain/message';

export interface Outgoing {
	channel: ChannelRef;
	userId: string;
	text: string;
	/** Only when the operator chose one (wahelp sheet §7). */
	destination?: string;
	/** A repeated run: milliseconds from which on a message with this text counts as this one. */
	lookSince?: number;
	/** Messages with the same text that are known to be others. */
	excludeIds: string[];
}

export interface Sent {
	/** '' when Wahelp did not tell it. */
	messageId: string;
	channelId: string;
	/** ISO. */
	sentAt: string;
	/** It was in the history before; nothing was sent. */
	found: boolean;
	/** The answer was lost, and the history shows the message. */
	confirmed: boolean;
}

export interface SendOptions {
	/** Between a lost answer and the look into the history. */
	lookPauseMs?: number;
	now?: () => number;
	signal?: AbortSignal;
}

const MAX_TRIES = 3;
const LOOK_PAUSE_MS = 1000;
/** How much Wahelp's clock may be behind. */
const CLOCK_SKEW_MS = 60_000;
const HOUR_MS = 3_600_000;

/** One message at a time per user: their order holds, and two equal texts stay two messages. */
const perUser = new KeyedMutex();
/** Messages that this process knows to be its own: a lost one is never taken for one of these. */
const ownMessages = new RecentKeys(HOUR_MS, 20_000);
/** The same by account alone: a webhook does not name the channel as a send does. */
const ownIds = new RecentKeys(HOUR_MS, 20_000);

/** Whether this process has sent the message within the last hour; the answer to the send told its id. */
export function isOwnMessage(account: string, messageId: string): boolean {
	return ownIds.has(`${account}|${messageId}`);
}

/**
 * Sends a text so that it arrives once. Wahelp has no idempotency key: after a lost answer the history
 * tells whether the message went out; only when it surely did not, it is sent again (sheet §8).
 *
 * Limits: somebody else (an operator, another n8n worker) who sends the same text to the same user within
 * a minute before the lost try is taken for it.
 *
 * @throws {VendorError} outcome `unknown` when nobody can tell whether it went out
 */
export async function sendOnce(
	api: WahelpApi,
	message: Outgoing,
	options: SendOptions = {},
): Promise<Sent> {
	const { channel, userId } = message;
	const key = [api.account, channel.projectId, channel.channel, userId].join('|');
	return await perUser.run(key, async () => {
		options.signal?.throwIfAborted();
		const sent = await sendOrFind(api, message, options);
		if (sent.messageId !== '') {
			ownMessages.remember(ownKey(api, channel, sent.messageId));
			ownIds.remember(`${api.account}|${sent.messageId}`);
		}
		return sent;
	});
}

async function sendOrFind(api: WahelpApi, message: Outgoing, options: SendOptions): Promise<Sent> {
	const { channel, userId, text, destination, lookSince } = message;
	const { lookPauseMs = LOOK_PAUSE_MS, now = Date.now, signal } = options;
	let newestId = 0;
	if (lookSince !== undefined) {
		const before = await look(api, message, lookSince, (id) => message.excludeIds.includes(id));
		if (before.found) return { ...before.found, channelId: '', found: true, confirmed: false };
		if (!before.complete) throw unreadable();
		newestId = before.newestId ?? 0;
	}
	const since = now() - CLOCK_SKEW_MS;
	const isOther = (id: string) =>
		message.excludeIds.includes(id) ||
		idNumber(id) <= newestId ||
		ownMessages.has(ownKey(api, channel, id));
	const { value, confirmed } = await writeOnce({
		write: async () =>
			await api.sendMessage(channel, userId, { text, ...(destination ? { destination } : {}) }),
		look: async () => {
			const after = await look(api, message, since, isOther);
			if (!after.found && !after.complete) throw unreadable();
			return after.found && { ...after.found, channelId: '' };
		},
		pausesMs: Array<number>(MAX_TRIES).fill(lookPauseMs),
		again: true,
		signal,
	});
	const sentAt = value.sentAt || new Date(now()).toISOString();
	return { ...value, sentAt, found: false, confirmed };
}

async function look(
	api: WahelpApi,
	{ channel, userId, text, destination }: Outgoing,
	since: number,
	isExcluded: (id: string) => boolean,
): Promise<Search> {
	return await findSent(api, channel, { userId, text, destination, since, isExcluded });
}

function ownKey(api: WahelpApi, { projectId, channel }: ChannelRef, messageId: string): string {
	return [api.account, projectId, channel, messageId].join('|');
}

function unreadable(): VendorError {
	return new VendorError('The history does not tell whether the message was sent before', {
		code: 'history_unavailable',
		outcome: 'unknown',
		hint: 'Nothing was sent now. Look at the conversation in Wahelp, or choose a later Sent After.',
	});
}
