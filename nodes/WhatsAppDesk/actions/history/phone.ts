import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { phoneBehind } from '../../domain/history/question';
import { messagesField, questionField, questionIn } from './fields';
import { rowsIn } from '../fields';

const show = { resource: ['history'], operation: ['phone'] };

const MESSAGES = messagesField(show);

export const description: INodeProperties[] = [questionField(show), MESSAGES];

/** Gives `phone`, with country code and plus; `''` when there is none. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	return { phone: phoneBehind(questionIn(this, itemIndex), rowsIn(this, MESSAGES, itemIndex)) };
};
