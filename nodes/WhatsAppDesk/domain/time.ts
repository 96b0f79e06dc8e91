import { DateTime } from 'luxon';

import { isZone } from '../../shared/zones';

/** By whose clocks days and pauses are told where nobody has said it. */
export const USUAL_ZONE = 'Asia/Almaty';

/** `12.03.2026 10:00` by the clocks of the zone, an unknown zone being the usual one. */
export function clockText(moment: number, zone: string): string {
	const known = isZone(zone) ? zone : USUAL_ZONE;
	return DateTime.fromMillis(moment, { zone: known }).toFormat('dd.MM.yyyy HH:mm');
}
