import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { questionOf } from '../../domain/history/question';
import { jsonField, rowIn } from '../fields';

const show = { resource: ['history'], operation: ['question'] };

export const description: INodeProperties[] = [
	jsonField(
		show,
		'Answer',
		'answer',
		'={{ $json }}',
		'What the form gave: query. After a change of consent with done (stopped or allowed), phone and stopped, too.',
	),
];

/** Gives a `Question`. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	return questionOf(rowIn(this, 'answer', 'Answer', itemIndex));
};
