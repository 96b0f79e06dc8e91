import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { nextStep } from '../../domain/consent';
import { jsonField, objectIn, rowsIn } from '../fields';

const show = { resource: ['consent'], operation: ['nextStep'] };

const mine = jsonField(
	'My Word',
	'mine',
	'The row of processed_events that was written for this word',
	show,
	{ default: "={{ $('Note the Word').first().json }}" },
);
const words = jsonField(
	'Words',
	'words',
	'All stop and start words of the buyer: rows of processed_events',
	show,
);
const clients = jsonField(
	'Client',
	'clients',
	'The rows of clients with the phone of the buyer; none for somebody new',
	show,
);
const hasChanged: INodeProperties = {
	displayName: 'Has Changed',
	name: 'hasChanged',
	type: 'boolean',
	default: false,
	description: 'Whether this run has changed the client already',
	displayOptions: { show },
};

export const description: INodeProperties[] = [mine, words, clients, hasChanged];

/** `{step}` is `opt out`, `opt in`, `confirm` or `nothing`. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const step = nextStep({
		words: rowsIn(this, words, itemIndex),
		clients: rowsIn(this, clients, itemIndex).filter(({ id }) => id !== undefined),
		mine: objectIn(this, mine, itemIndex),
		hasChanged: this.getNodeParameter('hasChanged', itemIndex, false) === true,
	});
	return { step };
}
