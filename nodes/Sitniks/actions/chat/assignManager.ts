import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { locatorText, optionsOf } from '../../../shared/parameters';
import { textOf } from '../../../shared/values';
import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import type { SitniksApi } from '../../api/client';
import { assignManager } from '../../api/changeChat';
import { connectItem } from '../../api/connect';
import { managerByName, managerOtherThan, type ManagerRef } from '../../api/managers';
import { chatParameter, sitniksOptions } from '../fields';

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
	sitniksOptions(show, [
		{
			displayName: 'Anyone Except',
			name: 'anyoneExcept',
			type: 'string',
			default: '',
			placeholder: 'e.g. Павло',
			description:
				'Name or ID of a manager. When Manager is empty, the first other one of the account becomes responsible.',
		},
		{
			displayName: 'Nobody Is Fine',
			name: 'nobodyIsFine',
			type: 'boolean',
			default: false,
			description:
				'Whether the chat stays as it is, without a call, when neither a manager nor Anyone Except is given',
		},
	]),
];

/**
 * Makes a manager responsible; the tags stay. `assigned: false` alone when nobody is to be.
 *
 * @throws {InputError | VendorError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chatId = chatParameter(this, itemIndex);
	const manager = await managerParameter(this, itemIndex, api);
	if (!manager) return { chat_id: chatId, assigned: false };
	const { chat, tags } = await assignManager(api, chatId, manager.id);
	const isSame = chat.assignedManagerId === manager.id;
	const name = manager.name || (isSame ? chat.assignedManagerName : '');
	return { chat_id: chatId, manager_id: manager.id, manager_name: name, tags };
}

async function managerParameter(
	context: IExecuteFunctions,
	itemIndex: number,
	api: SitniksApi,
): Promise<ManagerRef | undefined> {
	const raw = context.getNodeParameter('manager', itemIndex, '') as unknown;
	const text = locatorText(raw);
	const hint = 'Choose one, or give the ID or the name.';
	if (text === '') {
		const { anyoneExcept, nobodyIsFine } = optionsOf(context, itemIndex);
		const except = textOf(anyoneExcept);
		if (except !== '') return await managerOtherThan(api, except);
		if (nobodyIsFine === true) return undefined;
		throw new InputError('it is empty', FIELD, hint);
	}
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
