import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { jsonField, nowField, nowIn, objectIn, rowsIn } from '../../shared/rowFields';
import type { OperationResult } from '../../shared/runItems';
import type { Message } from '../domain/message';
import { findPlace } from '../domain/place';
import { messageField, settingsField } from './fields';

const show = { operation: ['findPlace'] };
const message = messageField(show);
const rows = jsonField('Dialogue', 'dialogue', 'Rows of dialogues with the user_id', show, {
	default: "={{ $('Open the Dialogue').all() }}",
});
const settings = settingsField(show);

export const description: INodeProperties[] = [message, rows, settings, nowField(show)];

/** Where the dialogue stands. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return findPlace(
		objectIn(this, message, itemIndex) as Message,
		rowsIn(this, rows, itemIndex),
		rowsIn(this, settings, itemIndex),
		nowIn(this, itemIndex),
	);
}
