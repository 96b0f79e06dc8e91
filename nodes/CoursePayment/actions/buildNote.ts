import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { optionsOf } from '../../shared/parameters';
import type { OperationExecute } from '../../shared/runItems';
import { buildNote } from '../domain/note';
import { texts } from '../domain/schema';
import { optionsField } from '../../shared/optionFields';
import { jsonOrBlank, paymentOf } from './fields';

export const description: INodeProperties[] = [
	optionsField({ operation: ['buildNote'] }, [
		{
			displayName: 'Unmapped Directions',
			name: 'unmappedDirections',
			type: 'json',
			default: '[]',
			description:
				'Names that direction_map does not have, as a list. They get a line of the note.',
		},
		{
			displayName: 'Unmapped Subjects',
			name: 'unmappedSubjects',
			type: 'json',
			default: '[]',
			description: 'Names that subject_map does not have, as a list. They get a line of the note.',
		},
	]),
];

/** Gives `note`: the text for managers, in Russian. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const { unmappedSubjects, unmappedDirections } = optionsOf(this, itemIndex);
	const unmapped = [
		...namesOf(unmappedSubjects, 'Unmapped Subjects'),
		...namesOf(unmappedDirections, 'Unmapped Directions'),
	];
	return { note: buildNote(paymentOf(this, itemIndex), unmapped) };
};

/** No value is no names: a lead that was not updated has none. */
function namesOf(written: unknown, displayName: string): string[] {
	const list = jsonOrBlank(written ?? '', displayName);
	if (list === '' || list === null) return [];
	if (Array.isArray(list)) return texts(list);
	throw new InputError('a list of names is needed', displayName, 'Give a list such as ["Химия"].');
}
