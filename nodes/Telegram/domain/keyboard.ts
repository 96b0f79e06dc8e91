import { InputError } from '../../shared/errors';

export type KeyboardKind = 'none' | 'buttons' | 'contact' | 'remove';

export interface Keyboard {
	kind: KeyboardKind;
	/** One row per line, `|` between the buttons of a row. */
	buttonRows: string;
	/** Label of the button that asks for the phone. */
	contactLabel: string;
	/** Undefined when it was not chosen. */
	oneTime?: boolean;
}

interface Button {
	text: string;
	request_contact?: true;
}

/** `reply_markup` of sendMessage (telegram sheet §7), or undefined to leave the client's keyboard as it is. */
export function replyMarkup(keyboard: Keyboard): Record<string, unknown> | undefined {
	const { kind, oneTime } = keyboard;
	if (kind === 'none') return undefined;
	if (kind === 'remove') return { remove_keyboard: true };
	return {
		keyboard: kind === 'contact' ? contactRows(keyboard) : labelRows(keyboard),
		resize_keyboard: true,
		...(oneTime === undefined ? {} : { one_time_keyboard: oneTime }),
	};
}

function contactRows({ contactLabel, buttonRows }: Keyboard): Button[][] {
	const text = contactLabel.trim();
	if (text === '') {
		throw new InputError('it is empty', 'Contact Label', 'Write what the button should say.');
	}
	return [[{ text, request_contact: true }], ...rowsOf(buttonRows)];
}

function labelRows({ buttonRows }: Keyboard): Button[][] {
	const rows = rowsOf(buttonRows);
	if (rows.length > 0) return rows;
	throw new InputError('there is no button', 'Button Rows', 'Write one row of labels per line.');
}

function rowsOf(buttonRows: string): Button[][] {
	return buttonRows
		.split(/\r?\n/)
		.map((line) => line.split('|').map((label) => label.trim()))
		.map((labels) => labels.filter((label) => label !== '').map((text) => ({ text })))
		.filter((row) => row.length > 0);
}
