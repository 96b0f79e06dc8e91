import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { generalPage, type GeneralDecision } from '../../domain/generalDesk';
import { jsonField, rowsIn } from '../fields';

const show = { resource: ['general'], operation: ['writePage'] };

const SETTINGS = jsonField('Settings', 'settings', 'Rows of bot_settings', show);
const STATE = jsonField(
	'Last Decision',
	'state',
	'What Read Answers decided, when there were mistakes; empty for the first page',
	show,
);

export const description: INodeProperties[] = [SETTINGS, STATE];

/** Gives the page. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const [state] = rowsIn(this, STATE, itemIndex);
	const before = state?.next === 'mistakes' ? (state as unknown as GeneralDecision) : undefined;
	return generalPage(rowsIn(this, SETTINGS, itemIndex), before);
}
