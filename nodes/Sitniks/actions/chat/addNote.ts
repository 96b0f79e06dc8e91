import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textParameter } from '../../../shared/parameters';
import { textOf } from '../../../shared/values';
import { InputError, VendorError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import { chatNotFound } from '../../api/client';
import { connectItem } from '../../api/connect';
import { chatParameter, sitniksOptions } from '../fields';

const show = { resource: ['chat'], operation: ['addNote'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. Зателефонувати завтра',
		description: 'For colleagues; the client does not see it',
		displayOptions: { show },
	},
	sitniksOptions(show),
];

/** Adds a note. Notes cannot be read, so a lost answer leaves its outcome unknown. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chatId = chatParameter(this, itemIndex);
	const text = textParameter(this, 'text', itemIndex);
	if (text.trim() === '') throw new InputError('it is empty', 'Text', 'Write the note.');
	const note = await api.addNote(chatId, text).catch(lost).catch(chatNotFound);
	return {
		chat_id: chatId,
		text: textOf(note.text) || text,
		manager_name: textOf(note.managerName),
		created_at: textOf(note.createdAt) || new Date().toISOString(),
	};
}

async function lost(error: unknown): Promise<never> {
	const isLost = error instanceof VendorError && error.outcome === 'unknown';
	// A redirect has a next step of its own.
	if (!isLost || error.code === 'redirected') {
		return await Promise.reject(error);
	}
	const hint =
		'The note may have been added, and its API does not show notes. Look at the chat in Sitniks before you repeat it.';
	throw new VendorError(error.message, { ...error, hint });
}
