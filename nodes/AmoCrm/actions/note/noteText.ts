import type { Note } from '../../schema';

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
	const lines = linesOf(wanted.trim());
	return lines !== '\n\n' && linesOf(text).includes(lines);
}

function linesOf(text: string): string {
	const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
	return `\n${lines.join('\n')}\n`;
}
