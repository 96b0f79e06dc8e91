import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { questionOf } from '../../domain/history/question';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['history'], operation: ['question'] };

const ANSWER = jsonField(
	'Answer',
	'answer',
	'What the form gave: query. After a change of consent with done (stopped or allowed), phone and stopped, too.',
	show,
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [ANSWER];

/** Gives a `Question`. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	return questionOf(objectIn(this, ANSWER, itemIndex));
};
