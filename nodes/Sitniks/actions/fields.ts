import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { locatorText } from '../../shared/parameters';
import { InputError } from '../../shared/errors';
import { optionsField } from '../../shared/optionFields';

export type Show = NonNullable<IDisplayOptions['show']>;

const timeoutOption: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 20,
	description: 'How long to wait for each answer of Sitniks; its requests can hang for ever',
};

const waitForLimitOption: INodeProperties = {
	displayName: 'Wait for the Rate Limit',
	name: 'waitForLimit',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait about a minute, at most twice, when Sitniks has blocked the key for too many calls. Off: the code rate_limited at once.',
};

/** The options of an operation together with those of all, in the order of their names. */
export function sitniksOptions(show: Show, options: INodeProperties[] = []): INodeProperties {
	const all = [...options, timeoutOption, waitForLimitOption];
	all.sort((a, b) => a.displayName.localeCompare(b.displayName));
	return optionsField(show, all);
}

/** A chat, chosen from the newest ones, by its ID or by the address of its page. */
export function chatField(show: Show): INodeProperties {
	return {
		displayName: 'Chat',
		name: 'chatId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The chat in Sitniks, as Chat: Find gives it in chat_id',
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchChats', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 6b10aa00e056c38300000a01',
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://web.sitniks.com/77/chats/dialog/6b10aa00e056c38300000a01',
				extractValue: { type: 'regex', regex: '/dialog/([\\w-]+)' },
			},
		],
	};
}

/** The id of a chat; the address of its page is read, too. @throws {InputError} */
export function chatParameter(context: IExecuteFunctions, itemIndex: number): string {
	const raw = locatorText(context.getNodeParameter('chatId', itemIndex, '') as unknown);
	const id = /\/dialog\/([\w-]+)/.exec(raw)?.[1] ?? raw;
	if (/^[\w-]+$/.test(id)) return id;
	const hint = 'Give the chat_id of Chat: Find, or the address of the chat in Sitniks.';
	throw new InputError(id === '' ? 'it is empty' : 'this is no ID', 'Chat', hint);
}

/** How many rows to give: *Return All* and *Limit*. */
export function limitParameter(context: IExecuteFunctions, itemIndex: number): number {
	const isAll = context.getNodeParameter('returnAll', itemIndex) as boolean;
	return isAll ? Infinity : Math.max(1, Number(context.getNodeParameter('limit', itemIndex)) || 1);
}
