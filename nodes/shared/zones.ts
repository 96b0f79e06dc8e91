import { DateTime } from 'luxon';

/** Whether it is the name of a time zone, such as `Asia/Almaty`. */
export function isZone(zone: string): boolean {
	return DateTime.fromMillis(0, { zone }).isValid;
}
