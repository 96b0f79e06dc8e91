import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { jsonField, objectIn, rowsIn } from '../../shared/rowFields';
import type { OperationResult } from '../../shared/runItems';
import { writeAnswer } from '../domain/answer';
import type { Message } from '../domain/message';
import type { Standing } from '../domain/place';
import { messageField, placeField, settingsField } from './fields';

const show = { operation: ['writeAnswer'] };
const wish = jsonField(
	'Wish',
	'wish',
	'What Read Wish gave, or what an AI Agent gave: wish, reply, choice. An error of the agent calls a human.',
	show,
	{ default: '={{ $json }}' },
);
const message = messageField(show);
const place = placeField(show);
const settings = settingsField(show);

export const description: INodeProperties[] = [wish, message, place, settings];

/** The answer, how the dialogue stands after it, and what to tell the admins. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return writeAnswer(
		objectIn(this, message, itemIndex) as Message,
		objectIn(this, place, itemIndex) as Standing,
		objectIn(this, wish, itemIndex),
		rowsIn(this, settings, itemIndex),
	);
}
