import type { IDataObject } from 'n8n-workflow';

import type { Chat } from '../api/schema';
import { timeOf } from './time';

/** As MongoDB makes them (sitniks sheet §2). */
const CHAT_ID = /^[0-9a-f]{24}$/i;

/** The id of a chat in a text, which may be the address of its page; undefined when it holds none. */
export function chatIdIn(text: string): string | undefined {
	const id = /\/dialog\/([\w-]+)/.exec(text)?.[1] ?? text.trim();
	return CHAT_ID.test(id) ? id : undefined;
}

/** A chat in ten fields and a few. `manager_id` is null where Sitniks does not tell it. */
export function simplifyChat(chat: Chat): IDataObject {
	return {
		chat_id: chat.id,
		user_id: chat.userId,
		user_name: chat.userName,
		nick_name: chat.userNickName,
		source: chat.initialSource,
		status: chat.status,
		tags: tagsOf(chat) ?? [],
		manager_id: chat.assignedManagerId ?? null,
		manager_name: chat.assignedManagerName,
		created_at: chat.createdAt,
		updated_at: chat.updatedAt,
		last_message_at: chat.lastMessageCreatedAt,
	};
}

/** None for a chat without any; undefined when they are no list of texts and must not be written back. */
export function tagsOf({ tags }: Chat): string[] | undefined {
	if (tags === undefined || tags === null) return [];
	const isTexts = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string');
	return isTexts ? (tags as string[]) : undefined;
}

/** When something last happened in it, in milliseconds; 0 when nobody tells. */
export function lastActive({ lastMessageCreatedAt, updatedAt, createdAt }: Chat): number {
	const times = [lastMessageCreatedAt, updatedAt, createdAt].map(timeOf);
	return times.find((time) => !Number.isNaN(time)) ?? 0;
}
