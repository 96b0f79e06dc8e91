import type { Row } from '../../shared/rows';
import { settingOf } from '../../shared/settings';

/** What the operator's table says about payments. */
export type PaymentSettings = {
	/** IANA name of the zone of the platform's times. */
	time_zone: string;
	/** Whether a lead and contact that are missing are created. */
	create_missing: boolean;
	/** Stages whose leads are not in work, such as `63242022, 10089806:80579130`. */
	excluded_stages: string;
};

const NO = ['no', 'false', '0', 'нет'];

/**
 * The settings of payments among rows `{key, value}`; of two rows with one key the first counts, and an
 * empty value is none. Never throws.
 *
 * @param defaults for what the table does not say
 */
export function settingsOf(
	rows: Row[],
	defaults: { timeZone: string; excludedStages: string },
): PaymentSettings {
	return {
		time_zone: settingOf(rows, 'payment_time_zone', defaults.timeZone),
		create_missing: !NO.includes(settingOf(rows, 'payment_create_missing').toLowerCase()),
		excluded_stages: settingOf(rows, 'payment_excluded_stages', defaults.excludedStages),
	};
}
