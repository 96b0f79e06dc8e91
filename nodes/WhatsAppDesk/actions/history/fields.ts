import type { IDisplayOptions, IExecuteFunctions } from 'n8n-workflow';

import { questionOf, type Question } from '../../domain/history/question';
import { jsonField, rowIn } from '../fields';

type Show = NonNullable<IDisplayOptions['show']>;

export const questionField = (show: Show) =>
	jsonField(
		show,
		'Question',
		'question',
		"={{ $('Take the Question').first().json }}",
		'What Take Question gave',
	);
export const messagesField = (show: Show) =>
	jsonField(
		show,
		'Messages',
		'messages',
		"={{ $('Read the Messages').all() }}",
		'Rows of whatsapp_messages_log, the newest first',
	);

/** @throws {InputError} */
export function questionIn(context: IExecuteFunctions, itemIndex: number): Question {
	const given = rowIn(context, 'question', 'Question', itemIndex);
	return { ...questionOf(given), ...(given as Question) };
}
