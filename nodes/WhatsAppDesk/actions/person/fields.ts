import type { IExecuteFunctions } from 'n8n-workflow';

import { questionOf, type Question } from '../../domain/person/person';
import { jsonField, objectIn, type Show } from '../fields';

export const questionField = (show: Show) =>
	jsonField('Question', 'personQuestion', 'What Take Question gave', show, {
		default: "={{ $('Take the Question').first().json }}",
	});
export const cardsField = (show: Show) =>
	jsonField('Cards', 'cards', 'Rows of clients with this phone or Telegram ID', show, {
		default: "={{ $('Read Their Cards').all() }}",
	});

/** @throws {InputError} */
export function questionIn(context: IExecuteFunctions, itemIndex: number): Question {
	const given = objectIn(context, questionField({}), itemIndex);
	return { ...questionOf(given), ...(given as Question) };
}
