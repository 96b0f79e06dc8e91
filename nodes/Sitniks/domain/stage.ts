import { textOf, type Row } from '../../shared/rows';
import { isOn } from '../../shared/settings';
import { storableText } from '../../shared/storable';
import { chatIdIn } from './chat';

const NO_USER = 'user_id is missing';
const NOT_FIRST = 'Not the first step of the dialogue';
const SWITCHED_OFF = 'Sitniks is switched off: sitniks_enabled in bot_settings';
const STORED = 'Stored in sitniks_stages; 44 brings it to Sitniks in the background';
const NO_CHAT_ID = 'The given sitniks_chat_id is no chat of Sitniks and is passed over';

export interface StageFacts {
	/** `sitniks_enabled` as it stands in the settings; empty is on. */
	enabled: string;
	/** Stands in for the key of the event when the caller gives none: then no call repeats another. */
	eventKey: string;
	/** The row of the same client, stage and event, if there is one. */
	earlier?: Row;
}

/** What to write into `sitniks_stages`. */
export interface StageRow {
	user_id: string;
	stage: string;
	event_key: string;
	telegram_username: string;
	instagram_username: string;
	/** The person's number in the network. */
	contact_id: string;
	source: string;
	sitniks_chat_id: string;
	chat_status: string;
	manager: string;
	except_manager: string;
	status: 'pending' | 'skipped';
	reason: string;
}

/** What the caller of a stage is told, and the row when there is something to write. */
export interface StagePlan {
	ok: boolean;
	skipped: boolean;
	reason: string;
	row?: StageRow;
}

/**
 * Decides what becomes of a stage that a client has reached.
 *
 * A chat id of no plausible shape stays in the row, where people see what was handed in, and the caller
 * is told; *Chat: Find* passes it over, so that it never replaces a chat that is known.
 *
 * @param call what the caller hands in, with the `stage`, the `status` and the managers of its workflow
 */
export function planStage(call: Row, { enabled, eventKey, earlier }: StageFacts): StagePlan {
	const text = (name: string) => storableText(textOf(call[name]));
	const userId = text('user_id');
	if (userId === '') return { ok: false, skipped: true, reason: NO_USER };
	if (earlier) return skip(`Recorded already: ${textOf(earlier.status)}`);
	if (Number(call.step_number) > 1) return skip(NOT_FIRST);
	const isOff = !isOn(enabled, true);
	const chatId = text('sitniks_chat_id');
	const row: StageRow = {
		user_id: userId,
		stage: text('stage'),
		event_key: text('event_key') || eventKey,
		telegram_username: text('telegram_username'),
		instagram_username: text('instagram_username'),
		contact_id: text('contact_id'),
		source: text('source'),
		sitniks_chat_id: chatId,
		chat_status: text('status'),
		manager: text('manager'),
		except_manager: text('except_manager'),
		status: isOff ? 'skipped' : 'pending',
		reason: isOff ? SWITCHED_OFF : '',
	};
	if (isOff) return { ...skip(SWITCHED_OFF), row };
	const isNoChat = chatId !== '' && chatIdIn(chatId) === undefined;
	return { ok: true, skipped: false, reason: isNoChat ? `${STORED}. ${NO_CHAT_ID}` : STORED, row };
}

function skip(reason: string): StagePlan {
	return { ok: true, skipped: true, reason };
}
