import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import type { SitniksApi } from '../../api';
import { assignManager } from '../../changeChat';
import { connectItem } from '../../connect';
import { managerByName, type ManagerRef } from '../../managers';
import { textOf } from '../../values';
import { chatParameter, locatorText, sitniksOptions } from '../fields';

const show = { resource: ['chat'], operation: ['assignManager'] };
const FIELD = 'Manager';

export const description: INodeProperties[] = [
	{
		displayName: 'Manager',
		name: 'manager',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'Who becomes responsible for the chat',
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchManagers', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 33' },
			{
				displayName: 'By Name or ID',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Дарія Коваль',
			},
		],
	},
	sitniksOptions(show),
];

/** Makes a manager responsible; the tags stay. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chatId = chatParameter(this, itemIndex);
	const manager = await managerParameter(this, itemIndex, api);
	const { chat, tags } = await assignManager(api, chatId, manager.id);
	const isSame = chat.assignedManagerId === manager.id;
	const name = manager.name || (isSame ? chat.assignedManagerName : '');
	return { chat_id: chatId, manager_id: manager.id, manager_name: name, tags };
}

async function managerParameter(
	context: IExecuteFunctions,
	itemIndex: number,
	api: SitniksApi,
): Promise<ManagerRef> {
	const raw = context.getNodeParameter('manager', itemIndex, '') as unknown;
	const text = locatorText(raw);
	const hint = 'Choose one, or give the ID or the name.';
	if (text === '') throw new InputError('it is empty', FIELD, hint);
	const { mode, cachedResultName } = (typeof raw === 'object' ? raw : {}) as {
		mode?: unknown;
		cachedResultName?: unknown;
	};
	const isNumber = /^\d+$/.test(text);
	// A plain value has no mode: an AI or an expression gives it.
	const mayBeName = mode === 'name' || mode === undefined;
	if (mayBeName && !isNumber) return await managerByName(api, text);
	const id = isNumber ? Number(text) : NaN;
	if (Number.isSafeInteger(id) && id > 0)
		return { id, name: textOf(cachedResultName).replace(/ \(#\d+\)$/, '') };
	throw new InputError('this is no ID', FIELD, hint);
}
