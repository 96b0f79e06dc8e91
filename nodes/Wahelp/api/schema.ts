import { fieldsOf } from '../../shared/values';
import { z } from '../../shared/vendor';

const id = z
	.union([z.number(), z.string()])
	.transform((value) => String(value).trim())
	.pipe(z.string().min(1));
const text = z.string().nullish();

/** `GET /projects/` */
export const projectSchema = z.object({ id, name: text }).passthrough();
export type Project = z.infer<typeof projectSchema>;

/** `GET /projects/{p}/channels/`: calls want the uuid, webhooks give the id (wahelp sheet §5). */
export const channelSchema = z
	.object({ id, uuid: z.string().min(1), name: text, type: text })
	.passthrough();
export type Channel = z.infer<typeof channelSchema>;

/** A user of one channel (sheet §6); the phone may be missing. */
export const userSchema = z
	.object({
		id,
		name: text,
		phone: z.union([z.string(), z.number()]).nullish(),
		contact: z.object({ phone: z.union([z.string(), z.number()]).nullish() }).nullish(),
	})
	.passthrough();
export type User = z.infer<typeof userSchema>;

/** One person with the users of all channels (sheet §6). */
export const contactSchema = z
	.object({
		id,
		users: z
			.array(
				z
					.object({
						id,
						channel_id: id.nullish().catch(null),
						name: text,
						phone: z.union([z.string(), z.number()]).nullish(),
						uid: z.union([z.string(), z.number()]).nullish(),
						blocked: z.unknown(),
					})
					.passthrough(),
			)
			.nullish(),
	})
	.passthrough();
export type Contact = z.infer<typeof contactSchema>;

const LIST_NAMES = ['data', 'results', 'messages', 'items'];

/**
 * The list of an answer: the body itself, or under `data`, `results`, `messages` or `items`, one level
 * deeper too, as nobody knows it for sure (sheet §10). Undefined when there is none.
 */
export function listIn(body: unknown): Array<Record<string, unknown>> | undefined {
	const places = [body, ...LIST_NAMES.map((name) => fieldsOf(body)[name])];
	const deeper = LIST_NAMES.map((name) => fieldsOf(fieldsOf(body).data)[name]);
	const list = [...places, ...deeper].find((place): place is unknown[] => Array.isArray(place));
	return list?.map(fieldsOf).filter((entry) => Object.keys(entry).length > 0);
}

/** The object of an answer: `data`, or the body itself. */
export function dataIn(body: unknown): Record<string, unknown> {
	const { data } = fieldsOf(body);
	return Object.keys(fieldsOf(data)).length > 0 ? fieldsOf(data) : fieldsOf(body);
}

/** What Wahelp says to something that was done; the rest differs (sheet §7, §9). */
const doneSchema = z.object({ success: z.literal(true) }).passthrough();

/** Whether an answer says so, whatever else is in it. */
export function isDone(body: unknown): boolean {
	return doneSchema.safeParse(body).success;
}
