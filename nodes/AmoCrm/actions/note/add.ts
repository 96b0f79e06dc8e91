import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { EntityType } from '../../api/client';
import type { BatchOperation } from '../batch';
import { optionsField, optionsOf } from '../fields';
import { addNotes, type AddedNote, type NewNote } from './addOnce';
import { entityParameter } from './fields';
import { hasLines } from './noteText';

const show = { resource: ['note'], operation: ['add'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Payment received',
		displayOptions: { show },
	},
	optionsField(show, [
		{
			displayName: 'Look First',
			name: 'lookFirst',
			type: 'boolean',
			default: false,
			description:
				'Whether to look for a note with the unique text before adding: for a run that may be a repetition',
		},
		{
			displayName: 'Skip',
			name: 'skip',
			type: 'boolean',
			default: false,
			description: 'Whether to add nothing for this item, so that no condition has to stand before',
		},
		{
			displayName: 'Unique Text',
			name: 'uniqueText',
			type: 'string',
			default: '',
			placeholder: 'e.g. Payment ID: 100500',
			description:
				'Whole line of the text that only this note has, best the last one: then no other line is taken for it. When the answer of amoCRM is lost, the note is looked for by it and not added twice.',
		},
	]),
];

/** A new note as `send` gets it. */
type NoteBody = Omit<NewNote, 'requestId'> & { entityType: EntityType };
const SKIPPED = 'skipped';

/** Adds notes to leads or contacts, one request per 50. */
export const batch: BatchOperation<AddedNote | null> = {
	prepare: async (context, itemIndex) => {
		if (optionsOf(context, itemIndex).skip === true) return { [SKIPPED]: true };
		const { type, id } = entityParameter(context, itemIndex);
		const text = textParameter(context, itemIndex);
		const options = optionsOf(context, itemIndex);
		return {
			entityType: type,
			entityId: id,
			text,
			uniqueText: uniqueTextOf(options, text),
			lookFirst: options.lookFirst === true,
		} satisfies NoteBody;
	},
	group: (body) => (body[SKIPPED] ? SKIPPED : String(body.entityType)),
	send: async (api, bodies, entityType) => {
		if (entityType === SKIPPED) {
			return new Map(bodies.map(({ request_id }) => [String(request_id), null]));
		}
		const notes = bodies.map(({ request_id, ...body }) => ({
			...(body as unknown as NoteBody),
			requestId: String(request_id),
		}));
		return await addNotes(api, entityType as EntityType, notes);
	},
	output: (note, { entityId }) => ({
		note_id: note?.noteId ?? null,
		entity_id: (entityId as number | undefined) ?? null,
		added: note?.added ?? false,
	}),
};

/** @throws {InputError} */
function textParameter(context: IExecuteFunctions, itemIndex: number): string {
	const text = String((context.getNodeParameter('text', itemIndex, '') as unknown) ?? '');
	if (text.trim() !== '') return text;
	throw new InputError('it is empty', 'Text', 'Write what the note should say.');
}

/** @throws {InputError} when no look could find the note again */
function uniqueTextOf({ lookFirst, uniqueText: value }: IDataObject, text: string): string {
	const uniqueText = String(value ?? '').trim();
	if (uniqueText === '' && lookFirst === true) {
		const hint = 'Give the line of the text to look for, or switch Look First off.';
		throw new InputError('it is empty', 'Unique Text', hint);
	}
	if (uniqueText === '' || hasLines(text, uniqueText)) return uniqueText;
	throw new InputError(
		'the text has no such line',
		'Unique Text',
		'Make it a whole line of the text, such as the one with the number of the payment.',
	);
}
