import { badRequest } from './apiError';
import type { Json } from './model';
import type { Params } from './params';

const MAX_CALLBACK_BYTES = 64;
/** Telegram does not say its limit; about 10 KB is what clients report. */
const MAX_MARKUP_BYTES = 10_000;
const INLINE_ACTIONS = [
	'url',
	'callback_data',
	'callback_game',
	'pay',
	'switch_inline_query',
	'login_url',
	'web_app',
	'switch_inline_query_chosen_chat',
	'switch_inline_query_current_chat',
	'copy_text',
];

/**
 * The checked `reply_markup` of a call, or undefined.
 *
 * @param isPrivate only private chats may ask for a phone number (telegram sheet §7)
 * @throws {ApiError} 400
 */
export function replyMarkup(params: Params, isPrivate: boolean): Json | undefined {
	const markup = params.json('reply_markup', 'reply keyboard markup');
	if (markup === undefined) return undefined;
	if (typeof markup !== 'object' || markup === null || Array.isArray(markup)) {
		throw badRequest('object expected as reply markup');
	}
	const { keyboard, inline_keyboard } = markup as Json;
	for (const button of buttonsOf(keyboard, 'Field "keyboard" must be an Array of Arrays')) {
		if (typeof button !== 'string') checkKeyboardButton(button, isPrivate);
	}
	const text = 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays';
	for (const button of buttonsOf(inline_keyboard, text)) checkInlineButton(button);
	if (Buffer.byteLength(params.text('reply_markup')) > MAX_MARKUP_BYTES) {
		throw badRequest('reply markup is too long');
	}
	return markup as Json;
}

/** All buttons of the message's inline keyboard. */
export function inlineButtons(markup: unknown): Json[] {
	const rows = (markup as Json | undefined)?.inline_keyboard;
	return Array.isArray(rows) ? (rows.flat() as Json[]) : [];
}

/** True when the markup asks for the phone number. */
export function asksForContact(markup: unknown): boolean {
	const rows = (markup as Json | undefined)?.keyboard;
	const buttons = Array.isArray(rows) ? (rows.flat() as Json[]) : [];
	return buttons.some((b) => b.request_contact === true || b.request_phone_number === true);
}

function buttonsOf(rows: unknown, error: string): Array<Json | string> {
	if (rows === undefined) return [];
	if (!Array.isArray(rows) || !rows.every(Array.isArray)) throw badRequest(error);
	return rows.flat() as Array<Json | string>;
}

function checkKeyboardButton(button: Json, isPrivate: boolean): void {
	if (typeof button?.text !== 'string') {
		throw badRequest(`can't parse keyboard button: Can't find field "text"`);
	}
	if (button.text === '') throw badRequest('keyboard button text must be non-empty');
	if ((button.request_contact || button.request_phone_number) && !isPrivate) {
		throw badRequest('phone number can be requested in private chats only');
	}
}

function checkInlineButton(button: Json | string): void {
	const fail = (text: string) => badRequest(`can't parse inline keyboard button: ${text}`);
	if (typeof button !== 'object' || button === null) {
		throw fail('InlineKeyboardButton must be an Object');
	}
	if (typeof button.text !== 'string') throw fail(`Can't find field "text"`);
	if (!INLINE_ACTIONS.some((action) => button[action] !== undefined && button[action] !== '')) {
		throw fail('Text buttons are unallowed in the inline keyboard');
	}
	if (button.text === '') throw badRequest('inline keyboard button text must be non-empty');
	if (Buffer.byteLength(String(button.callback_data ?? '')) > MAX_CALLBACK_BYTES) {
		throw badRequest('BUTTON_DATA_INVALID');
	}
}
