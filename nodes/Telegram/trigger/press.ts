import { z } from '../../shared/vendor';

const key = z.union([z.string(), z.number()]);

/** `data` of a button, `game_short_name` of a game (telegram sheet §6). */
const pressSchema = z.object({
	id: key.optional(),
	from: z.object({ id: key }),
	message: z.object({ message_id: key, chat: z.object({ id: key }) }).optional(),
	inline_message_id: z.string().optional(),
	data: z.string().optional(),
	game_short_name: z.string().optional(),
});

/** What tells a press of a button from others; undefined where the update does not tell. */
export interface Press {
	/** Of Telegram. */
	id?: string;
	/** The person, the message and the button of it. */
	button?: string;
}

/** Reads `callback_query` of an update. Another person who presses the same button is another press. */
export function pressOf(callbackQuery: unknown): Press {
	const parsed = pressSchema.safeParse(callbackQuery);
	if (!parsed.success) return {};
	const { id, from, message, inline_message_id, data, game_short_name } = parsed.data;
	const place = message ? [message.chat.id, message.message_id] : [inline_message_id];
	const what = data ?? game_short_name;
	const isKnown = what !== undefined && place[0] !== undefined;
	return {
		...(id === undefined ? {} : { id: `press:${id}` }),
		...(isKnown ? { button: JSON.stringify([from.id, ...place, what]) } : {}),
	};
}
