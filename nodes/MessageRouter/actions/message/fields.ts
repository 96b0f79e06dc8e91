import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { optionsField } from '../../../shared/optionFields';
import { rowsOf, textOf, timeOf, type Row } from '../../../shared/rows';

/** A field that takes an item or rows of other nodes, by an expression. */
export function jsonField(
	displayName: string,
	name: string,
	value: string,
	description: string,
	operations: string[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'json',
		default: value,
		description,
		displayOptions: { show: { resource: ['message'], operation: operations } },
	};
}

export const messageField = jsonField(
	'Message',
	'message',
	"={{ $('Sort the Message').first().json }}",
	'What Route gave for the update',
	['reply', 'listRecipients', 'registerPhone'],
);
export const clientField = jsonField(
	'Client',
	'client',
	"={{ $('Read the Client').all() }}",
	'Rows of the table clients with the Telegram ID of the sender; none for somebody new',
	['reply', 'listRecipients'],
);
export const settingsField = jsonField(
	'Settings',
	'settings',
	"={{ $('Read the Settings').all() }}",
	'Rows of the table bot_settings: texts, buttons, and where messages go',
	['reply', 'listRecipients', 'registerPhone'],
);

export const nowOption: INodeProperties = {
	displayName: 'Now',
	name: 'now',
	type: 'string',
	default: '={{ $now.toISO() }}',
	description: 'The time to reckon with, for tests. Leave it out to use the clock.',
};

export const nowField = (operation: string) =>
	optionsField({ resource: ['message'], operation: [operation] }, [nowOption]);

/** The rows of a field of `jsonField`. @throws {InputError} */
export function rowsIn(
	context: IExecuteFunctions,
	{ displayName, name }: INodeProperties,
	itemIndex: number,
): Row[] {
	return rowsOf(context.getNodeParameter(name, itemIndex, ''), displayName);
}

/** The one object of a field; `{}` for an empty field. @throws {InputError} */
export function objectIn(
	context: IExecuteFunctions,
	field: INodeProperties,
	itemIndex: number,
): Row {
	const [object = {}, ...more] = rowsIn(context, field, itemIndex);
	if (more.length === 0) return object;
	throw new InputError('one object is needed', field.displayName, 'Give one item, not a list.');
}

/** The option *Now*, else the clock, in milliseconds since 1970. @throws {InputError} */
export function nowIn(context: IExecuteFunctions, itemIndex: number): number {
	const { now } = context.getNodeParameter('options', itemIndex, {}) as Row;
	if (textOf(now) === '') return Date.now();
	const time = timeOf(now);
	if (time !== undefined) return time;
	throw new InputError('this is no time', 'Now', 'Use an ISO time such as {{ $now.toISO() }}.');
}
