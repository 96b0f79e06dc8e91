import { InputError } from '../../shared/errors';
import { lastActive } from './chat';
import type { Chat } from '../api/schema';

/** Whose chat is looked for; what is not given is ''. */
export interface Person {
	userId: string;
	/** As `normalizeNick` gives it. */
	nick: string;
	/** `initialSource` or its first word (`telegram` of `telegram_bot`), lower-cased; '' for any. */
	source: string;
}

/**
 * A nick name as it is compared: lower-case, without `@` and without the address that people copy along
 * (sitniks sheet §2). '' when there is none.
 */
export function normalizeNick(raw: string): string {
	const bare = raw
		.normalize('NFC')
		.trim()
		.replace(
			/^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|instagram\.com|facebook\.com)\//i,
			'',
		)
		.replace(/[?#].*$/s, '')
		.replace(/\/+$/, '');
	return bare.replace(/^@+/, '').trim().toLowerCase();
}

/**
 * The person's chat among these; undefined when there is none. A user ID decides alone; else the nick
 * name, of which the chat with the newest activity counts: a nick belongs to one person at a time.
 *
 * @throws {InputError} `ambiguous` when the nick is two people's in different networks
 */
export function matchChat(chats: Iterable<Chat>, person: Person): Chat | undefined {
	const inSource = [...chats].filter(({ initialSource }) => isOf(person.source, initialSource));
	const byId = inSource.filter(({ userId }) => person.userId !== '' && userId === person.userId);
	if (byId.length > 0) return newest(byId);
	const byNick = inSource.filter(
		({ userNickName }) => person.nick !== '' && normalizeNick(userNickName) === person.nick,
	);
	const sources = [...new Set(byNick.map(({ initialSource }) => initialSource))];
	const people = new Set(byNick.map(({ userId }) => userId));
	if (sources.length > 1 && people.size > 1) {
		throw new InputError(
			`it is the name of different people in ${sources.sort().join(' and ')}`,
			'Nick Name',
			'Choose the network in Source, or give the User ID.',
			'ambiguous',
		);
	}
	return newest(byNick);
}

function isOf(source: string, initialSource: string): boolean {
	return source === '' || `${initialSource.toLowerCase()}_`.startsWith(`${source}_`);
}

function newest(chats: Chat[]): Chat | undefined {
	return chats.reduce<Chat | undefined>(
		(best, chat) => (best && lastActive(best) >= lastActive(chat) ? best : chat),
		undefined,
	);
}
