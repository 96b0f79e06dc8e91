import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as checkNumber from './checkNumber';
import * as resolveLid from './resolveLid';

export const operations = { checkNumber, resolveLid };

export const description = operationField('contact', 'checkNumber', {
	checkNumber: [
		'Check Number',
		'Check number',
		'Look whether a phone is on WhatsApp; not for long lists, which risk a ban',
	],
	resolveLid: [
		'Resolve LID',
		'Resolve LID',
		'Get the phone behind a hidden ID, or the hidden ID of a phone',
	],
});

/** Fields of the operations, shown after the session. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
