import { messageText } from '../../../shared/values';
import type { Note } from '../../api/schema';

/** The text of a note; '' for calls and other kinds without one. */
export function noteText({ params }: Note): string {
	const { text } = (params ?? {}) as { text?: unknown };
	return typeof text === 'string' ? text : '';
}

/**
 * Whether a text has these whole lines, one after the other. Blanks around a line do not count:
 * amoCRM trims notes (amocrm sheet §10).
 */
export function hasLines(text: string, wanted: string): boolean {
	const lines = linesOf(wanted);
	return lines !== '\n\n' && linesOf(text).includes(lines);
}

/** Whether these are the last lines of a text. */
export function endsWithLines(text: string, wanted: string): boolean {
	const lines = linesOf(wanted);
	return lines !== '\n\n' && linesOf(text).endsWith(lines);
}

/**
 * Tests whether a note of the entity is the one with this text. A mark that ends our text counts only
 * at the end of a note: above it may stand what a client has written, and that may look like a mark.
 */
export function isSameNote(text: string, uniqueText: string): (found: string) => boolean {
	const has = endsWithLines(text, uniqueText) ? endsWithLines : hasLines;
	return (found) => has(found, uniqueText);
}

function linesOf(text: string): string {
	const lines = messageText(text)
		.split('\n')
		.map((line) => line.trim());
	return `\n${lines.join('\n')}\n`;
}
