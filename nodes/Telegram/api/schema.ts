import { z } from '../../shared/vendor';

const integer = z.number().int();

/** `{"ok":false,…}` (telegram sheet §1); a field of another kind counts as absent. */
export const failureSchema = z.object({
	description: z.string().catch(''),
	parameters: z
		.object({
			retry_after: z.number().nonnegative().optional().catch(undefined),
			migrate_to_chat_id: integer.optional().catch(undefined),
		})
		.catch({}),
});
export type Failure = z.infer<typeof failureSchema>;

/** `{"ok":true,"result":…}` */
export function successSchema<T extends z.ZodTypeAny>(result: T) {
	return z.object({ ok: z.literal(true), result });
}

/** What is needed of a sent message; `date` in Unix seconds (sheet §3). */
export const sentMessageSchema = z.object({
	message_id: integer,
	date: integer,
	chat: z.object({ id: integer }),
});
export type SentMessage = z.infer<typeof sentMessageSchema>;

/** Fields appear only when set; an empty `url` means that there is none (sheet §4). */
export const webhookInfoSchema = z.object({
	url: z.string(),
	max_connections: integer.optional(),
	allowed_updates: z.array(z.string()).optional(),
});
export type WebhookInfo = z.infer<typeof webhookInfoSchema>;

/** One update; everything in it stays as it came (sheet §6). */
export const updateSchema = z.object({ update_id: integer }).passthrough();
