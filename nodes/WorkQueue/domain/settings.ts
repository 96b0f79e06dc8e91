import { settingOf } from '../../shared/settings';
import { textOf, type Row } from './rows';

/**
 * Rows `{key, value}` of `bot_settings` as one object, for expressions of a canvas. Of two rows with one key the first
 * counts. A missing or empty setting is its default; where the default is a number, so is what is 0 or no number.
 */
export function settingsObject(rows: Row[], defaults: Row): Row {
	const written = rows.map(({ key }) => textOf(key)).filter(Boolean);
	const keys = new Set([...written, ...Object.keys(defaults)]);
	return Object.fromEntries([...keys].map((key) => [key, valueOf(rows, key, defaults[key])]));
}

function valueOf(rows: Row[], key: string, fallback: unknown): unknown {
	const text = settingOf(rows, key, textOf(fallback));
	if (typeof fallback !== 'number') return text;
	const value = Number(text);
	return value > 0 && Number.isFinite(value) ? value : fallback;
}
