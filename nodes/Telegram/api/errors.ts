import type { VendorErrorOptions } from '../../shared/errors';
import type { HttpAnswer } from '../../shared/http';
import { failureSchema, type Failure } from './schema';

type ErrorCase = Partial<VendorErrorOptions>;

/** Where `VendorError.elements` holds the id that a group has moved to. */
export const NEW_CHAT_ID = 'migrate_to_chat_id';

const UNSUBSCRIBED = 'Mark the client, and do not write again until they come back.';
const BAD_WEBHOOK =
	'Telegram calls only public HTTPS addresses on port 443, 80, 88 or 8443. Set WEBHOOK_URL of n8n to such an address.';
const BAD_KEYBOARD =
	'Check Keyboard and its labels. The phone can be asked for in private chats only.';
const NO_RIGHTS = 'Give the bot the right to write in this chat: an administrator must do it.';

/**
 * Words of a refusal in any case, code, next step (telegram sheet §3–§5). Sorted by what somebody has to
 * do, whatever the HTTP code: errors of Telegram's core without a text of their own come as 400 with
 * their bare name (sheet §3). The docs warn that texts may change, so each needs as little of one as
 * tells it from the others. First match wins: what quotes the message comes before all others.
 */
const WORDS: Array<[text: RegExp, code: string, hint: string]> = [
	[
		/parse entities|ENTITY_\w+_INVALID|ENTITY_BOUNDS/i,
		'markup',
		'Escape the text for its Parse Mode, or send it without one.',
	],
	[
		/blocked by the user|USER_IS_BLOCKED|YOU_BLOCKED_USER/i,
		'bot_blocked',
		`The client blocked the bot. ${UNSUBSCRIBED}`,
	],
	[
		/kicked|not a member|chat was (?:deleted|deactivated)|CHANNEL_PRIVATE|CHAT_FORBIDDEN|USER_NOT_PARTICIPANT|BOT_GROUPS_BLOCKED/i,
		'bot_removed',
		'Add the bot to the group or channel again, or choose another chat.',
	],
	[/deactivated/i, 'user_deactivated', 'The account was deleted. Sending again is useless.'],
	[
		/initiate conversation/i,
		'never_started',
		'The client must press Start in the bot first: a bot cannot write first.',
	],
	[
		/PRIVACY_RESTRICTED|PREMIUM_REQUIRED/i,
		'never_started',
		'The client lets only some people write. They must write to the bot first, or allow it in their privacy settings.',
	],
	[
		/messages to bots|USER_IS_BOT/i,
		'recipient_is_bot',
		'Bots cannot write to bots. Check Chat ID.',
	],
	[
		/TOPIC_CLOSED/i,
		'no_rights',
		'The topic is closed. An administrator must open it again, or give the bot the right to manage topics.',
	],
	[
		/CHAT_RESTRICTED/i,
		'no_rights',
		'Writing in this chat is restricted. An administrator must lift the restriction, or make the bot an administrator.',
	],
	[
		/USER_BANNED_IN_CHANNEL|USER_RESTRICTED/i,
		'no_rights',
		'The bot is restricted. An administrator must lift the restriction; if it is in all chats, ask @SpamBot.',
	],
	[
		/not enough rights|no rights|administrator rights|(?:CHAT|RIGHT)_\w*(?:FORBIDDEN|ADMIN_REQUIRED)|RIGHT_FORBIDDEN/i,
		'no_rights',
		NO_RIGHTS,
	],
	[
		/thread not found|TOPIC_DELETED|TOPIC_ID_INVALID|TOPIC_NOT_FOUND|MESSAGE_THREAD/i,
		'topic_not_found',
		'The topic was deleted. Choose another one, or send without a topic.',
	],
	[
		/chat not found|user not found|chat_id is empty|PEER_ID_INVALID|(?:CHAT|USER|CHANNEL)_(?:ID_)?INVALID|USERNAME_(?:INVALID|NOT_OCCUPIED)/i,
		'chat_not_found',
		'Check Chat ID, and that the client has pressed Start in this very bot.',
	],
	[/keyboard|reply.?markup|phone number|BUTTON_/i, 'keyboard', BAD_KEYBOARD],
	[
		/too.long/i,
		'too_long',
		'Shorten the text. Only texts without Parse Mode are split into several messages.',
	],
	[
		/text is empty|non-empty|MESSAGE_EMPTY/i,
		'empty_text',
		'The text has nothing to show. Check Text.',
	],
	[
		/query is too old|QUERY.ID.(?:is )?invalid/i,
		'callback_expired',
		'A press of a button must be answered within some minutes.',
	],
];

/** What a status says when the words say nothing more. */
const STATUSES: Array<[status: number, text: RegExp, code: string, hint: string]> = [
	[400, /secret token/i, 'webhook_refused', 'Check Webhook Secret in the credential.'],
	[400, /webhook/i, 'webhook_refused', BAD_WEBHOOK],
	[401, /./s, 'unauthorized', 'The token is wrong or was revoked. Get it from @BotFather.'],
	[
		404,
		/./s,
		'not_found',
		'Check Access Token and Base URL in the credential: there is no Bot API at this address.',
	],
	[
		409,
		/./s,
		'conflict',
		'Something else uses this bot at the same time. A bot has one webhook or one poller.',
	],
];

/** A refusal that names its pause in seconds: slow mode of a group, or a flood. */
const WAIT = /(?:SLOWMODE|FLOOD)_WAIT_(\d{1,7})/i;

/** What a refused answer means; undefined leaves it to the general rule, as for 5xx: outcome unknown. */
export function readError(answer: HttpAnswer): ErrorCase | undefined {
	if (answer.statusCode < 400) return undefined;
	const { description, parameters } = failureOf(answer);
	if (answer.statusCode === 429) return rateLimited(parameters.retry_after);
	// 5xx says nothing of what became of the message.
	if (answer.statusCode >= 500) return undefined;
	if (answer.statusCode !== 401 && parameters.migrate_to_chat_id !== undefined) {
		return {
			code: 'chat_migrated',
			outcome: 'rejected',
			hint: 'The group became a supergroup with a new ID.',
			elements: { [NEW_CHAT_ID]: String(parameters.migrate_to_chat_id) },
		};
	}
	const found = caseOf(answer.statusCode, description);
	const wait = found?.code === 'markup' ? null : WAIT.exec(description);
	return wait ? rateLimited(Number(wait[1])) : found;
}

/** Of 401 the words do not count: nothing that is sent with this token can be refused for another reason. */
function caseOf(status: number, description: string): ErrorCase | undefined {
	const word = status === 401 ? undefined : WORDS.find(([text]) => text.test(description));
	if (word) return { code: word[1], outcome: 'rejected', hint: word[2] };
	const found = STATUSES.find(([of, text]) => status === of && text.test(description || '?'));
	return found && { code: found[2], outcome: 'rejected', hint: found[3] };
}

/** Telegram's words. What it quotes may be of the message, so it is left out. */
export function describe(answer: HttpAnswer): string | undefined {
	const { description } = failureOf(answer);
	const said = /parse entities/i.test(description)
		? description.replace(/".*"|'.*'/gs, '"…"')
		: description;
	return said.replace(/\s+/g, ' ').trim().slice(0, 300) || undefined;
}

/** The body says it as well as the header `Retry-After` (sheet §1), which not every proxy lets through. */
function rateLimited(retryAfter: number | undefined): ErrorCase {
	return {
		code: 'rate_limited',
		outcome: 'not_sent',
		...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter * 1000 }),
	};
}

function failureOf({ body }: HttpAnswer): Failure {
	const parsed = failureSchema.safeParse(body);
	return parsed.success ? parsed.data : { description: '', parameters: {} };
}
