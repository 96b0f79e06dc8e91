import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textParameter } from '../../../shared/parameters';
import type { OperationExecute } from '../../../shared/runItems';
import { optionsField } from '../fields';
import { commonOptions, messageIdOption, send } from './send';

const displayOptions = { show: { resource: ['message'], operation: ['sendLocation'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Latitude',
		name: 'latitude',
		type: 'number',
		typeOptions: { minValue: -90, maxValue: 90, numberPrecision: 7 },
		required: true,
		default: 0,
		placeholder: 'e.g. 43.238949',
		displayOptions,
	},
	{
		displayName: 'Longitude',
		name: 'longitude',
		type: 'number',
		typeOptions: { minValue: -180, maxValue: 180, numberPrecision: 7 },
		required: true,
		default: 0,
		placeholder: 'e.g. 76.889709',
		displayOptions,
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Our shop',
		displayOptions,
	},
	optionsField('message', ['sendLocation'], [commonOptions[0], messageIdOption, commonOptions[1]]),
];

export const execute: OperationExecute = async function (itemIndex) {
	const title = textParameter(this, 'title', itemIndex).trim();
	if (!title) throw new InputError('it is empty', 'Title', 'Write the name of the place.');
	const degrees = (name: string, field: string, limit: number): number => {
		const value = Number(textParameter(this, name, itemIndex).trim() || NaN);
		if (Math.abs(value) <= limit) return value;
		throw new InputError(
			'this is no coordinate',
			field,
			`Give degrees from -${limit} to ${limit}.`,
		);
	};
	const latitude = degrees('latitude', 'Latitude', 90);
	const longitude = degrees('longitude', 'Longitude', 180);
	return await send(this, itemIndex, 'sendLocation', { latitude, longitude, title });
};
