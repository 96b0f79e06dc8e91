import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { judgeSent, type Next } from '../../domain/bot/sent';
import { jsonField, objectIn } from './fields';

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
	"={{ $('Compose the Reply').first().json }}",
	'What Reply gave. The input is the answer of the node that sent it, of its error output, too.',
	['judgeSending'],
);

export const description: INodeProperties[] = [replyField];

/** The fields of the reply with `next`, `is_blocked` and, after a failure, `reason`. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const reply = objectIn(this, replyField, itemIndex);
	const result = this.getInputData()[itemIndex].json;
	const { next, isBlocked } = judgeSent(result, {
		hasText: reply.say === 'text',
		isBlocked: reply.is_blocked === true,
		isChanged: reply.is_changed === true,
	});
	const reason = typeof result.error === 'string' ? result.error : '';
	return { ...(reply as IDataObject), next, is_blocked: isBlocked, reason };
}
