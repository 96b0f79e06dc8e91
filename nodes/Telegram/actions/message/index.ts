import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as send from './send';

export const operations = { send };

export const description: INodeProperties[] = [
	...operationField('message', 'send', {
		send: ['Send', 'Send message', 'Send a text, with buttons if you like'],
	}),
	...send.description,
];
