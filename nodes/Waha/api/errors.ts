import type { VendorErrorOptions } from '../../shared/errors';
import type { HttpAnswer } from '../../shared/http';
import { fieldsOf, stringOf } from '../../shared/values';

/** How engines and acks say that the account may not write to strangers (waha sheet §7, §8). */
export const ERROR_463 = /(?:error|code|status)\W{0,3}463\b/i;

/** The answer of WhatsApp's own server to a message of GOWS: with 4xx it has not taken it. */
const REFUSED_BY_SERVER = /server returned error\W{0,3}(4\d\d)\b/i;
/** WhatsApp Web is not loaded in the browser of WEBJS, so nothing could be sent. */
const PAGE_NOT_READY = /reading '?getChat'?|getChat is not a function|WWebJS is not defined/;
/** Thrown while WEBJS looks for the chat, before it sends. The third one names where it was. */
const CHAT_NOT_OPENED =
	/no lid for user|\binvalid wid\b|evaluation failed[\s\S]*\bgetChat\b|^(?:evaluation failed: )?(?:error: )?chat not found\b/i;

type ErrorCase = Partial<VendorErrorOptions> & { message?: string };

const STATUSES: Record<string, string> = {
	STOPPED: 'Start it (Session: Start).',
	STARTING: 'It is starting. Run it again in a minute.',
	SCAN_QR_CODE: 'No phone is linked. Scan the QR code (Session: QR) with WhatsApp.',
	PASSKEY_REQUIRED: 'WhatsApp asks for a passkey. Confirm it in the dashboard of WAHA.',
	PASSKEY_CONFIRMATION_REQUIRED:
		'WhatsApp asks for a passkey. Confirm it in the dashboard of WAHA.',
	WORKING: 'A phone is linked, so there is nothing to scan.',
	FAILED:
		'Restart it (Session: Restart). If that does not help, log out and scan the QR code again.',
};

/** What a refused answer means (waha sheet §7); undefined leaves it to the general rule. */
export function readError(answer: HttpAnswer): ErrorCase | undefined {
	const { statusCode } = answer;
	if (statusCode < 400) return undefined;
	const said = saidIn(bodyOf(answer));
	if (statusCode === 422 || statusCode === 400) {
		return wrongStatus(bodyOf(answer)) ?? missingFeature(said);
	}
	if (statusCode === 404) return unknownSession(said);
	if (statusCode === 501) return notSupported();
	if (statusCode === 500) return engineCase(said);
	if (statusCode === 502 || statusCode === 503) {
		return {
			code: 'unavailable',
			outcome: 'not_sent',
			hint: 'WAHA is down or starting. Run it again later.',
		};
	}
	return undefined;
}

/** WAHA's words. Its 500 repeats the whole request beside them. */
export function wahaMessage(answer: HttpAnswer): string | undefined {
	const line = saidIn(bodyOf(answer)).replace(/\s+/g, ' ').trim();
	return line ? line.slice(0, 300) : undefined;
}

function saidIn({ message, exception }: Record<string, unknown>): string {
	if (Array.isArray(message)) return message.filter((part) => typeof part === 'string').join('; ');
	return stringOf(fieldsOf(exception).message) || stringOf(message);
}

/** The body as an object; that of a refused picture arrives as bytes. */
function bodyOf({ body }: HttpAnswer): Record<string, unknown> {
	if (!Buffer.isBuffer(body)) return fieldsOf(body);
	try {
		return fieldsOf(JSON.parse(body.toString('utf8')));
	} catch {
		return {};
	}
}

/** The 422 with four fields: `error`, `session`, `status`, `expected`. */
function wrongStatus(body: Record<string, unknown>): ErrorCase | undefined {
	const status = stringOf(body.status);
	if (!/^[A-Z_]+$/.test(status) || !Array.isArray(body.expected)) return undefined;
	const expected = body.expected.filter((value) => typeof value === 'string').join(' or ');
	return {
		code: expected.includes('WORKING') ? 'session_not_working' : 'invalid_request',
		outcome: 'not_sent',
		message: `The WAHA session is ${status}, but ${expected} is needed`,
		hint: `Status: ${status}. ${STATUSES[status] ?? 'Look at it in the dashboard of WAHA.'}`,
	};
}

function unknownSession(said: string): ErrorCase | undefined {
	if (/^Cannot [A-Z]+ /.test(said)) {
		return {
			hint: 'This WAHA does not know the call. Check Base URL in the credential, or upgrade WAHA.',
		};
	}
	if (!/session/i.test(said)) return undefined;
	return {
		code: 'session_not_working',
		outcome: 'not_sent',
		message: 'WAHA has no running session of this name',
		hint: `Status: not found or STOPPED. ${STATUSES.STOPPED} Or choose another session.`,
	};
}

function missingFeature(said: string): ErrorCase | undefined {
	const outcome = 'rejected' as const;
	if (/\bplus\b/i.test(said)) {
		return {
			code: 'plus_required',
			outcome,
			hint: 'Upgrade WAHA to 2026.6.1 or later, where this is free.',
		};
	}
	if (/\bstore\b/i.test(said) && /enable/i.test(said)) {
		return {
			code: 'history_unavailable',
			outcome,
			hint: 'Switch on config.noweb.store.enabled of the session to keep its messages.',
		};
	}
	if (/not (?:available|implemented|supported)/i.test(said)) {
		return notSupported();
	}
	return undefined;
}

function notSupported(): ErrorCase {
	return {
		code: 'not_supported',
		outcome: 'rejected',
		hint: 'The engine of this WAHA cannot do it.',
	};
}

/** What engines throw; anything else may have been sent. */
function engineCase(said: string): ErrorCase | undefined {
	if (/no lid found/i.test(said)) {
		return {
			code: 'number_not_on_whatsapp',
			outcome: 'rejected',
			message: 'The number is not on WhatsApp',
			hint: 'Check the number (Contact: Check Number). Sending again will not help.',
		};
	}
	if (ERROR_463.test(said)) {
		return {
			code: 'account_restricted',
			outcome: 'rejected',
			message: 'WhatsApp does not let this account write to strangers for now (463)',
			hint: 'Chats that exist still work. Let the client write first, or wait until it is lifted.',
		};
	}
	return refusedByServer(said) ?? notOpened(said);
}

/**
 * 400 comes for every message of a session that is still WORKING, until it is restarted. The others
 * concern one chat or one message.
 */
function refusedByServer(said: string): ErrorCase | undefined {
	const status = REFUSED_BY_SERVER.exec(said)?.[1];
	if (status === undefined) return undefined;
	if (status === '400') return needsRestart('WhatsApp refuses all messages of this session (400)');
	return {
		code: 'refused_by_whatsapp',
		outcome: 'rejected',
		message: `WhatsApp has not taken the message (${status})`,
		hint: 'Try again later. If other chats fail, too, restart the session (Session: Restart).',
	};
}

/** Before the chat is open nothing can have been sent. */
function notOpened(said: string): ErrorCase | undefined {
	if (PAGE_NOT_READY.test(said)) return needsRestart('WhatsApp Web is not loaded in this session');
	if (!CHAT_NOT_OPENED.test(said)) return undefined;
	return {
		code: 'chat_not_opened',
		outcome: 'rejected',
		message: 'WhatsApp could not open the chat, so nothing was sent',
		hint: 'Send to the chat ID that Contact: Check Number tells. A LID needs @lid, not @c.us.',
	};
}

function needsRestart(message: string): ErrorCase {
	return {
		code: 'session_needs_restart',
		outcome: 'not_sent',
		message,
		hint: 'Restart the session (Session: Restart); no new QR code is needed. Then send again.',
	};
}
