import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { fieldsOf, listOf } from '../../../shared/values';
import type { SendEndpoint, WahaApi } from '../../api/client';
import { parseChatId } from '../../domain/chatId';
import { connect } from '../../api/connect';
import { acceptsMessageId } from '../../domain/session';
import { ownMessageId, sentIds, type MessageIds } from '../../domain/ids';
import {
	chatIdParameter,
	countryOption,
	optionsOf,
	sessionParameter,
	type Options,
} from '../fields';

export const replyOption: INodeProperties = {
	displayName: 'Reply To',
	name: 'replyTo',
	type: 'string',
	default: '',
	placeholder: 'e.g. false_77010001122@c.us_3EB0A1',
	description: 'ID of the message that is answered',
};

export const messageIdOption: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 3EB0C431C26A1916E07E',
	description:
		'Your own ID of letters and digits: the same ID sent twice reaches the client once. Works on NOWEB and GOWS and not for files; left out elsewhere.',
};

/** Options of a text; under a file they mean nothing. */
export const textOptions: INodeProperties[] = [
	{
		displayName: 'Link Preview',
		name: 'linkPreview',
		type: 'boolean',
		default: true,
		description: 'Whether the first link of the text comes with a preview',
	},
	{
		displayName: 'Link Preview in High Quality',
		name: 'linkPreviewHighQuality',
		type: 'boolean',
		default: false,
		description: 'Whether the picture of the preview is a large one',
	},
	{
		displayName: 'Mentions',
		name: 'mentions',
		type: 'string',
		default: '',
		placeholder: 'e.g. 77010001122, 77010001133',
		description: 'Phones or chat IDs of group members that the text names, separated by commas',
	},
];

export const commonOptions = [countryOption, replyOption];

/** These take the caller's own id (OpenAPI 2026.7.1). */
const TAKES_ID: SendEndpoint[] = ['sendText', 'sendLocation'];

/** To whom a message goes, and by what. */
export interface Recipient {
	api: WahaApi;
	session: string;
	chatId: string;
	engine: string;
	/** The caller's own message id, '' for none. */
	wantedId: string;
}

/** @throws {InputError | VendorError} */
export async function send(
	context: IExecuteFunctions,
	itemIndex: number,
	endpoint: SendEndpoint,
	content: IDataObject,
): Promise<IDataObject> {
	const to = await recipientOf(context, itemIndex);
	return await sendTo(to, endpoint, content, optionsOf(context, itemIndex));
}

/** All that can be wrong before something is sent. @throws {InputError | VendorError} */
export async function recipientOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<Recipient> {
	const session = sessionParameter(context, itemIndex);
	const chatId = personalChat(chatIdParameter(context, itemIndex));
	const wantedId = ownId(optionsOf(context, itemIndex));
	const api = await connect(context);
	const engine = await api.engine(session);
	if (wantedId && engine === '') {
		throw new InputError(
			'the engine could not be read, so nobody knows whether it takes the ID',
			'Message ID',
			'Give the API key the permission to read sessions, or leave the option out.',
			'engine_unknown',
		);
	}
	return { api, session, chatId, engine, wantedId };
}

/**
 * Sends one message and tells what is known of it. An answer without an id is a success (waha sheet §6).
 * @throws {InputError | VendorError}
 */
export async function sendTo(
	{ api, session, chatId, engine, wantedId }: Recipient,
	endpoint: SendEndpoint,
	content: IDataObject,
	options: Options,
): Promise<IDataObject> {
	const id = TAKES_ID.includes(endpoint) && acceptsMessageId(engine) ? wantedId : '';
	const answer = await api.send(endpoint, {
		session,
		chatId,
		...content,
		...requestOptions(endpoint, options),
		...(id ? { id } : {}),
	});
	return {
		sent: true,
		session,
		chatId,
		...idsOf(answer, chatId, id),
		engine,
		sentAt: new Date().toISOString(),
		response: reduced(answer),
	};
}

/** Whoever answers a story sends to `status@broadcast`, and all contacts read it. @throws {InputError} */
function personalChat(chatId: string): string {
	if (!chatId.endsWith('@broadcast')) return chatId;
	throw new InputError(
		'a message to it would be a story that all contacts see',
		'Phone or Chat ID',
		'To answer the person, use the phone or the participant of their story.',
	);
}

function ownId({ messageId }: Options): string {
	const id = String(messageId ?? '').trim();
	if (/^[A-Za-z0-9]{0,64}$/.test(id)) return id;
	throw new InputError(
		'only letters and digits are possible, 64 at most',
		'Message ID',
		'WhatsApp writes them as 3EB0 and 18 digits or letters from A to F.',
	);
}

/** Only what was chosen and what the endpoint takes. */
function requestOptions(endpoint: SendEndpoint, options: Options): IDataObject {
	const { replyTo, linkPreview, linkPreviewHighQuality, country } = options;
	const body: IDataObject = replyTo ? { reply_to: replyTo } : {};
	if (endpoint !== 'sendText') return body;
	if (linkPreview !== undefined) body.linkPreview = linkPreview;
	if (linkPreviewHighQuality !== undefined) body.linkPreviewHighQuality = linkPreviewHighQuality;
	const mentions = listOf(options.mentions).map((who) => parseChatId(who, country, 'Mentions'));
	if (mentions.length > 0) body.mentions = mentions;
	return body;
}

function idsOf(answer: unknown, chatId: string, acceptedId: string): MessageIds {
	const found = sentIds(answer, chatId);
	if (found.messageKey !== null || !acceptedId) return found;
	return { messageId: ownMessageId(chatId, acceptedId), messageKey: acceptedId };
}

/** The answer without the text that it repeats. */
function reduced(answer: unknown): IDataObject {
	const { id, key, ack, timestamp, messageTimestamp, status } = fieldsOf(answer);
	const bare = typeof id === 'string' ? id : (fieldsOf(id).id ?? fieldsOf(key).id);
	const known = { id: bare, ack, timestamp: timestamp ?? messageTimestamp, status };
	return Object.fromEntries(
		Object.entries(known).filter(([, value]) => ['string', 'number'].includes(typeof value)),
	) as IDataObject;
}
