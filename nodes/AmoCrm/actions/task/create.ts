import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { Body } from '../../api/client';
import type { BatchOperation } from '../batch';
import { unixSeconds } from '../../domain/fieldEntry';
import type { Created } from '../../api/schema';
import {
	contactLocator,
	idParameter,
	leadLocator,
	optionalIdOf,
	optionsField,
	optionsOf,
	userOption,
} from '../fields';

const show = { resource: ['task'], operation: ['create'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 2 },
		required: true,
		default: '',
		placeholder: 'e.g. Call back',
		displayOptions: { show },
	},
	{
		displayName: 'Complete Till',
		name: 'completeTill',
		type: 'dateTime',
		required: true,
		default: '',
		displayOptions: { show },
	},
	{
		displayName: 'Linked To',
		name: 'entityType',
		type: 'options',
		options: [
			{ name: 'Contact', value: 'contacts' },
			{ name: 'Lead', value: 'leads' },
			{ name: 'Nothing', value: 'none' },
		],
		default: 'leads',
		displayOptions: { show },
	},
	contactLocator({ ...show, entityType: ['contacts'] }),
	leadLocator({ ...show, entityType: ['leads'] }),
	optionsField(show, [
		userOption,
		{
			displayName: 'Task Type ID',
			name: 'taskTypeId',
			type: 'number',
			default: 1,
			description: "What is to do: 1 is a follow-up, 2 a meeting; others are the account's own",
		},
	]),
];

/** Creates tasks, one request per 50. A lost answer is an error: a task has no marker to look for. */
export const batch: BatchOperation<Created> = {
	prepare: async (context, itemIndex) => {
		const { responsibleUserId, taskTypeId } = optionsOf(context, itemIndex);
		const body: Body = {
			text: textParameter(context, itemIndex),
			complete_till: completeTill(context, itemIndex),
			...entityOf(context, itemIndex),
		};
		const userId = optionalIdOf(responsibleUserId, 'Responsible User');
		if (userId !== undefined) body.responsible_user_id = userId;
		if (taskTypeId !== undefined) body.task_type_id = wholeNumber(taskTypeId, 'Task Type ID');
		return body;
	},
	send: async (api, bodies) => await api.createTasks(bodies),
	output: ({ id }) => ({ task_id: id }),
};

/** @throws {InputError} */
function textParameter(context: IExecuteFunctions, itemIndex: number): string {
	const text = String((context.getNodeParameter('text', itemIndex, '') as unknown) ?? '').trim();
	if (text !== '') return text;
	throw new InputError('it is empty', 'Text', 'Write what is to be done.');
}

/** @throws {InputError} */
function wholeNumber(value: unknown, field: string): number {
	const text = String(value ?? '').trim();
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw new InputError('this is no whole number', field, 'Give the number of the task type.');
}

/** Unix seconds. @throws {InputError} */
function completeTill(context: IExecuteFunctions, itemIndex: number): number {
	const value = context.getNodeParameter('completeTill', itemIndex, '') as unknown;
	return unixSeconds(value, context.getTimezone(), 'Complete Till');
}

/** @throws {InputError} */
function entityOf(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const type = context.getNodeParameter('entityType', itemIndex, 'leads') as string;
	if (type === 'none') return {};
	const name = type === 'contacts' ? 'contactId' : 'leadId';
	return { entity_type: type, entity_id: idParameter(context, itemIndex, name) };
}
