import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as getAll from './getAll';

export const operations = { getAll };

export const description = operationField('channel', 'getAll', {
	getAll: ['Get Many', 'Get many channels', 'Get channels of a project'],
});

/** Fields of the operations, shown after the project. */
export const fields: INodeProperties[] = getAll.description;
