import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { rowsOf } from '../../shared/rows';
import type { SettingsTable } from '../domain/laneSettings';
import { textOf, type Row } from '../domain/rows';
import { collectionOf, textFrom, textsOf } from './values';

function column(displayName: string, name: string, value: string, what: string): INodeProperties {
	return { displayName, name, type: 'string', default: value, description: what };
}

/** Limits, quiet hours and gaps that stand in a table with one row for each shop. */
export const shopField: INodeProperties = {
	displayName: 'Shop Settings',
	name: 'shops',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'Rows of a table with limits, quiet hours and gaps of each shop',
	displayOptions: { show: { operation: ['selectDue', 'confirmClaim'] } },
	options: [
		{
			displayName: 'Available',
			name: 'available',
			type: 'json',
			default: '',
			placeholder: "e.g. {{ $('Only Working Sessions').all() }}",
			description:
				'What works now: a list of values, or of rows. Shops with another value in Available Column wait. Leave it out when all work.',
		},
		column(
			'Available Column',
			'availableColumn',
			'waha_session_name',
			'The column of the shop that is looked up in Available',
		),
		column('Available Field', 'availableField', 'name', 'The field of the rows in Available'),
		column('Daily Limit Column', 'dailyLimitColumn', 'daily_limit', 'Most messages of a day'),
		{
			displayName: 'Defaults',
			name: 'defaults',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"daily_limit": 200}',
			description: 'What an empty cell means, by column',
		},
		column('Enabled Column', 'enabledColumn', 'is_enabled', 'Whether anything is sent at all'),
		column('Match Column', 'matchColumn', 'store_id', 'The column that tells whose settings count'),
		column('Maximum Gap Column', 'maxGapColumn', 'max_delay_seconds', 'Longest rest in seconds'),
		column('Minimum Gap Column', 'minGapColumn', 'min_delay_seconds', 'Shortest rest in seconds'),
		column(
			'Paused Until Column',
			'pausedUntilColumn',
			'paused_until',
			'Until when nothing is sent. It holds for all shops of the same lane.',
		),
		column('Quiet From Column', 'quietFromColumn', 'quiet_from', 'When quiet hours begin: 21:00'),
		column('Quiet To Column', 'quietToColumn', 'quiet_to', 'When quiet hours end: 09:00'),
		{
			displayName: 'Rows',
			name: 'rows',
			type: 'json',
			default: '[]',
			placeholder: "e.g. {{ $('Read the Stores').all() }}",
			description:
				'The rows of the table. Lane columns may name a column of it, such as the session that several shops share.',
		},
	],
};

/** @returns undefined when the user gave no rows of settings. @throws {InputError} */
export function shopsOf(context: IExecuteFunctions): SettingsTable | undefined {
	const shops = collectionOf(context, 'shops');
	if (shops.rows === undefined) return undefined;
	const text = (name: string, fallback: string) => textFrom(shops, name, fallback);
	return {
		rows: rowsOf(shops.rows, 'Rows'),
		matchColumn: text('matchColumn', 'store_id'),
		defaults: defaultsOf(shops.defaults),
		available: availableOf(shops),
		columns: {
			dailyLimit: text('dailyLimitColumn', 'daily_limit'),
			enabled: text('enabledColumn', 'is_enabled'),
			maxGap: text('maxGapColumn', 'max_delay_seconds'),
			minGap: text('minGapColumn', 'min_delay_seconds'),
			pausedUntil: text('pausedUntilColumn', 'paused_until'),
			quietFrom: text('quietFromColumn', 'quiet_from'),
			quietTo: text('quietToColumn', 'quiet_to'),
		},
	};
}

/** An empty list is a list: then nothing works. */
function availableOf(shops: IDataObject): SettingsTable['available'] {
	if (textOf(shops.available) === '' && !Array.isArray(shops.available)) return undefined;
	const field = textFrom(shops, 'availableField', 'name');
	return {
		column: textFrom(shops, 'availableColumn', 'waha_session_name'),
		values: textsOf(shops.available, 'Available', field),
	};
}

function defaultsOf(written: unknown): Row {
	if (textOf(written) === '') return {};
	const [defaults = {}, ...more] = rowsOf(written, 'Defaults');
	if (more.length === 0) return defaults;
	throw new InputError('one object is needed', 'Defaults', 'Write {"daily_limit": 200}.');
}
