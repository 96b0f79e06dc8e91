import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { ROUTES } from '../../domain/update/route';
import { clientField, messageField, settingsField } from './fields';
import * as judgeSending from './judgeSending';
import * as listRecipients from './listRecipients';
import * as registerPhone from './registerPhone';
import * as reply from './reply';
import * as route from './route';

/** One operation: what it gives for an item, and which output that goes to. */
export interface Operation {
	execute: OperationExecute;
	outputs: string[];
	/** By the item's fields. A failed item has none: it must not go where somebody is answered. */
	outputOf: (json: IDataObject) => number;
}

const withOneOutput = ({ execute }: { execute: OperationExecute }): Operation => ({
	execute,
	outputs: [''],
	outputOf: () => 0,
});

/** The output with the value that a field of the item has; the last one for a failed item. */
const placeOf = (values: readonly string[], value: unknown): number => {
	const place = values.findIndex((one) => one === value);
	return place < 0 ? values.length - 1 : place;
};

export const operations: Record<string, Operation> = {
	judgeSending: {
		execute: judgeSending.execute,
		outputs: judgeSending.NEXT.map(({ name }) => name),
		outputOf: ({ next }) =>
			placeOf(
				judgeSending.NEXT.map((one) => one.next),
				next,
			),
	},
	listRecipients: withOneOutput(listRecipients),
	registerPhone: withOneOutput(registerPhone),
	reply: withOneOutput(reply),
	route: {
		execute: route.execute,
		outputs: ROUTES.map(({ name }) => name),
		outputOf: (json) =>
			placeOf(
				ROUTES.map((one) => one.route),
				json.route,
			),
	},
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['message'] } },
		options: [
			{
				name: 'Judge Sending',
				value: 'judgeSending',
				description: 'Tell from what the send gave what is to be done next',
				action: 'Judge what became of an answer',
			},
			{
				name: 'List Recipients',
				value: 'listRecipients',
				description: 'Give a row of relay_messages for everybody who has to read the message',
				action: 'List who gets a message',
			},
			{
				name: 'Register Phone',
				value: 'registerPhone',
				description: 'Decide whose card a phone leads to: only a proved phone leads to another',
				action: 'Register the phone of a client',
			},
			{
				name: 'Reply',
				value: 'reply',
				description: 'Write the answer: text, keyboard and next step, from rows of a table',
				action: 'Write the answer to a client',
			},
			{
				name: 'Route',
				value: 'route',
				description: 'Sort a message: command, button, dialog step, contact, free text',
				action: 'Route a message',
			},
		],
		default: 'route',
	},
];

export const fields: INodeProperties[] = [
	messageField,
	clientField,
	settingsField,
	...judgeSending.description,
	...listRecipients.description,
	...registerPhone.description,
	...reply.description,
	...route.description,
];
