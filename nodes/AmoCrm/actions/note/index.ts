import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as add from './add';
import { entityFields } from './fields';
import * as getAll from './getAll';

export const operations = { add, getAll };

export const description = operationField('note', 'add', {
	add: ['Add', 'Add note', 'Add a note to a lead or contact'],
	getAll: ['Get Many', 'Get many notes', 'Get notes of a lead or contact, newest first'],
});

export const fields: INodeProperties[] = [
	...entityFields,
	...add.description,
	...getAll.description,
];
