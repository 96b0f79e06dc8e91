import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import { alertsOf } from '../../domain/report/alerts';
import { yesterday } from '../../domain/report/period';
import { nowIn, nowField, rowsIn, settingsField, storesField } from '../fields';
import type { TogetherExecute } from '../together';
import { groupsOf, namesIn } from './fields';

const show = { resource: ['report'], operation: ['alert'] };

const SETTINGS = settingsField(show);

export const description: INodeProperties[] = [storesField(show), SETTINGS, nowField(show)];

/**
 * Gives `store`, `text` and `alert_key` (one a day) of each store whose messages fail too often: the
 * limits are `whatsapp_alert_failed_percent` and `whatsapp_alert_min_messages`. @throws {InputError}
 */
export const executeAll: TogetherExecute = async function (parts) {
	const settings = rowsIn(this, SETTINGS);
	const { today } = yesterday(settings, nowIn(this));
	const limits = {
		percent: limitIn(settings, 'whatsapp_alert_failed_percent', '20'),
		least: limitIn(settings, 'whatsapp_alert_min_messages', '10'),
	};
	return alertsOf(groupsOf(parts), namesIn(this, false), limits).map(({ store, text }) => ({
		store,
		text,
		alert_key: `whatsapp-failures:${store}:${today}`,
	}));
};

function limitIn(settings: Row[], key: string, fallback: string): number {
	const limit = Number(settingOf(settings, key, fallback));
	if (Number.isFinite(limit)) return limit;
	throw new InputError(`${key} is no number`, 'Settings', 'Correct the row in bot_settings.');
}
