import { VendorError } from '../../shared/errors';
import { pathPart } from '../../shared/pathPart';
import { fieldsOf, messageText, textOf } from '../../shared/values';
import { isSameSet } from '../../shared/webhookLifecycle';
import type { z } from '../../shared/vendor';
import { tagsOf } from '../domain/chat';
import { isPassing, unexpected, type Body, type Query, type SitniksCalls } from './calls';
import {
	chatSchema,
	choiceSchema,
	clientSchema,
	managerSchema,
	messageSchema,
	noteSchema,
	oneOf,
	orderSchema,
	rowsOf,
	shaped,
	type Chat,
	type Choice,
	type Client,
	type Manager,
	type Message,
	type Note,
	type Order,
} from './schema';

export interface Page<T> {
	rows: T[];
	/** How many rows the server gave, unusable ones included: so many to skip for the next page. */
	length: number;
	/** The list ends with it, as far as one can tell. */
	isLast: boolean;
}

interface ChatChanges {
	status?: string;
	tags?: string[];
	assignedManagerId?: number;
}

type Shape<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

/** The largest page that is known to be honoured (sitniks sheet §1). */
export const PAGE_SIZE = 50;

/** The Open API of Sitniks in its own words (sitniks sheet §2–§5). All methods @throws {VendorError}. */
export class SitniksApi {
	constructor(
		readonly calls: SitniksCalls,
		/** Names server and key without a secret. */
		readonly account: string,
		/** The same together with how it waits: what it reads is shared with calls that wait as long. */
		readonly sharedKey = account,
	) {}

	/** One page of chats. @param query `startDate`, `status`, `initialSource` … of sheet §2 */
	async chatPage(query: Query, skip: number, limit = PAGE_SIZE): Promise<Page<Chat>> {
		return await this.page('/chats', { ...query, limit, skip }, chatSchema);
	}

	chats(query: Query, limit = Infinity): AsyncGenerator<Chat[]> {
		return this.pages('/chats', query, chatSchema, limit);
	}

	/** @throws {VendorError} `chat_not_found` */
	async chat(chatId: string): Promise<Chat> {
		const body = await this.calls.get(chatPath(chatId)).catch(chatNotFound);
		return one(body, chatSchema);
	}

	/** By the status's name (sitniks sheet §2). Setting it twice does no harm, so it is repeated. */
	async setChatStatus(chatId: string, status: string): Promise<void> {
		const path = `${chatPath(chatId)}/status`;
		const write = async () => {
			const body = await this.calls.write('PATCH', path, { status });
			await this.checkChange(chatId, body, { status });
		};
		await this.calls.repeatLost(write, isPassing).catch(chatNotFound);
	}

	/** Replaces what is given; never repeated here. @param changes `tags` replace all tags */
	async updateChat(
		chatId: string,
		changes: { tags?: string[]; assignedManagerId?: number },
	): Promise<void> {
		const body = await this.calls.write('PUT', chatPath(chatId), changes);
		await this.checkChange(chatId, body, changes);
	}

	/** Newest first; direct messages or comments under posts. */
	messages(chatId: string, isComment: boolean, limit = Infinity): AsyncGenerator<Message[]> {
		return this.pages(`${chatPath(chatId)}/messages`, { isComment }, messageSchema, limit);
	}

	/** Never repeated here. The message as Sitniks gives it. */
	async sendMessage(chatId: string, message: Body): Promise<Message> {
		const body = await this.calls.write('POST', `${chatPath(chatId)}/messages`, message);
		const sent = oneOf(body, messageSchema);
		if (!sent) throw unexpected(body, 'unknown');
		return sent;
	}

	/** Never repeated. */
	async addNote(chatId: string, text: string): Promise<Note> {
		const body = await this.calls.write('POST', `${chatPath(chatId)}/notes`, { text });
		const note = oneOf(body, noteSchema);
		if (!note) throw unexpected(body, 'unknown');
		return note;
	}

	managers(limit = Infinity): AsyncGenerator<Manager[]> {
		return this.pages('/managers', {}, managerSchema, limit);
	}

	/** @param query `phone`, `email` or `search` */
	clients(query: Query, limit = Infinity): AsyncGenerator<Client[]> {
		return this.pages('/clients', query, clientSchema, limit, ['clients', 'data']);
	}

	/** Never repeated here. */
	async createOrder(order: Body): Promise<Order> {
		const body = await this.calls.write('POST', '/orders', order);
		const created = oneOf(body, orderSchema);
		if (!created) throw unexpected(body, 'unknown');
		return created;
	}

	async order(orderId: string): Promise<Order> {
		return one(await this.calls.get(`/orders/${pathPart(orderId, 'Order ID')}`), orderSchema);
	}

	/** @param query `createdAtFrom`, `createdAtTo`; their zone is ignored (sitniks sheet §4) */
	orders(query: Query, limit = Infinity): AsyncGenerator<Order[]> {
		return this.pages('/orders', query, orderSchema, limit);
	}

	async orderStatuses(): Promise<Choice[]> {
		return choices(await this.calls.get('/orders/statuses'));
	}

	/** The shape of the answer is not known (sitniks sheet §4), so several are read. */
	async salesChannels(): Promise<Choice[]> {
		return choices(await this.calls.get('/sales-channels', { limit: PAGE_SIZE }));
	}

	/**
	 * What a change answers is not known for sure (sitniks sheet §2). When it is not the changed chat, the chat
	 * itself is asked.
	 *
	 * @throws {VendorError} outcome `unknown` when neither shows the change
	 */
	private async checkChange(chatId: string, body: unknown, changes: ChatChanges): Promise<void> {
		const told = oneOf(body, chatSchema);
		// Some accounts do not tell the manager's ID.
		const isTold = told?.id === chatId && isChanged(told, changes, true);
		if (isTold) return;
		const read = await this.calls.get(chatPath(chatId)).catch(() => undefined);
		const chat = oneOf(read, chatSchema);
		if (!chat || !isChanged(chat, changes)) throw unexpected(body, 'unknown');
	}

	/** Pages of a list to its end; no row comes twice, though rows may move while it is read. */
	private async *pages<T extends { id: unknown }>(
		path: string,
		query: Query,
		shape: Shape<T>,
		limit: number,
		names?: string[],
	): AsyncGenerator<T[]> {
		const size = Math.max(1, Math.min(PAGE_SIZE, limit));
		const seen = new Set<unknown>();
		for (let skip = 0; ;) {
			const page = await this.page(path, { ...query, limit: size, skip }, shape, names);
			const fresh = page.rows.filter(({ id }) => !seen.has(id) && seen.add(id));
			if (fresh.length > 0) yield fresh;
			// A server that does not know `skip` would give the first page for ever.
			if (page.isLast || fresh.length === 0) return;
			skip += page.length;
		}
	}

	private async page<T>(
		path: string,
		query: Query & { limit: number; skip: number },
		shape: Shape<T>,
		names?: string[],
	): Promise<Page<T>> {
		const body = await this.calls.get(path, query);
		const rows = rowsOf(body, names);
		if (!rows) throw unexpected(body);
		const { length } = rows;
		// `count` changes between pages: it may make for one call too many, but never ends the list.
		const isCountedOut = !(Number(fieldsOf(body).count) > query.skip + length);
		const isLast = length === 0 || (length < query.limit && isCountedOut);
		return { rows: shaped(rows, shape), length, isLast };
	}
}

/** 404 of a call about a chat. */
export async function chatNotFound(error: unknown): Promise<never> {
	if (!(error instanceof VendorError) || error.code !== 'not_found') {
		return await Promise.reject(error);
	}
	const { httpStatus, requestId } = error;
	throw new VendorError('Sitniks has no such chat', {
		code: 'chat_not_found',
		outcome: 'rejected',
		httpStatus,
		requestId,
		hint: 'The chat may have been removed, or belong to another account. Look for it again with Chat: Find.',
	});
}

/** All rows of a list, at most `limit`. */
export async function collect<T>(pages: AsyncIterable<T[]>, limit = Infinity): Promise<T[]> {
	const rows: T[] = [];
	for await (const page of pages) {
		rows.push(...page);
		if (rows.length >= limit) break;
	}
	return rows.slice(0, limit);
}

/** @param isManagerOptional a chat without the ID of its manager passes */
function isChanged(
	chat: Chat,
	{ status, tags, assignedManagerId: managerId }: ChatChanges,
	isManagerOptional = false,
): boolean {
	const has = tagsOf(chat);
	const manager = chat.assignedManagerId ?? (isManagerOptional ? managerId : undefined);
	return (
		(status === undefined || folded(chat.status) === folded(status)) &&
		(tags === undefined || (has !== undefined && isSameSet(has.map(messageText), tags.map(messageText)))) &&
		(managerId === undefined || manager === managerId)
	);
}

function folded(text: string): string {
	return messageText(text).toLowerCase();
}

function chatPath(chatId: string): string {
	return `/chats/${pathPart(chatId, 'Chat ID')}`;
}

function one<T>(body: unknown, shape: Shape<T>): T {
	const found = oneOf(body, shape);
	if (found === undefined) throw unexpected(body);
	return found;
}

function choices(body: unknown): Choice[] {
	const rows = rowsOf(body, ['data', 'salesChannels', 'statuses', 'items']);
	if (!rows) throw unexpected(body);
	return shaped(rows, choiceSchema).map(({ id, name }) => ({ id, name: textOf(name) || `#${id}` }));
}
