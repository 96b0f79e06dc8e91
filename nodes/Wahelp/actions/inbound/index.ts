import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as parse from './parse';

export const operations = { parse };

export const description = operationField('inbound', 'parse', {
	parse: [
		'Parse',
		'Parse inbound webhook',
		'Read the body of a webhook of Wahelp, whatever its form',
	],
});

export const fields: INodeProperties[] = parse.description;
