import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { nowIn, objectIn, rowsIn } from '../../../shared/rowFields';
import { textOf, type Row } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { cardOf, numberOf } from '../../domain/bot/card';
import { replyTo, routedOf, type Happened } from '../../domain/bot/reply';
import { clientField, jsonField, messageField, nowField, settingsField } from './fields';

const happenedField = jsonField(
	'What Happened',
	'happened',
	'={{ $json }}',
	'The item of the step before: what Register Phone gave, or the message before this one',
	['reply'],
);

export const description: INodeProperties[] = [happenedField, nowField('reply')];

/**
 * The answer of the bot: `{say, text, keyboard, rows, contact_label, step, user_id, username,
 * callback_query_id, is_blocked, is_changed, frees_kept, kept_since}`: what waited longer than that is not sent any more. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const message = objectIn(this, messageField, itemIndex);
	const settings = rowsIn(this, settingsField, itemIndex);
	const card = cardOf(rowsIn(this, clientField, itemIndex), settings);
	const happened = happenedOf(objectIn(this, happenedField, itemIndex));
	const routed = routedOf(message);
	const now = nowIn(this, itemIndex);
	const reply = replyTo(routed, card, settings, happened, now);
	const keptHours = numberOf(settings, 'pending_max_age_hours', 72);
	return {
		say: reply.say,
		text: reply.text,
		keyboard: reply.keyboard,
		rows: reply.rows,
		contact_label: reply.contactLabel,
		step: reply.step,
		user_id: textOf(message.user_id),
		username: routed.username,
		callback_query_id: routed.callbackQueryId,
		is_blocked: reply.isBlocked,
		is_changed: reply.isChanged,
		frees_kept: !reply.isBlocked && (card.isBlocked || routed.membership === 'unblocked'),
		kept_since: new Date(now - keptHours * 3_600_000).toISOString(),
	};
}

function happenedOf(item: Row): Happened {
	return {
		outcome: textOf(item.outcome),
		isPassedOn: item.passed_on === true,
		bonus: typeof item.bonus_balance === 'number' ? item.bonus_balance : undefined,
		messageBefore: item.createdAt,
	};
}
