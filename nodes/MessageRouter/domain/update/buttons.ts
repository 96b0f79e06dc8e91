import { InputError } from '../../../shared/errors';
import { labelKey, readLabel, type Label } from './label';

/** A button as the node's fields hold it. */
export interface ButtonRow {
	label: string;
	/** Empty takes the label. */
	name: string;
	inDialogStep: boolean;
}

export interface Button extends ButtonRow {
	compared: Label;
}

/** The text of a message, compared with the labels. */
export interface ButtonMatch {
	button: Button;
	/** Whether the label has an emoji and the message has the same: it was pressed, not typed. */
	withEmoji: boolean;
}

/**
 * The buttons in the order of the rows, ready to be compared.
 *
 * @throws {InputError} for an empty label, and for two labels that read the same
 */
export function readButtons(rows: ButtonRow[]): Button[] {
	const labels = new Map<string, string>();
	return rows.map((row, index) => {
		const label = row.label.trim();
		const compared = readLabel(label);
		const key = labelKey(compared);
		if (key === '') {
			throw new InputError(
				`button ${index + 1} has no label`,
				'Buttons',
				'Write the text on the button in Label, or remove the row.',
			);
		}
		const other = labels.get(key);
		if (other !== undefined) {
			throw new InputError(
				`"${other}" and "${label}" read the same`,
				'Buttons',
				'Emoji, case and spaces do not tell labels apart: keep one, or change its words.',
			);
		}
		labels.set(key, label);
		return { ...row, label, name: row.name.trim() || label, compared };
	});
}

/** Rows of a text with one `label = name` a line; a line without `=` is a label alone. */
export function readButtonsList(text: string): ButtonRow[] {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	return lines.map((line) => {
		const at = line.lastIndexOf('=');
		const [label, name] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
		return { label, name, inDialogStep: false };
	});
}

/** The button whose label is the whole text, with or without emoji. */
export function findByText(buttons: Button[], text: string): ButtonMatch | null {
	const given = readLabel(text);
	const button = buttons.find(({ compared }) => labelKey(compared) === labelKey(given));
	if (!button) return null;
	const { emoji } = button.compared;
	return { button, withEmoji: emoji !== '' && emoji === given.emoji };
}

/** The button that an inline keyboard's `callback_data` stands for: its name, or its label. */
export function findByData(buttons: Button[], data: string): ButtonMatch | null {
	const named = buttons.find(({ name }) => name === data);
	const button = named ?? findByText(buttons, data)?.button;
	return button ? { button, withEmoji: button.compared.emoji !== '' } : null;
}
