import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { shopAnswer, type AnsweredPage } from '../../domain/shopAnswer';
import { isShop, jsonField, objectIn, rowsIn } from '../fields';

const show = { resource: ['shop'], operation: ['readAnswers'] };

const SHOWN = jsonField('Shown Page', 'shown', 'What Write Page gave', show, {
	required: true,
});
const ANSWER = jsonField('Answer', 'answer', 'What the form gave', show, {
	required: true,
	default: '={{ $json }}',
});
const SHOPS = jsonField(
	'Shops',
	'answerShops',
	'Rows of whatsapp_settings, read after the answer',
	show,
);

export const description: INodeProperties[] = [SHOWN, ANSWER, SHOPS];

/**
 * Gives `next` (list, edit, pause, save, endPause, finish, over), for the next page `page`, `storeId`,
 * `notices` and `typed`, and the `row` to save or the `session` whose pause ends.
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const page = objectIn(this, SHOWN, itemIndex);
	const answer = objectIn(this, ANSWER, itemIndex);
	const shops = rowsIn(this, SHOPS, itemIndex).filter(isShop);
	const shown = { page: 'list', storeId: '', sessions: [], ...page } as AnsweredPage;
	return { ...shopAnswer(shown, answer, shops, Date.now()) } as unknown as IDataObject;
}
