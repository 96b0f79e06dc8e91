import { fieldsOf, textOf } from '../../shared/values';
import { z } from '../../shared/vendor';

const id = z
	.union([z.string(), z.number()])
	.transform((value) => String(value).trim())
	.pipe(z.string().min(1));
const text = z.unknown().transform((value) => textOf(value));
const numberId = z.coerce.number().int().positive();

/**
 * A chat (sitniks sheet §2). Everything but the id may be missing; ids of users are digits that do not fit
 * a number, so they stay text.
 */
export const chatSchema = z
	.object({
		id,
		userId: text,
		userName: text,
		userNickName: text,
		initialSource: text,
		status: text,
		tags: z.unknown(),
		assignedManagerId: numberId.nullish().catch(null),
		assignedManagerName: text,
		createdAt: text,
		updatedAt: text,
		lastMessageCreatedAt: text,
	})
	.passthrough();
export type Chat = z.infer<typeof chatSchema>;

/** A message (sitniks sheet §2). */
export const messageSchema = z
	.object({
		id,
		messageType: text,
		text: z.unknown().transform((value) => (typeof value === 'string' ? value : '')),
		sentBy: text,
		managerName: text,
		attachmentUrl: text,
		attachments: z.unknown(),
		createdAt: text,
	})
	.passthrough();
export type Message = z.infer<typeof messageSchema>;

/** A note as its creation answers it (sitniks sheet §2). */
export const noteSchema = z.object({ text: z.string(), managerName: text, createdAt: text });
export type Note = z.infer<typeof noteSchema>;

/** A manager: `id` is not the id of its user (sitniks sheet §3). */
export const managerSchema = z
	.object({ id: numberId, user: z.object({ fullname: text }).passthrough().nullish() })
	.passthrough();
export type Manager = z.infer<typeof managerSchema>;

/** A client (sitniks sheet §5). */
export const clientSchema = z
	.object({ id, fullname: text, phone: text, email: text })
	.passthrough();
export type Client = z.infer<typeof clientSchema>;

/** An order, as it is made and as it is read (sitniks sheet §4). */
export const orderSchema = z
	.object({
		id,
		orderNumber: text,
		status: z.unknown(),
		client: z.unknown(),
		externalId: text,
		chatId: text,
		createdAt: text,
		updatedAt: text,
	})
	.passthrough();
export type Order = z.infer<typeof orderSchema>;

/** One choice of a dictionary: order statuses, sales channels; `name` or `title` (sitniks sheet §4). */
export const choiceSchema = z
	.object({ id: numberId, name: text, title: text })
	.passthrough()
	.transform((choice) => ({ id: choice.id, name: choice.name || choice.title }));
export type Choice = z.infer<typeof choiceSchema>;

type Shape<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

/** The rows of a list: the body itself or under one of its names; undefined when there is none. */
export function rowsOf(body: unknown, names: string[] = ['data']): unknown[] | undefined {
	return [body, ...names.map((name) => fieldsOf(body)[name])].find((place) => Array.isArray(place));
}

/** Rows of this shape; what has another, such as a row without an id, is left out. */
export function shaped<T>(rows: unknown[], shape: Shape<T>): T[] {
	return rows.flatMap((row) => {
		const parsed = shape.safeParse(row);
		return parsed.success ? [parsed.data] : [];
	});
}

/** An object of this shape, wrapped in `data` or not; undefined for anything else. */
export function oneOf<T>(body: unknown, shape: Shape<T>): T | undefined {
	for (const place of [body, fieldsOf(body).data]) {
		const parsed = shape.safeParse(place);
		if (parsed.success) return parsed.data;
	}
	return undefined;
}
