import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { OperationExecute } from '../../../shared/runItems';
import { textOf } from '../../../shared/rows';
import { cutIntoParts } from '../../domain/report/parts';
import { optionsField } from '../../../shared/optionFields';

const show = { resource: ['report'], operation: ['split'] };

export const description: INodeProperties[] = [
	{
		displayName: 'First ID',
		name: 'firstId',
		type: 'string',
		default: "={{ $('Find the First Row').first().json.id }}",
		description: 'ID of the first row of the period. Empty: there are none, and no part is given.',
		displayOptions: { show },
	},
	{
		displayName: 'Last ID',
		name: 'lastId',
		type: 'string',
		default: "={{ $('Find the Last Row').first().json.id }}",
		description: 'ID of the last row of the period',
		displayOptions: { show },
	},
	optionsField(show, [
		{
			displayName: 'Part Size',
			name: 'size',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1000,
			description: 'How many IDs a part has: no more rows are in memory at once',
		},
	]),
];

/** Gives `after_id` and `up_to_id` of each part. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const idIn = (name: string, displayName: string) => {
		const text = textOf(this.getNodeParameter(name, itemIndex));
		const id = Number(text);
		if (text === '') return undefined;
		if (Number.isSafeInteger(id) && id > 0) return id;
		throw new InputError(`${text} is no ID`, displayName, 'Give the ID of a row, or nothing.');
	};
	const { size } = this.getNodeParameter('options', itemIndex, {}) as { size?: number };
	return cutIntoParts(
		idIn('firstId', 'First ID'),
		idIn('lastId', 'Last ID'),
		Math.max(1, Math.floor(Number(size) || 1000)),
	);
};
