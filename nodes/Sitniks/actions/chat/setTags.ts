import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { listOf } from '../../../shared/values';
import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import { setTags, type TagsMode } from '../../api/changeChat';
import { connectItem } from '../../api/connect';
import { chatParameter, sitniksOptions } from '../fields';

const show = { resource: ['chat'], operation: ['setTags'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: [
			{ name: 'Add', value: 'add', description: 'The tags that the chat has stay' },
			{ name: 'Remove', value: 'remove', description: 'All other tags stay' },
			{ name: 'Replace', value: 'replace', description: 'The chat has only these tags then' },
		],
		default: 'add',
		description: 'What to do with the tags that are named below',
		displayOptions: { show },
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. vip, new',
		description:
			'Separated by commas; an expression may give a list. Upper and lower case differ. Nothing with Replace removes all tags.',
		displayOptions: { show },
	},
	sitniksOptions(show),
];

/** Adds, removes or replaces tags. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chatId = chatParameter(this, itemIndex);
	const mode = this.getNodeParameter('mode', itemIndex) as TagsMode;
	const given = listOf(this.getNodeParameter('tags', itemIndex, '') as unknown);
	if (given.length === 0 && mode !== 'replace') {
		throw new InputError('it is empty', 'Tags', 'Name the tags, separated by commas.');
	}
	return { chat_id: chatId, ...(await setTags(api, chatId, given, mode)) };
}
