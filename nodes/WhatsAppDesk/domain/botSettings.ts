import { settingOf } from '../../shared/settings';
import type { Row } from '../../shared/rows';
import { isZone } from '../../shared/zones';
import { USUAL_ZONE } from './time';

/** The zone of all days and times that people see. A zone that nobody knows is none. */
export function zoneOf(settings: Row[]): string {
	const zone = settingOf(settings, 'time_zone', USUAL_ZONE);
	return isZone(zone) ? zone : USUAL_ZONE;
}
