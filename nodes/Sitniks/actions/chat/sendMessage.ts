import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { listOf } from '../../../shared/values';
import { textParameter } from '../../../shared/parameters';
import { InputError } from '../../../shared/errors';
import { publicUrl } from '../../../shared/publicAddress';
import type { OperationResult } from '../../../shared/runItems';
import { connectItem } from '../../api/connect';
import { sendOnce } from '../../api/sendOnce';
import { chatParameter, sitniksOptions } from '../fields';

const show = { resource: ['chat'], operation: ['sendMessage'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Дякуємо за замовлення!',
		description: 'What the client gets; may be empty when there are attachments',
		displayOptions: { show },
	},
	{
		displayName: 'Attachment URLs',
		name: 'attachments',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/card.png',
		description: 'Addresses of files, separated by commas; an expression may give a list',
		displayOptions: { show },
	},
	sitniksOptions(show),
];

/** Sends a message to the client of the chat. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chatId = chatParameter(this, itemIndex);
	const text = textParameter(this, 'text', itemIndex);
	const attachments = listOf(this.getNodeParameter('attachments', itemIndex, '') as unknown);
	// Sitniks fetches them from outside: hosts of one's own network never work.
	for (const url of attachments) publicUrl(url, 'Attachment URLs');
	if (text.trim() === '' && attachments.length === 0) {
		throw new InputError('it is empty', 'Text', 'Write a text, or give the address of a file.');
	}
	const sent = await sendOnce(api, {
		chatId,
		text: text.trim() === '' ? '' : text,
		attachments,
	});
	return {
		message_id: sent.messageId,
		chat_id: chatId,
		sent: true,
		confirmed: sent.confirmed,
		created_at: sent.createdAt,
	};
}
