import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { objectIn, rowsIn } from '../../../shared/rowFields';
import { InputError } from '../../../shared/errors';
import { textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { cardOf } from '../../domain/bot/card';
import { rowsForAdmins, rowsForManager } from '../../domain/bot/relayRows';
import { clientField, messageField, settingsField } from './fields';

const displayOptions = { show: { resource: ['message'], operation: ['listRecipients'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'For',
		name: 'recipients',
		type: 'options',
		options: [
			{
				name: 'Admins',
				value: 'admins',
				description: 'An order or question, for each chat of orders_chat_ids',
			},
			{
				name: 'Manager',
				value: 'manager',
				description: 'In each place of relay_via; Wahelp only with a proved phone',
			},
		],
		default: 'manager',
		displayOptions,
	},
	{
		displayName: 'Event Key',
		name: 'eventKey',
		type: 'string',
		required: true,
		default: "={{ 'client-bot:' + $json.update_id }}",
		description: 'The same for a repeated update, so that its rows are known as doubles',
		displayOptions,
	},
];

/** One new row of `relay_messages` per recipient. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const message = objectIn(this, messageField, itemIndex);
	const settings = rowsIn(this, settingsField, itemIndex);
	const card = cardOf(rowsIn(this, clientField, itemIndex), settings);
	const said = (name: string) => textOf(message[name]);
	const eventKey = textOf(this.getNodeParameter('eventKey', itemIndex));
	const words = { telegramId: said('user_id'), text: said('text_for_manager'), eventKey };
	// Rows without a chat would never be delivered, and rows without a key all be doubles of one another.
	if (words.telegramId === '') {
		throw new InputError('user_id is missing', 'Message', 'Use the item that Route gave.');
	}
	if (eventKey === '') throw new InputError('it is empty', 'Event Key', 'Use the update_id.');
	const writer = { step: said('scene'), name: said('full_name'), username: said('username') };
	const rows =
		this.getNodeParameter('recipients', itemIndex) === 'admins'
			? rowsForAdmins(words, writer, card, settings)
			: rowsForManager(words, card, settings);
	return rows as unknown as IDataObject[];
}
