import { textOf, timeOf, type Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import { clientOf } from './client';
import { foldIn } from './fold';

/** `yes`: send it. `wait`: look again in a moment. `no`: `write` says what becomes of the row. */
export interface Verdict {
	may: 'yes' | 'wait' | 'no';
	/** Columns to write down for *no*. */
	write: Row;
	/** What to send, for *yes*. */
	message: Row;
}

/** So long after our own send the same words in a report of Wahelp are taken for its echo. */
const ECHO_MS = 600_000;
/** So long a run waits for Wahelp's answer to a message with the same words. */
const WAIT_MS = 25_000;
/** The bot's own request for the number: it may come twice, and nobody needs to know. */
export const ASK_CONTACT = 'ask-contact';

const NOBODY = { owner: '' };

/**
 * Whether a message may go out into a Telegram chat: not when it is the echo of what we sent to Wahelp,
 * not while that is unknown, not to somebody who has blocked the bot, and never again to a client after
 * a try whose outcome nobody knows. The admins rather read a message twice than not at all.
 *
 * @param ours rows of this client, newest first: what was sent to Wahelp for him, and what waits for the same admins
 * @param now milliseconds since 1970
 */
export function checkEcho(
	row: Row,
	ours: Row[],
	clients: Row[],
	settings: Row[],
	now: number,
): Verdict {
	const isClient = textOf(row.target) === 'client';
	const isBots = textOf(row.source_id) === ASK_CONTACT;
	const wasTried = textOf(row.status) === 'sending';
	const echo = echoOf(row, ours, now);
	const tries = { attempts: Number(row.attempts ?? 0) + 1 };
	const no = (write: Row): Verdict => ({
		may: 'no',
		write: { ...tries, error_message: '', ...NOBODY, ...write },
		message: {},
	});
	if (echo === 'yes') return no({ status: 'echo' });
	if (echo === 'unknown') {
		if (now < (timeOf(row.createdAt) ?? 0) + WAIT_MS) {
			return { may: 'wait', write: {}, message: {} };
		}
		const reason = 'waits: a message of ours with the same text has no answer of Wahelp yet';
		return no({ status: 'pending', error_message: reason });
	}
	if (isClient && wasTried && !isBots) {
		const reason = 'interrupted: n8n stopped while it was being sent';
		return no({ status: 'in_doubt', error_message: reason });
	}
	if (isClient && clientOf(clients).bot_blocked === true) {
		return no({ status: 'blocked', error_message: BLOCKED });
	}
	return { may: 'yes', write: {}, message: messageOf(row, ours, wasTried && !isClient, settings) };
}

export const BLOCKED = 'bot_blocked: waits until the client unblocks the bot';

function messageOf(row: Row, ours: Row[], isRepeat: boolean, settings: Row[]): Row {
	// 0: each message by itself.
	const folds = Number(settingOf(settings, 'admin_fold_seconds', '60')) !== 0;
	const { text, ids } = foldIn(row, folds ? ours : []);
	const asks = textOf(row.source_id) === ASK_CONTACT;
	return {
		// A row without a chat is the admin's.
		chat_id: textOf(row.chat_id) || settingOf(settings, 'admin_chat_id'),
		text: `${isRepeat ? '(возможно, повтор)\n' : ''}${text}`,
		folded_ids: ids,
		keyboard: asks ? 'contact' : 'none',
		contact_label: asks ? settingOf(settings, 'button_share', '📱 Поделиться номером') : '',
	};
}

/** Of what Wahelp reports only: the bot's own rows may have ids of another service. */
function echoOf(row: Row, ours: Row[], now: number): 'yes' | 'no' | 'unknown' {
	const id = textOf(row.source_id);
	if (id === '' || !textOf(row.event_key).startsWith('wahelp:')) return 'no';
	const chat = textOf(row.telegram_id);
	const sent = ours.filter(
		({ target, telegram_id }) =>
			textOf(target) === 'wahelp' && (chat === '' || textOf(telegram_id) === chat),
	);
	if (sent.some(({ vendor_message_id: own }) => textOf(own) === id)) return 'yes';
	const same = sent.filter(({ text }) => textOf(text) === textOf(row.text));
	const isRecent = ({ sent_at, createdAt }: Row) =>
		(timeOf(sent_at) ?? timeOf(createdAt) ?? 0) > now - ECHO_MS;
	const isNameless = ({ vendor_message_id: own }: Row) => textOf(own) === '';
	const isSent = ({ status }: Row) => textOf(status) === 'sent';
	// Wahelp did not tell the id of ours, so the words are all there is.
	if (same.some((one) => isSent(one) && isNameless(one) && isRecent(one))) return 'yes';
	// Reported as the client's own: what came from his chat is known to him.
	if (textOf(row.source) === 'client' && chat !== '' && same.some(isRecent)) return 'yes';
	const isUnderWay = ({ status }: Row) => textOf(status) === 'sending';
	return same.some((one) => isUnderWay(one) && isNameless(one)) ? 'unknown' : 'no';
}
