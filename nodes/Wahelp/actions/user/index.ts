import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as ensure from './ensure';

export const operations = { ensure };

export const description = operationField('user', 'ensure', {
	ensure: ['Ensure', 'Ensure user', 'Find the user of a phone in a channel, or create it'],
});

/** Fields of the operations, shown after project and channel. */
export const fields: INodeProperties[] = ensure.description;
