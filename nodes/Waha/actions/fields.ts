import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { optionsField as sharedOptionsField, phoneCountryOption } from '../../shared/optionFields';
import { millisOf, optionsOf as chosenOptions, textParameter } from '../../shared/parameters';
import { isSessionName } from '../../shared/sessionName';
import { parseChatId } from '../domain/chatId';

/** Of every operation that is about one session. */
export const sessionField: INodeProperties = {
	displayName: 'Session Name or ID',
	name: 'session',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getSessions' },
	required: true,
	default: 'default',
	description:
		'The WhatsApp account of WAHA. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	displayOptions: { hide: { operation: ['getAll'], resource: ['server'] } },
};

export const chatIdField: INodeProperties = {
	displayName: 'Phone or Chat ID',
	name: 'chatId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 8 701 000 11 22 or 77010001122@c.us',
	description:
		'A phone as people write it, or a chat ID that ends with @c.us, @lid, @g.us or @newsletter',
	displayOptions: { show: { resource: ['chat', 'message'] } },
};

export const countryOption = phoneCountryOption('KZ');

/** The options of some operations of a resource. */
export function optionsField(
	resource: string,
	operations: string[],
	options: INodeProperties[],
): INodeProperties {
	return sharedOptionsField({ resource: [resource], operation: operations }, options);
}

/** Only what the user chose. */
export type Options = Partial<{
	allowPrivateMedia: unknown;
	asNote: boolean;
	caption: string;
	checkNumber: boolean;
	convert: boolean;
	country: string;
	filename: string;
	linkPreview: boolean;
	linkPreviewHighQuality: boolean;
	mentions: string;
	messageId: string;
	messageIds: string;
	mimetype: string;
	onlyFrom: 'client' | 'me';
	participant: string;
	replyTo: string;
	showTyping: boolean;
	simplify: boolean;
	settings: unknown;
	since: unknown;
	textAlone: boolean;
	until: unknown;
}>;

export const optionsOf = chosenOptions<Options>;

/** The session's name. @throws {InputError} */
export function sessionParameter(context: IExecuteFunctions, itemIndex: number): string {
	const session = textParameter(context, 'session', itemIndex).trim();
	const field = 'Session Name or ID';
	if (isSessionName(session)) return session;
	if (session === '') throw new InputError('it is empty', field, 'Choose a session of WAHA.');
	const hint = 'It has letters, digits, hyphens, underscores and dots, 100 at most.';
	throw new InputError('this is no name of a session', field, hint);
}

/** @throws {InputError} */
export function chatIdParameter(context: IExecuteFunctions, itemIndex: number): string {
	const raw = context.getNodeParameter('chatId', itemIndex) as unknown;
	return parseChatId(raw, optionsOf(context, itemIndex).country);
}

/**
 * A time as the editor or an expression gives it, in whole seconds since 1970, rounded down as WAHA's are.
 * Undefined when it is not set.
 * @throws {InputError}
 */
export function secondsOf(value: unknown, zone: string, field: string): number | undefined {
	const ms = millisOf(value, zone, field);
	return ms === undefined ? undefined : Math.floor(ms / 1000);
}
