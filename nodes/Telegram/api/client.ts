import { VendorError, type WriteOutcome } from '../../shared/errors';
import type { HttpAnswer, HttpClient } from '../../shared/http';
import { z } from '../../shared/vendor';
import * as schema from './schema';
import type { SentMessage, WebhookInfo } from './schema';

export interface TelegramApiOptions {
	http: HttpClient;
	/** Without a slash at the end. */
	baseUrl: string;
	token: string;
	/** Identifies server and bot; no secret in plain text. */
	account: string;
}

/** Fields of `sendMessage` (telegram sheet §3). */
export interface SendMessage extends Record<string, unknown> {
	chat_id: number | string;
	text: string;
}

/** Fields of `setWebhook` (sheet §4). */
export interface SetWebhook {
	url: string;
	secret_token: string;
	allowed_updates: string[];
	max_connections: number;
}

/** Telegram's Bot API in its own words. All methods @throws {VendorError}. */
export class TelegramApi {
	constructor(private readonly options: TelegramApiOptions) {}

	get account(): string {
		return this.options.account;
	}

	/** Never repeated but for 429: there is no key that would make a repetition harmless (sheet §3). */
	async sendMessage(body: SendMessage): Promise<SentMessage> {
		return await this.write('sendMessage', body, schema.sentMessageSchema);
	}

	async answerCallbackQuery(body: Record<string, unknown>): Promise<void> {
		await this.write('answerCallbackQuery', body, z.literal(true));
	}

	async webhookInfo(): Promise<WebhookInfo> {
		const call = { method: 'GET' as const, url: this.url('getWebhookInfo') };
		const answer = await this.options.http.read(call);
		return resultOf(answer, schema.webhookInfoSchema, 'not_sent');
	}

	/** Replaces whatever webhook the bot has, whoever set it. Waiting updates stay. */
	async setWebhook(webhook: SetWebhook): Promise<void> {
		await this.write('setWebhook', { ...webhook, drop_pending_updates: false }, z.literal(true));
	}

	/** Waiting updates stay. */
	async deleteWebhook(): Promise<void> {
		await this.write('deleteWebhook', { drop_pending_updates: false }, z.literal(true));
	}

	private async write<T>(
		method: string,
		body: Record<string, unknown>,
		shape: z.ZodType<T, z.ZodTypeDef, unknown>,
	): Promise<T> {
		const call = { method: 'POST' as const, url: this.url(method), body };
		const answer = await this.options.http.write(call);
		return resultOf(answer, shape, 'unknown');
	}

	private url(method: string): string {
		return `${this.options.baseUrl}/bot${this.options.token}/${method}`;
	}
}

function resultOf<T>(
	{ body }: HttpAnswer,
	shape: z.ZodType<T, z.ZodTypeDef, unknown>,
	outcome: WriteOutcome,
): T {
	const parsed = schema.successSchema(shape).safeParse(body);
	if (parsed.success) return parsed.data.result as T;
	throw new VendorError('The answer is not one of Telegram', {
		code: 'unexpected_answer',
		outcome,
		hint: 'Check that Base URL in the credential points to the Bot API, not to a page before it.',
	});
}
