import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { objectIn, rowsIn } from '../../shared/rowFields';
import type { OperationResult } from '../../shared/runItems';
import type { Message } from '../domain/message';
import type { Standing } from '../domain/place';
import { readWish } from '../domain/wish';
import { messageField, placeField, settingsField } from './fields';

const show = { operation: ['readWish'] };
const message = messageField(show);
const place = placeField(show);
const settings = settingsField(show);

export const description: INodeProperties[] = [message, place, settings];

/** `{wish, product, answer}`. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return readWish(
		objectIn(this, message, itemIndex) as Message,
		objectIn(this, place, itemIndex) as Standing,
		rowsIn(this, settings, itemIndex),
	);
}
