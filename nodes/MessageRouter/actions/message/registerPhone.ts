import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { objectIn, rowsIn } from '../../../shared/rowFields';
import { InputError } from '../../../shared/errors';
import { textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { register, type GivenPhone } from '../../domain/bot/registration';
import { jsonField, messageField, settingsField } from './fields';

const cardsField = jsonField(
	'Cards',
	'cards',
	"={{ $('Read the Cards').all() }}",
	'Rows of the table clients with the Telegram ID of the sender or with the phone',
	['registerPhone'],
);

export const description: INodeProperties[] = [cardsField];

/**
 * `{outcome, is_proved, passed_on, bonus_balance, phone, telegram_id, cards, rows}`: whose card the phone
 * leads to, the rows of `clients` to write, and of `relay_messages`. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const message = objectIn(this, messageField, itemIndex);
	const said = (name: string) => textOf(message[name]);
	const given: GivenPhone = {
		telegramId: said('user_id'),
		name: said('full_name'),
		phone: said('phone_in_message'),
		by: isBy(said('phone_by')) ? (said('phone_by') as GivenPhone['by']) : 'foreign',
		eventKey: `client-bot:${said('update_id')}`,
	};
	if (given.telegramId === '') {
		throw new InputError('user_id is missing', 'Message', 'Use the item that Route gave.');
	}
	const cards = rowsIn(this, cardsField, itemIndex);
	const result = register(given, cards, rowsIn(this, settingsField, itemIndex));
	return {
		outcome: result.outcome,
		is_proved: result.isProved,
		passed_on: result.rows.length > 0,
		bonus_balance: result.bonus,
		phone: given.phone,
		telegram_id: given.telegramId,
		cards: result.cards as unknown as IDataObject[],
		rows: result.rows as unknown as IDataObject[],
	};
}

function isBy(value: string): boolean {
	return ['own', 'foreign', 'typed'].includes(value);
}
