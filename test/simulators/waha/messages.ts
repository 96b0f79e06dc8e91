import type { Message } from './model';
import type { World } from './world';

type NewMessage = Pick<Message, 'session' | 'chatId' | 'fromMe' | 'type' | 'source'> &
	Partial<Message>;

/** All messages, oldest first. */
export class Messages {
	private all: Message[] = [];

	constructor(private readonly world: World) {}

	reset(): void {
		this.all = [];
	}

	list(): Message[] {
		return this.all;
	}

	/**
	 * Stores a message. One whose key the chat already has is the same message to WhatsApp:
	 * the recipient sees it once and only `repeats` grows.
	 */
	add(message: NewMessage): Message {
		const key = message.key ?? this.world.ids.message(message.fromMe);
		const { session, chatId, fromMe } = message;
		const same = this.all.find(
			(m) => m.session === session && m.chatId === chatId && m.fromMe === fromMe && m.key === key,
		);
		if (same) {
			same.repeats += 1;
			return same;
		}
		const tail = message.participant ? `_${message.participant}` : '';
		const added: Message = {
			at: Date.now(),
			ack: fromMe ? 0 : 1,
			participant: null,
			media: null,
			deliveredCount: 1,
			repeats: 0,
			...message,
			key,
			id: `${fromMe}_${chatId}_${key}${tail}`,
		};
		this.all.push(added);
		return added;
	}

	/** By serialized id or key; matched on the `{ID}` part alone. */
	find(idOrKey: string): Message | undefined {
		const key = idOrKey.includes('_') ? idOrKey.split('_')[2] : idOrKey;
		return this.all.findLast((m) => m.key === key);
	}

	/** Messages of one chat, oldest first; several ids when LID and phone chat are merged. */
	ofChat(session: string, chatIds: string[]): Message[] {
		return this.all.filter((m) => m.session === session && chatIds.includes(m.chatId));
	}

	/** The maximum wins; -1 counts only when nothing higher was seen. */
	raiseAck(message: Message, level: number): void {
		if (level > message.ack || (level === -1 && message.ack === 0)) message.ack = level;
	}
}
