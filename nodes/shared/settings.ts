import { textOf, type Row } from './rows';

/**
 * A value among rows `{key, value}` of `bot_settings`, or the fallback for one that is missing or empty.
 * Of two rows with one key the first counts.
 */
export function settingOf(settings: Row[], key: string, fallback = ''): string {
	return textOf(settings.find((row) => textOf(row.key) === key)?.value) || fallback;
}
