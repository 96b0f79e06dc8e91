import { DateTime } from 'luxon';

/** One moment, as the note, amoCRM and a person read it. */
export type PaidAt = {
	/** `2025-01-20 14:49:20` in `time_zone`. */
	paid_at_local: string;
	/** `2025-01-20T11:49:20Z`. */
	paid_at_utc: string;
	/** Seconds since 1970. */
	paid_at_unix: number;
	/** IANA name. */
	time_zone: string;
	/** The place in the name of the zone: `Moscow`. */
	zone_label: string;
};

const OFFSET = 'Z|[+-](?:0\\d|1[0-4])(?::?[0-5]\\d)?';
const WRITTEN = new RegExp(
	`^(\\d{4}-\\d{2}-\\d{2})[ T](\\d{2}:\\d{2}:\\d{2})(?:\\.\\d+)? ?(${OFFSET})?$`,
);

/**
 * Reads the platform's `2025-01-20 14:49:20` as time of the zone; a time with its own offset keeps
 * its moment. The seed's example has the same clock for Moscow and UTC, which is three hours wrong.
 *
 * @param timeZone a valid IANA name
 * @returns undefined for what is no date, such as `2025-02-30 10:00:00`, or lies before 1970
 */
export function paidAt(written: string, timeZone: string): PaidAt | undefined {
	const [match, date, time, offset = ''] = WRITTEN.exec(written.trim().toUpperCase()) ?? [];
	if (match === undefined) return undefined;
	const read = DateTime.fromISO(`${date}T${time}${offset}`, { zone: timeZone });
	if (!read.isValid || read.toSeconds() <= 0) return undefined;
	// An hour that comes twice in autumn is the first one; left to luxon, it depends on today's date.
	const moment = offset === '' ? read.getPossibleOffsets()[0] : read;
	return {
		paid_at_local: moment.toFormat('yyyy-MM-dd HH:mm:ss'),
		paid_at_utc: moment.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'"),
		paid_at_unix: moment.toUnixInteger(),
		time_zone: timeZone,
		zone_label: timeZone.slice(timeZone.lastIndexOf('/') + 1).replace(/_/g, ' '),
	};
}
