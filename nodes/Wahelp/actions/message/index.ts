import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as getAll from './getAll';
import * as send from './send';

export const operations = { getAll, send };

export const description = operationField('message', 'send', {
	getAll: ['Get Many', 'Get many messages', 'Get messages of a channel, newest first'],
	send: ['Send', 'Send message', 'Send a text to a client as an operator does'],
});

/** Fields of the operations, shown after project and channel. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
