import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { sessionAnswer, type ShownSession } from '../../domain/sessionDesk';
import { isShop, jsonField, objectIn, rowsIn } from '../fields';

const show = { resource: ['session'], operation: ['readAnswers'] };

const OPENED = jsonField(
	'Opened Form',
	'opened',
	'The item of the form trigger: its link may name the shop',
	show,
);
const SHOWN = jsonField(
	'Shown Page',
	'shown',
	'What Write Page gave; empty when the form was just opened',
	show,
);
const ANSWER = jsonField('Answer', 'answer', 'What the form gave, or WAHA to a start', show, {
	default: '={{ $json }}',
});
const SHOPS = jsonField('Shops', 'answerShops', 'Rows of whatsapp_settings', show);

export const description: INodeProperties[] = [OPENED, SHOWN, ANSWER, SHOPS];

/** Gives `next` (choose, look, start, restart, over), the `session`, its `storeId`, and what was `said`. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const opened = objectIn(this, OPENED, itemIndex);
	const page = objectIn(this, SHOWN, itemIndex);
	const answer = objectIn(this, ANSWER, itemIndex);
	const shown = page.page ? (page as unknown as ShownSession) : undefined;
	const shops = rowsIn(this, SHOPS, itemIndex).filter(isShop);
	return { ...sessionAnswer({ shown, answer, opened, shops }) };
}
