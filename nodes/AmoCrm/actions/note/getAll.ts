import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listFields } from '../../../shared/listFields';
import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import type { Note } from '../../api/schema';
import { optionsField, optionsOf, simplifyOption } from '../fields';
import { entityParameter } from './fields';
import { noteText } from './noteText';

const show = { resource: ['note'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	...listFields(show),
	optionsField(show, [
		simplifyOption,
		{
			displayName: 'Text Contains',
			name: 'textContains',
			type: 'string',
			default: '',
			placeholder: 'e.g. Payment ID',
			description: 'Only notes with this in their text; upper and lower case are the same',
		},
	]),
];

/** The notes of a lead or contact, newest first. */
export const execute: OperationExecute = async function (itemIndex) {
	const { type, id } = entityParameter(this, itemIndex);
	const { simplify = true, textContains } = optionsOf(this, itemIndex);
	const returnAll = this.getNodeParameter('returnAll', itemIndex, false) === true;
	const limit = returnAll ? Infinity : Number(this.getNodeParameter('limit', itemIndex, 50));
	const wanted = String(textContains ?? '').toLowerCase();
	const api = await connect(this, itemIndex);
	const notes: IDataObject[] = [];
	// Of a page that is searched through only some notes may fit.
	for await (const page of api.notes(type, id, wanted === '' ? limit : undefined)) {
		for (const note of page) {
			if (!noteText(note).toLowerCase().includes(wanted)) continue;
			notes.push(simplify ? simplified(note) : (note as IDataObject));
		}
		if (notes.length >= limit) break;
	}
	return notes.slice(0, limit);
};

function simplified(note: Note): IDataObject {
	const { id, entity_id, note_type, created_at, created_by, params } = note;
	return {
		note_id: id,
		entity_id,
		note_type: note_type ?? '',
		text: noteText(note),
		params: (params ?? {}) as IDataObject,
		created_by: (created_by ?? null) as number | null,
		created_at: created_at ? new Date(created_at * 1000).toISOString() : '',
	};
}
