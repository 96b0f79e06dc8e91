import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { generalAnswer } from '../../domain/generalDesk';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['general'], operation: ['readAnswers'] };

const ANSWER = jsonField('Answer', 'answer', 'What the form gave', show, {
	required: true,
	default: '={{ $json }}',
});

export const description: INodeProperties[] = [ANSWER];

/**
 * Gives `next` (save, mistakes, end, over), the `rows` of bot_settings to save, typed `values` with
 * their `errors`, and the `message` for the end.
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const answer = objectIn(this, ANSWER, itemIndex);
	return { ...generalAnswer(answer) };
}
