import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsOf, textParameter } from '../../../shared/parameters';
import { textOf } from '../../../shared/values';
import { InputError, VendorError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import type { SitniksApi } from '../../api/client';
import { simplifyChat } from '../../domain/chat';
import { connectItem } from '../../api/connect';
import { findChat } from '../../api/findChat';
import { knownChat } from '../../api/knownChat';
import { normalizeNick } from '../../domain/matching';
import { sitniksOptions } from '../fields';

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
			displayName: 'Known Chat ID',
			name: 'knownChatId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 6b10aa00e056c38300000a01',
			description:
				'ID of the chat as it was found before. It is taken without a call; what has not the shape of an ID is passed over.',
		},
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
			displayName: 'Nobody Is an Error',
			name: 'nobodyIsError',
			type: 'boolean',
			default: false,
			description:
				'Whether a person without a chat fails with the code chat_not_found, so that a flow can try again later',
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
			displayName: 'Suggested Chat ID',
			name: 'suggestedChatId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 6b10aa00e056c38300000a01',
			description:
				'ID that somebody else hands in. It counts more than the known one, but only once Sitniks has shown that chat; else it is passed over, and suggestion_ignored is true.',
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

/**
 * The chat, or `found: false`; a known one by its id alone. A hint of the chat's id saves the search.
 *
 * @throws {InputError | VendorError} `chat_not_found` for nobody, when that is chosen to be an error
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const options = optionsOf(this, itemIndex);
	const { chatId, chat, isSuggestionIgnored } = await knownChat(api, {
		known: textOf(options.knownChatId),
		suggested: textOf(options.suggestedChatId),
	});
	const ignored = isSuggestionIgnored ? { suggestion_ignored: true } : {};
	if (chat) return { found: true, ...simplifyChat(chat), ...ignored };
	if (chatId) return { found: true, chat_id: chatId, ...ignored };
	return { ...(await search(this, itemIndex, api)), ...ignored };
}

async function search(
	context: IExecuteFunctions,
	itemIndex: number,
	api: SitniksApi,
): Promise<IDataObject> {
	const nick = normalizeNick(textParameter(context, 'nickName', itemIndex));
	const userId = textParameter(context, 'userId', itemIndex).trim();
	const source = textParameter(context, 'source', itemIndex).trim().toLowerCase();
	if (nick === '' && userId === '') {
		const hint = 'Give the nick name of the client, or the User ID.';
		throw new InputError('it is empty', 'Nick Name', hint);
	}
	const { maxPages, searchBack, waitSeconds, nobodyIsError } = optionsOf(context, itemIndex);
	const person = { nick, userId, source: source === 'any' ? '' : source };
	const found = await findChat(api, person, {
		backMs: BACK_MS[String(searchBack ?? 'all')] ?? Infinity,
		waitMs: Math.min(MAX_WAIT_SECONDS, Math.max(0, Number(waitSeconds ?? 0) || 0)) * 1000,
		maxPages: Math.max(1, Math.floor(Number(maxPages ?? MAX_PAGES)) || 1),
	});
	if (found.chat) return { found: true, ...simplifyChat(found.chat) };
	if (nobodyIsError === true) throw nobody();
	return { found: false, searched_all: found.isComplete };
}

function nobody(): VendorError {
	return new VendorError(
		'No chat of this person in Sitniks yet: a fresh one may need some seconds',
		{
			code: 'chat_not_found',
			outcome: 'not_sent',
			hint: 'Check the nick name, or try again a little later.',
		},
	);
}
