import { textOf, type Row } from './rows';

/**
 * A value among rows `{key, value}` of `bot_settings`, or the fallback for one that is missing or empty.
 * Of two rows with one key the first counts.
 */
export function settingOf(settings: Row[], key: string, fallback = ''): string {
	return textOf(settings.find((row) => textOf(row.key) === key)?.value) || fallback;
}

const YES = ['yes', 'true', '1', 'on', 'да', 'так'];
const NO = ['no', 'false', '0', 'off', 'нет', 'ні'];

/** A switch as people write it into a table; the fallback for what is neither yes nor no. */
export function isOn(value: unknown, fallback: boolean): boolean {
	const text = textOf(value).toLowerCase();
	return YES.includes(text) || (fallback && !NO.includes(text));
}
