import type { TelegramAttachment, TelegramMessage } from './schema';

/** What a message holds instead of a text. */
export interface Media {
	/** Telegram's name for it: `photo`, `voice`, `document` … */
	kind: string;
	/** What a manager reads in its place, such as `[файл: заказ.pdf]`. */
	note: string;
	/** Empty for what is no file. */
	fileId: string;
}

type AttachmentKind = {
	[K in keyof TelegramMessage]-?: TelegramMessage[K] extends TelegramAttachment | null ? K : never;
}[keyof TelegramMessage];

/**
 * In the order in which they are looked for: a venue also comes as `location`, an animation also as
 * `document`.
 */
const NAMES: Array<[AttachmentKind, string]> = [
	['venue', 'место'],
	['location', 'геопозиция'],
	['animation', 'анимация'],
	['video', 'видео'],
	['video_note', 'видеосообщение'],
	['voice', 'голосовое сообщение'],
	['audio', 'аудио'],
	['sticker', 'стикер'],
	['document', 'файл'],
	['poll', 'опрос'],
	['dice', 'кубик'],
	['game', 'игра'],
	['checklist', 'список'],
	['story', 'история'],
];

/** The attachment of a message, or null when it has none that a client can send. */
export function readMedia(message: TelegramMessage): Media | null {
	if (message.photo.length > 0) {
		const fileId = largest(message.photo).file_id;
		return { kind: 'photo', note: mediaNote('фото'), fileId };
	}
	for (const [kind, name] of NAMES) {
		const attachment = message[kind];
		if (!attachment) continue;
		const place = attachment.latitude === null ? message.location : attachment;
		const details = [
			attachment.file_name,
			attachment.emoji,
			attachment.title,
			attachment.address,
			attachment.question,
			place && place.latitude !== null ? `${place.latitude}, ${place.longitude}` : '',
		];
		return { kind, note: mediaNote(name, details), fileId: attachment.file_id };
	}
	return null;
}

/** `[name]`, or `[name: details]`, on one line. */
export function mediaNote(name: string, details: string[] = []): string {
	const known = details.map((detail) => detail.replace(/\s+/g, ' ').trim()).filter(Boolean);
	return known.length > 0 ? `[${name}: ${known.join(', ')}]` : `[${name}]`;
}

/** Telegram lists the sizes from small to large, but does not promise it. */
function largest(sizes: TelegramMessage['photo']): TelegramMessage['photo'][number] {
	const area = (size: TelegramMessage['photo'][number]) => (size.width ?? 0) * (size.height ?? 0);
	return sizes.reduce((best, size) => (area(size) >= area(best) ? size : best));
}
