import type { IExecuteFunctions } from 'n8n-workflow';

import { questionOf, type Question } from '../../domain/history/question';
import { jsonField, objectIn, type Show } from '../fields';

export const questionField = (show: Show) =>
	jsonField('Question', 'question', 'What Take Question gave', show, {
		default: "={{ $('Take the Question').first().json }}",
	});
export const messagesField = (show: Show) =>
	jsonField('Messages', 'messages', 'Rows of whatsapp_messages_log, the newest first', show, {
		default: "={{ $('Read the Messages').all() }}",
	});

/** @throws {InputError} */
export function questionIn(context: IExecuteFunctions, itemIndex: number): Question {
	const given = objectIn(context, questionField({}), itemIndex);
	return { ...questionOf(given), ...(given as Question) };
}
