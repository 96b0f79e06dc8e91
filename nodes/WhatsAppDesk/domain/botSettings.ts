import { DateTime } from 'luxon';

import { textOf, type Row } from '../../shared/rows';

const ZONE = 'Asia/Almaty';

/** A value of `bot_settings`; the fallback for one that is missing or empty. */
export function settingOf(settings: Row[], key: string, fallback = ''): string {
	return textOf(settings.find((row) => row.key === key)?.value) || fallback;
}

/** The zone of all days and times that people see. A zone that nobody knows is none. */
export function zoneOf(settings: Row[]): string {
	const zone = settingOf(settings, 'time_zone', ZONE);
	return isZone(zone) ? zone : ZONE;
}

/** Whether it is the name of a time zone, such as `Asia/Almaty`. */
export function isZone(zone: string): boolean {
	return DateTime.utc().setZone(zone).isValid;
}
