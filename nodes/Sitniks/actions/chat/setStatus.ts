import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { locatorText } from '../../../shared/parameters';
import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import { setStatus } from '../../api/changeChat';
import { connectItem } from '../../api/connect';
import { chatParameter, sitniksOptions } from '../fields';

const show = { resource: ['chat'], operation: ['setStatus'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Status',
		name: 'status',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'name', value: '' },
		description:
			'Name of a chat status of the account. The list holds those that the newest chats have.',
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchStatuses', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Взято в роботу',
			},
		],
	},
	sitniksOptions(show),
];

/** Sets the status by its name. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chatId = chatParameter(this, itemIndex);
	const status = locatorText(this.getNodeParameter('status', itemIndex, '') as unknown);
	if (status === '') {
		const hint = 'Write the name of a chat status, exactly as in Sitniks.';
		throw new InputError('it is empty', 'Status', hint);
	}
	await setStatus(api, chatId, status);
	return { chat_id: chatId, status, ok: true };
}
