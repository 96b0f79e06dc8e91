import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { questionOf } from '../../domain/person/person';
import { jsonField, objectIn } from '../fields';

const ANSWER = jsonField(
	'Answer',
	'answer',
	'What the form gave: phone, telegram_id',
	{ resource: ['person'], operation: ['question'] },
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [ANSWER];

/** Gives a `Question`. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	return questionOf(objectIn(this, ANSWER, itemIndex));
};
