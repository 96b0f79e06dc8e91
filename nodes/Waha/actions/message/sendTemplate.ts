import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError, VendorError } from '../../../shared/errors';
import { allowsPrivateMedia } from '../../../shared/publicAddress';
import { rowsOf } from '../../../shared/rows';
import { isOn, settingOf } from '../../../shared/settings';
import { textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { phoneOfChat } from '../../domain/chatId';
import {
	endpointForUrl,
	fileFromUrl,
	needsConversion,
	type MediaEndpoint,
} from '../../domain/media';
import { chatOfNumber } from '../../api/number';
import { showTyping } from '../../api/typing';
import { optionsField, optionsOf, type Options } from '../fields';
import { allowPrivateOption } from './media';
import {
	commonOptions,
	messageIdOption,
	recipientOf,
	sendTo,
	textOptions,
	type Recipient,
} from './send';

const displayOptions = { show: { resource: ['message'], operation: ['sendTemplate'] } };

const CHECK_NUMBER: INodeProperties = {
	displayName: 'Check the Number First',
	name: 'checkNumber',
	type: 'boolean',
	default: true,
	description:
		'Whether to ask WhatsApp for the number before the message is sent. A number that is not on WhatsApp fails with the code number_not_on_whatsapp.',
};
const SETTINGS: INodeProperties = {
	displayName: 'Settings',
	name: 'settings',
	type: 'json',
	default: '',
	placeholder: "={{ $('Read Settings').all() }}",
	description:
		'Rows of the table bot_settings: whatsapp_typing and allow_private_media count where the options "Show Typing" and "Allow Private Media" are not set',
};
const SHOW_TYPING: INodeProperties = {
	displayName: 'Show Typing',
	name: 'showTyping',
	type: 'boolean',
	default: true,
	description:
		'Whether the client first sees "typing…" for 2 to 12 seconds, longer for long texts. An expression may give a setting such as yes or no.',
};
const TEXT_ALONE: INodeProperties = {
	displayName: 'Text Alone When Files Are Refused',
	name: 'textAlone',
	type: 'boolean',
	default: true,
	description:
		'Whether the text goes out without the file when this WAHA takes no files or the address is wrong. The output says so in the field fileLeftOut.',
};

export const description: INodeProperties[] = [
	{
		displayName: 'Message Text',
		name: 'messageText',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.message_text }}',
		description: 'The rendered text; with a media URL it goes under the picture, video or file',
		displayOptions,
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '={{ $json.media_url }}',
		placeholder: 'e.g. https://files.example/card.png',
		description:
			'Its ending decides between picture, video and file. Empty sends a text. WAHA itself must be able to open it.',
		displayOptions,
	},
	optionsField(
		'message',
		['sendTemplate'],
		[
			allowPrivateOption,
			CHECK_NUMBER,
			commonOptions[0],
			...textOptions,
			messageIdOption,
			commonOptions[1],
			SETTINGS,
			SHOW_TYPING,
			TEXT_ALONE,
		],
	),
];

interface Media {
	endpoint: MediaEndpoint;
	content: IDataObject;
}

/** A text, or a file with the text under it. */
export const execute: OperationExecute = async function (itemIndex) {
	const options = optionsOf(this, itemIndex);
	const text = textParameter(this, 'messageText', itemIndex);
	const mediaUrl = textParameter(this, 'mediaUrl', itemIndex).trim();
	const hasText = text.trim() !== '';
	if (!mediaUrl && !hasText) {
		throw new InputError('it is empty', 'Message Text', 'Give a text, a media URL or both.');
	}
	const { allowPrivate, typing } = choicesOf(options);
	const mayLeaveOut = options.textAlone === true && hasText;
	let media: Media | undefined;
	let fileLeftOut = '';
	try {
		if (mediaUrl) media = mediaOf(mediaUrl, allowPrivate, hasText ? text : undefined);
	} catch (error) {
		if (!mayLeaveOut) return await Promise.reject(error);
		fileLeftOut = leftOut(error);
	}
	let to = await recipientOf(this, itemIndex);
	if (options.checkNumber) to = await known(to);
	if (typing) await showTyping(to.api, chatOf(to), text, signalOf(this));
	const sendText = async () => await sendTo(to, 'sendText', { text }, options);
	const sent = !media
		? await sendText()
		: await sendTo(to, media.endpoint, media.content, options).catch(async (error: unknown) => {
				// Refused for sure: a lost answer is not followed by a second message.
				if (!mayLeaveOut || !takesNoFiles(error)) throw error;
				fileLeftOut = leftOut(error);
				return await sendText();
			});
	return options.textAlone ? { ...sent, fileLeftOut } : sent;
};

/** What was chosen, else what the table says. @throws {InputError} */
function choicesOf({ allowPrivateMedia, settings, showTyping }: Options) {
	const rows = settings === undefined ? undefined : rowsOf(settings, 'Settings');
	const allowed = allowPrivateMedia ?? allowsPrivateMedia(rows ?? []);
	const typing = showTyping ?? (rows && settingOf(rows, 'whatsapp_typing', 'yes'));
	return { allowPrivate: isOn(allowed, false), typing: isOn(typing, false) };
}

function mediaOf(mediaUrl: string, allowPrivate: boolean, caption?: string): Media {
	const field = 'Media URL';
	const endpoint = endpointForUrl(mediaUrl, field, allowPrivate);
	const file = fileFromUrl(mediaUrl, endpoint, { field, allowPrivate });
	const content: IDataObject = { file: { ...file } };
	if (endpoint === 'sendVideo') content.convert = needsConversion(endpoint, file.mimetype);
	if (caption !== undefined) content.caption = caption;
	return { endpoint, content };
}

/** The chat that WhatsApp knows the phone by. Hidden ids and groups are chats already. */
async function known(to: Recipient): Promise<Recipient> {
	const phone = phoneOfChat(to.chatId);
	if (!phone) return to;
	const chatId = await chatOfNumber(to.api, to.session, phone.slice(1));
	if (chatId !== undefined) return { ...to, chatId };
	throw new VendorError('WhatsApp does not know this number', {
		code: 'number_not_on_whatsapp',
		outcome: 'rejected',
		hint: 'Check the number. Sending again will not help.',
	});
}

function takesNoFiles(error: unknown): boolean {
	if (!(error instanceof VendorError) || error.outcome !== 'rejected') return false;
	return error.code === 'plus_required' || error.code === 'not_supported';
}

function leftOut(error: unknown): string {
	const { code, hint } = error as InputError | VendorError;
	return [`${code}: the text went out without the file.`, hint].filter(Boolean).join(' ');
}

function chatOf({ session, chatId }: Recipient): { session: string; chatId: string } {
	return { session, chatId };
}

function signalOf(context: IExecuteFunctions): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}
