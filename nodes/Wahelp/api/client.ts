import { VendorError, type WriteOutcome } from '../../shared/errors';
import { pathPart } from '../../shared/pathPart';
import { fieldsOf, firstText } from '../../shared/values';
import type { z } from '../../shared/vendor';
import type { WahelpCalls } from './calls';
import { idOf, isoTime, type RawMessage } from '../domain/message';
import {
	channelSchema,
	contactSchema,
	dataIn,
	isDone,
	listIn,
	projectSchema,
	userSchema,
	type Channel,
	type Contact,
	type Project,
	type User,
} from './schema';

/** A channel as calls name it. */
export interface ChannelRef {
	projectId: string;
	/** Its uuid. */
	channel: string;
}

export interface SendAnswer {
	/** '' when the answer does not tell it. */
	messageId: string;
	/** '' when the answer does not tell it. */
	channelId: string;
	/** ISO, '' when the answer does not tell it. */
	sentAt: string;
}

/** The largest page that is asked for; Wahelp's own limit is not documented (wahelp sheet §10). */
const PAGE_SIZE = 100;

/** Wahelp in its own words (wahelp sheet §4–§10). All methods @throws {VendorError}. */
export class WahelpApi {
	constructor(
		/** For calls that only one place needs, such as webhooks. */
		readonly calls: WahelpCalls,
		/** Names server and log-in without a secret: the key of caches. */
		readonly account: string,
	) {}

	async projects(): Promise<Project[]> {
		const body = await this.calls.read({ method: 'GET', path: '/projects/' });
		return listOf(body, projectSchema);
	}

	async channels(projectId: string): Promise<Channel[]> {
		const path = `/projects/${pathPart(projectId, 'Project ID')}/channels/`;
		return listOf(await this.calls.read({ method: 'GET', path, projectId }), channelSchema);
	}

	/**
	 * Creates the user of a phone or finds the existing one. Called twice it makes one user, so it is
	 * repeated like a read. A refusal may carry the existing id in `elements.user_id` (sheet §6).
	 *
	 * @param phone digits with the country code
	 */
	async upsertUser(channel: ChannelRef, phone: string, name?: string): Promise<User> {
		const path = `${channelPath(channel)}/users`;
		const body = { phone, ...(name === undefined ? {} : { name }), need_create: true };
		const { projectId } = channel;
		return one(await this.calls.read({ method: 'POST', path, projectId, body }), userSchema);
	}

	async user(channel: ChannelRef, userId: string): Promise<User> {
		const path = `${channelPath(channel)}/users/${pathPart(userId, 'User ID')}`;
		const { projectId } = channel;
		return one(await this.calls.read({ method: 'GET', path, projectId }), userSchema);
	}

	/**
	 * The person of a phone; undefined when Wahelp knows none. Nobody is created.
	 *
	 * @param phone digits with the country code
	 */
	async contactByPhone(projectId: string, phone: string): Promise<Contact | undefined> {
		const path = `/projects/${pathPart(projectId, 'Project ID')}/contacts/contact_by_phone`;
		const body = { phone, need_create: false };
		const call = this.calls.read({ method: 'POST', path, projectId, body });
		const answer = await call.catch(async (error: unknown) => {
			if (error instanceof VendorError && error.code === 'not_found') return undefined;
			return await Promise.reject(error);
		});
		return answer === undefined ? undefined : one(answer, contactSchema);
	}

	/** Sends a text to a user of the channel. Never repeated but for 429 (sheet §8). */
	async sendMessage(
		channel: ChannelRef,
		userId: string,
		message: { text: string; destination?: string },
	): Promise<SendAnswer> {
		const path = `${channelPath(channel)}/send_message/${pathPart(userId, 'User ID')}`;
		const { projectId } = channel;
		const call = this.calls.write({ method: 'POST', path, projectId, body: { ...message } });
		const answer = await call.catch(
			async (error: unknown) => await Promise.reject(userHint(error)),
		);
		const data = dataIn(answer);
		const messageId = idOf(data) || idOf(fieldsOf(answer));
		// Of some other server: nobody knows where the message went.
		if (messageId === '' && !isDone(answer)) throw unexpected('unknown');
		return {
			messageId,
			channelId: firstText(data.channel_id, fieldsOf(data.message).channel_id),
			sentAt: isoTime(data.created_at ?? fieldsOf(data.message).created_at),
		};
	}

	/**
	 * Pages of a channel's messages as Wahelp orders them; no message comes twice. How to ask for the
	 * next page is not documented: `offset` is tried, and a page without news ends it (sheet §10). An empty
	 * page at last says that the list came to its end.
	 */
	async *messagePages(
		channel: ChannelRef,
		{ userId, limit = PAGE_SIZE }: { userId?: string; limit?: number } = {},
	): AsyncGenerator<RawMessage[]> {
		const pageSize = Math.min(limit, PAGE_SIZE);
		const seen = new Set<string>();
		for (let offset = 0; ;) {
			const query = [
				`limit=${pageSize}`,
				...(offset > 0 ? [`offset=${offset}`] : []),
				...(userId === undefined ? [] : [`user_id=${encodeURIComponent(userId)}`]),
			].join('&');
			const path = `${channelPath(channel)}/messages?${query}`;
			const { projectId } = channel;
			const page = listIn(await this.calls.read({ method: 'GET', path, projectId }));
			if (!page) throw unexpected('not_sent');
			if (page.length === 0) {
				yield [];
				return;
			}
			const fresh = page.filter((message) => {
				const id = idOf(message) || JSON.stringify(message);
				return !seen.has(id) && seen.add(id);
			});
			if (fresh.length === 0) return;
			yield fresh;
			offset += page.length;
		}
	}
}

function channelPath({ projectId, channel }: ChannelRef): string {
	return `/projects/${pathPart(projectId, 'Project ID')}/channels/${pathPart(channel, 'Channel')}`;
}

function listOf<T>(body: unknown, shape: z.ZodType<T, z.ZodTypeDef, unknown>): T[] {
	const list = shape.array().safeParse(listIn(body));
	if (!list.success) throw unexpected('not_sent');
	return list.data;
}

function one<T>(body: unknown, shape: z.ZodType<T, z.ZodTypeDef, unknown>): T {
	const parsed = shape.safeParse(dataIn(body));
	if (!parsed.success) throw unexpected('not_sent');
	return parsed.data;
}

/** 404 also comes for a phone in place of the id (sheet §12). */
function userHint(error: unknown): unknown {
	if (!(error instanceof VendorError) || error.code !== 'not_found') return error;
	const hint =
		'User ID must be the ID of a user of this channel, not a phone. Check Project and Channel too.';
	return new VendorError(error.message, { ...error, hint });
}

function unexpected(outcome: WriteOutcome): VendorError {
	return new VendorError('The answer is not one of Wahelp', {
		code: 'unexpected_answer',
		outcome,
		hint: 'Check that Base URL in the credential points to Wahelp itself.',
	});
}
