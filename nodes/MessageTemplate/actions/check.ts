import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../shared/runItems';
import { checkTemplate } from '../domain/template';
import { SAMPLE_ORDER } from '../domain/variables';
import { maxLengthOf, templateOf, variablesOf } from './fields';

export const description: INodeProperties[] = [
	{
		displayName: 'Sample Order',
		name: 'sampleOrder',
		type: 'json',
		required: true,
		default: JSON.stringify(SAMPLE_ORDER, null, 2),
		description: 'Invented order for the preview',
		displayOptions: { show: { operation: ['check', 'checkRow'] } },
	},
];

/** Gives `valid`, `problems`, the `variables` that the template uses, `length` and `preview`. */
export const execute: OperationExecute = async function (itemIndex) {
	const template = templateOf(this, itemIndex);
	const sample = { name: 'sampleOrder', displayName: 'Sample Order' };
	const variables = variablesOf(this, itemIndex, sample);
	const result = checkTemplate(template, variables, maxLengthOf(this, itemIndex));
	return {
		valid: result.valid,
		problems: result.problems.map((problem) => ({ ...problem })),
		variables: result.used,
		length: result.length,
		preview: result.text,
	};
};
