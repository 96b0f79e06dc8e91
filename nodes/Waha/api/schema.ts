import { z } from '../../shared/vendor';

const object = z.record(z.string(), z.unknown());

/** `GET /api/sessions/{name}`; a stopped session has no `engine`, older servers have none at all. */
export const sessionSchema = z
	.object({
		name: z.string(),
		status: z.string(),
		me: object.nullish(),
		config: object.nullish(),
		engine: z.unknown(),
	})
	.passthrough();
export const sessionsSchema = z.array(sessionSchema);
export type Session = z.infer<typeof sessionSchema>;

/** `GET /api/server/version` */
export const versionSchema = z.object({
	version: z.string().catch(''),
	engine: z.string(),
	tier: z.string().catch(''),
});
export type ServerVersion = z.infer<typeof versionSchema>;

/** `GET /api/contacts/check-exists`: without the number `chatId` is absent (NOWEB) or null (GOWS). */
export const numberSchema = z
	.object({ numberExists: z.boolean(), chatId: z.string().nullish() })
	.passthrough();

/** `GET /api/{session}/lids/…`: null for what is unknown, with status 200. */
export const lidSchema = z.object({ lid: z.string().nullish(), pn: z.string().nullish() });
export type LidPair = z.infer<typeof lidSchema>;

/** `GET /api/{session}/chats/{chatId}/messages` */
export const messagesSchema = z.array(object);

/**
 * What a send answers: the object of the engine (waha sheet §6). All engines have one of these in it, with
 * or without an id.
 */
export const sentSchema = z.union([
	z.object({ id: z.string().min(1).or(object) }).passthrough(),
	z.object({ key: object }).passthrough(),
	z.object({ message: object, messageTimestamp: z.string().or(z.number()) }).passthrough(),
	z
		.object({ _data: z.unknown() })
		.passthrough()
		.refine((answer) => '_data' in answer),
]);

/** What changing a session answers: the session (sheet §4). */
export const changedSessionSchema = z.object({ name: z.string() });
