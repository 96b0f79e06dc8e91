import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as findByPhone from './findByPhone';

export const operations = { findByPhone };

export const description = operationField('contact', 'findByPhone', {
	findByPhone: [
		'Find by Phone',
		'Find contact by phone',
		'Find a person and the users in all channels; nobody is created',
	],
});

/** Fields of the operations, shown after the project. */
export const fields: INodeProperties[] = findByPhone.description;
