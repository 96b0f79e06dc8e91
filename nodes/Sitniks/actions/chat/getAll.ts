import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { millisOf, optionsOf } from '../../../shared/parameters';
import { textOf } from '../../../shared/values';
import { listFields } from '../../../shared/listFields';
import { simplifyOption } from '../../../shared/optionFields';
import type { OperationResult } from '../../../shared/runItems';
import { collect } from '../../api/client';
import { simplifyChat } from '../../domain/chat';
import { connectItem } from '../../api/connect';
import { limitParameter, sitniksOptions } from '../fields';

const show = { resource: ['chat'], operation: ['getAll'] };

const date = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	description,
});

const DATES: Record<string, string> = {
	startDate: 'Active After',
	endDate: 'Active Before',
	firstMessageStartDate: 'First Message After',
	firstMessageEndDate: 'First Message Before',
};

export const description: INodeProperties[] = [
	...listFields(show),
	sitniksOptions(show, [
		date(
			DATES.startDate,
			'startDate',
			'The startDate of the API: for some accounts it is when the chat was made, for others when it was last active',
		),
		date(DATES.endDate, 'endDate', 'The endDate of the API, with the same meaning'),
		date(
			DATES.firstMessageStartDate,
			'firstMessageStartDate',
			'New chats: those whose first message came then or later',
		),
		date(
			DATES.firstMessageEndDate,
			'firstMessageEndDate',
			'New chats: those whose first message came then or before',
		),
		simplifyOption,
		{
			displayName: 'Source',
			name: 'initialSource',
			type: 'string',
			default: '',
			placeholder: 'e.g. instagram',
			description: 'The network: instagram, facebook, telegram_bot. Any when empty.',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'string',
			default: '',
			placeholder: 'e.g. Взято в роботу',
			description: 'Name of a chat status, exactly as in Sitniks. Any when empty.',
		},
	]),
];

/** Chats, those with the newest activity first. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const options = optionsOf(this, itemIndex);
	const query: Record<string, string | undefined> = {
		status: textOf(options.status) || undefined,
		initialSource: textOf(options.initialSource) || undefined,
	};
	for (const [name, label] of Object.entries(DATES)) {
		const ms = millisOf(options[name], this.getTimezone(), label);
		if (ms !== undefined) query[name] = new Date(ms).toISOString();
	}
	const limit = limitParameter(this, itemIndex);
	const chats = await collect(api.chats(query, limit), limit);
	const { simplify = true } = options;
	return chats.map((chat) => (simplify ? simplifyChat(chat) : (chat as IDataObject)));
}
