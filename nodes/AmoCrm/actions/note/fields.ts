import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { EntityType } from '../../api/client';
import { contactLocator, idParameter, leadLocator } from '../fields';

const show = { resource: ['note'], operation: ['add', 'getAll'] };

/** Whose notes they are. */
export const entityFields: INodeProperties[] = [
	{
		displayName: 'Notes Of',
		name: 'entityType',
		type: 'options',
		options: [
			{ name: 'Contact', value: 'contacts' },
			{ name: 'Lead', value: 'leads' },
		],
		default: 'leads',
		displayOptions: { show },
	},
	contactLocator({ ...show, entityType: ['contacts'] }),
	leadLocator({ ...show, entityType: ['leads'] }),
];

/** @throws {InputError} */
export function entityParameter(
	context: IExecuteFunctions,
	itemIndex: number,
): { type: EntityType; id: number } {
	const isContact = context.getNodeParameter('entityType', itemIndex, 'leads') === 'contacts';
	const id = idParameter(context, itemIndex, isContact ? 'contactId' : 'leadId');
	return { type: isContact ? 'contacts' : 'leads', id };
}
