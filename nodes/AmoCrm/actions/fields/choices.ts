import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { cutText } from '../../../shared/amoCrmLimits';
import type { Body } from '../../api/client';
import { idOf } from './locators';

type Show = NonNullable<IDisplayOptions['show']>;

const FROM_LIST =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

export const userOption: INodeProperties = {
	displayName: 'Responsible User Name or ID',
	name: 'responsibleUserId',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getUsers' },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

export const pipelineOption: INodeProperties = {
	displayName: 'Pipeline Name or ID',
	name: 'pipelineId',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getPipelines' },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** Its value is `<pipeline>:<status>`: 142 and 143 exist in every pipeline (amocrm sheet §8). */
export const stageOption: INodeProperties = {
	displayName: 'Stage Name or ID',
	name: 'statusId',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getStages' },
	default: '',
	description:
		'Pipeline and stage, as an ID such as 3100001:142. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const tagsOption: INodeProperties = {
	displayName: 'Tag Names or IDs',
	name: 'tags',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getTags' },
	default: [],
	description:
		'An expression may give names, too. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

interface FieldDropDown {
	displayName: string;
	name: string;
	/** `getContactTextFields`, `getLeadDateFields`, `getLeadNumericFields`, `getLeadTextFields`. */
	method: string;
	/** Ends without a dot. */
	description?: string;
}

/** A drop-down of one kind of custom field, for a collection. @param about its name without "Name or ID" */
export function fieldOption({
	displayName,
	name,
	method,
	description,
}: FieldDropDown): INodeProperties {
	return {
		displayName: `${displayName} Name or ID`,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod: method },
		default: '',
		description: description === undefined ? FROM_LIST : `${description}. ${FROM_LIST}.`,
	};
}

/** The same as a field of its own. */
export function fieldParameter(
	show: Show,
	{ required = false, ...about }: FieldDropDown & { required?: boolean },
): INodeProperties {
	return { ...fieldOption(about), required, displayOptions: { show } };
}

/** The chosen field's id. Undefined when none is chosen. @throws {InputError} */
export function fieldIdOf(value: unknown, field: string): number | undefined {
	return isNone(value) ? undefined : idOf(value, field);
}

/** A user's or a pipeline's id. Undefined when none is chosen. @throws {InputError} */
export const optionalIdOf = fieldIdOf;

/**
 * A stage as its pair of ids; empty when none is chosen.
 *
 * @param value `<pipeline>:<status>` or `{pipeline_id, status_id}`
 * @throws {InputError} for a status alone: that is no stage
 */
export function stageParameter(
	value: unknown,
	field = 'Stage',
): { pipeline_id?: number; status_id?: number } {
	if (isNone(value)) return {};
	const pair = typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
	const [pipeline, status, ...rest] = pair
		? [pair.pipeline_id, pair.status_id]
		: String(value).split(/[:/]/);
	if (status === undefined || rest.length > 0) {
		const hint = 'Choose it from the list, or give pipeline and status as 3100001:142.';
		throw new InputError('a stage is a pair of pipeline and status', field, hint);
	}
	return { pipeline_id: idOf(pipeline, field), status_id: idOf(status, field) };
}

/**
 * Tags as amoCRM takes them: numbers are ids, texts are names. Undefined when none is chosen.
 *
 * @param value a list, or one text with commas
 */
export function tagsParameter(value: unknown): Body[] | undefined {
	if (isNone(value)) return undefined;
	const list: unknown[] = Array.isArray(value) ? value : String(value).split(',');
	const tags = new Map<string, Body>();
	for (const one of list) {
		const name = cutText(String(one ?? '').trim());
		if (name === '') continue;
		tags.set(`${typeof one} ${name}`, typeof one === 'number' ? { id: one } : { name });
	}
	return [...tags.values()];
}

function isNone(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
