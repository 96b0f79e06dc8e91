import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listFields } from '../../../shared/listFields';
import { simplifyOption } from '../../../shared/optionFields';
import type { OperationExecute } from '../../../shared/runItems';
import { deliveryOf } from '../../domain/ack';
import { connect } from '../../api/connect';
import { readMessage } from '../../domain/message';
import {
	chatIdParameter,
	countryOption,
	optionsField,
	optionsOf,
	secondsOf,
	sessionParameter,
} from '../fields';

const show = { resource: ['chat'], operation: ['getMessages'] };

export const description: INodeProperties[] = [
	...listFields(show),
	optionsField('chat', show.operation, [
		countryOption,
		{
			displayName: 'Only From',
			name: 'onlyFrom',
			type: 'options',
			options: [
				{ name: 'Client', value: 'client' },
				{ name: 'Me', value: 'me' },
			],
			default: 'client',
		},
		simplifyOption,
		{ displayName: 'Since', name: 'since', type: 'dateTime', default: '' },
		{ displayName: 'Until', name: 'until', type: 'dateTime', default: '' },
	]),
];

/** The chat's messages, newest first. */
export const execute: OperationExecute = async function (itemIndex) {
	const { onlyFrom, simplify = true, since, until } = optionsOf(this, itemIndex);
	const session = sessionParameter(this, itemIndex);
	const chatId = chatIdParameter(this, itemIndex);
	const returnAll = this.getNodeParameter('returnAll', itemIndex, false) === true;
	const limit = returnAll ? Infinity : Number(this.getNodeParameter('limit', itemIndex, 50));
	const zone = this.getTimezone();
	const filters = {
		sortBy: 'timestamp',
		sortOrder: 'desc',
		'filter.fromMe': onlyFrom === undefined ? undefined : onlyFrom === 'me',
		'filter.timestamp.gte': secondsOf(since, zone, 'Since'),
		'filter.timestamp.lte': secondsOf(until, zone, 'Until'),
	};
	const api = await connect(this);
	const messages: IDataObject[] = [];
	for await (const page of api.messagePages(session, chatId, filters, limit)) {
		for (const raw of page) messages.push(simplify ? simplified(raw) : (raw as IDataObject));
		if (messages.length >= limit) break;
	}
	return messages.slice(0, limit);
};

function simplified(raw: Record<string, unknown>): IDataObject {
	return { ...readMessage(raw), ...deliveryOf(raw.ack, raw.ackName) };
}
