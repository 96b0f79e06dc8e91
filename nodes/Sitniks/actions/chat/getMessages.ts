import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../../shared/parameters';
import { listFields } from '../../../shared/listFields';
import { simplifyOption } from '../../../shared/optionFields';
import type { OperationResult } from '../../../shared/runItems';
import { chatNotFound, collect } from '../../api/client';
import { connectItem } from '../../api/connect';
import { simplifyMessage } from '../../domain/message';
import { chatParameter, limitParameter, sitniksOptions } from '../fields';

const show = { resource: ['chat'], operation: ['getMessages'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		options: [
			{ name: 'Comments', value: 'comments', description: 'What was written under posts' },
			{ name: 'Direct Messages', value: 'direct' },
		],
		default: 'direct',
		description: 'Where the messages were written',
		displayOptions: { show },
	},
	...listFields(show),
	sitniksOptions(show, [simplifyOption]),
];

/** Messages of a chat, newest first. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chatId = chatParameter(this, itemIndex);
	const { simplify = true } = optionsOf(this, itemIndex);
	const isComment = this.getNodeParameter('kind', itemIndex) === 'comments';
	const limit = limitParameter(this, itemIndex);
	// Who wrote a message is told by the client's id.
	const userId = simplify ? (await api.chat(chatId)).userId : '';
	const reading = collect(api.messages(chatId, isComment, limit), limit);
	const messages = await reading.catch(chatNotFound);
	return messages.map((message) =>
		simplify ? simplifyMessage(message, userId) : (message as IDataObject),
	);
}
