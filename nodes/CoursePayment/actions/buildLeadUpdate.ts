import type { INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../shared/parameters';
import { rowsOf } from '../../shared/rows';
import type { OperationExecute } from '../../shared/runItems';
import { currentIdsOf, enumMapOf } from '../domain/enumIds';
import { buildLeadUpdate, type LeadMaps } from '../domain/leadUpdate';
import { buildNote, paymentIdLine } from '../domain/note';
import type { ParsedPayment } from '../domain/schema';
import { contactName, missingNames, telegramTag } from '../domain/words';
import { optionsField } from '../../shared/optionFields';
import { jsonOrBlank, paymentOf } from './fields';

const displayOptions = { show: { operation: ['buildLeadUpdate'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Subject Map',
		name: 'subjectMap',
		type: 'json',
		required: true,
		default: '[]',
		description:
			'Rows of the table subject_map as a list: name as the platform writes it, enum_id in amoCRM',
		displayOptions,
	},
	{
		displayName: 'Direction Map',
		name: 'directionMap',
		type: 'json',
		required: true,
		default: '[]',
		description:
			'Rows of the table direction_map as a list: name as the platform writes it, enum_id in amoCRM',
		displayOptions,
	},
	optionsField({ operation: ['buildLeadUpdate'] }, [
		{
			displayName: 'Current Subjects',
			name: 'currentSubjects',
			type: 'json',
			default: '[]',
			description:
				'Enum IDs that the lead has now, as a list. They are kept, because amoCRM replaces the whole list.',
		},
	]),
];

/**
 * Values for the lead's fields, the contact's name and the note; a name that is in no map never stops
 * it, and is told in words.
 *
 * @throws {InputError}
 */
export const execute: OperationExecute = async function (itemIndex) {
	const list = (name: string, displayName: string) => {
		const rows = jsonOrBlank(this.getNodeParameter(name, itemIndex), displayName);
		return Array.isArray(rows) ? rowsOf(rows, displayName) : rows;
	};
	const current = jsonOrBlank(optionsOf(this, itemIndex).currentSubjects, 'Current Subjects');
	return fullLeadUpdate(paymentOf(this, itemIndex), {
		subjects: enumMapOf(list('subjectMap', 'Subject Map'), 'Subject Map'),
		directions: enumMapOf(list('directionMap', 'Direction Map'), 'Direction Map'),
		currentSubjectIds: currentIdsOf(current, 'Current Subjects'),
	});
};

/** The same from plain values, with the contact's name, the note and what the maps lack. */
export function fullLeadUpdate(payment: ParsedPayment, maps: LeadMaps) {
	const update = buildLeadUpdate(payment, maps);
	const unmapped = [...update.unmapped_subjects, ...update.unmapped_directions];
	return {
		...update,
		contact_name: contactName(payment),
		telegram_tag: telegramTag(payment),
		note: buildNote(payment, unmapped),
		note_marker: paymentIdLine(payment.payment_id),
		...missingNames(unmapped),
	};
}
