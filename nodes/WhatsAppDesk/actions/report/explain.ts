import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { textOf, type Row } from '../../../shared/rows';
import { outcomeOf } from '../../domain/report/outcome';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['report'], operation: ['explain'] };

const ANSWER = jsonField(
	'Answer',
	'answer',
	'What the sending node gave; with a field named error when it failed',
	show,
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [
	{
		displayName: 'Chat ID',
		name: 'chatId',
		type: 'string',
		default: "={{ $('Find Period').first().json.chat_id }}",
		description: 'Whom the report was for. Empty: nobody is set.',
		displayOptions: { show },
	},
	ANSWER,
];

/** Gives an `Outcome`. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const chatId = textOf(this.getNodeParameter('chatId', itemIndex));
	return outcomeOf(chatId, errorOf(objectIn(this, ANSWER, itemIndex)));
};

/** n8n gives a text or an object with a message. */
function errorOf({ error }: Row): string | undefined {
	if (error === undefined || error === null || error === '') return undefined;
	const { message } = Object(error) as { message?: unknown };
	return textOf(message ?? error) || 'unknown';
}
