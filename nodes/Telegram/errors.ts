import type { VendorErrorOptions } from '../shared/errors';
import type { HttpAnswer } from '../shared/http';
import { failureSchema, type Failure } from './schema';

type ErrorCase = Partial<VendorErrorOptions>;

/** Where `VendorError.elements` holds the id that a group has moved to. */
export const NEW_CHAT_ID = 'migrate_to_chat_id';

const UNSUBSCRIBED = 'Mark the client, and do not write again until they come back.';
const BAD_WEBHOOK =
	'Telegram calls only public HTTPS addresses on port 443, 80, 88 or 8443. Set WEBHOOK_URL of n8n to such an address.';
const BAD_KEYBOARD =
	'Check Keyboard and its labels. The phone can be asked for in private chats only.';

/**
 * Status, part of the text in any case, code, next step (telegram sheet §3–§5). The docs warn that
 * texts may change, so each needs as little of one as tells it from the others. First match wins.
 */
const CASES: Array<[status: number, text: RegExp, code: string, hint: string]> = [
	[403, /blocked by the user/i, 'bot_blocked', `The client blocked the bot. ${UNSUBSCRIBED}`],
	[403, /deactivated/i, 'user_deactivated', 'The account was deleted. Sending again is useless.'],
	[
		403,
		/initiate conversation/i,
		'never_started',
		'The client must press Start in the bot first: a bot cannot write first.',
	],
	[
		403,
		/kicked|not a member|was deleted/i,
		'bot_removed',
		'Add the bot to the group or channel again, or choose another chat.',
	],
	[403, /messages to bots/i, 'recipient_is_bot', 'Bots cannot write to bots. Check Chat ID.'],
	[
		400,
		/chat not found|user not found|chat_id is empty|PEER_ID_INVALID/i,
		'chat_not_found',
		'Check Chat ID, and that the client has pressed Start in this very bot.',
	],
	[400, /parse entities/i, 'markup', 'Escape the text for its Parse Mode, or send it without one.'],
	[400, /keyboard|reply.?markup|phone number|BUTTON_/i, 'keyboard', BAD_KEYBOARD],
	[
		400,
		/too long/i,
		'too_long',
		'Shorten the text. Only texts without Parse Mode are split into several messages.',
	],
	[400, /text is empty|non-empty/i, 'empty_text', 'The text has nothing to show. Check Text.'],
	[
		400,
		/query is too old|query ID is invalid/i,
		'callback_expired',
		'A press of a button must be answered within some minutes.',
	],
	[
		400,
		/not enough rights|have no rights|CHAT_WRITE_FORBIDDEN/i,
		'no_rights',
		'Give the bot the right to write in this chat.',
	],
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

/** What a refused answer means; undefined leaves it to the general rule, as for 5xx: outcome unknown. */
export function readError(answer: HttpAnswer): ErrorCase | undefined {
	if (answer.statusCode < 400) return undefined;
	const { description, parameters } = failureOf(answer);
	if (answer.statusCode === 429) return rateLimited(parameters.retry_after);
	if (answer.statusCode === 400 && parameters.migrate_to_chat_id !== undefined) {
		return {
			code: 'chat_migrated',
			outcome: 'rejected',
			hint: 'The group became a supergroup with a new ID.',
			elements: { [NEW_CHAT_ID]: String(parameters.migrate_to_chat_id) },
		};
	}
	const found = CASES.find(
		([status, text]) => status === answer.statusCode && text.test(description || '?'),
	);
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
