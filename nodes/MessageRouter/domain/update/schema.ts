import { z } from '../../../shared/vendor';

/**
 * Updates of the Telegram Bot API as far as the router reads them (telegram sheet §6–7). A field that
 * is not what the reference says counts as absent: no update makes the router throw.
 */
const text = z.string().catch('');
const number = z.number().nullable().catch(null);
const id = z
	.union([z.number().int(), z.string().regex(/^-?\d{1,20}$/)])
	.transform(String)
	.catch('');
const orNull = <T extends z.ZodTypeAny>(schema: T) => schema.nullable().catch(null);

const chat = z.object({ id, type: text });
const user = z.object({
	id,
	is_bot: z.boolean().catch(false),
	first_name: text,
	last_name: text,
	username: text,
	language_code: text,
});
const contact = z.object({ phone_number: text, first_name: text, last_name: text, user_id: id });
const entity = z.object({ type: text, offset: number, length: number });

/** What any kind of attachment may have; each kind has some of it. */
const attachment = z.object({
	file_id: text,
	file_name: text,
	emoji: text,
	title: text,
	address: text,
	question: text,
	latitude: number,
	longitude: number,
});
const photoSize = z.object({ file_id: text, width: number, height: number });

const message = z.object({
	message_id: number,
	date: number,
	chat: orNull(chat),
	from: orNull(user),
	text,
	caption: text,
	entities: z.array(entity).catch([]),
	contact: orNull(contact),
	forward_origin: z.unknown(),
	forward_from: z.unknown(),
	forward_date: z.unknown(),
	animation: orNull(attachment),
	audio: orNull(attachment),
	checklist: orNull(attachment),
	dice: orNull(attachment),
	document: orNull(attachment),
	game: orNull(attachment),
	location: orNull(attachment),
	photo: z.array(photoSize).catch([]),
	poll: orNull(attachment),
	sticker: orNull(attachment),
	story: orNull(attachment),
	venue: orNull(attachment),
	video: orNull(attachment),
	video_note: orNull(attachment),
	voice: orNull(attachment),
});

const callbackQuery = z.object({
	id: text,
	from: orNull(user),
	message: orNull(message),
	data: text,
});

const chatMemberUpdated = z.object({
	chat: orNull(chat),
	from: orNull(user),
	date: number,
	new_chat_member: orNull(z.object({ status: text })),
});

export const updateSchema = z.object({
	update_id: number,
	message: orNull(message),
	edited_message: orNull(message),
	channel_post: orNull(message),
	edited_channel_post: orNull(message),
	callback_query: orNull(callbackQuery),
	my_chat_member: orNull(chatMemberUpdated),
});

export type TelegramUpdate = z.infer<typeof updateSchema>;
export type TelegramMessage = z.infer<typeof message>;
export type TelegramUser = z.infer<typeof user>;
export type TelegramEntity = z.infer<typeof entity>;
export type TelegramAttachment = z.infer<typeof attachment>;
