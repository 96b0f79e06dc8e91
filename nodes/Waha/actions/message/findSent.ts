import type { INodeProperties } from 'n8n-workflow';

import { InputError, VendorError } from '../../../shared/errors';
import { textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { acceptsMessageId } from '../../domain/session';
import { findSent } from '../../api/findSent';
import { keyOf } from '../../domain/ids';
import {
	chatIdParameter,
	countryOption,
	optionsField,
	secondsOf,
	sessionParameter,
} from '../fields';

const displayOptions = { show: { resource: ['message'], operation: ['findSent'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Message Key',
		name: 'messageKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. 3EB0C431C26A1916E07E',
		description: 'The Message ID that you sent with, or the bare ID part of an answer',
		displayOptions,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Your order is ready',
		description: 'The whole text or caption; looked for when there is no message with the key',
		displayOptions,
	},
	{
		displayName: 'Since',
		name: 'since',
		type: 'dateTime',
		default: '',
		description: 'When you first tried to send: older messages with the same text do not count',
		displayOptions,
	},
	optionsField('message', ['findSent'], [countryOption]),
];

/** There is no history: nobody can tell whether the message went out. */
const NO_HISTORY = ['history_unavailable', 'not_supported', 'not_found', 'plus_required'];

/** Tells whether a message whose answer was lost is in the chat. */
export const execute: OperationExecute = async function (itemIndex) {
	const session = sessionParameter(this, itemIndex);
	const chatId = chatIdParameter(this, itemIndex);
	const messageKey = keyOf(textParameter(this, 'messageKey', itemIndex).trim());
	const text = textParameter(this, 'text', itemIndex);
	const sinceValue: unknown = this.getNodeParameter('since', itemIndex, '');
	const since = secondsOf(sinceValue, this.getTimezone(), 'Since');
	if (!messageKey && !text.trim()) {
		throw new InputError('it is empty', 'Message Key', 'Give the key, the text or both.');
	}
	const api = await connect(this);
	const engine = await api.engine(session);
	const result = await findSent(api, session, chatId, { messageKey, text, since }).then(
		(found) => ({ found, historyAvailable: true }),
		withoutHistory,
	);
	return {
		found: result.found !== undefined,
		messageId: result.found?.messageId ?? null,
		messageKey: result.found?.messageKey ?? null,
		ack: result.found?.ack ?? null,
		timestamp: result.found?.timestamp ?? null,
		engine,
		acceptsMessageId: acceptsMessageId(engine),
		historyAvailable: result.historyAvailable,
	};
};

async function withoutHistory(
	error: unknown,
): Promise<{ found: undefined; historyAvailable: false }> {
	if (error instanceof VendorError && NO_HISTORY.includes(error.code)) {
		return { found: undefined, historyAvailable: false };
	}
	return await Promise.reject(error);
}
