import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as create from './create';

export const operations = { create };

export const description = operationField('task', 'create', {
	create: ['Create', 'Create task', 'Create a task, for a lead or contact or on its own'],
});

export const fields: INodeProperties[] = create.description;
