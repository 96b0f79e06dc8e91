import { VendorError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/keyedMutex';
import { chatNotFound, type SitniksApi } from './client';
import { tagsOf } from '../domain/chat';
import { forgetSeen } from './listing';
import { isManager, noManager } from './managers';
import type { Chat } from './schema';

export type TagsMode = 'add' | 'remove' | 'replace';

/** One change of a chat at a time: each begins with what the one before it has left. */
const perChat = new KeyedMutex();

/** By the status's name. @throws {VendorError} `unknown_status` names it */
export async function setStatus(api: SitniksApi, chatId: string, status: string): Promise<void> {
	await perChat.run(keyOf(api, chatId), async () => {
		api.calls.signal?.throwIfAborted();
		await api.setChatStatus(chatId, status).catch(async (error: unknown) => {
			if (error instanceof VendorError && error.code === 'chat_not_found') forgetSeen(api);
			const isRefused = error instanceof VendorError && error.code === 'invalid_request';
			return await Promise.reject(isRefused ? unknownStatus(error, status) : error);
		});
	});
}

/**
 * Makes somebody responsible. The tags go along: whether Sitniks keeps them otherwise is not proven, so
 * they are read right before (sitniks sheet §2).
 *
 * @returns the chat as it was read
 * @throws {VendorError} `assign_unsupported` when the account's API does not have it
 * @throws {InputError} `manager_not_found`
 */
export async function assignManager(
	api: SitniksApi,
	chatId: string,
	managerId: number,
): Promise<{ chat: Chat; tags: string[] }> {
	return await change(api, chatId, async () => {
		const chat = await api.chat(chatId);
		const tags = readableTags(chat);
		await api
			.updateChat(chatId, { tags, assignedManagerId: managerId })
			.catch(
				async (error: unknown) => await Promise.reject(await refusedBy(api, error, managerId)),
			);
		return { chat, tags };
	});
}

/** Adds, removes or replaces tags; nothing is written when nothing changes. @throws {VendorError} */
export async function setTags(
	api: SitniksApi,
	chatId: string,
	given: string[],
	mode: TagsMode,
): Promise<{ tags: string[]; changed: boolean }> {
	// A repeated try may find that the first one was done.
	let changed = false;
	return await change(api, chatId, async () => {
		const before = readableTags(await api.chat(chatId));
		const tags = mergeTags(before, given, mode);
		if (!isSame(before, tags)) {
			changed = true;
			await api.updateChat(chatId, { tags }).catch(chatNotFound);
		}
		return { tags, changed };
	});
}

/** Tags are compared letter by letter; none comes twice. */
export function mergeTags(before: string[], given: string[], mode: TagsMode): string[] {
	if (mode === 'remove') return before.filter((tag) => !given.includes(tag));
	return [...new Set(mode === 'add' ? [...before, ...given] : given)];
}

/** Read and write; both again when the answer to the write is lost. */
async function change<T>(api: SitniksApi, chatId: string, work: () => Promise<T>): Promise<T> {
	return await perChat.run(keyOf(api, chatId), async () => {
		api.calls.signal?.throwIfAborted();
		return await api.calls.repeatLost(work);
	});
}

function keyOf({ account }: SitniksApi, chatId: string): string {
	return `${account}|${chatId}`;
}

function isSame(a: string[], b: string[]): boolean {
	return a.length === b.length && a.every((tag) => b.includes(tag));
}

function readableTags(chat: Chat): string[] {
	const tags = tagsOf(chat);
	if (tags) return tags;
	throw new VendorError('The tags of this chat cannot be read, so they would be lost', {
		code: 'unexpected_answer',
		outcome: 'not_sent',
		hint: 'Nothing was changed. Change the chat in Sitniks itself.',
	});
}

function unknownStatus({ httpStatus, requestId }: VendorError, status: string): VendorError {
	return new VendorError(`Sitniks has no chat status "${status}"`, {
		code: 'unknown_status',
		outcome: 'rejected',
		httpStatus,
		requestId,
		hint: 'Write it exactly as in Sitniks: Settings, chat statuses. They are not the statuses of orders.',
	});
}

/** A refused PUT: is it the manager, or does the account's API not have it (sitniks sheet §2)? */
async function refusedBy(api: SitniksApi, error: unknown, managerId: number): Promise<unknown> {
	if (!(error instanceof VendorError) || ![400, 404, 405, 422].includes(error.httpStatus ?? 0)) {
		return error;
	}
	if (error.code === 'html_page') return error;
	// When the list cannot be read, the likelier cause is told.
	const exists = await isManager(api, managerId).catch(async (failed: unknown) =>
		failed instanceof VendorError ? true : await Promise.reject(failed),
	);
	if (!exists) return noManager(`no manager has the ID ${managerId}`);
	return new VendorError('The API of this Sitniks account does not assign managers', {
		code: 'assign_unsupported',
		outcome: 'rejected',
		httpStatus: error.httpStatus,
		requestId: error.requestId,
		hint: 'Ask the support of Sitniks to open assignedManagerId, or assign managers in Sitniks by hand or by its own rules.',
	});
}
