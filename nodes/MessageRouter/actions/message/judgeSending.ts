import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { objectIn } from '../../../shared/rowFields';
import { textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { judgeSent, type Next } from '../../domain/bot/sent';
import { jsonField } from './fields';

/** In the order of the outputs. */
export const NEXT: Array<{ next: Next; name: string }> = [
	{ next: 'write', name: 'Write Down' },
	{ next: 'again', name: 'Send Again' },
	{ next: 'tell', name: 'Tell the Admin' },
	{ next: 'done', name: 'Done' },
];

const replyField = jsonField(
	'Reply',
	'reply',
	"={{ $('Compose Reply').first().json }}",
	'What Reply gave. The input is the answer of the node that sent it, of its error output, too.',
	['judgeSending'],
);

const overQuotaField: INodeProperties = {
	displayName: 'Over the Quota',
	name: 'overQuota',
	type: 'boolean',
	default: false,
	description:
		'Whether the trigger has marked the update as the first one over the quota of its chat: then the admin is told',
	displayOptions: { show: { resource: ['message'], operation: ['judgeSending'] } },
};

export const description: INodeProperties[] = [replyField, overQuotaField];

/**
 * The fields of the reply with `next`, `is_blocked`, `alert_key` and `alert_text` for the admin and, after a
 * failure, `reason`. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const reply = objectIn(this, replyField, itemIndex);
	const result = this.getInputData()[itemIndex].json;
	const flood = { chat: textOf(reply.user_id), name: textOf(reply.username) };
	const { next, isBlocked, alert } = judgeSent(
		result,
		{
			hasText: reply.say === 'text',
			isBlocked: reply.is_blocked === true,
			isChanged: reply.is_changed === true,
		},
		this.getNodeParameter('overQuota', itemIndex, false) === true ? flood : undefined,
	);
	const reason = typeof result.error === 'string' ? result.error : '';
	return {
		...(reply as IDataObject),
		next,
		is_blocked: isBlocked,
		reason,
		alert_key: alert.key,
		alert_text: alert.text,
	};
}
