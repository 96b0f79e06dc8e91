import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textOf, timeOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { readAnswer, unknownBuyerText } from '../../domain/consent';
import { jsonField, nowIn, nowField, objectIn, rowsIn } from '../fields';

const show = { resource: ['consent'], operation: ['readAnswer'] };

const message = jsonField(
	'Message',
	'message',
	'The message of a buyer: phone, push_name, sent_at, words',
	show,
	{ default: '={{ $json }}' },
);
const settings = jsonField(
	'Settings',
	'settings',
	'Rows of bot_settings with the stop and start words and their confirmations',
	show,
);

export const description: INodeProperties[] = [message, settings, nowField(show)];

/**
 * The fields of the message with `word` (`stop`, `start` or empty), `confirmation` for the buyer,
 * `sent_at` in UTC, and `unknown_buyer` for the admin. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const given = objectIn(this, message, itemIndex);
	const text = (name: string) => textOf(given[name]);
	const { word, confirmation } = readAnswer(text('words'), rowsIn(this, settings, itemIndex));
	return {
		session: text('session'),
		chat: text('chat'),
		phone: text('phone'),
		sent_at: new Date(timeOf(given.sent_at) ?? nowIn(this, itemIndex)).toISOString(),
		word,
		confirmation,
		unknown_buyer: word && unknownBuyerText(word, text('push_name')),
	};
}
