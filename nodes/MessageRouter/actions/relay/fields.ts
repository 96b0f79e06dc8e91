import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { Row } from '../../../shared/rows';
import { jsonField, rowsIn, type Show } from '../../../shared/rowFields';

/** A field that takes rows of other nodes by an expression. */
export function rowsField(
	displayName: string,
	name: string,
	value: string,
	description: string,
	show: Show,
): INodeProperties {
	return jsonField(displayName, name, description, show, { default: value });
}

export const messageField = (show: Show) =>
	rowsField(
		'Message',
		'message',
		"={{ $('Select Due').first().json }}",
		'The row of relay_messages, as it was before the claim',
		show,
	);
export const clientField = (show: Show) =>
	rowsField(
		'Client',
		'client',
		"={{ $('Read the Client').all() }}",
		'The rows of clients with the Telegram ID of the message; none for a stranger',
		show,
	);
export const settingsField = (show: Show) =>
	rowsField(
		'Settings',
		'settings',
		"={{ $('Read Settings').all() }}",
		'Rows of the table bot_settings',
		show,
	);
export const earlierField = (show: Show, value: string, description: string) =>
	rowsField('Earlier Messages', 'earlier', value, description, show);

export const reportsField = (show: Show, value: string) =>
	rowsField('Reports', 'reports', value, 'What Read Reports gave', show);

/** The one row of a field. @throws {InputError} */
export function rowIn(context: IExecuteFunctions, field: INodeProperties, itemIndex: number): Row {
	const [row, ...more] = rowsIn(context, field, itemIndex);
	if (row !== undefined && more.length === 0) return row;
	throw new InputError('one row is needed', field.displayName, 'Give one item, not a list.');
}
