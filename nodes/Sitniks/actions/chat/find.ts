import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import { simplifyChat } from '../../chat';
import { connectItem } from '../../connect';
import { findChat } from '../../findChat';
import { normalizeNick } from '../../matching';
import { optionsOf, sitniksOptions, textParameter } from '../fields';

const show = { resource: ['chat'], operation: ['find'] };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BACK_MS: Record<string, number> = {
	hour: HOUR_MS,
	day: DAY_MS,
	week: 7 * DAY_MS,
	month: 30 * DAY_MS,
};
const MAX_WAIT_SECONDS = 60;
const MAX_PAGES = 20;

export const description: INodeProperties[] = [
	{
		displayName: 'Nick Name',
		name: 'nickName',
		type: 'string',
		default: '',
		placeholder: 'e.g. @olena.k',
		description:
			'User name of the client in Instagram or Telegram; upper case, @ and an address such as https://t.me/ do not matter. This or User ID is needed.',
		displayOptions: { show },
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2000000000000001',
		description:
			"The client's ID in the messenger, as Sitniks has it in userId. It counts more than the nick name.",
		displayOptions: { show },
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'Any', value: 'any' },
			{ name: 'Facebook', value: 'facebook' },
			{ name: 'Instagram', value: 'instagram' },
			{ name: 'Telegram Bot', value: 'telegram_bot' },
		],
		default: 'any',
		description:
			'The network that the chat came from; an expression may name another one, or only telegram',
		displayOptions: { show },
	},
	sitniksOptions(show, [
		{
			displayName: 'Max Pages',
			name: 'maxPages',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: MAX_PAGES,
			description:
				'How many pages of 50 chats to read at most: once going back in time, and once among all chats. Each is one request.',
		},
		{
			displayName: 'Search Back At Most',
			name: 'searchBack',
			type: 'options',
			options: [
				{ name: '1 Hour', value: 'hour' },
				{ name: '24 Hours', value: 'day' },
				{ name: '30 Days', value: 'month' },
				{ name: '30 Days, Then All Chats', value: 'all' },
				{ name: '7 Days', value: 'week' },
			],
			default: 'all',
			description: 'How far to go back before the search is given up; it begins with the newest',
		},
		{
			displayName: 'Wait for a Fresh Chat (Seconds)',
			name: 'waitSeconds',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MAX_WAIT_SECONDS },
			default: 0,
			description:
				'A chat can appear some seconds after the first message. So long the newest chats are read again before older ones are.',
		},
	]),
];

/** The chat, or `found: false`. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const nick = normalizeNick(textParameter(this, 'nickName', itemIndex));
	const userId = textParameter(this, 'userId', itemIndex).trim();
	const source = textParameter(this, 'source', itemIndex).trim().toLowerCase();
	const { maxPages, searchBack, waitSeconds } = optionsOf(this, itemIndex);
	const api = await connectItem(this, itemIndex);
	if (nick === '' && userId === '') {
		const hint = 'Give the nick name of the client, or the User ID.';
		throw new InputError('it is empty', 'Nick Name', hint);
	}
	const person = { nick, userId, source: source === 'any' ? '' : source };
	const found = await findChat(api, person, {
		backMs: BACK_MS[String(searchBack ?? 'all')] ?? Infinity,
		waitMs: Math.min(MAX_WAIT_SECONDS, Math.max(0, Number(waitSeconds ?? 0) || 0)) * 1000,
		maxPages: Math.max(1, Math.floor(Number(maxPages ?? MAX_PAGES)) || 1),
	});
	return found.chat
		? { found: true, ...simplifyChat(found.chat) }
		: { found: false, searched_all: found.isComplete };
}
